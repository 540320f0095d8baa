"""Rules and stylesheets that come with a corpus: they see the file that is checked or shown, no other, and end."""

from __future__ import annotations

from pathlib import Path

import pytest

from baokan.annotate.links import plain
from baokan.annotate.numbers import find_numbers
from baokan.cli.search import safe_cell
from baokan.editions import render
from baokan.errors import BaokanError
from baokan.findings import Finding
from baokan.validate import validate
from baokan.validate.check import Options, Validation
from baokan.validate.relaxng import load_schema
from baokan.validate.relaxng.xsd_regex import xsd_regex
from baokan.validate.schematron import apart

SECRET = "GEHEIMNIS"
SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="{binding}"
  xmlns:regexp="http://exslt.org/regular-expressions" xmlns:dyn="http://exslt.org/dynamic"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/><ns prefix="regexp" uri="http://exslt.org/regular-expressions"/>
<ns prefix="dyn" uri="http://exslt.org/dynamic"/><ns prefix="f" uri="urn:f"/><let name="d0" value="'aaaaaaaa'"/>{more}
<pattern><rule context="tei:p"><let name="x" value="{test}"/>
<assert test="false()">SAID <value-of select="$x"/></assert></rule></pattern>
</schema>"""
LOOP = '<xsl:function name="f:r"><xsl:param name="n"/><xsl:sequence select="f:r($n + 1) + 1"/></xsl:function>'
WRITE = (
    '<xsl:function name="f:r"><xsl:param name="n"/><xsl:result-document href="written.xml">x</xsl:result-document></xsl:function>'
)
RULES = {
    "document 1": ("xslt", "document('../secret.xml')", ""),
    "regular expression 1": ("xslt", "regexp:test(., '^(a+)+$')", ""),
    "nested loops 1": ("xslt", "count(//*" + "[count(//*) > count(//*" * 12 + ")]" * 12 + ")", ""),
    "doubling 1": ("xslt", "$d40", "".join(f'<let name="d{n + 1}" value="concat($d{n}, $d{n})"/>' for n in range(40))),
    "evaluate 1": ("xslt", "dyn:evaluate('1')", ""),
    "document 3": ("xslt3", "document('../secret.xml')", ""),
    "doc 3": ("xslt3", "doc('FOLDER/secret.xml')", ""),
    "text 3": ("xslt3", "unparsed-text('FOLDER/secret.txt')", ""),
    "lines 3": ("xslt3", "unparsed-text-lines('FOLDER/secret.txt')", ""),
    "collection 3": ("xslt3", "collection('file://FOLDER?select=*.xml')", ""),
    "write 3": ("xslt3", "f:r(1)", WRITE),
    "include 3": ("xslt3", "1", '<xsl:include href="file://FOLDER/secret.xml"/>'),
    "loop 3": ("xslt3", "f:r(1)", LOOP),
    "regular expression 3": ("xslt3", "matches(., '^(a+)+$')", ""),
    "memory 3": ("xslt3", "string-length(string-join(for $a in 1 to 100000000 return 'abcdefghij'))", ""),
    "count 3": ("xslt3", "count(for $a in 1 to 1000000, $b in 1 to 1000000 return $a + $b)", ""),
}


@pytest.mark.parametrize("rule", RULES)
def test_rules_are_closed_and_end(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1.5)
    monkeypatch.setattr(apart, "MEGABYTES", 300)
    (tmp_path / "secret.xml").write_text(f"<p>{SECRET}</p>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    binding, test, more = RULES[rule]
    rules = SCHEMATRON.format(binding=binding, test=test, more=more.replace("<xsl:function", '<xsl:function xmlns:f="urn:f"'))
    (corpus / "r.sch").write_text(rules.replace("FOLDER", str(tmp_path)), encoding="utf-8")
    path = corpus / "a.xml"
    path.write_text(
        '<?xml-model href="r.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>{"a" * 40}!</p></body></text></TEI>',
        encoding="utf-8",
    )
    found = validate(path)
    assert [f.code for f in found if f.code.startswith("rule")] == ["rules-unreadable"]
    assert not any(SECRET in f.format() for f in found)
    assert not (corpus / "written.xml").exists() and not Path("written.xml").exists()


SCH = 'xmlns="http://purl.oclc.org/dsdl/schematron"'
SAID = f'<assert test="false()">{SECRET}</assert>'
PARTS = {
    "include": '<assert test="false()"><include href="../secret.xml"/></assert>',
    "include beside": '<include href="../secret.xml"/><assert test="false()">x</assert>',
    "extends": '<extends href="../secret.sch#r"/><assert test="false()">x</assert>',
    "XInclude": '<assert test="false()"><e:include xmlns:e="http://www.w3.org/2001/XInclude" href="../secret.xml"/></assert>',
    "RELAX NG": '<assert test="false()"><e:extRef xmlns:e="http://relaxng.org/ns/structure/0.9" href="../secret.xml"/></assert>',
    "DTLL": '<assert test="false()"><e:include xmlns:e="http://www.jenitennison.com/datatypes" href="../secret.xml"/></assert>',
    "XLink": '<assert test="false()"><e xmlns:l="http://www.w3.org/1999/xlink" l:actuate="onLoad" l:href="../secret.xml"/>'
    "</assert>",
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("binding", ["xslt", "xslt3"])
def test_rules_say_nothing_of_another_file(part: str, binding: str, tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(f"<p>{SECRET}</p>", encoding="utf-8")
    secret = f'<schema {SCH}><pattern><rule abstract="true" id="r">{SAID}</rule></pattern></schema>'
    (tmp_path / "secret.sch").write_text(secret, encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rules = f'<schema {SCH} queryBinding="{binding}"><pattern><rule context="/*">{PARTS[part]}</rule></pattern></schema>'
    (corpus / "r.sch").write_text(rules, encoding="utf-8")
    (corpus / "a.xml").write_text("<a/>", encoding="utf-8")
    try:
        found = [finding.format() for finding in validate(corpus / "a.xml", corpus / "r.sch")]
    except BaokanError as error:
        found = [str(error)]
    assert found and not any(SECRET in each for each in found)


def test_rules_that_were_ended_again_and_again_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1.0)
    monkeypatch.setattr(apart, "ENDED", 2)
    (tmp_path / "r.sch").write_text(SCHEMATRON.format(binding="xslt", test=RULES["nested loops 1"][1], more=""), encoding="utf-8")
    run = Validation(Options(tmp_path / "r.sch"))
    path = tmp_path / "a.xml"
    path.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>{"<hi>a</hi>" * 9}</p></TEI>', encoding="utf-8")
    said = [finding.message for _ in range(3) for finding in run.check(path).findings]
    assert ["more than 1 seconds" in each for each in said] == [True, True, False]
    assert "aren't run any more" in said[2]


@pytest.mark.parametrize("binding", ["xslt", "xslt3"])
def test_a_namespace_with_signs_in_it_is_no_path(binding: str, tmp_path: Path) -> None:
    rule = '<pattern><rule context="*"><report test="true()">x</report></rule></pattern>'
    (tmp_path / "r.sch").write_text(f'<schema {SCH} queryBinding="{binding}">{rule}</schema>', encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text("""<a><b xmlns="u'&quot;]/"/><c xmlns="u{v"/></a>""", encoding="utf-8")
    assert len(validate(path, tmp_path / "r.sch")) == 3


def test_a_projects_template_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(f"<p>{SECRET}</p>", encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "site.toml").write_text('templates = "own.xsl"', encoding="utf-8")
    (corpus / "own.xsl").write_text(
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:tei="http://www.tei-c.org/ns/1.0">'
        '<xsl:import href="baokan:web/issue.xsl"/>'
        '<xsl:template match="tei:hi"><b><xsl:value-of select="document(\'../secret.xml\')"/></b></xsl:template>'
        "</xsl:stylesheet>",
        encoding="utf-8",
    )
    (corpus / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a"><teiHeader/><text><body><div><p>前<hi>x</hi></p></div></body></text>'
        "</TEI>",
        encoding="utf-8",
    )
    said: list[Finding] = []
    try:
        render("web", corpus, tmp_path / "out", said.append)
    except BaokanError as error:
        assert SECRET not in str(error)
    assert not [p for p in (tmp_path / "out").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|a)*b", "(a|aa)+c", "([a-z]+)*\\d", "(a*)*(b*)*c"])
def test_patterns_of_grammars_are_linear(pattern: str) -> None:
    assert not xsd_regex(pattern).fullmatch("a" * 5000 + "!")


def test_a_number_of_many_digits_is_read_in_no_time() -> None:
    text = "账号" + "9" * 400 + "，" + "1,2" * 300 + "元"
    assert [n.value for n in find_numbers(text + "共12人", set(), frozenset({(0, 2)}))][-1] == "12"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert str(safe_cell(text))[0] == "'"
    assert plain("'" + text) == text and plain("'t Hof") == "'t Hof"


CASE = '<pattern is-a="p"/>'


def test_patterns_that_are_made_of_themselves_are_not_unfolded(tmp_path: Path) -> None:
    inner = '<rule context="*"><assert test="@n">x</assert></rule>'
    whole = f'<pattern abstract="true" id="p">{inner}{CASE * 60}</pattern>'
    (tmp_path / "r.sch").write_text(f'<schema {SCH}>{whole}{CASE}</schema>', encoding="utf-8")
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    assert [f.code for f in validate(tmp_path / "a.xml", tmp_path / "r.sch")] in (["rule"], ["rules-unreadable"])
    whole = f'<pattern abstract="true" id="p">{inner * 2_000}</pattern>'
    (tmp_path / "s.sch").write_text(f'<schema {SCH}>{whole}{CASE * 200}</schema>', encoding="utf-8")
    with pytest.raises(BaokanError, match="more than 200,000 elements"):
        validate(tmp_path / "a.xml", tmp_path / "s.sch")


@pytest.mark.parametrize("binding", ["", "xslt", "xslt3"])
@pytest.mark.parametrize("named", ['prefix="a b" uri="u"', 'prefix="a" uri="x y"', 'uri="u"', 'prefix="a" uri=""'])
def test_a_namespace_that_is_none_is_told_or_passed_over(named: str, binding: str, tmp_path: Path) -> None:
    rule = '<pattern><rule context="*"><report test="true()">x</report></rule></pattern>'
    (tmp_path / "r.sch").write_text(f'<schema {SCH} queryBinding="{binding}"><ns {named}/>{rule}</schema>', encoding="utf-8")
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    assert [f.code for f in validate(tmp_path / "a.xml", tmp_path / "r.sch")] in (["rules-unreadable"], ["rule"])


COMPACT = ['"""' + "\n" * 400 + "x", "'''" + "\n" * 400, '"""\n' * 401]
COMPACT += [f'namespace a = "{name}"\nstart = empty' for name in ("x y", "u{v}", "'")]


@pytest.mark.parametrize("schema", COMPACT)
def test_compact_syntax_is_read_in_linear_time_or_refused(schema: str, tmp_path: Path) -> None:
    (tmp_path / "g.rnc").write_text(schema, encoding="utf-8")
    with pytest.raises(BaokanError, match=r"compact syntax|no address of a namespace|expected|stands"):
        load_schema(tmp_path / "g.rnc")
