"""Correct and incorrect schemas, and what they take: one case a rule, in the order of the specification."""

# ruff: noqa: E501  (a case stays on one line, schema beside verdicts)
from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.validate.relaxng import SchemaError, load_schema

RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
XSD = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'


def write(folder: Path, text: str, name: str = "schema.rng") -> Path:
    """The text as a schema file; its root gets the RELAX NG namespace."""
    head, sep, tail = text.partition(">")
    empty = "/" if head.endswith("/") else ""
    path = folder / name
    path.write_text(f"{head.rstrip('/')} {RNG}{empty}{sep}{tail}", encoding="utf-8")
    return path


E = '<element name="a">{}</element>'
VERDICTS: list[tuple[str, list[str], list[str]]] = [
    ('<element name="a"><empty/></element>', ["<a/>", "<a> \n</a>", "<a><!-- c --></a>"], ["<b/>", "<a>x</a>", "<a b=''/>"]),
    ('<element name="a"><text/></element>', ["<a/>", "<a>x<!-- -->y</a>"], ["<a><b/></a>"]),
    ('<element name=" a "><text/></element>', ["<a/>"], []),
    ('<element name="a" ns="u"><text/></element>', ["<a xmlns='u'/>", "<p:a xmlns:p='u'/>"], ["<a/>"]),
    ('<element name="p:a" xmlns:p="u"><attribute name="b"/></element>', ["<a xmlns='u' b=''/>"], ["<a xmlns='u'/>"]),
    ('<element name="a" ns="u"><attribute name="b"/></element>', ["<a xmlns='u' b=''/>"], ["<p:a xmlns:p='u' p:b=''/>"]),
    ('<element name="a" ns="u"><attribute ns="v" name="b"/></element>', ["<a xmlns='u' xmlns:v='v' v:b=''/>"], ["<a xmlns='u' b=''/>"]),
    ('<element name="a"><attribute ns="u"><name>b</name></attribute></element>', ["<a xmlns:v='u' v:b=''/>"], ["<a b=''/>"]),
    (E.format('<value>x y</value>'), ["<a>x y</a>", "<a> x  y </a>"], ["<a>xy</a>", "<a/>"]),
    (E.format('<value type="string">x y</value>'), ["<a>x y</a>"], ["<a> x y</a>"]),
    (E.format('<value/>'), ["<a/>", "<a>  </a>"], ["<a>x</a>"]),
    (E.format('<value type="string"/>'), ["<a/>"], ["<a>x</a>"]),
    (E.format('<data type="string"/>'), ["<a/>", "<a>x</a>", "<a> </a>"], ["<a><b/></a>"]),
    (E.format('<data type="token"><except><value>x</value></except></data>'), ["<a/>", "<a>y</a>"], ["<a>x</a>", "<a> x </a>"]),
    (E.format('<list><value>x</value><value>y</value></list>'), ["<a> x  y </a>"], ["<a>y x</a>", "<a>x</a>"]),
    (E.format('<list><oneOrMore><data type="token"/></oneOrMore></list>'), ["<a>x</a>", "<a>x\ty</a>"], ["<a/>", "<a> </a>"]),
    (E.format('<list><zeroOrMore><value>x</value></zeroOrMore></list>'), ["<a/>", "<a> </a>", "<a>x x</a>"], ["<a>x y</a>"]),
    (E.format('<attribute name="b"><list><empty/></list></attribute>'), ["<a b=''/>", "<a b=' '/>"], ["<a b='x'/>"]),
    (E.format('<attribute name="b"><empty/></attribute>'), ["<a b=''/>", "<a b=' '/>"], ["<a b='x'/>"]),
    (E.format('<choice><attribute name="b"/><element name="b"><empty/></element></choice>'), ["<a b=''/>", "<a><b/></a>"], ["<a/>", "<a b=''><b/></a>"]),
    (E.format('<interleave><element name="b"><empty/></element><element name="c"><empty/></element></interleave>'),
     ["<a><b/><c/></a>", "<a> <c/> <b/> </a>"], ["<a><b/></a>", "<a><b/><c/><b/></a>"]),
    (E.format('<mixed><element name="b"><empty/></element></mixed>'), ["<a>x<b/>y</a>", "<a><b/></a>"], ["<a>x</a>"]),
    (E.format('<oneOrMore><attribute><anyName/></attribute></oneOrMore>'), ["<a b='' c='1'/>"], ["<a/>"]),
    (E.format('<zeroOrMore><attribute><nsName ns="u"/></attribute></zeroOrMore>'), ["<a/>", "<a xmlns:u='u' u:b='' u:c=''/>"], ["<a b=''/>"]),
    (E.format('<oneOrMore><choice><attribute name="b"/><element name="c"><empty/></element></choice></oneOrMore>'),
     ["<a b=''/>", "<a b=''><c/><c/></a>", "<a><c/></a>"], ["<a/>"]),
    ('<element><anyName><except><name>b</name></except></anyName><empty/></element>', ["<a/>", "<b xmlns='u'/>"], ["<b/>"]),
    ('<element><choice><name>b</name><nsName ns="u"/></choice><empty/></element>', ["<b/>", "<x xmlns='u'/>"], ["<x/>"]),
    ('<element><nsName ns="u"><except><name ns="u">b</name></except></nsName><empty/></element>', ["<x xmlns='u'/>"], ["<b xmlns='u'/>"]),
    (E.format('<choice><group><element name="b"><text/></element><element name="c"><empty/></element></group>'
              '<group><element name="b"><element name="d"><empty/></element></element><element name="e"><empty/></element></group></choice>'),
     ["<a><b>x</b><c/></a>", "<a><b><d/></b><e/></a>"], ["<a><b><d/></b><c/></a>", "<a><b>x</b><e/></a>"]),
    (E.format('<choice><notAllowed/><empty/></choice>'), ["<a/>"], ["<a>x</a>"]),
    (E.format('<choice><data type="token"/><element name="b"><empty/></element></choice>'), ["<a>x</a>", "<a> <b/> </a>"], ["<a>x<b/></a>"]),
    ('<grammar><start><ref name="x"/></start><define name="x"><element name="a"><optional><ref name="x"/></optional></element></define></grammar>',
     ["<a/>", "<a><a/></a>"], ["<a><b/></a>"]),
    ('<grammar><start combine="choice"><ref name="x"/></start><start combine="choice"><element name="b"><empty/></element></start>'
     '<define name="x" combine="interleave"><element name="a"><ref name="y"/></element></define><define name="y" combine="interleave">'
     '<attribute name="c"/></define><define name="y"><attribute name="d"/></define></grammar>', ["<b/>", "<a c='' d=''/>"], ["<a c=''/>"]),
    ('<grammar><start><ref name="x"/></start><define name="x"><element name="a"><grammar><start><ref name="x"/><!-- own --></start>'
     '<define name="x"><element name="b"><parentRef name="y"/></element></define></grammar></element></define>'
     '<define name="y"><element name="c"><empty/></element></define></grammar>', ["<a><b><c/></b></a>"], ["<a><b/></a>"]),
    ('<grammar><div><start><notAllowed/></start></div></grammar>', [], ["<a/>"]),
    (f'<element name="a" {XSD}><value type="integer">1</value></element>', ["<a>01</a>", "<a> +1 </a>"], ["<a>2</a>", "<a>1.0</a>"]),
    (f'<element name="a" {XSD}><value type="QName" ns="u">x</value></element>', ["<a xmlns:p='u'>p:x</a>"], ["<a>x</a>", "<a>p:x</a>"]),
    (f'<element name="a" {XSD}><data type="string"><param name="pattern">[\\p{{L}}-[b]]+</param></data></element>', ["<a>ac报</a>"], ["<a>ab</a>", "<a/>"]),
]  # fmt: skip

INCORRECT = {
    "no pattern": '<foo/>',
    "another namespace's attribute of RELAX NG": '<element name="a" xmlns:r="http://relaxng.org/ns/structure/1.0" r:b=""><empty/></element>',
    "an unknown attribute": '<element name="a" foo=""><empty/></element>',
    "no content": '<element name="a"/>',
    "text in a pattern": '<element name="a">x<empty/></element>',
    "no name": '<element><empty/></element>',
    "a wrong name": '<element name="a b"><empty/></element>',
    "an undeclared prefix": '<element name="p:a"><empty/></element>',
    "two patterns in attribute": E.format('<attribute name="b"><text/><text/></attribute>'),
    "two patterns in start": '<grammar><start><text/><text/></start></grammar>',
    "param after except": E.format('<data type="token"><except><value>a</value></except><param name="x">y</param></data>'),
    "a relative datatypeLibrary": '<element name="a" datatypeLibrary="foo"><empty/></element>',
    "a datatypeLibrary with a fragment": '<element name="a" datatypeLibrary="http://x#y"><empty/></element>',
    "an href with a fragment": '<externalRef href="other.rng#x"/>',
    "an element in value": E.format('<value><x xmlns="u"/></value>'),
    "an element in name": '<element><name>a<x xmlns="u"/></name><empty/></element>',
    "anyName in the except of anyName": '<element><anyName><except><anyName/></except></anyName><empty/></element>',
    "nsName in the except of nsName": '<element><nsName><except><nsName ns="u"/></except></nsName><empty/></element>',
    "anyName deep in the except of nsName": '<element><nsName><except><choice><name>a</name><anyName/></choice></except></nsName><empty/></element>',
    "an attribute xmlns": E.format('<attribute name="xmlns"/>'),
    "an attribute class with xmlns": E.format('<attribute><choice><name>xmlns</name><name>b</name></choice></attribute>'),
    "an attribute of the xmlns namespace": E.format('<zeroOrMore><attribute><nsName ns="http://www.w3.org/2000/xmlns"/></attribute></zeroOrMore>'),
    "an unknown type": E.format('<data type="foo"/>'),
    "an unknown library": '<element name="a" datatypeLibrary="http://x.y/z"><data type="string"/></element>',
    "a parameter of token": E.format('<data type="token"><param name="length">1</param></data>'),
    "an unknown facet": f'<element name="a" {XSD}><data type="string"><param name="minInclusive">1</param></data></element>',
    "an enumeration": f'<element name="a" {XSD}><data type="string"><param name="enumeration">1</param></data></element>',
    "a wrong pattern": f'<element name="a" {XSD}><data type="string"><param name="pattern">(</param></data></element>',
    "a wrong value": f'<element name="a" {XSD}><value type="integer">x</value></element>',
    "no start": '<grammar><define name="x"><empty/></define></grammar>',
    "an undefined ref": '<grammar><start><ref name="x"/></start></grammar>',
    "a ref outside a grammar": '<ref name="x"/>',
    "an undefined ref where nothing leads": '<grammar><start><element name="a"><empty/></element></start><define name="x"><ref name="y"/></define></grammar>',
    "a parentRef at the top": '<grammar><start><parentRef name="x"/></start><define name="x"><empty/></define></grammar>',
    "two definitions": '<grammar><start><element name="a"><empty/></element></start><define name="x"><empty/></define><define name="x"><empty/></define></grammar>',
    "two ways to combine": '<grammar><start><element name="a"><empty/></element></start><define name="x" combine="choice"><empty/></define><define name="x" combine="interleave"><empty/></define></grammar>',
    "endless recursion": '<grammar><start><ref name="x"/></start><define name="x"><choice><element name="a"><empty/></element><ref name="x"/></choice></define></grammar>',
    "attribute in attribute": E.format('<attribute name="b"><attribute name="c"/></attribute>'),
    "element in attribute": E.format('<attribute name="b"><element name="c"><empty/></element></attribute>'),
    "attribute in a repeated group": E.format('<oneOrMore><group><attribute name="b"/><element name="c"><empty/></element></group></oneOrMore>'),
    "attribute in a repeated interleave": E.format('<zeroOrMore><interleave><attribute name="b"/><element name="c"><empty/></element></interleave></zeroOrMore>'),
    "list in list": E.format('<list><list><data type="token"/></list></list>'),
    "element in list": E.format('<list><element name="b"><empty/></element></list>'),
    "text in list": E.format('<list><text/></list>'),
    "interleave in list": E.format('<list><interleave><value>a</value><value>b</value></interleave></list>'),
    "text in except": E.format('<data type="token"><except><text/></except></data>'),
    "empty in except": E.format('<data type="token"><except><empty/></except></data>'),
    "group in except": E.format('<data type="token"><except><group><value>a</value><value>b</value></group></except></data>'),
    "oneOrMore in except": E.format('<data type="token"><except><oneOrMore><value>a</value></oneOrMore></except></data>'),
    "text as start": '<grammar><start><text/></start></grammar>',
    "empty as start": '<grammar><start><empty/></start></grammar>',
    "attribute as start": '<grammar><start><attribute name="a"/></start></grammar>',
    "group as start": '<grammar><start><group><element name="a"><empty/></element><element name="b"><empty/></element></group></start></grammar>',
    "data with text": E.format('<group><data type="token"/><text/></group>'),
    "data with element": E.format('<group><data type="token"/><element name="b"><empty/></element></group>'),
    "repeated data": E.format('<oneOrMore><data type="token"/></oneOrMore>'),
    "an attribute twice": E.format('<attribute name="b"/><attribute name="b"/>'),
    "an attribute twice through a class": E.format('<attribute name="b"/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>'),
    "anyName not repeated": E.format('<attribute><anyName/></attribute>'),
    "an element on both sides of interleave": E.format('<interleave><element name="b"><empty/></element><element name="b"><empty/></element></interleave>'),
    "text on both sides of interleave": E.format('<interleave><text/><group><text/></group></interleave>'),
}  # fmt: skip

CORRECT = {
    "annotations everywhere": '<element name="a" xmlns:x="u" x:y=""><x:doc><element/></x:doc><empty/><x:end/></element>',
    "xmlns as an element name": '<element name="xmlns"><empty/></element>',
    "unreachable recursion": '<grammar><start><element name="a"><empty/></element></start><define name="x"><ref name="x"/></define></grammar>',
    "unreachable restrictions": '<grammar><start><element name="a"><empty/></element></start><define name="x"><list><text/></list></define></grammar>',
    "a bad part beside notAllowed": E.format('<choice><empty/><group><notAllowed/><list><list><empty/></list></list></group></choice>'),
    "attribute repeated alone": E.format('<oneOrMore><attribute name="b"/></oneOrMore>'),
    "the same attribute in a choice": E.format('<choice><attribute name="b"/><group><attribute name="b"/><attribute name="c"/></group></choice>'),
    "data beside attributes": E.format('<attribute name="b"/><data type="token"/><attribute name="c"/>'),
    "an empty datatypeLibrary": '<element name="a" datatypeLibrary=""><data type="token"/></element>',
}  # fmt: skip


@pytest.mark.parametrize(("schema", "valid", "invalid"), VERDICTS)
def test_verdicts(schema: str, valid: list[str], invalid: list[str], tmp_path: Path) -> None:
    engine = load_schema(write(tmp_path, schema))
    document = tmp_path / "document.xml"
    for text in valid + invalid:
        document.write_text(text, encoding="utf-8")
        tree = etree.parse(document)
        findings = engine.validate_file(document)
        assert (findings == []) == (text in valid), (text, findings)
        assert engine.is_valid(tree) == (text in valid), text
        assert (engine.validate_tree(tree, "document.xml") == []) == (text in valid), text


@pytest.mark.parametrize("case", INCORRECT)
def test_incorrect_schemas_are_refused_with_their_line(case: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        load_schema(write(tmp_path, INCORRECT[case]))
    assert caught.value.reason


@pytest.mark.parametrize("case", CORRECT)
def test_correct_schemas_are_taken(case: str, tmp_path: Path) -> None:
    load_schema(write(tmp_path, CORRECT[case]))


def test_include_with_override(tmp_path: Path) -> None:
    write(tmp_path, '<grammar ns="u"><start><ref name="x"/></start><define name="x"><element name="a"><ref name="y"/></element></define>'
          '<div><define name="y"><text/></define></div></grammar>', "base.rng")  # fmt: skip
    path = write(tmp_path, '<grammar><include href="base.rng"><define name="y"><empty/></define></include></grammar>')
    engine = load_schema(path)
    assert engine.is_valid(etree.fromstring("<a xmlns='u'/>"))
    assert not engine.is_valid(etree.fromstring("<a xmlns='u'>x</a>"))


def test_overriding_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, '<grammar><start><element name="a"><empty/></element></start></grammar>', "base.rng")
    path = write(tmp_path, '<grammar><include href="base.rng"><define name="y"><empty/></define></include></grammar>')
    with pytest.raises(SchemaError, match="no definition of y"):
        load_schema(path)


def test_external_ref_inherits_ns_but_not_the_library(tmp_path: Path) -> None:
    write(tmp_path, '<element name="b"><data type="token"/></element>', "part.rng")
    engine = load_schema(write(tmp_path, f'<element name="a" ns="u" {XSD}><externalRef href="part.rng"/></element>'))
    assert engine.is_valid(etree.fromstring("<a xmlns='u'><b>x</b></a>"))
    write(tmp_path, '<element name="b"><data type="integer"/></element>', "part.rng")
    with pytest.raises(SchemaError, match="no type integer"):
        load_schema(tmp_path / "schema.rng")


def test_a_file_that_contains_itself_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="contains itself"):
        load_schema(write(tmp_path, '<element name="a"><externalRef href="schema.rng"/></element>'))


def test_compact_syntax(tmp_path: Path) -> None:
    path = tmp_path / "schema.rnc"
    path.write_text('element a { attribute b { "x" | "y" }, element c { text }* }', encoding="utf-8")
    engine = load_schema(path)
    assert engine.is_valid(etree.fromstring("<a b='x'><c/></a>"))
    assert not engine.is_valid(etree.fromstring("<a b='z'/>"))
