from __future__ import annotations

import pytest
from read.sources import ALTO_NAMESPACES, alto

from baokan.model import Box
from baokan.read.alto import alto_to_reading
from baokan.read.reading import Reading


def read(text: str) -> Reading:
    return alto_to_reading(text.encode(), "page.xml", "page.xml")


@pytest.mark.parametrize("namespace", ALTO_NAMESPACES)
def test_every_version_gives_the_same_blocks(namespace: str) -> None:
    reading = read(alto(namespace))
    page = reading.sources[0].page
    assert [block.text for block in page.blocks] == ["春风里的修桥人", "The railway opens."]
    assert page.blocks[1].box == Box(100, 200, 500, 280)
    assert (page.width, page.height, page.unit, page.image) == (1000, 1500, "pixel", "page1.tif")
    assert not reading.findings


def test_a_broken_word_is_whole_and_its_line_keeps_the_hyphen() -> None:
    block = read(alto()).sources[0].page.blocks[1]
    assert [(block.text[line.start : line.end], line.hyphen) for line in block.lines] == [("The rail", "-"), ("way opens.", "")]


def test_confidence_style_outline_and_picture_are_kept() -> None:
    page = read(alto()).sources[0].page
    head, paragraph = page.blocks
    assert head.confidence == pytest.approx(0.9)
    assert head.style == ("bold",)
    assert paragraph.outline == ((100, 200), (500, 200), (500, 280), (100, 280))
    assert [picture.box for picture in page.pictures] == [Box(550, 100, 850, 300)]
    assert (head.line, paragraph.line) == (11, 19)


@pytest.mark.parametrize("unit", ["mm10", "inch1200", "pixel"])
def test_units_are_kept_as_they_are(unit: str) -> None:
    reading = read(alto(unit=unit))
    assert reading.sources[0].page.unit == unit
    assert not reading.findings


def test_an_unknown_unit_a_bad_size_and_a_missing_image_are_findings_with_a_line() -> None:
    codes = {(f.code, f.line) for f in read(alto(unit="furlong", width="foo", height="0", image="")).findings}
    assert codes == {("unit-unknown", 4), ("page-size", 9), ("image-missing", 5)}


def test_the_reading_order_is_the_files_own() -> None:
    references = "".join(f'<ElementRef REF="{name}"/>' for name in ("B2", "B1", "X9"))
    order = f'<ReadingOrder><OrderedGroup ID="g">{references}</OrderedGroup></ReadingOrder>'
    reading = read(alto().replace("<Layout>", order + "<Layout>"))
    assert reading.sources[0].page.order == ((1,), (0,))
    assert [(f.code, "X9" in f.message) for f in reading.findings] == [("order-unknown", True)]


def test_idnext_chains_blocks() -> None:
    reading = read(alto().replace('ID="B2"', 'ID="B2" IDNEXT="B1"'))
    assert reading.sources[0].page.order == ((1,), (0,))


def test_a_box_outside_the_page_is_a_finding() -> None:
    reading = read(alto().replace('WIDTH="400" HEIGHT="80"', 'WIDTH="4000" HEIGHT="80"'))
    assert [(f.code, f.line) for f in reading.findings] == [("box-outside", 19)]


def test_upright_lines_are_known_by_their_boxes() -> None:
    lines = "".join(
        f'<TextLine HPOS="{x}" VPOS="100" WIDTH="30" HEIGHT="600"><String CONTENT="民國廿年五月四日" HPOS="{x}" VPOS="100" '
        'WIDTH="30" HEIGHT="600"/></TextLine>'
        for x in (500, 450, 400)
    )
    text = alto().replace("</PrintSpace>", f'<TextBlock ID="B9">{lines}</TextBlock></PrintSpace>')
    assert [block.vertical for block in read(text).sources[0].page.blocks] == [False, False, True]
