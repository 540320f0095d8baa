"""Schematron in XSLT 1 and, through saxonche, in XSLT 2 and 3: the same schema gives the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Severity
from baokan.running import Limits, run_tasks
from baokan.validate import validate
from baokan.validate.schematron import Rules

SCHEMA = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" {binding}>
  <sch:ns prefix="t" uri="urn:t"/>
  <sch:let name="most" value="2"/>
  <sch:pattern id="lists" abstract="true">
    <sch:rule context="$list"><sch:assert id="filled" test="$item" role="warning">The <sch:name/> is empty.</sch:assert>
    </sch:rule>
  </sch:pattern>
  <sch:pattern is-a="lists"><sch:param name="list" value="t:list"/><sch:param name="item" value="t:item"/></sch:pattern>
  <sch:pattern>
    <sch:let name="all" value="count(//t:item)"/>
    <sch:rule abstract="true" id="names"><sch:assert id="named" test="@n" diagnostics="n-hint n-zh">No @n on “<sch:value-of
      select="."/>”.</sch:assert></sch:rule>
    <sch:rule context="t:item[@skip]"><sch:report test="false()">never</sch:report></sch:rule>
    <sch:rule context="t:item">
      <sch:extends rule="names"/>
      <sch:report id="many" test="$all &gt; $most">There are <sch:value-of select="$all"/> {{items}}.</sch:report>
    </sch:rule>
  </sch:pattern>
  <sch:pattern><sch:rule context="t:item/@n"><sch:assert id="number" test="number(.) = number(.)">Not a number.</sch:assert>
  </sch:rule></sch:pattern>
  <sch:diagnostics>
    <sch:diagnostic id="n-hint">add @n.</sch:diagnostic><sch:diagnostic id="n-zh" xml:lang="zh">缺 @n。</sch:diagnostic>
  </sch:diagnostics>
</sch:schema>
"""
DOCUMENT = """<t:page xmlns:t="urn:t">
<t:list/>
<t:list><t:item n="1">a</t:item>
<t:item>b &lt;i&gt; {x}</t:item>
<t:item skip="" n="x"/></t:list>
</t:page>
"""
EXPECTED = [
    (2, "filled", "warning", "The t:list is empty."),
    (3, "many", "error", "There are 3 {items}."),
    (4, "many", "error", "There are 3 {items}."),
    (4, "named", "error", "No @n on “b <i> {x}”."),
    (5, "number", "error", "Not a number."),
]


def findings(folder: Path, schema: str, document: str = DOCUMENT) -> list[tuple[int, str, str, str]]:
    (folder / "s.sch").write_text(schema, encoding="utf-8")
    found = Rules(folder / "s.sch").findings(etree.ElementTree(etree.fromstring(document)), "d.xml")
    return sorted((each.line, each.code, str(each.severity), each.message) for each in found)


@pytest.mark.parametrize("binding", ["xslt", "xslt2", "xslt3"])
def test_the_same_rules_in_each_binding(binding: str, tmp_path: Path) -> None:
    if binding != "xslt":
        pytest.importorskip("saxonche")
    assert findings(tmp_path, SCHEMA.format(binding=f'queryBinding="{binding}"')) == EXPECTED


def test_diagnostics_are_hint_and_chinese(tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    for binding in ("xslt", "xslt3"):
        (tmp_path / "s.sch").write_text(SCHEMA.format(binding=f'queryBinding="{binding}"'), encoding="utf-8")
        found = Rules(tmp_path / "s.sch").findings(etree.ElementTree(etree.fromstring(DOCUMENT)), "d.xml")
        named = next(each for each in found if each.code == "named")
        assert (named.hint, named.message_zh, named.severity) == ("add @n.", "缺 @n。", Severity.ERROR)
        assert named.xpath == "/page[1]/list[2]/item[2]"


ONE = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" {binding}><sch:ns prefix="t" uri="urn:t"/>
<sch:pattern><sch:rule context="t:item"><sch:assert id="a" test="{test}">No.</sch:assert></sch:rule></sch:pattern></sch:schema>"""


@pytest.mark.parametrize("test", ["matches(., '^a')", "for $x in . return $x = 'a'", "some $n in @n satisfies $n = '1'"])
def test_rules_that_need_more_than_xpath_1_are_never_passed_over(test: str, tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    assert len(findings(tmp_path, ONE.format(binding="", test=test))) == 2
    with pytest.raises(UnreadableInput):
        findings(tmp_path, ONE.format(binding='queryBinding="xslt"', test=test))


@pytest.mark.parametrize("test", ["f(", "a[", "'", "unknown-function(.)", "$nobody"])
@pytest.mark.parametrize("binding", ["", 'queryBinding="xslt"', 'queryBinding="xslt2"'])
def test_wrong_rules_are_errors(test: str, binding: str, tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    with pytest.raises(UnreadableInput, match="can't be run"):
        findings(tmp_path, ONE.format(binding=binding, test=test))


def test_rules_embedded_in_a_grammar(tmp_path: Path) -> None:
    rules = ONE.format(binding="", test="@n")
    for embedded in (rules, rules.partition(">")[2].rpartition("<")[0]):
        sch = 'xmlns:sch="http://purl.oclc.org/dsdl/schematron"'
        grammar = f'<element name="x" xmlns="http://relaxng.org/ns/structure/1.0" {sch}>{embedded}<empty/></element>'
        assert findings(tmp_path, grammar) == [(4, "a", "error", "No.")]


def test_rules_fetch_nothing(tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    test = "unparsed-text('http://127.0.0.1:9/x.xml') = 'x'"
    with pytest.raises(UnreadableInput, match="prohibited"):
        findings(tmp_path, ONE.format(binding='queryBinding="xslt2"', test=test))


def test_rules_in_xslt_3_run_in_a_worker_whose_memory_is_bounded(tmp_path: Path) -> None:
    pytest.importorskip("saxonche")
    (tmp_path / "s.sch").write_text(SCHEMA.format(binding='queryBinding="xslt3"'), encoding="utf-8")
    (tmp_path / "d.xml").write_text(DOCUMENT, encoding="utf-8")
    ((_, codes),) = run_tasks(codes_found, [tmp_path], 1, Limits(jobs=1))
    assert codes == sorted(code for _, code, *_ in EXPECTED)


def codes_found(folder: Path) -> list[str]:
    return sorted(finding.code for finding in validate(folder / "d.xml", folder / "s.sch"))
