"""PDFs that the tests print themselves, with real fonts: text, boxes, pictures, rules, and what ruins a text layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from printed.typeset import PICTURE, fonts

from baokan.encode import encode_job, find_jobs
from baokan.errors import UnreadableInput
from baokan.read.pdf import read_pdf
from baokan.read.reading import Reading
from baokan.tei import restore

pytest.importorskip("pypdfium2")
LINES = ["三月的清河镇，桥头的工地上机器", "轰鸣。施工队长老莫说，再有半个", "月，新桥就能通车了。"]
SECOND = ["两岸的村民把热水和干粮送到工地", "上，孩子们站在堤上数车。"]


def typeset(body: str, size: str = "width: 400pt, height: 300pt") -> bytes:
    import typst

    head = f'#set page({size}, margin: 0pt)\n#set text(font: "Noto Serif CJK SC", size: 10pt, cjk-latin-spacing: none)\n'
    compiled: bytes = typst.compile((head + body).encode(), font_paths=[str(fonts())])
    return compiled


def put(text: str, x: float, y: float, size: float = 10) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return f"#place(top + left, dx: {x}pt, dy: {y}pt)[#box(width: 390pt)[#text(size: {size}pt, {quoted})]]\n"


def column(x: float = 40, y: float = 80) -> str:
    """A head, and two paragraphs set in by two characters."""
    rows = [put("新桥 通车", x, y - 40, 20), put(LINES[0], x + 20, y), put(LINES[1], x, y + 15), put(LINES[2], x, y + 30)]
    return "".join([*rows, put(SECOND[0], x + 20, y + 45), put(SECOND[1], x, y + 60)])


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    return read_pdf(path)


def test_lines_become_paragraphs_by_their_indents(tmp_path: Path) -> None:
    reading = read(tmp_path, typeset(column()))
    page = reading.sources[0].page
    assert [block.text for block in page.blocks] == ["新桥 通车", "".join(LINES), "".join(SECOND)]
    assert [round(block.size or 0) for block in page.blocks] == [20, 10, 10]
    assert (page.width, page.height, page.unit) == (400, 300, "pt")
    first = page.blocks[1]
    assert [first.text[line.start : line.end] for line in first.lines] == LINES
    assert first.box is not None and 38 < first.box.left < 42 and 78 < first.box.top < 95
    assert not reading.findings


def test_columns_stay_apart(tmp_path: Path) -> None:
    page = read(tmp_path, typeset(column(20) + column(215))).sources[0].page
    assert [block.text for block in page.blocks].count("".join(LINES)) == 2


def test_pictures_rules_and_frames(tmp_path: Path) -> None:
    body = (
        column()
        + f"#place(top + left, dx: 250pt, dy: 60pt)[#image(bytes({PICTURE}), width: 100pt, height: 60pt)]\n"
        + "#place(top + left, dx: 20pt, dy: 20pt)[#line(length: 360pt)]\n"
        + "#place(top + left, dx: 240pt, dy: 150pt)[#rect(width: 120pt, height: 90pt, stroke: 1pt)]\n"
    )
    page = read(tmp_path, typeset(body)).sources[0].page
    (picture,) = page.pictures
    assert picture.box is not None
    assert (round(picture.box.left), round(picture.box.top), round(picture.box.height)) == (250, 60, 60)
    assert picture.suffix == ".png" and picture.data is not None and picture.data.startswith(b"\x89PNG")
    assert len(page.rules) == 1
    assert len(page.frames) == 1


def test_a_picture_is_a_file_beside_the_tei(tmp_path: Path) -> None:
    body = column() + f"#place(top + left, dx: 250pt, dy: 60pt)[#image(bytes({PICTURE}), width: 100pt, height: 60pt)]\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "p.pdf").write_bytes(typeset(body + put("图为新桥。", 250, 125, 8)))
    (job,) = find_jobs([tmp_path / "in"])
    outcome = encode_job(job, tmp_path / "out", set())
    assert outcome.path is not None
    root = etree.parse(str(outcome.path)).getroot()
    graphic = root.find(".//{*}figure/{*}graphic")
    assert graphic is not None
    assert (tmp_path / "out" / graphic.get("url", "")).read_bytes().startswith(b"\x89PNG")
    zone = root.find(".//{*}zone[@type='picture']")
    assert zone is not None and zone.get("ulx") == "250"
    assert "".join(root.find(".//{*}figure/{*}p").itertext()) == "图为新桥。"


def test_several_pages_are_one_issue_and_restore_gives_the_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(typeset(column() + "#pagebreak()\n" + column(60, 120)))
    (job,) = find_jobs([path])
    outcome = encode_job(job, tmp_path / "out", set())
    assert outcome.path is not None
    layer = restore(outcome.path).decode()
    assert layer.count("\f") == 1
    assert "".join(layer.split()).count("".join("".join(LINES).split())) == 2
    root = etree.parse(str(outcome.path)).getroot()
    assert len(root.findall(".//{*}surface")) == 2
    assert len(root.findall(".//{*}bibl[@type='digital-source']")) == 1


def test_an_upright_page(tmp_path: Path) -> None:
    rows = ["民國廿年五月四日，清河新橋落成，鎮人", "扶老攜幼，往觀者數千人，道爲之塞，橋", "長三十丈，廣二丈。"]
    body = "".join(
        put(character, 300 - 16 * number, 40 + 10 * place + (20 if number == 0 else 0))
        for number, row in enumerate(rows)
        for place, character in enumerate(row[: 17 if number == 0 else 19])
    )
    reading = read(tmp_path, typeset(body))
    (block,) = reading.sources[0].page.blocks
    assert block.vertical
    assert block.text == rows[0][:17] + rows[1] + rows[2]
    assert [f.code for f in reading.findings] == ["text-vertical"]


def test_a_blank_between_all_characters_is_left_out_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path, typeset(put(" ".join(LINES[0] + LINES[1]), 20, 40)))
    assert reading.sources[0].page.blocks[0].text == LINES[0] + LINES[1]
    assert [f.code for f in reading.findings] == ["text-spaced"]


def test_radicals_and_vertical_forms_are_folded_and_restored(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(typeset(put("⽔⼭︵⽉︶", 20, 40)))
    reading = read_pdf(path)
    assert reading.sources[0].page.blocks[0].text == "水山（月）"
    assert [f.code for f in reading.findings] == ["text-folded"]
    assert (reading.sources[0].residue.raw or b"").decode().strip() == "⽔⼭︵⽉︶"


def test_a_page_without_text_is_a_finding(tmp_path: Path) -> None:
    reading = read(tmp_path, typeset("#place(top + left)[#rect(width: 50pt, height: 50pt)]"))
    assert [(f.code, f.line) for f in reading.findings] == [("text-layer-missing", 1)]


def test_a_wrong_tounicode_map_is_told_from_the_text(tmp_path: Path) -> None:
    garbage = "".join(chr(0x4E00 + (131 * n) % 20000) for n in range(120))
    known = [row for row in (garbage[i : i + 24] for i in range(0, 120, 24))]
    reading = read(tmp_path, typeset("".join(put(row, 20, 40 + 15 * n) for n, row in enumerate(known))))
    assert "text-garbled" in [f.code for f in reading.findings]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_an_error_or_read_with_what_it_has(tmp_path: Path, cut: float) -> None:
    data = typeset(column())
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(UnreadableInput, match=r"cut\.pdf:1: is not a whole PDF"):
        read_pdf(path)


def test_an_encrypted_file_is_an_error(tmp_path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    with path.open("wb") as file:
        writer.write(file)
    with pytest.raises(UnreadableInput, match=r"locked\.pdf:1: is encrypted"):
        read_pdf(path)


def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    import pypdf

    path = tmp_path / "page.pdf"
    path.write_bytes(typeset(column()))
    reader = pypdf.PdfReader(path)
    writer = pypdf.PdfWriter()
    page = reader.pages[0]
    page.rotate(90)
    writer.add_page(page)
    with path.open("wb") as file:
        writer.write(file)
    turned = read_pdf(path).sources[0].page
    assert (turned.width, turned.height) == (300, 400)
    for block in turned.blocks:
        assert block.box is not None
        assert 0 <= block.box.left < block.box.right <= 300 and 0 <= block.box.top < block.box.bottom <= 400
