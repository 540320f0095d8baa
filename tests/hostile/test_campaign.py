"""A small sample of the campaigns of bench/: changed inputs of every target, the same ones each time."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baokan.errors import BaokanError

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))
from fuzz import mutated, rebuilt
from fuzz_targets import TARGETS

NEEDS = {"pdf": "pypdfium2", "xmi": "cassis", "serve": "starlette"}
SLOW = frozenset({"odd"})  # a tenth of a second each


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_input_is_read_or_refused(name: str, tmp_path: Path) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    target = TARGETS[name]
    seeds = target.seeds()
    folder = tmp_path / "work"
    folder.mkdir()
    words = []

    @settings(max_examples=3 if name in SLOW else 5, derandomize=True, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.integers(0, 2**32))
    def attempt(seed: int) -> None:
        chance = random.Random(f"{name} {seed}")
        data = chance.choice(seeds)
        whole = target.xml and b"<!ENTITY" not in data and chance.random() < 0.5
        try:
            words.append(target.attempt((rebuilt if whole else mutated)(data, chance), folder))
        except BaokanError:
            words.append("refused")
        assert {path.name for path in tmp_path.iterdir()} <= {"work", "work-corpus"}

    attempt()
    assert words


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_campaigns_begin_with_is_read(name: str, tmp_path: Path) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    target, refused = TARGETS[name], 0
    (tmp_path / "work").mkdir()
    seeds = target.seeds()[:2]
    for data in seeds:
        try:
            target.attempt(data, tmp_path / "work")
        except BaokanError:
            refused += 1
    assert seeds and refused < len(seeds)
