"""The PDF that lasts: conformance by a checker and by its structure, bookmarks, the TEI inside, the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdf_oxide
import pypdf
import pytest
from made_issues import article, figure
from tagged_pdf import squeezed, tagged_text

from baokan.editions.issues import read_issue
from baokan.editions.printing import LAYOUTS, PrintOptions, Typesetter

Write = Callable[..., Path]
NAMED = "□<roleName>记者</roleName> <persName>白一鸣</persName>"
BODY = (
    article(1, "新桥合龙", 500, inside=f"<byline>{NAMED}</byline>", after=figure(1))
    + '<div type="article" xml:id="x.p" subtype="photo"><figure><p>图为桥头的灯。</p></figure></div>'
    + '<div type="article" xml:id="x.c"><head type="main">改字</head><p>桥已<choice><sic>合笼</sic><corr>合龙</corr></choice>，通'
    '<cb break="no" cert="low"/><supplied reason="lost-at-seam" cert="low">车</supplied>在<surplus cert="medium">在</surplus>即。'
    '见<ref target="#x.a1">上文</ref>。</p></div>'
)


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def set_bytes(path: Path, **options: Any) -> bytes:
    with Typesetter(PrintOptions(**options)) as typesetter:
        return typesetter.set_issue(read_issue(path), path)[0]


def set_file(path: Path, **options: Any) -> Path:
    target = path.with_suffix(".pdf")
    target.write_bytes(set_bytes(path, **options))
    return target


def test_a_checker_finds_it_pdf_a_3a_with_the_tei_and_2a_without(write_issue: Write, layout: str) -> None:
    path = write_issue(BODY)
    with_tei = pdf_oxide.PdfDocument(str(set_file(path, layout=layout)))
    assert with_tei.validate_pdf_a("3a")["errors"] == [] and with_tei.validate_pdf_ua()["errors"] == []
    assert with_tei.validate_pdf_a("2a")["errors"]  # it can say no: an embedded file is no PDF/A-2
    without = pdf_oxide.PdfDocument(str(set_file(path, layout=layout, embed=False)))
    assert without.validate_pdf_a("2a")["errors"] == [] and without.validate_pdf_ua()["errors"] == []


def test_the_tei_lies_inside_as_the_source(write_issue: Write, layout: str) -> None:
    path = write_issue(BODY)
    reader = pypdf.PdfReader(set_file(path, layout=layout))
    assert reader.attachments["x.xml"] == [path.read_bytes()]
    (spec,) = reader.trailer["/Root"]["/AF"]
    assert spec.get_object()["/AFRelationship"] == "/Source"
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_metadata_language_and_a_bookmark_an_article(write_issue: Write, layout: str) -> None:
    reader = pypdf.PdfReader(set_file(write_issue(BODY), layout=layout))
    assert reader.metadata.title == "清河旬报　2021-02-26" and reader.metadata.author == "清河书局"
    assert reader.trailer["/Root"]["/Lang"].startswith("zh") and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    titles = [squeezed(item.title) for item in reader.outline if not isinstance(item, list)]
    assert titles[:3] == ["新桥合龙", "图片（无题）", "改字"]


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """The structure elements of a tree, in order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_tags_are_headings_paragraphs_and_figures_with_words_for_them(write_issue: Write, layout: str) -> None:
    reader = pypdf.PdfReader(set_file(write_issue(BODY), layout=layout))
    tags = list(elements(reader.trailer["/Root"]["/StructTreeRoot"].get_object()))
    kinds = [tag["/S"] for tag in tags]
    assert kinds.count("/H1") >= 2 and "/P" in kinds
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(figures) == 2 and all("图片未收录：图为" in str(tag["/Alt"]) for tag in figures)
    assert not [tag for tag in tags if tag["/S"] in ("/H1", "/H2") and "/K" not in tag and "/ActualText" not in tag]


def test_every_font_is_a_subset_inside_and_gives_unicode(write_issue: Write, layout: str) -> None:
    reader = pypdf.PdfReader(set_file(write_issue(BODY), layout=layout))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert font["/BaseFont"][7] == "+" and "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_issue_gives_the_same_bytes(write_issue: Write, layout: str) -> None:
    path = write_issue(BODY)
    digests = {hashlib.sha256(set_bytes(path, layout=layout)).hexdigest() for _ in range(2)}
    assert len(digests) == 1


def test_links_lead_inside(write_issue: Write, layout: str) -> None:
    reader = pypdf.PdfReader(set_file(write_issue(BODY), layout=layout))
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", []) if a.get_object()["/Subtype"] == "/Link"]
    assert links and all("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links)


def test_the_book_has_apparatus_index_and_colophon(write_issue: Write) -> None:
    tags = tagged_text(set_file(write_issue(BODY), layout="reading"))
    notes = squeezed("".join(text for path, text in tags if "Note" in path))
    mended = ("合龙：原件作“合笼”", "车：原件脱，今补（确信度：低）", "原件此处重“在”，今删（确信度：中）")
    for said in (*mended, "衔接存疑（确信度：低）"):
        assert said in notes
    all_said = squeezed("".join(text for _, text in tags))
    assert "白一鸣2" in all_said and "sha25600ff" in all_said and "可自由使用" in all_said
