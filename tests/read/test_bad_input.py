"""What the archives' worst files do: a finding with file and line and exit code 4, never a stack trace, never a hang."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from read.sources import HOCR, alto, page_xml

from baokan.cli import main
from baokan.read import markup

EXTERNAL = '<?xml version="1.0"?>\n<!DOCTYPE alto [\n<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<alto><Layout><Page>&x;</Page></Layout></alto>'
LAUGHS = "<!DOCTYPE alto [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 20}'>" for n in range(1, 9)) + "]>"
WORD = '<String CONTENT="桥" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/>'
CASES = {
    "external-entity": (EXTERNAL, 3, "entity"),
    "laughs": (LAUGHS + "<alto><Layout><Page WIDTH='9' HEIGHT='9'>&a8;</Page></Layout></alto>", 1, "well-formed"),
    "truncated": (alto()[:900], None, "well-formed"),
    "other-xml": ("<?xml version='1.0'?>\n<recipe><step>x</step></recipe>", 1, "recipe"),
    "nothing": ("", 1, "no text"),
    "zero-size": (alto(width="0", height="0"), 9, "WIDTH"),
    "no-size": (page_xml().replace('imageWidth="1000"', 'imageWidth="wide"'), 3, "imageWidth"),
    "no-image": (page_xml(image=""), 3, "no image"),
    "image-climbs": (page_xml(image="../../secret.jpg"), 3, "outside"),
    "image-climbs-alto": (alto(image="..\\..\\secret.jpg"), 5, "outside"),
    "image-climbs-hocr": (HOCR.replace("scan one.png", "../scan.png"), 2, "outside"),
    "deep": ("<alto>" + "<ComposedBlock>" * 5000 + "</ComposedBlock>" * 5000 + "</alto>", 1, "well-formed"),
    "no-page": ("<alto><Layout/></alto>", 1, "no Page"),
    "not-a-pdf": ("%PDF-1.4\nnot really", 1, "PDF"),
    "not-a-zip": ("PK\x03\x04nothing", 1, "ZIP"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_finding_with_file_and_line(tmp_path: Path, case: str) -> None:
    text, line, word = CASES[case]
    path = tmp_path / "bad.xml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["encode", str(path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 4, result.output
    lines = [row for row in result.output.splitlines() if word in row]
    assert lines, result.output
    assert lines[0].startswith(f"{path}:{line or ''}")


def test_too_many_words_are_refused_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_WORDS", 50_000)
    text = alto().replace("</PrintSpace>", f"<TextBlock><TextLine>{WORD * 60_000}</TextLine></TextBlock></PrintSpace>")
    path = tmp_path / "many.xml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["encode", str(path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 4
    assert f"{path}:1: unreadable error: Holds 60006 words on one page" in result.output


def test_too_much_text_in_few_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_text(page_xml().replace("桥通了。", "桥 通 " * 300_000), encoding="utf-8")
    result = CliRunner().invoke(main, ["encode", str(path), "-o", str(tmp_path / "out")])
    assert result.exit_code == 4
    assert f"{path}:3: unreadable error: Holds 1200" in result.output


def test_the_other_pages_of_an_issue_are_encoded(tmp_path: Path) -> None:
    folder = tmp_path / "issue"
    folder.mkdir()
    (folder / "p1.xml").write_text(alto(), encoding="utf-8")
    (folder / "p2.xml").write_text(alto()[:700], encoding="utf-8")
    result = CliRunner().invoke(main, ["encode", str(folder), "-o", str(tmp_path / "out")])
    assert result.exit_code == 4
    assert f"{folder}/p2.xml:" in result.output
    assert (tmp_path / "out" / "issue.xml").is_file()


HOSTILE = "<script>alert(1)</script> #let x = [y] '); DROP TABLE x; -- ]]> ../../etc/passwd"


@pytest.mark.parametrize("kind", ["alto", "page", "hocr"])
def test_hostile_text_stays_text(tmp_path: Path, kind: str) -> None:
    from xml.sax.saxutils import escape, quoteattr

    from lxml import etree

    text = {
        "alto": alto(image=escape(HOSTILE)).replace('"修桥人"', quoteattr(HOSTILE)).replace('"B2"', '"B2&quot;&gt;&lt;x/&gt;"'),
        "page": page_xml().replace("旧桥拆除 新桥通车", escape(HOSTILE)),
        "hocr": HOCR.replace("第二段", escape(HOSTILE)),
    }[kind]
    path = tmp_path / "page.xml"
    path.write_text(text, encoding="utf-8")
    CliRunner().invoke(main, ["encode", str(path), "-o", str(tmp_path / "out")])
    tei = tmp_path / "out" / "page.xml"
    root = etree.parse(str(tei)).getroot()
    assert HOSTILE in "".join(root.find("{*}text").itertext())
    assert not root.findall(".//{*}script")
    result = CliRunner().invoke(main, ["validate", str(tei)])
    assert result.exit_code == 0, result.output
