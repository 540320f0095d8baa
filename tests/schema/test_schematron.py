"""Schematron from constraintSpecs: contexts, namespaces, query bindings, ids, deprecation; run where XPath 1.0 allows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree, isoschematron
from odd_files import TEI, codes, compiled, leaf, root_of

from baokan.schema import CompiledSchema

SCH = {"sch": "http://purl.oclc.org/dsdl/schematron", "xsl": "http://www.w3.org/1999/XSL/Transform"}
ASSERT = '<sch:assert test="@t">no t</sch:assert>'


def constraint(body: str, ident: str = "c", more: str = 'scheme="schematron"') -> str:
    return f'<constraintSpec ident="{ident}" {more}><constraint>{body}</constraint></constraintSpec>'


def rules(schema: CompiledSchema) -> etree._Element:
    return etree.fromstring(schema.sch)


def contexts(schema: CompiledSchema) -> list[str]:
    return rules(schema).xpath("//sch:rule/@context", namespaces=SCH)


def failures(schema: CompiledSchema, document: str) -> list[str]:
    """The ids of assertions that fail; the schema is made to say xslt, which isoschematron runs."""
    root = rules(schema)
    root.set("queryBinding", "xslt")
    run = isoschematron.Schematron(root, store_report=True)
    name = document[1:].replace("/", " ").replace(">", " ").split()[0]
    run.validate(etree.fromstring(document.replace(f"<{name}", f'<{name} xmlns="{TEI}"', 1)))
    return run.validation_report.xpath("//*[local-name() = 'failed-assert' or local-name() = 'successful-report']/@id")


def test_an_assertion_of_an_element(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", constraint(ASSERT)))
    assert contexts(schema) == ["tei:r"]
    assert failures(schema, "<r/>") == ["c"] and failures(schema, '<r t="x"/>') == []


def test_an_assertion_of_a_renamed_element_and_of_another_namespace(tmp_path: Path) -> None:
    renamed = root_of("<empty/>", constraint(ASSERT)).replace("<classes>", "<altIdent>甲</altIdent><classes>")
    assert contexts(compiled(tmp_path, renamed)) == ["tei:甲"]
    other = root_of("<empty/>", constraint(ASSERT)).replace('ident="r"', 'ident="r" ns="http://example.org/x"')
    schema = compiled(tmp_path, other)
    (context,) = contexts(schema)
    prefix = context.partition(":")[0]
    assert rules(schema).xpath("//sch:ns[@prefix = $p]/@uri", namespaces=SCH, p=prefix) == ["http://example.org/x"]


def test_an_assertion_of_an_attribute(tmp_path: Path) -> None:
    inner = constraint("<sch:report test=\". = 'x'\">x</sch:report>")
    schema = compiled(tmp_path, root_of("<empty/>", f'<attList><attDef ident="t">{inner}</attDef></attList>'))
    assert contexts(schema) == ["tei:r/@t"]


def test_assertions_of_classes_are_about_their_members(tmp_path: Path) -> None:
    specs = (
        '<classSpec ident="att.up" type="atts">' + constraint(ASSERT, "up") + "</classSpec>"
        '<classSpec ident="att.m" type="atts"><classes><memberOf key="att.up"/></classes><attList><attDef ident="t">'
        + constraint('<sch:assert test="true()"/>', "at")
        + "</attDef></attList></classSpec>"
        + leaf("a", "b", classes='<memberOf key="att.m"/>')
        + root_of("<empty/>")
        + '<classSpec ident="att.none" type="atts">' + constraint(ASSERT, "nobody") + "</classSpec>"
    )  # fmt: skip
    schema = compiled(tmp_path, specs)
    assert set(contexts(schema)) == {"tei:a | tei:b", "tei:a/@t | tei:b/@t"}
    assert b"nobody" not in schema.sch


def test_rules_and_patterns_are_taken_over(tmp_path: Path) -> None:
    rule = '<sch:rule context="tei:r[@u]"><sch:let name="x" value="1"/>' + ASSERT + "</sch:rule>"
    pattern = f"<sch:pattern><sch:title>p</sch:title>{rule}</sch:pattern>"
    bare = f"<sch:rule>{ASSERT}</sch:rule>"
    schema = compiled(tmp_path, root_of("<empty/>", constraint(rule + bare, "one") + constraint(pattern, "two")))
    assert contexts(schema) == ["tei:r[@u]", "tei:r", "tei:r[@u]"]
    found = rules(schema)
    assert len(found.findall("sch:pattern", SCH)) == 2 and len(found.findall(".//sch:let", SCH)) == 2
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids)) and "one" in ids and "two" in ids


def test_a_let_beside_assertions(tmp_path: Path) -> None:
    body = (
        '<sch:let name="want" value="\'x\'"/><sch:assert id="own" test="@t = $want">t is <sch:value-of select="@t"/></sch:assert>'
    )
    schema = compiled(tmp_path, root_of("<empty/>", constraint(body)))
    assert failures(schema, '<r t="y"/>') == ["own"] and failures(schema, '<r t="x"/>') == []


def test_keys_and_diagnostics_stand_where_schematron_wants_them(tmp_path: Path) -> None:
    body = (
        '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="*" use="@t"/>'
        "<sch:assert test=\"key('k', 'x')\" diagnostics=\"d\">m</sch:assert>"
        '<sch:diagnostics><sch:diagnostic id="d">hint</sch:diagnostic></sch:diagnostics>'
    )
    schema = compiled(tmp_path, root_of("<empty/>", constraint(body)))
    order = [etree.QName(child).localname for child in rules(schema)]
    assert order == ["title", "ns", "key", "pattern", "diagnostics"]
    assert failures(schema, "<r/>") == ["c"] and failures(schema, '<r t="x"/>') == []


def test_namespaces_that_rules_use_are_declared(tmp_path: Path) -> None:
    body = (
        '<sch:ns prefix="q" uri="http://example.org/q"/><sch:assert test="q:x or xs:date(@t) or rng:y or w:z or \'no:thing\'"/>'
    )
    schema = compiled(
        tmp_path, f'<elementSpec ident="r" xmlns:w="http://example.org/w"><content/>{constraint(body)}</elementSpec>'
    )
    declared = {n.get("prefix"): n.get("uri") for n in rules(schema).findall("sch:ns", SCH)}
    assert declared["q"] == "http://example.org/q" and declared["w"] == "http://example.org/w"
    assert declared["xs"] == "http://www.w3.org/2001/XMLSchema" and {"rng", "tei"} < declared.keys() and "no" not in declared


def test_the_query_binding(tmp_path: Path) -> None:
    assert rules(compiled(tmp_path, root_of("<empty/>"))).get("queryBinding") == "xslt2"
    header = '<encodingDesc><constraintDecl scheme="schematron" queryBinding="xslt"/></encodingDesc>'
    assert rules(compiled(tmp_path, root_of("<empty/>"), header=header)).get("queryBinding") == "xslt"


def test_other_schemes_are_said(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", constraint("<x/>", more='scheme="private"')))
    assert b"<sch:pattern" not in schema.sch and codes(schema) == ["odd-rule-scheme"]


def test_a_rule_of_the_schema_and_one_without_a_place(tmp_path: Path) -> None:
    macro = '<macroSpec ident="macro.t"><content><textNode/></content>' + constraint(ASSERT, "lost") + "</macroSpec>"
    schema = compiled(tmp_path, root_of('<macroRef key="macro.t"/>') + macro + constraint(ASSERT.replace("@t", "*"), "top"))
    assert contexts(schema) == ["/"] and codes(schema) == ["odd-rule-context"]


def test_rules_changed_and_deleted(tmp_path: Path) -> None:
    base = root_of("<empty/>", constraint(ASSERT, "one") + constraint(ASSERT, "two") + constraint(ASSERT, "three"))
    more = '<elementSpec ident="r" mode="change"><constraintSpec ident="one" mode="delete" scheme="schematron"/>'
    more += constraint('<sch:assert test="@u"/>', "two", 'mode="change" scheme="schematron"') + "</elementSpec>"
    schema = compiled(tmp_path, base + more)
    assert sorted(rules(schema).xpath("//sch:assert/@test", namespaces=SCH)) == ["@t", "@u"]


def test_deprecation(tmp_path: Path) -> None:
    atts = (
        '<attList><attDef ident="t" validUntil="2030-01-01"/>'
        '<attDef ident="u"><valList><valItem ident="old" validUntil="2030-01-01"/></valList></attDef></attList>'
    )
    old = '<elementSpec ident="o" validUntil="2031-01-01"><content/></elementSpec>'
    schema = compiled(tmp_path, root_of("<empty/>", atts) + old)
    assert set(failures(schema, '<r t="1" u="old"><o/></r>')) == {"r-t-deprecated", "r-u-deprecated", "o-deprecated"}
    assert failures(schema, '<r u="new"/>') == []
    assert set(rules(schema).xpath("//sch:report/@role", namespaces=SCH)) == {"warning"}


def test_namespaces_that_anyelement_requires(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of('<anyElement require="http://example.org/x"/>'))
    assert failures(schema, '<r><y xmlns="http://example.org/y"/></r>') == ["r-namespaces"]
    assert failures(schema, '<r><y xmlns="http://example.org/x"/></r>') == []


@pytest.mark.parametrize(("lang", "kept"), [("en", True), ("de", False)])
def test_rules_in_another_language_are_left_out(lang: str, kept: bool, tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", constraint(ASSERT, more=f'scheme="schematron" xml:lang="{lang}"')))
    assert (b"no t" in schema.sch) is kept


def test_a_key_in_schematron_s_namespace_is_said(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", constraint('<sch:key name="k"/>' + ASSERT)))
    assert b"<sch:pattern" in schema.sch and codes(schema) == ["odd-rule-key"]
