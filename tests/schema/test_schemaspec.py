"""schemaSpec: start, prefix, ns, references to modules and single things, groups, sources, chains, external grammars."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from odd_files import HEAD, TEI, codes, compiled, engine, is_valid, leaf, root_of, write_odd

from baokan.errors import UnreadableInput
from baokan.schema import compile_odd
from baokan.validate.relaxng import load_schema

MODULES = '<moduleRef key="tei"/><moduleRef key="core"/><moduleRef key="header"/><moduleRef key="textstructure"/>'
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt><publicationStmt><p/></publicationStmt>"
    "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)


def issue(body: str) -> str:
    return f"<TEI>{HEADER}<text><body>{body}</body></text></TEI>"


def test_modules(tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, MODULES, attributes=""), tmp_path)
    assert is_valid(judge, issue("<p>x <hi>y</hi></p>"))
    assert not is_valid(judge, issue("<figure/>")) and not is_valid(judge, "<p/>")


@pytest.mark.parametrize(
    ("restriction", "hi", "emph"),
    [('include="p title hi"', True, False), ('except="hi"', False, True), ('include=""', None, None)],
)
def test_include_and_except(restriction: str, hi: bool | None, emph: bool | None, tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, MODULES.replace('key="core"', f'key="core" {restriction}'), attributes=""), tmp_path)
    if hi is None:
        assert not is_valid(judge, issue("<p/>"))
    else:
        assert is_valid(judge, issue("<p><hi/></p>")) is hi and is_valid(judge, issue("<p><emph/></p>")) is emph


def test_single_things(tmp_path: Path) -> None:
    specs = '<elementRef key="p"/><classRef key="att.global"/><macroRef key="macro.paraContent"/><dataRef key="teidata.word"/>'
    judge = engine(compiled(tmp_path, specs, attributes='start="p"'), tmp_path)
    assert is_valid(judge, '<p xml:id="a">x</p>') and not is_valid(judge, "<p><hi/></p>") and not is_valid(judge, '<p part="I"/>')


@pytest.mark.parametrize(
    ("restriction", "allowed"), [('include="xml:id n"', {"xml:id", "n"}), ('except="n xml:lang"', {"xml:id", "xml:base"})]
)
def test_some_attributes_of_a_class(restriction: str, allowed: set[str], tmp_path: Path) -> None:
    datatypes = '<dataRef key="teidata.language"/><dataRef key="teidata.pointer"/>'
    specs = f'<elementRef key="p"/><classRef key="att.global" {restriction}/>{datatypes}'
    judge = engine(compiled(tmp_path, specs, attributes='start="p"'), tmp_path)
    assert {n for n in ("xml:id", "n", "xml:lang", "xml:base") if is_valid(judge, f'<p {n}="a"/>')} == allowed


def test_a_class_is_restricted_when_its_module_is_taken_too(tmp_path: Path) -> None:
    specs = MODULES + '<classRef key="att.global.rendition" include="rend"/>'
    judge = engine(compiled(tmp_path, specs, attributes=""), tmp_path)
    assert is_valid(judge, issue('<p rend="a"/>')) and not is_valid(judge, issue('<p style="a"/>'))


def test_start(tmp_path: Path) -> None:
    specs = root_of("<empty/>") + leaf("s")
    schema = compiled(tmp_path, specs, attributes='start="r s gone"')
    assert codes(schema) == ["odd-start-absent"]
    judge = engine(schema, tmp_path)
    assert is_valid(judge, "<r/>") and is_valid(judge, "<s/>")
    schema = compiled(tmp_path, specs, attributes='start="gone"')
    assert "odd-start" in codes(schema)
    assert b"<start>" not in compiled(tmp_path, specs, attributes='start=""').rng


def test_the_corpus_is_a_start_where_the_schema_has_it(tmp_path: Path) -> None:
    schema = compiled(tmp_path, MODULES, attributes="")
    assert re.findall(rb"<start>.*?</start>", schema.rng, re.S)[0].count(b"<ref") == 2
    schema = compiled(tmp_path, MODULES.replace('"core"', '"core" except="teiCorpus"'), attributes="")
    assert re.findall(rb"<start>.*?</start>", schema.rng, re.S)[0].count(b"<ref") == 1


def test_prefix(tmp_path: Path) -> None:
    specs = root_of("<rng:ref name='a'/>") + leaf("a")
    schema = compiled(tmp_path, specs, attributes='start="r" prefix="my_"')
    assert {d.get("name") for d in etree.fromstring(schema.rng).iter("{*}define")} == {"my_r", "my_a"}
    assert is_valid(engine(schema, tmp_path), "<r><a/></r>")


def test_the_namespace_of_the_schema(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>"), attributes='start="r" ns="http://example.org/s"')
    path = tmp_path / "t.rng"
    path.write_bytes(schema.rng)
    judge = load_schema(path)
    assert not judge.validate_tree(etree.ElementTree(etree.fromstring('<r xmlns="http://example.org/s"/>')), "x")


GROUP = f'<specGrp xml:id="g1">{leaf("a")}<specGrpRef target="#g2"/></specGrp><specGrp xml:id="g2">{leaf("b")}</specGrp>'


def test_groups(tmp_path: Path) -> None:
    specs = root_of('<sequence><elementRef key="a"/><elementRef key="b"/></sequence>') + '<specGrpRef target="#g1"/>'
    judge = engine(compiled(tmp_path, specs, around=GROUP), tmp_path)
    assert is_valid(judge, "<r><a/><b/></r>") and not is_valid(judge, "<r/>")


def test_groups_in_another_file_and_missing_ones(tmp_path: Path) -> None:
    (tmp_path / "g.xml").write_text(f'<specGrp xmlns="{TEI}" xml:id="g">{leaf("a")}</specGrp>', encoding="utf-8")
    specs = (
        root_of('<elementRef key="a"/>') + '<specGrpRef target="g.xml"/><specGrpRef target="#gone"/><specGrpRef target="no.xml"/>'
    )
    schema = compiled(tmp_path, specs)
    assert codes(schema) == ["odd-group-missing", "odd-file-missing"]
    assert not is_valid(engine(schema, tmp_path), "<r/>")


def test_a_group_that_holds_itself(tmp_path: Path) -> None:
    around = f'<specGrp xml:id="g">{leaf("a")}<specGrpRef target="#g"/></specGrp>'
    schema = compiled(tmp_path, root_of('<elementRef key="a"/>') + '<specGrpRef target="#g"/>', around=around)
    assert codes(schema) == ["odd-group-circle"]


def test_xinclude(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text(f'<specGrp xmlns="{TEI}" xml:id="p">{leaf("a")}</specGrp>', encoding="utf-8")
    specs = root_of('<elementRef key="a"/>') + '<specGrpRef target="#p"/>'
    judge = engine(compiled(tmp_path, specs, around='<xi:include href="part.xml"/>'), tmp_path)
    assert is_valid(judge, "<r><a/></r>")
    schema = compiled(tmp_path, specs, around='<xi:include href="gone.xml"/>')
    assert codes(schema)[0] == "odd-include-unreadable"


def test_a_finding_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    text = f'<specGrp xmlns="{TEI}" xml:id="p">\n\n<elementSpec ident="gone" mode="change"/></specGrp>'
    (tmp_path / "part.xml").write_text(text, encoding="utf-8")
    schema = compiled(tmp_path, root_of("<empty/>") + '<specGrpRef target="#p"/>', around='<xi:include href="part.xml"/>')
    assert [(Path(f.path).name, f.line) for f in schema.findings] == [("part.xml", 3)]


def chain(tmp_path: Path) -> Path:
    """below.odd makes r with a and b; its attribute t is an integer."""
    specs = (
        root_of(
            '<sequence><elementRef key="a"/><elementRef key="b" minOccurs="0"/></sequence>',
            '<attList><attDef ident="t"><datatype><dataRef key="my.d"/></datatype></attDef></attList>',
        ).replace('ident="r"', 'ident="r" module="m"')
        + leaf("a", "b").replace("<elementSpec", '<elementSpec module="m"')
        + '<dataSpec ident="my.d" module="m"><content><dataRef name="integer"/></content></dataSpec>'
        + '<elementSpec ident="b" mode="change"><altIdent>bee</altIdent></elementSpec>'
    )
    return write_odd(tmp_path / "below.odd", specs)


def test_an_odd_upon_an_odd(tmp_path: Path) -> None:
    chain(tmp_path)
    required = '<attList><attDef ident="t" mode="change" usage="req"/></attList>'
    specs = f'<moduleRef key="m"/><elementSpec ident="r" mode="change">{required}</elementSpec>'
    schema = compiled(tmp_path, specs, attributes='start="r" source="below.odd"')
    judge = engine(schema, tmp_path)
    assert not schema.findings
    assert is_valid(judge, '<r t="1"><a/><bee/></r>')
    assert (
        not is_valid(judge, "<r><a/></r>")
        and not is_valid(judge, '<r t="x"><a/></r>')
        and not is_valid(judge, '<r t="1"><a/><b/></r>')
    )


def test_three_odds_and_single_references(tmp_path: Path) -> None:
    chain(tmp_path)
    middle = '<moduleRef key="m"/><elementSpec ident="b" mode="delete"/>'
    write_odd(tmp_path / "middle.odd", middle, 'start="r" source="below.odd"')
    specs = '<elementRef key="r"/><elementRef key="a"/><dataRef key="my.d"/>'
    judge = engine(compiled(tmp_path, specs, attributes='start="r" source="middle.odd"'), tmp_path)
    assert is_valid(judge, '<r t="1"><a/></r>') and not is_valid(judge, "<r><a/><bee/></r>")


def test_a_source_of_one_reference(tmp_path: Path) -> None:
    chain(tmp_path)
    specs = root_of('<elementRef key="a"/>') + '<elementRef key="a" source="below.odd"/>'
    assert is_valid(engine(compiled(tmp_path, specs), tmp_path), "<r><a/></r>")


def test_the_files_that_went_in(tmp_path: Path) -> None:
    chain(tmp_path)
    (tmp_path / "part.xml").write_text(f'<specGrp xmlns="{TEI}" xml:id="p"/>', encoding="utf-8")
    (tmp_path / "g.xml").write_text(f'<specGrp xmlns="{TEI}" xml:id="g"/>', encoding="utf-8")
    (tmp_path / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    specs = '<moduleRef key="m"/><moduleRef url="q.rng"/><specGrpRef target="g.xml"/>'
    schema = compiled(tmp_path, specs, attributes='start="r" source="below.odd"', around='<xi:include href="part.xml"/>')
    assert {path.name for path in schema.files} == {"t.odd", "below.odd", "part.xml", "g.xml", "q.rng"}


def test_a_circle_of_sources(tmp_path: Path) -> None:
    write_odd(tmp_path / "one.odd", '<moduleRef key="m"/>', 'source="two.odd"')
    path = write_odd(tmp_path / "two.odd", '<moduleRef key="m"/>', 'source="one.odd"')
    with pytest.raises(UnreadableInput, match="builds on itself"):
        compile_odd(path)


def test_a_version_of_tei_that_is_not_at_hand(tmp_path: Path) -> None:
    facts = "odd-facts"  # said because the facts serve in the place of p5subset.xml
    assert codes(compiled(tmp_path, MODULES, attributes='source="tei:4.2.0"')) == ["odd-source-version", facts]
    assert codes(compiled(tmp_path, MODULES, attributes='source="tei:current"')) == [facts]
    vault = "https://www.tei-c.org/Vault/P5/{}/xml/tei/odd/p5subset.xml"
    assert codes(compiled(tmp_path, MODULES, attributes=f'source="{vault.format("4.2.0")}"')) == ["odd-source-version", facts]
    assert codes(compiled(tmp_path, MODULES, attributes=f'source="{vault.format("current")}"')) == [facts]
    assert codes(compiled(tmp_path, MODULES, attributes='source="tei:4.9.0"')) == [facts]


def test_with_tei_at_hand_nothing_is_said_of_facts(shared: Path, tmp_path: Path) -> None:
    schema = compile_odd(write_odd(tmp_path / "t.odd", MODULES, ""), shared / "tei" / "p5subset.xml")
    assert codes(schema) == [] and schema.sch.count(b"<sch:rule") > 20


def test_a_missing_source_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"t\.odd:1: the source 'gone\.odd' can't be read"):
        compiled(tmp_path, MODULES, attributes='source="gone.odd"')


def test_names_that_do_not_exist(tmp_path: Path) -> None:
    specs = (
        root_of("<empty/>") + '<moduleRef key="nomodule"/><elementRef key="noelement"/><moduleRef key="core" include="p nop"/>'
    )
    schema = compiled(tmp_path, specs)
    assert sorted(codes(schema)) == ["odd-facts", "odd-module-missing", "odd-not-in-module", "odd-reference-missing"]


EXTERNAL = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:q="http://example.org/q" ns="http://example.org/q"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><ref name="q"/></start>
 <define name="q"><element name="q"><attribute name="n"><data type="integer"/></attribute><ref name="inner"/></element></define>
 <define name="inner"><element name="q:i"><text/></element></define></grammar>"""


def test_an_external_grammar(tmp_path: Path) -> None:
    (tmp_path / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    q = '<r><q xmlns="http://example.org/q" n="{}"><i>x</i></q></r>'
    for prefix in ("", "ext_"):
        specs = f'<moduleRef url="q.rng" prefix="{prefix}"/>' + root_of(f"<rng:ref name='{prefix}q'/>")
        judge = engine(compiled(tmp_path, specs), tmp_path)
        assert is_valid(judge, q.format(5)) and not is_valid(judge, q.format("x")) and not is_valid(judge, "<r/>")


def test_an_external_grammar_with_a_definition_replaced(tmp_path: Path) -> None:
    (tmp_path / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    own = "<content><rng:define name='inner'><rng:ref name='a'/></rng:define></content>"
    specs = f'<moduleRef url="q.rng">{own}</moduleRef>' + root_of("<rng:ref name='q'/>") + leaf("a")
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert is_valid(judge, f'<r><q xmlns="http://example.org/q" n="5"><a xmlns="{TEI}"/></q></r>')


def test_an_external_grammar_that_includes_another(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    include = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="q.rng"/></grammar>'
    (tmp_path / "sub" / "top.rng").write_text(include, encoding="utf-8")
    judge = engine(compiled(tmp_path, '<moduleRef url="sub/top.rng"/>' + root_of("<rng:ref name='q'/>")), tmp_path)
    assert is_valid(judge, '<r><q xmlns="http://example.org/q" n="5"><i>x</i></q></r>')


def test_an_external_grammar_on_the_network_is_taken_from_beside(tmp_path: Path) -> None:
    specs = '<moduleRef url="https://example.org/schemas/q.rng"/>' + root_of("<rng:ref name='q'/>")
    schema = compiled(tmp_path, specs)
    assert codes(schema) == ["odd-network"] and "q.rng" in schema.findings[0].hint
    (tmp_path / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    assert codes(compiled(tmp_path, specs)) == []


def test_files_that_are_no_odd(tmp_path: Path) -> None:
    path = tmp_path / "x.odd"
    for text, message in (("<TEI", "not well-formed"), (HEAD.format(header="") + "</body></text></TEI>", "no schemaSpec")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableInput, match=message):
            compile_odd(path)
    with pytest.raises(UnreadableInput, match="can't be read"):
        compile_odd(tmp_path / "gone.odd")


def test_only_the_first_schemaspec_is_compiled(tmp_path: Path) -> None:
    around = f'<schemaSpec ident="first" start="r">{root_of("<empty/>")}</schemaSpec>'
    schema = compiled(tmp_path, leaf("s"), around=around)
    assert schema.ident == "first" and codes(schema) == ["odd-second-schema"]


def test_two_elements_of_one_name_in_two_namespaces(tmp_path: Path) -> None:
    other = '<elementSpec ident="a" ns="http://example.org/x" prefix="x_"><content><textNode/></content></elementSpec>'
    specs = root_of('<sequence><elementRef key="a"/><elementRef key="x_a"/></sequence>') + leaf("a") + other
    schema = compiled(tmp_path, specs)
    judge = engine(schema, tmp_path)
    assert is_valid(judge, '<r><a/><a xmlns="http://example.org/x">t</a></r>') and not is_valid(judge, "<r><a/><a>t</a></r>")
    assert b'id="e-a"' in schema.html() and b'id="e-x_a"' in schema.html()


def test_an_embedded_grammar_keeps_its_own_names(tmp_path: Path) -> None:
    grammar = (
        "<rng:grammar><rng:start><rng:ref name='inner'/></rng:start>"
        "<rng:define name='inner'><rng:element name='i'><rng:text/></rng:element></rng:define></rng:grammar>"
    )
    judge = engine(compiled(tmp_path, root_of(grammar)), tmp_path)
    assert is_valid(judge, "<r><i>x</i></r>") and not is_valid(judge, "<r/>")


def test_an_external_file_that_is_no_grammar_and_an_include_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "x.rnc").write_text("start = element x { empty }", encoding="utf-8")
    assert codes(compiled(tmp_path, '<moduleRef url="x.rnc"/>' + root_of("<empty/>"))) == ["odd-external"]
    (tmp_path / "x.rng").write_text("<x/>", encoding="utf-8")
    assert codes(compiled(tmp_path, '<moduleRef url="x.rng"/>' + root_of("<empty/>"))) == ["odd-external"]
    include = '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="gone.rng"/></grammar>'
    (tmp_path / "x.rng").write_text(include, encoding="utf-8")
    assert codes(compiled(tmp_path, '<moduleRef url="x.rng"/>' + root_of("<empty/>"))) == ["odd-external-missing"]


def test_an_odd_upon_an_odd_keeps_its_external_grammar(tmp_path: Path) -> None:
    (tmp_path / "q.rng").write_text(EXTERNAL, encoding="utf-8")
    below = '<moduleRef url="q.rng"/>' + root_of("<rng:ref name='q'/>").replace('ident="r"', 'ident="r" module="m"')
    write_odd(tmp_path / "below.odd", below)
    judge = engine(compiled(tmp_path, '<moduleRef key="m"/>', attributes='start="r" source="below.odd"'), tmp_path)
    assert is_valid(judge, '<r><q xmlns="http://example.org/q" n="5"><i>x</i></q></r>')
