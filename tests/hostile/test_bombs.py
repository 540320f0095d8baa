"""Small PDFs that are large, deep, round or absurd inside: encoded, refused, or ended with the process that read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from baokan.batches import warm_encoder
from baokan.encode import encode_job, find_jobs
from baokan.running import Failure, Limits, run_tasks
from baokan.tei import restore
from baokan.validate import validate
from hostile.pdf_bombs import BOMBS, ENDED, SLOW

pytest.importorskip("pypdfium2")


def encode_bomb(path: Path) -> str:
    outcome = encode_job(find_jobs([path])[0], path.parent / "out", set())
    if outcome.path is None:
        assert [f.code for f in outcome.findings] == ["unreadable"]
        return "refused"
    restore(outcome.path)
    assert not [f.format() for f in validate(outcome.path) if f.severity == "error"]
    return "encoded"


def test_no_pdf_does_harm(tmp_path: Path) -> None:
    names = [name for name in BOMBS if name not in SLOW]
    paths = [tmp_path / str(number) / "a.pdf" for number in range(len(names))]
    for path, name in zip(paths, names, strict=True):
        path.parent.mkdir()
        path.write_bytes(BOMBS[name]())
    warm_encoder()
    limits = Limits(jobs=2, seconds=60, megabytes=1024)
    results = {names[n]: result for n, result in run_tasks(encode_bomb, paths, len(paths), limits)}
    ended = {name for name, result in results.items() if isinstance(result, Failure)}
    assert not [f"{name}: {results[name]}" for name in ended - ENDED]
    assert {results[name] for name in results.keys() - ended} == {"encoded", "refused"}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(path.parent.name for path in paths)
