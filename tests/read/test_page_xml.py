from __future__ import annotations

import pytest
from read.sources import ORDER, page_xml

from baokan.model import Box
from baokan.read.page_xml import page_xml_to_reading
from baokan.read.reading import Reading


def read(text: str) -> Reading:
    return page_xml_to_reading(text.encode(), "page.xml", "page.xml")


@pytest.mark.parametrize("version", ["2010-03-19", "2013-07-15", "2017-07-15", "2019-07-15"])
def test_text_of_regions_lines_and_words(version: str) -> None:
    page = read(page_xml(version)).sources[0].page
    assert [block.text for block in page.blocks] == ["旧桥拆除 新桥通车", "清河镇的桥通了。", "第二版", "气温五度"]
    assert [block.label for block in page.blocks] == ["heading", "paragraph", "page-number", "table"]
    assert page.blocks[0].confidence == pytest.approx(0.93)
    assert page.rules == (Box(520, 90, 522, 1400),)
    assert [picture.name for picture in page.pictures] == ["i1"]


def test_the_lowest_index_wins_and_lines_lie_in_the_text() -> None:
    block = read(page_xml()).sources[0].page.blocks[1]
    assert [block.text[line.start : line.end] for line in block.lines] == ["清河镇的", "桥通了。"]


def test_nested_groups_are_obeyed_and_unordered_ones_stay_together() -> None:
    page = read(page_xml(order=ORDER)).sources[0].page
    assert page.order == ((1,), (0,), (3, 2))


def test_a_reference_to_nothing_is_a_finding() -> None:
    order = '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="0" regionRef="r77"/></OrderedGroup></ReadingOrder>'
    assert [(f.code, f.line) for f in read(page_xml(order=order)).findings] == [("order-unknown", 4)]


def test_points_of_before_2013() -> None:
    old = '<Coords><Point x="100" y="100"/><Point x="500" y="160"/></Coords>'
    text = page_xml().replace('<Coords points="100,100 500,100 500,160 100,160"/>', old, 1)
    assert read(text).sources[0].page.blocks[0].box == Box(100, 100, 500, 160)


def test_order_and_articles_by_transkribus_properties() -> None:
    article = "readingOrder {index:1;} structure {id:a4; type:article;}"
    text = page_xml().replace('id="r1"', f'id="r1" custom="{article}"')
    text = text.replace('id="r2"', 'id="r2" custom="readingOrder {index:0;}"')
    page = read(text).sources[0].page
    assert page.order[:2] == ((1,), (0,))
    assert page.blocks[0].group == "a4"


def test_bad_coordinates_are_a_finding_and_the_text_is_read() -> None:
    reading = read(page_xml().replace("100,200 500,200 500,300 100,300", "100,200 five,200"))
    assert [f.code for f in reading.findings] == ["coordinate"]
    assert reading.sources[0].page.blocks[1].text == "清河镇的桥通了。"
