"""Characters fall to the fonts of the project; what lowers the standard is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from made_issues import article
from tagged_pdf import squeezed, tagged_text

from baokan.editions.issues import read_issue
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.printing.fonts import FONT_VARIABLE, cmap_groups, without_glyph
from baokan.findings import Finding

Write = Callable[..., Path]


def make_font(path: Path, characters: str) -> None:
    """A font of ours in which each of the characters is a filled square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"g{n}" for n in range(len(characters)))]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(c): name for c, name in zip(characters, names[1:], strict=True)})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Qinghe Squares", "styleName": "Regular", "psName": "QingheSquares-Regular"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    font.setupPost()
    path.parent.mkdir(exist_ok=True)
    font.save(path)


def set_text(path: Path) -> tuple[str, list[Finding]]:
    with Typesetter(PrintOptions()) as typesetter:
        pdf, findings = typesetter.set_issue(read_issue(path), path)
    path.with_suffix(".pdf").write_bytes(pdf)
    return squeezed("".join(text for _, text in tagged_text(path.with_suffix(".pdf")))), findings


def test_a_character_falls_to_a_font_of_the_project(
    write_issue: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_issue(article(1, after="<p>桥\U0001f309头。</p>"))
    said, findings = set_text(path)
    assert "桥［U+1F309］头" in said and [f.code for f in findings] == ["glyph-missing"]
    make_font(tmp_path / "fonts" / "squares.ttf", "\U0001f309")
    monkeypatch.setenv(FONT_VARIABLE, str(tmp_path / "fonts"))
    said, findings = set_text(path)
    assert "桥\U0001f309头" in said and findings == []


def test_a_private_character_lowers_the_standard_and_is_told(
    write_issue: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(tmp_path / "fonts" / "squares.ttf", "\ue001")
    monkeypatch.setenv(FONT_VARIABLE, str(tmp_path / "fonts"))
    said, findings = set_text(write_issue(article(1, after="<p>字\ue001字。</p>")))
    assert "字\ue001字" in said and [f.code for f in findings] == ["archival-level"]


def test_which_characters_a_font_has(tmp_path: Path) -> None:
    font = tmp_path / "squares.ttf"
    make_font(font, "桥\U0001f309")
    assert without_glyph(set("桥\U0001f309路\u200b"), [font]) == {"路"}
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    assert without_glyph(set("桥"), [tmp_path / "broken.ttf"]) == {"桥"}
    assert cmap_groups(b"\0\0\0\0") is None
