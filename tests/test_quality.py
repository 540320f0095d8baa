"""Floors under the quality of the inference: on pages made from articles of our own, and on the dev pages where they are.

Measured with `baokan.score`, whose figures tests/score holds against the scorer beside the project. The floors stand in
quality.toml; `python bench/quality.py` shows what is reached.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pages import SETS, TIERS, make_page, read_stories

from baokan.assets import PACKAGE
from baokan.encode import encode_sources
from baokan.read import read_text, text_to_source
from baokan.score import Tally, root_to_items, score_page

FLOORS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "quality.toml").read_text(encoding="utf-8"))
MADE_PAGES = 20  # a tier
SHARED = 14  # characters in a row that two texts don't share by chance


def score_text(name: str, text: bytes, gold: bytes, tallies: dict[str, Tally]) -> None:
    """Score a page into its tier's tally and that of all."""
    system = root_to_items(encode_sources("x", [text_to_source(text, f"{name}.txt")]))
    for tally in (tallies[name[0]], tallies["all"]):
        score_page(name, root_to_items(etree.fromstring(gold)), system, tally)


def figures(tally: Tally) -> dict[str, float]:
    return {name: row.r if name == "exact" else row.f1 for name, row in tally.rows().items()}


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """The rows that fell through their floor, as sentences."""
    return [f"{row}: {reached[row]:.4f} is below the floor {floor}" for row, floor in floors.items() if reached[row] < floor]


def high_joins(tally: Tally) -> float:
    share = tally.reliability()["joins"]["high"].share
    assert share is not None
    return share


def score_made(of: str) -> dict[str, Tally]:
    """Pages made from a set of stories scored, by tier and all together."""
    tallies = {name: Tally() for name in [*TIERS, "all"]}
    for tier in TIERS:
        for number in range(MADE_PAGES):
            page = make_page(tier, number, of)
            score_text(page.name, page.text.encode(), page.gold.encode(), tallies)
    return tallies


@pytest.fixture(scope="module", params=SETS)
def made(request: pytest.FixtureRequest) -> tuple[str, dict[str, Tally]]:
    """Pages from a set of stories, of those that the weights may know and of those that they don't: its name, the tallies."""
    return request.param, score_made(request.param)


@pytest.mark.parametrize("tier", TIERS)
def test_made_pages_stay_above_their_floors(made: tuple[str, dict[str, Tally]], tier: str) -> None:
    name, tallies = made
    assert below(figures(tallies[tier]), FLOORS[name][tier]) == []


def test_certainty_holds_on_made_pages(made: tuple[str, dict[str, Tally]]) -> None:
    name, tallies = made
    assert high_joins(tallies["all"]) >= FLOORS[name]["certainty"]["joins-high"]
    assert tallies["all"].reliability()["joins"]["high"].said > 50


def dev_files(folder: Path) -> Iterator[tuple[Path, Path]]:
    for page in sorted((folder / "pages").glob("*.txt")):
        yield page, folder / "gold" / f"{page.stem}.xml"


@pytest.fixture(scope="module")
def dev() -> Path:
    folder = Path(__file__).resolve().parents[2] / "shared" / "pages"
    if not (folder / "gold").is_dir():
        pytest.skip("the dev pages shared/pages beside the project are absent")
    return folder


@pytest.fixture(scope="module")
def dev_tallies(dev: Path) -> dict[str, Tally]:
    tallies = {name: Tally() for name in [*TIERS, "all"]}
    for page, gold in dev_files(dev):
        score_text(page.stem, page.read_bytes(), gold.read_bytes(), tallies)
    return tallies


def test_the_dev_pages_are_those_that_were_measured(dev: Path) -> None:
    digest = hashlib.sha256()
    for path in sorted([*(dev / "pages").glob("*.txt"), *(dev / "gold").glob("*.xml")], key=lambda p: (p.name, p.parent.name)):
        digest.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes())
    assert digest.hexdigest() == FLOORS["gold"]["sha256"], "the dev pages changed: measure again and pin the floors anew"


@pytest.mark.parametrize("tier", TIERS)
def test_dev_pages_stay_above_their_floors(dev_tallies: dict[str, Tally], tier: str) -> None:
    assert below(figures(dev_tallies[tier]), FLOORS["dev"][tier]) == []


def test_certainty_holds_on_dev_pages(dev_tallies: dict[str, Tally]) -> None:
    assert high_joins(dev_tallies["all"]) >= FLOORS["dev"]["certainty"]["joins-high"]


def test_no_rule_quotes_a_single_page(dev: Path, seed: Path) -> None:
    """A rule that was fitted to one page gives itself away by a phrase that stands on that page alone."""
    texts = [squeezed(path.read_text(encoding="utf-8")) for path in [*sorted((dev / "pages").glob("*.txt")), seed]]
    found = [
        f"{path.name}: {phrase}"
        for stage in ("layout", "threads", "articles")
        for path in sorted((PACKAGE / stage).rglob("*.py"))
        for phrase in sorted(set(re.findall(r"[\u4e00-\u9fff]{6,}", path.read_text(encoding="utf-8"))))
        if sum(phrase in text for text in texts) == 1
    ]
    assert found == []


def test_the_made_pages_share_no_sentence_with_the_dev_pages(dev: Path) -> None:
    texts = [squeezed(path.read_text(encoding="utf-8")) for path in sorted((dev / "pages").glob("*.txt"))]
    known = {text[n : n + SHARED] for text in texts for n in range(len(text) - SHARED + 1)}
    for story in (story for of in SETS for story in read_stories(of)):
        for _, unit in story.units:
            text = squeezed(unit)
            assert not {text[n : n + SHARED] for n in range(len(text) - SHARED + 1)} & known


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_seed_is_exact(shared: Path, seed: Path) -> None:
    tally = Tally()
    gold = etree.parse(shared / "gold" / f"{seed.stem}.xml").getroot()
    score_page("seed", root_to_items(gold), root_to_items(encode_sources("x", [read_text(seed)])), tally)
    assert figures(tally) == dict.fromkeys(tally.rows(), 1.0)


def test_a_lowered_floor_is_named_and_has_a_reason() -> None:
    for entry in FLOORS["lowered"]:
        where, tier, row = entry["floor"].split(".")
        assert FLOORS[where][tier][row] == entry["to"] < entry["from"] and entry["why"]


def test_the_floors_bite() -> None:
    page = make_page("a", 0)
    tally = Tally()
    items = root_to_items(etree.fromstring(page.gold.encode()))
    score_page("x", items, items[1:], tally)
    assert any(row.startswith("units") for row in below(figures(tally), {"units": 1.0, "text": 1.0}))
