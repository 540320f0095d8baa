"""Files damaged at random: whatever comes of them, it is an outcome with findings, never an exception."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from printed import Style, gold_to_text, print_page
from printed.typeset import page_to_pdf
from read.sources import HOCR, ORDER, alto, page_xml

from baokan.encode import encode_job, find_jobs

VALUES = (b"", b"-1", b"1e309", b"NaN", b"0", b"99999999999", b"x", b"../../x", b"1,2 3", b"\xff\xfe")
GOLD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="article"><head type="main">清河新桥通车</head><p>'
    + "三月的清河镇，桥头的工地上机器轰鸣。" * 30
    + "</p></div></body></text></TEI>"
)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a few of them changed, cut out, doubled, or a quoted value replaced."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 6))):
        at, kind = rng.randrange(len(changed) + 1), rng.random()
        if kind < 0.3:
            changed[at : at + 1] = bytes([rng.randrange(256)])
        elif kind < 0.5:
            del changed[at : at + rng.choice((1, 20, 400))]
        elif kind < 0.6:
            changed = changed[:at]
        elif kind < 0.85:
            start = changed.find(b'"', at)
            end = changed.find(b'"', start + 1)
            if 0 <= start < end < start + 300:
                changed[start + 1 : end] = rng.choice(VALUES)
        else:
            changed[at:at] = changed[at : at + 300]
    return bytes(changed)


def source(kind: str, folder: Path) -> bytes:
    if kind == "pdf":
        gold = folder / "gold.xml"
        gold.write_text(GOLD, encoding="utf-8")
        return page_to_pdf(print_page(gold_to_text(gold), Style()))
    return {"alto": alto(), "page": page_xml(order=ORDER), "hocr": HOCR}[kind].encode()


@pytest.mark.parametrize("kind", ["alto", "page", "hocr", "pdf"])
def test_damage_is_an_outcome(tmp_path: Path, kind: str) -> None:
    rng = random.Random(kind)
    data = source(kind, tmp_path)
    path = tmp_path / f"page.{kind}"
    for _ in range(60):
        path.write_bytes(damaged(data, rng))
        (job,) = find_jobs([path])
        outcome = encode_job(job, tmp_path / "out", set())
        assert outcome.path is not None or outcome.exit_code == 4
