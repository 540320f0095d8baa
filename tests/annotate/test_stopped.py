"""A run that is stopped at any write leaves no layer that points to an authority record which isn't there."""

from __future__ import annotations

from pathlib import Path

import pytest

import baokan.annotate.authority
import baokan.annotate.run
from baokan.annotate.run import annotate
from baokan.build import Summary, encode_all
from baokan.files import write_atomic
from baokan.validate import Validation

TEXT = "新桥第{0}次通车\n\n本报北京5月4日电 记者王大明{0}报道 清河县县长李长江昨天来到上海，同李长江会面的有天津市市长张建国。\n"


def test_stopped_at_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds, corpus = tmp_path / "seeds", tmp_path / "corpus"
    seeds.mkdir()
    for number in range(3):
        (seeds / f"p{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    encode_all([seeds], corpus, Summary(), lambda *_: None)
    monkeypatch.setattr(baokan.annotate.run, "MOST_WAITING", 1)  # each issue by itself
    for stop in range(1, 20):
        done = 0

        def write(path: Path, data: bytes, stop: int = stop) -> bool:
            nonlocal done
            done += 1
            if done == stop:
                raise KeyboardInterrupt
            return write_atomic(path, data)

        with monkeypatch.context() as patch:
            patch.setattr(baokan.annotate.run, "write_atomic", write)
            patch.setattr(baokan.annotate.authority, "write_atomic", write)
            try:
                annotate(corpus, ("tokens", "entities"))
                break
            except KeyboardInterrupt:
                run = Validation()
                assert not [f for path in sorted(corpus.rglob("*.xml")) for f in run.check(path).findings] + run.finish()
        for path in [*corpus.glob("*.ana.xml"), *corpus.glob("authority/*.xml")]:
            path.unlink()
    assert stop > 4 and "authority/persons.xml#" in (corpus / "p2.ana.xml").read_text(encoding="utf-8")
