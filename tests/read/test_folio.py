from __future__ import annotations

import pytest

from baokan.model import Block, Box, Line, Metadata, Page, Residue, Source
from baokan.read.folio import han_to_number, is_folio, printed_date, printed_number, read_folios
from baokan.read.reading import Reading


def block(index: int, text: str, top: float, size: float = 10) -> Block:
    box = Box(40, top, 400, top + size)
    return Block(index, text, 1, box=box, lines=(Line(0, len(text), box, size=size),), size=size)


def test_paper_date_and_page_are_read_off_the_page() -> None:
    texts = [("宁安日报", 10, 10), ("2031年5月4日 星期日 第三版", 10, 10), ("新桥通车", 60, 24), ("村民来了。", 500, 10)]
    texts.append(("正文", 900, 10))
    page = Page(tuple(block(n, text, top, size) for n, (text, top, size) in enumerate(texts)))
    reading = read_folios(Reading((Source("p", "0", 0, "x", "x", page, Residue("", False, ())),)))
    found = reading.sources[0].page
    assert [b.label for b in found.blocks] == ["header", "header", "", "", ""]
    assert found.number == "3"
    assert reading.metadata.paper is not None and reading.metadata.paper.value == "宁安日报"
    assert reading.metadata.date is not None and reading.metadata.date.value == "2031-05-04"
    assert reading.metadata.date.evidence


def test_what_is_known_is_not_overwritten() -> None:
    from baokan.model import Fact

    page = Page((block(0, "2031年5月4日 第三版", 10), block(1, "正文", 900)))
    known = Metadata(date=Fact("2031-05-05"))
    reading = read_folios(Reading((Source("p", "0", 0, "x", "x", page, Residue("", False, ())),), metadata=known))
    assert reading.metadata.date == Fact("2031-05-05")


@pytest.mark.parametrize(("text", "date"), [
    ("中華民國廿一年五月四日", "1932-05-04"), ("民國元年正月初四日", None), ("2031年13月4日", None), ("2031-5-4", "2031-05-04"),
])  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert printed_date(text) == date


@pytest.mark.parametrize(("text", "number"), [("第十二版", "12"), ("A03版", "A03"), ("03版", "3"), ("三版", "3"), ("要闻", None)])
def test_page_numbers(text: str, number: str | None) -> None:
    assert printed_number(text) == number


def test_numbers() -> None:
    assert [han_to_number(text) for text in ("廿一", "十", "二十三", "一九", "元", "卅")] == [21, 10, 23, 19, 1, 30]


@pytest.mark.parametrize("text", ["1931年5月4日，新桥落成，鎮人扶老攜幼往觀者數千。", "新桥通车", "（下转第三版）", "上接第一版"])
def test_sentences_are_no_folios(text: str) -> None:
    assert not is_folio(text)
