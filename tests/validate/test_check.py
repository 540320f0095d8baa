from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.encode import encode_sources
from baokan.read import text_to_source
from baokan.tei import tei_to_bytes
from baokan.validate import validate

ROOT = Path(__file__).resolve().parents[2]


def written(folder: Path, text: str) -> Path:
    path = folder / "x.xml"
    path.write_bytes(tei_to_bytes(encode_sources("x", [text_to_source(text.encode(), "x.txt")])))
    return path


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("*.xml")), ids=lambda p: p.name)
def test_what_is_published_is_valid(path: Path) -> None:
    assert validate(path) == []


# code -> (what is replaced in a valid file, by what)
BREAKS = {
    "runin-paragraph": ('<dateline xml:id="x.a1.d1" rendition="#runin"', '<p/><dateline xml:id="x.a1.d1" rendition="#runin"'),
    "facs-zone": ('facs="#x.pg1.z2"', 'facs="#x.pg1.z99"'),
    "corresp-article": ('corresp="#x.a1"', 'corresp="#x.a77"'),
    "resp-known": ('resp="#baokan"', 'resp="#nobody"'),
    "rng-element": ("<byline ", "<bylin "),
    "fidelity": ("机器轰鸣", "机器轰隆"),
    "next-mutual": ('<div xml:id="x.a1" type="article"', '<div xml:id="x.a1" type="article" next="#x.a3"'),
    "prev-mutual": ('<div xml:id="x.a1" type="article"', '<div xml:id="x.a1" type="article" prev="#x.a3"'),
}


@pytest.mark.parametrize("code", BREAKS)
def test_each_rule_passes_and_fails(code: str, tmp_path: Path, page_text: str) -> None:
    path = written(tmp_path, page_text)
    assert validate(path) == []
    good, bad = BREAKS[code]
    xml = path.read_text(encoding="utf-8")
    assert good in xml
    xml = xml.replace(good, bad, 1)
    if code == "rng-element":
        xml = xml.replace("</byline>", "</bylin>", 1)
    if code == "runin-paragraph":
        xml = xml.replace("<p/>", "", 1).replace("</dateline>", "</dateline><head type='sub' facs='#x.pg1.z1'/>", 1)
    path.write_text(xml, encoding="utf-8")
    found = validate(path)
    assert code in {f.code for f in found}
    assert all(f.line > 0 for f in found if f.code == code)


def test_rules_have_a_hint_and_chinese(tmp_path: Path, page_text: str) -> None:
    path = written(tmp_path, page_text)
    path.write_text(path.read_text(encoding="utf-8").replace('facs="#x.pg1.z2"', 'facs="#z"'), encoding="utf-8")
    finding = next(f for f in validate(path) if f.code == "facs-zone")
    assert finding.hint and finding.message_zh and finding.hint_zh
    assert "Hint:" in finding.format() and "建议：" in finding.format("zh")


def test_file_name_and_xml_id_agree(tmp_path: Path, page_text: str) -> None:
    path = written(tmp_path, page_text)
    other = path.rename(tmp_path / "y.xml")
    assert [f.code for f in validate(other)] == ["file-name"]


def test_a_missing_namespace_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<TEI/>", encoding="utf-8")
    assert "namespace" in validate(path)[0].hint


def test_broken_xml_is_a_finding_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<TEI>\n<oops", encoding="utf-8")
    (finding,) = validate(path)
    assert finding.code == "not-well-formed" and finding.line == 2


def test_valid_by_teis_own_schema(shared: Path, tmp_path: Path, seed: Path, page_text: str) -> None:
    schema = etree.RelaxNG(etree.parse(str(shared / "tei" / "tei_all.rng")))
    pages = [seed, *sorted((shared / "pages" / "pages").glob("*.txt"))[::6]]
    texts = [p.read_text(encoding="utf-8") for p in pages] + [page_text, "", "甲", "\x01"]
    for text in texts:
        path = written(tmp_path, text)
        tree = etree.parse(str(path))
        assert schema.validate(tree), schema.error_log.last_error
        assert validate(path) == []


def test_an_xml_id_that_is_no_name_is_one_finding(tmp_path: Path, page_text: str) -> None:
    path = written(tmp_path, page_text)
    xml = path.read_text(encoding="utf-8").replace('xml:id="x.a2.p1"', 'xml:id="2 p"')
    path.write_text(xml, encoding="utf-8")
    assert [each.code for each in validate(path)] == ["rng-attribute-value"]
