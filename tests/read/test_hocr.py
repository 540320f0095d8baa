from __future__ import annotations

import pytest
from read.sources import HOCR

from baokan.errors import UnreadableInput
from baokan.model import Box
from baokan.read.hocr import hocr_to_reading


def test_open_tags_are_closed_and_markup_in_words_stays_text() -> None:
    page = hocr_to_reading(HOCR.encode(), "x.hocr", "x.hocr").sources[0].page
    assert [block.text for block in page.blocks] == ["清河通车Bridge <b> open", "第二段"]
    assert page.blocks[0].confidence == pytest.approx(0.70)
    assert page.blocks[0].box == Box(100, 100, 500, 200)
    assert (page.width, page.height, page.number, page.image) == (1000, 1500, "1", "scan one.png")
    assert [picture.box for picture in page.pictures] == [Box(550, 100, 850, 300)]


def test_several_pages_in_a_file() -> None:
    body = HOCR + HOCR.replace("ppageno 0", "ppageno 1")
    sources = hocr_to_reading(body.encode(), "x.hocr", "x.hocr").sources
    assert [(source.part, source.page.number) for source in sources] == [(0, "1"), (1, "2")]
    assert sources[0].residue.raw == body.encode()


def test_without_a_page_it_is_no_hocr() -> None:
    with pytest.raises(UnreadableInput, match="ocr_page"):
        hocr_to_reading(b"<html><body><p>x</p></body></html>", "x.html", "x.html")


def test_a_bad_bbox_is_a_finding() -> None:
    reading = hocr_to_reading(HOCR.replace("bbox 100 100 500 200", "bbox 1 2 three").encode(), "x", "x")
    assert [(f.code, f.line) for f in reading.findings] == [("coordinate", 4)]


def test_what_xml_cannot_hold_is_replaced() -> None:
    hostile = HOCR.replace("通车", "通&#1;\x02车").replace("id='par_1'", "id='a&#8;' a\x02b='\x02'")
    page = hocr_to_reading(hostile.encode(), "x.hocr", "x.hocr").sources[0].page
    assert page.blocks[0].text == "清河通\ufffd\ufffd车Bridge <b> open" and "\b" not in page.blocks[0].name
