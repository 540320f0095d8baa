from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from baokan.assets import asset
from baokan.editions import render
from baokan.encode import encode_sources
from baokan.errors import MissingPart, UnreadableInput
from baokan.findings import Finding
from baokan.read import text_to_source
from baokan.tei import tei_to_bytes

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
HOSTILE = '<script>alert("x")</script>\n\n#read("/etc/passwd") $x$ *b* \\ ` @a <b> javascript:alert(1)，一段话。\n'


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "x.xml"
    path.write_bytes(tei_to_bytes(encode_sources("x", [text_to_source(text.encode(), "x.txt")])))
    return path


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_hostile_text_stays_text_in_every_edition(tmp_path: Path) -> None:
    path = write(tmp_path / "in", HOSTILE)
    (text,) = render("text", path, tmp_path / "text")
    assert '#read("/etc/passwd") $x$ *b* \\ ` @a <b>' in text.read_text(encoding="utf-8")
    (pdf,) = render("print", path, tmp_path / "print")
    said = squeezed("".join(p.extract_text() for p in pypdf.PdfReader(pdf).pages))
    assert '#read("/etc/passwd")$x$*b*\\`@a<b>' in said


def test_pdf_is_a_repeatable_pdf_a_with_embedded_fonts(tmp_path: Path) -> None:
    (first,) = render("print", CORPUS, tmp_path / "1")
    (second,) = render("print", CORPUS, tmp_path / "2")
    assert first.read_bytes() == second.read_bytes()
    reader = pypdf.PdfReader(first)
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert reader.metadata.title.startswith("大众日报")
    assert len(reader.outline) >= 6
    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor.get_object())


def test_pdf_says_what_the_text_edition_says(tmp_path: Path) -> None:
    (pdf,) = render("print", CORPUS, tmp_path / "p")
    said = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages))
    (text,) = render("text", CORPUS, tmp_path / "t")
    lines = [squeezed(line) for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
    missing = [line for line in lines if line[:6] not in said and line[-6:] not in said]
    assert not missing


def test_a_character_no_font_has_is_named_and_printed_as_its_code(tmp_path: Path) -> None:
    path = write(tmp_path / "in", "新桥通车\U0001f600\n\n今天\ue001新桥通车。\n")
    findings: list[Finding] = []
    (pdf,) = render("print", path, tmp_path / "p", findings.append)
    assert [f.code for f in findings] == ["glyph-missing"]
    assert "U+E001, U+1F600" in findings[0].message
    assert "［U+1F600］" in squeezed("".join(p.extract_text() for p in pypdf.PdfReader(pdf).pages))


def test_an_issue_that_cannot_be_set_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "in", "a" * 90_000)
    (tmp_path / "in" / "y.xml").write_bytes(
        tei_to_bytes(encode_sources("y", [text_to_source("新桥通车。".encode(), "y.txt")]))
    )
    findings: list[Finding] = []
    made = render("print", tmp_path / "in", tmp_path / "p", findings.append)
    assert [p.name for p in made] == ["y.pdf"] and [f.code for f in findings] == ["edition"]


def test_without_a_font_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baokan.editions.printing.fonts.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("baokan.editions.printing.fonts.SYSTEM_FONTS", ())
    with pytest.raises(MissingPart, match="font"):
        render("print", CORPUS, tmp_path)


def test_no_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        render("web", tmp_path / "absent", tmp_path)


@pytest.mark.parametrize(
    "sheet", ["print/issue.xsl", "text.xsl", "markdown.xsl", "epub/chapter.xsl", "epub/package.xsl", "epub/pages.xsl"]
)
def test_stylesheets_run_unchanged_in_xsltproc(sheet: str, tmp_path: Path) -> None:
    """xsltproc where it is installed; else lxml with no access control and no parameters, its library's twin."""
    source = next(p for p in CORPUS.glob("*.xml") if p.name != "corpus.xml")
    path = asset("xslt", *sheet.split("/"))
    ours = bytes(etree.XSLT(etree.parse(str(path)))(etree.parse(str(source))))
    assert ours.strip()
    program = shutil.which("xsltproc")
    if program is None:
        pytest.skip("xsltproc is not installed (apt-get install xsltproc)")
    theirs = subprocess.run([program, str(path), str(source)], capture_output=True, check=True)
    assert theirs.stdout == ours and not theirs.stderr
