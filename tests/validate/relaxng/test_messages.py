# ruff: noqa: E501  (a case stays on one line)
"""What the engine says: one finding for a mistake, with its line, its path and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.validate.relaxng import Schema, load_schema

SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="page"><attribute name="date"><data type="date"/></attribute>
    <element name="head"><text/></element>
    <zeroOrMore><element name="article">
      <optional><attribute name="id"><data type="ID"/></attribute></optional>
      <optional><attribute name="next"><data type="IDREF"/></attribute></optional>
      <optional><attribute name="kind"><choice><value>news</value><value>notice</value></choice></attribute></optional>
      <element name="title"><text/></element><oneOrMore><element name="para"><text/></element></oneOrMore>
    </element></zeroOrMore>
  </element></start></grammar>"""
ARTICLE = "<article>\n<title>t</title>\n<para>p</para>\n</article>\n"
CASES = {
    "an unknown element": ("<para>p</para>", "<para>p</para><foo/>", "rng-element", "<foo> isn't allowed here in <article>."),
    "a misspelt element": ("<title>t</title>", "<titel>t</titel>", "rng-element", "Did you mean <title>?"),
    "a required element left out": ("<title>t</title>", "", "rng-incomplete", "title must stand before it"),
    "nothing at the end": ("<para>p</para>", "", "rng-incomplete", "<article> isn't complete: para is missing."),
    "two in the wrong order": ("<title>t</title>\n<para>p</para>", "<para>p</para><title>t</title>", "rng-incomplete", "too early"),
    "another element instead": ("<title>t</title>", "<foo>t</foo>", "rng-element", "Allowed here: title."),
    "text between": ("<title>", "报<title>", "rng-text", "can't contain text here"),
    "an unknown attribute": ("<para>", "<para x='1'>", "rng-attribute", "<para> can't have @x."),
    "a misspelt attribute": ("<article>", "<article knid='news'>", "rng-attribute", "Did you mean @kind?"),
    "a wrong value": ("<article>", "<article kind='nws'>", "rng-attribute-value", "Did you mean 'news'?"),
    "an attribute left out": (" date='2024-02-29'", "", "rng-attribute-missing", "<page> has no @date."),
    "no such day": ("2024-02-29", "2023-02-29", "rng-attribute-value", "Allowed: date."),
}  # fmt: skip


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schema") / "page.rng"
    path.write_text(SCHEMA, encoding="utf-8")
    return load_schema(path)


def document(body: str) -> str:
    return f"<page date='2024-02-29'>\n<head>h</head>\n{body}</page>\n"


@pytest.mark.parametrize("case", CASES)
def test_one_mistake_gives_one_finding(case: str, schema: Schema, tmp_path: Path) -> None:
    old, new, code, words = CASES[case]
    path = tmp_path / "page.xml"
    path.write_text(document(ARTICLE * 3).replace(old, new, 1), encoding="utf-8")
    streamed = schema.validate_file(path)
    assert [finding.code for finding in streamed] == [code], streamed
    assert words in streamed[0].format()
    assert streamed[0].message_zh and streamed[0].hint_zh and streamed[0].line and streamed[0].xpath
    walked = schema.validate_tree(etree.parse(path), str(path))
    assert [(each.code, each.xpath, each.message) for each in walked] == [
        (each.code, each.xpath, each.message) for each in streamed
    ]


def test_ten_mistakes_give_ten_findings(schema: Schema, tmp_path: Path) -> None:
    made = [ARTICLE.replace(old, new) for old, new, _, _ in list(CASES.values())[:10]]
    path = tmp_path / "page.xml"
    path.write_text(document("".join(made)), encoding="utf-8")
    findings = schema.validate_file(path)
    assert len(findings) == 10, findings
    assert [each.line for each in findings] == sorted(each.line for each in findings)


def test_lines_and_paths_are_those_of_the_element(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(document(ARTICLE + ARTICLE.replace("<para>", "<para x='1'>")), encoding="utf-8")
    (finding,) = schema.validate_file(path)
    assert (finding.line, finding.xpath) == (9, "/page[1]/article[2]/para[1]")


def test_an_entity_from_elsewhere_is_never_loaded(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    (tmp_path / "y").write_text("y", encoding="utf-8")
    for declared, codes in (('"y"', []), ('SYSTEM "y"', ["xml-entity"]), ('"<nothing/>"', ["rng-element"])):
        path.write_text(f"<!DOCTYPE page [<!ENTITY x {declared}>]>" + document(ARTICLE.replace(">t<", ">&x;<")), encoding="utf-8")
        assert [finding.code for finding in schema.validate_file(path)] == codes


def test_malformed_files_are_findings(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text("<page date='2024-02-29'>\n<head>", encoding="utf-8")
    assert schema.validate_file(path)[-1].code == "not-well-formed"


def test_ids_are_checked_on_demand(schema: Schema) -> None:
    text = document(ARTICLE.replace("<article>", "<article id='a' next='b'>") * 2)
    codes = [finding.code for finding in schema.id_findings(etree.fromstring(text), "page.xml")]
    assert codes == ["rng-id", "rng-idref", "rng-idref"]


def test_a_wrong_name_isnt_told_again_for_what_stands_in_it(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    inside = "<head>x<title>t</title><para y=''>p</para></head>"  # an article whose name is wrong
    path.write_text(document(ARTICLE + inside + ARTICLE.replace("<para>", "<para x='1'>")), encoding="utf-8")
    assert [finding.message for finding in schema.validate_file(path)] == [
        "<head> isn't allowed here in <page>.",
        "<para> can't have @y.",
        "<para> can't have @x.",
    ]


def test_what_follows_one_that_stands_too_early_is_told_once(schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(document(ARTICLE.replace("</article>", "<title/><title/><title/><foo/><foo/></article>")), encoding="utf-8")
    assert [finding.message for finding in schema.validate_file(path)] == [
        "<title> isn't allowed here in <article>.",
        "<foo> isn't allowed here in <article>.",
        "<foo> isn't allowed here in <article>.",
    ]
