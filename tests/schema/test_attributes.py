"""Attributes: usage, datatypes, lists of values, classes, inheritance, suppression, choice, attRef."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from odd_files import codes, compiled, engine, is_valid, root_of

POINTERS = '<dataRef key="teidata.count"/><dataRef key="teidata.word"/><dataRef key="teidata.enumerated"/>'
REQ = 'usage="req"'
COUNT = '<dataRef key="teidata.count"/>'


def att(ident: str, inner: str = "", more: str = "") -> str:
    return f'<attDef ident="{ident}" {more}>{inner}</attDef>'


def values(kind: str, *items: str, mode: str = "") -> str:
    listed = "".join(item if item.startswith("<") else f'<valItem ident="{item}"/>' for item in items)
    return f'<valList type="{kind}" {mode}>{listed}</valList>'


def datatype(inner: str, occurs: str = "") -> str:
    return f"<datatype {occurs}>{inner}</datatype>"


CASES = {
    "any text": (att("t"), ["", 't="x y"', 't=""'], ['u="x"']),
    "required": (att("t", more='usage="req"'), ['t="x"'], [""]),
    "optional and recommended": (att("t", more='usage="rec"') + att("u", more='usage="opt"'), ["", 't="x" u="y"'], ['v=""']),
    "datatype": (att("t", datatype(COUNT)), ['t="5"', ""], ['t="x"', 't="5 6"', 't=""']),
    "XML Schema's datatype": (att("t", datatype('<dataRef name="gYear"/>')), ['t="1931"'], ['t="x"']),
    "restriction": (att("t", datatype('<dataRef name="token" restriction="[ab]+"/>')), ['t="ab"'], ['t="c"']),
    "facet": (
        att("t", datatype('<dataRef name="string"><dataFacet name="maxLength" value="2"/></dataRef>')),
        ['t="ab"'],
        ['t="abc"'],
    ),
    "many": (att("t", datatype(COUNT, 'maxOccurs="unbounded"')), ['t="5"', 't="5 6 7"'], ['t=""', 't="5 x"']),
    "any number": (att("t", datatype(COUNT, 'minOccurs="0" maxOccurs="unbounded"')), ['t=""', 't="5 6"'], ['t="x"']),
    "up to two": (att("t", datatype(COUNT, 'minOccurs="1" maxOccurs="2"')), ['t="5"', 't="5 6"'], ['t=""', 't="5 6 7"']),
    "exactly two": (att("t", datatype(COUNT, 'minOccurs="2" maxOccurs="2"')), ['t="5 6"'], ['t="5"', 't="5 6 7"']),
    "three or more": (
        att("t", datatype(COUNT, 'minOccurs="3" maxOccurs="unbounded"')),
        ['t="5 6 7"', 't="1 2 3 4"'],
        ['t="5 6"'],
    ),
    "none or one": (att("t", datatype(COUNT, 'minOccurs="0"')), ['t="5"', 't=""'], ['t="x"']),
    "closed": (att("t", values("closed", "a", "b")), ['t="a"', 't=" b "'], ['t="c"', 't=""', 't="a b"']),
    "closed, many": (
        att("t", datatype(COUNT, 'maxOccurs="unbounded"') + values("closed", "a", "b")),
        ['t="a b"'],
        ['t="a c"', 't="1"'],
    ),
    "closed, altIdent": (
        att("t", values("closed", '<valItem ident="a"><altIdent>甲</altIdent></valItem>')),
        ['t="甲"'],
        ['t="a"'],
    ),
    "closed, nothing in it": (att("t", values("closed")), ['t=""'], ['t="a"']),
    "semi with a datatype": (att("t", datatype(COUNT) + values("semi", "a")), ['t="a"', 't="5"'], ['t="b"']),
    "semi without one": (att("t", values("semi", "a b")), ['t="a b"', 't="other"'], ['t="x y"']),
    "open": (att("t", datatype(COUNT) + values("open", "a")), ['t="5"'], ['t="a"']),
    "default": (att("t", datatype(COUNT) + "<defaultVal>5</defaultVal>"), ["", 't="5"'], ['t="x"']),
    "altIdent": (att("t", "<altIdent>kind</altIdent>"), ['kind="x"'], ['t="x"']),
    "namespace": (att("t", more='ns="http://example.org/x"'), ['q:t="x" xmlns:q="http://example.org/x"'], ['t="x"']),
    "xml:id": (att("xml:id", datatype('<dataRef name="ID"/>')), ['xml:id="a"'], ['id="a"']),
    "XML's namespace": (
        att("lang", datatype('<dataRef name="language"/>'), 'ns="http://www.w3.org/XML/1998/namespace"'),
        ['xml:lang="zh"'],
        ['xml:lang="1"'],
    ),
    "xmlns is no attribute": (att("xmlns:x"), [""], ['y=""']),
    "rng datatype": (att("t", datatype("<rng:data type='integer'/>")), ['t="5"'], ['t="x"']),
    "rng text": (att("t", datatype("<rng:text/>", 'maxOccurs="unbounded"')), ['t="x y"'], ['u=""']),
    "rng choice": (
        att("t", datatype("<rng:choice><rng:value>x</rng:value><rng:data type='integer'/></rng:choice>")),
        ['t="x"', 't="5"'],
        ['t="y"'],
    ),
    "rng ref of a datatype": (att("t", datatype("<rng:ref name='teidata.count'/>")), ['t="5"'], ['t="x"']),
    "rng ref of a datatype that isn't there": (
        att("t", datatype("<rng:ref name='data.old'/>")),
        ['t="any thing"', 't=""'],
        ['u=""'],
    ),
    "alternate as datatype": (
        att("t", datatype('<alternate><dataRef name="integer"/><valList><valItem ident="x"/></valList></alternate>')),
        ['t="5"', 't="x"'],
        ['t="y"'],
    ),
    "datatype that isn't there": (att("t", datatype('<dataRef key="teidata.gone"/>')), ['t="any thing"'], ['u=""']),
    "choice": (f'<attList org="choice">{att("t")}{att("u")}</attList>', ["", 't="x"', 'u="x"'], ['t="x" u="x"']),
    "choice with a group": (
        f'<attList org="choice">{att("t", more=REQ)}<attList org="group">{att("u", more=REQ)}{att("v")}</attList></attList>',
        ['t="x"', 'u="x"', 'u="x" v="y"'],
        ["", 't="x" u="x"', 'v="y"'],
    ),
    "group": (f'<attList org="group">{att("t")}{att("u")}</attList>', ['t="x" u="x"', ""], ['v=""']),
}


@pytest.mark.parametrize("name", CASES)
def test_an_attribute(name: str, tmp_path: Path) -> None:
    inner, good, bad = CASES[name]
    judge = engine(compiled(tmp_path, POINTERS + root_of("<empty/>", f"<attList>{inner}</attList>")), tmp_path)
    assert [a for a in good if not is_valid(judge, f"<r {a}/>")] == []
    assert [a for a in bad if is_valid(judge, f"<r {a}/>")] == []


def test_a_choice_at_the_top_of_an_attlist(tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, root_of("<empty/>", f'<attList org="choice">{att("t")}{att("u")}</attList>')), tmp_path)
    assert is_valid(judge, '<r t="x"/>') and not is_valid(judge, '<r t="x" u="x"/>')


BELOW = (
    '<classSpec ident="att.below" type="atts"><classes><memberOf key="att.above"/></classes>'
    f"<attList>{att('t', datatype(COUNT))}{att('u')}</attList></classSpec>"
)
ABOVE = f'<classSpec ident="att.above" type="atts"><attList>{att("v")}{att("w")}</attList></classSpec>'
CLASSES = POINTERS + BELOW + ABOVE
CLASS_CASES = {
    "all inherited": ("", ['t="5" u="x" v="y" w="z"'], ['t="x"', 'q=""']),
    "suppressed": (att("u", more='mode="delete"') + att("w", more='mode="delete"'), ['t="5" v="y"'], ['u="x"', 'w="x"']),
    "made required": (att("u", more='mode="change" usage="req"'), ['u="x"', 'u="x" t="5"'], ["", 't="5"']),
    "given another datatype": (att("t", datatype('<dataRef name="gYear"/>'), 'mode="change"'), ['t="1931"'], ['t="5"']),
    "given a closed list": (att("u", values("closed", "a", mode='mode="add"'), 'mode="change"'), ['u="a"'], ['u="b"']),
    "given a list without a mode": (att("u", values("closed", "a"), 'mode="change"'), ['u="a"'], ['u="b"']),
    "from a class above": (
        att("v", values("closed", "a", mode='mode="replace"'), 'mode="change"'),
        ['v="a" t="5"'],
        ['v="b"', 't="x"'],
    ),
    "replaced": (att("t", datatype('<dataRef name="gYear"/>'), 'mode="replace" usage="req"'), ['t="1931"'], ["", 't="5"']),
    "defined again without a mode": (att("t", datatype('<dataRef name="gYear"/>')), ['t="1931"', ""], ['t="5"']),
    "one of its own": (att("own"), ['own="x" t="5"'], ['t="x"']),
}


@pytest.mark.parametrize("name", CLASS_CASES)
def test_attributes_of_classes(name: str, tmp_path: Path) -> None:
    inner, good, bad = CLASS_CASES[name]
    specs = CLASSES + root_of("<empty/>", f"<attList>{inner}</attList>", '<memberOf key="att.below"/>')
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert [a for a in good if not is_valid(judge, f"<r {a}/>")] == []
    assert [a for a in bad if is_valid(judge, f"<r {a}/>")] == []


def test_a_class_reached_twice_gives_its_attributes_once(tmp_path: Path) -> None:
    both = '<memberOf key="att.below"/><memberOf key="att.above"/>'
    judge = engine(compiled(tmp_path, CLASSES + root_of("<empty/>", "", both)), tmp_path)
    assert is_valid(judge, '<r t="5" v="y"/>')


def test_a_class_that_is_not_there_gives_nothing(tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, root_of("<empty/>", "", '<memberOf key="att.gone"/>')), tmp_path)
    assert is_valid(judge, "<r/>") and not is_valid(judge, '<r t="5"/>')


REFS = {
    "one attribute": ('<attRef class="att.below" name="t"/>', ['t="5"'], ['u="x"', 't="x"']),
    "the former way": ('<attRef name="att.below.attribute.t"/>', ['t="5"'], ['u="x"']),
    "a whole class": ('<attRef class="att.above"/>', ['v="x" w="y"'], ['t="5"']),
    "of a class that isn't there": ('<attRef class="att.gone" name="t"/>', [""], ['t="5"']),
    "of an attribute that isn't there": ('<attRef class="att.below" name="gone"/>', [""], ['gone=""']),
    "in a choice": (
        '<attList org="choice"><attRef class="att.below" name="t"/><attRef class="att.above" name="v"/></attList>',
        ['t="5"', 'v="x"'],
        ['t="5" v="x"'],
    ),
}


@pytest.mark.parametrize("name", REFS)
def test_attref(name: str, tmp_path: Path) -> None:
    inner, good, bad = REFS[name]
    schema = compiled(tmp_path, CLASSES + root_of("<empty/>", f"<attList>{inner}</attList>"))
    judge = engine(schema, tmp_path)
    assert [a for a in good if not is_valid(judge, f"<r {a}/>")] == []
    assert [a for a in bad if is_valid(judge, f"<r {a}/>")] == []
    assert codes(schema) == (["odd-attref-absent"] if "isn't there" in name else [])


def test_a_class_that_borrows_attributes(tmp_path: Path) -> None:
    lender = '<classSpec ident="att.lent" type="atts"><attList><attRef class="att.above" name="v"/></attList></classSpec>'
    judge = engine(compiled(tmp_path, CLASSES + lender + root_of("<empty/>", "", '<memberOf key="att.lent"/>')), tmp_path)
    assert is_valid(judge, '<r v="x"/>') and not is_valid(judge, '<r w="x"/>')


def test_changing_an_attribute_that_nothing_gives_is_said(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", "<attList>" + att("t", more='mode="change"') + "</attList>"))
    judge = engine(schema, tmp_path)
    assert codes(schema) == ["odd-attribute-absent"] and not is_valid(judge, '<r t="x"/>')


def test_the_default_value_is_an_annotation(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of("<empty/>", f"<attList>{att('t', '<defaultVal>a &lt; b</defaultVal>')}</attList>"))
    root = etree.fromstring(schema.rng)
    (found,) = root.xpath("//@a:defaultValue", namespaces={"a": "http://relaxng.org/ns/compatibility/annotations/1.0"})
    assert found == "a < b"


def test_a_datatype_that_is_not_there_is_said(tmp_path: Path) -> None:
    inner = "<attList>" + att("t", datatype('<dataRef key="teidata.gone"/>')) + "</attList>"
    assert codes(compiled(tmp_path, root_of("<empty/>", inner))) == ["odd-datatype-absent"]
