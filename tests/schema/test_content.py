"""Content models: Pure ODD and embedded RELAX NG, each with documents that are in and documents that are out."""

from __future__ import annotations

from pathlib import Path

import pytest
from odd_files import codes, compiled, engine, is_valid, leaf, root_of

A, B, C = ('<elementRef key="a"/>', '<elementRef key="b"/>', '<elementRef key="c"/>')


def docs(*bodies: str) -> list[str]:
    """a, b, c stand for empty elements; anything else is text."""
    return ["<r>" + "".join(f"<{x}/>" if x in "abc" else x for x in body) + "</r>" for body in bodies]


CASES = {
    "empty": ("<empty/>", ["", " "], ["a", "x"]),
    "nothing at all": ("", [""], ["a", "x"]),
    "text": ("<textNode/>", ["", "x"], ["a"]),
    "one element": (A, ["a"], ["", "aa", "b", "xa"]),
    "two without a sequence": (A + B, ["ab"], ["a", "ba", ""]),
    "sequence": (f"<sequence>{A}{B}</sequence>", ["ab"], ["a", "ba", "abab"]),
    "sequence, optional": (f'<sequence minOccurs="0">{A}{B}</sequence>', ["", "ab"], ["a", "abab"]),
    "sequence, many": (f'<sequence maxOccurs="unbounded">{A}{B}</sequence>', ["ab", "abab"], ["", "aba"]),
    "sequence, two to three": (
        f'<sequence minOccurs="2" maxOccurs="3">{A}{B}</sequence>',
        ["abab", "ababab"],
        ["ab", "abababab"],
    ),
    "any order": (f'<sequence preserveOrder="false">{A}{B}{C}</sequence>', ["abc", "cba", "bac"], ["ab", "abca", ""]),
    "any order, optional": (f'<sequence preserveOrder="false" minOccurs="0">{A}{B}</sequence>', ["", "ab", "ba"], ["a", "abb"]),
    "interleave": (f'<interleave>{A}<elementRef key="b" maxOccurs="unbounded"/></interleave>', ["ab", "bab"], ["b", "aab"]),
    "alternate": (f"<alternate>{A}{B}</alternate>", ["a", "b"], ["", "ab"]),
    "alternate, any number": (f'<alternate minOccurs="0" maxOccurs="unbounded">{A}{B}</alternate>', ["", "abba"], ["c", "x"]),
    "alternate, at least two": (f'<alternate minOccurs="2" maxOccurs="unbounded">{A}{B}</alternate>', ["ab", "aba"], ["a", ""]),
    "mixed": (f'<alternate minOccurs="0" maxOccurs="unbounded"><textNode/>{A}</alternate>', ["x", "xax", ""], ["b"]),
    "exactly two": ('<elementRef key="a" minOccurs="2" maxOccurs="2"/>', ["aa"], ["a", "aaa", ""]),
    "up to two": ('<elementRef key="a" minOccurs="0" maxOccurs="2"/>', ["", "a", "aa"], ["aaa"]),
    "two to four": ('<elementRef key="a" minOccurs="2" maxOccurs="4"/>', ["aa", "aaa", "aaaa"], ["a", "aaaaa"]),
    "three or more": ('<elementRef key="a" minOccurs="3" maxOccurs="unbounded"/>', ["aaa", "aaaaa"], ["aa", ""]),
    "up to three hundred": ('<elementRef key="a" minOccurs="0" maxOccurs="300"/>', ["", "a" * 300], ["a" * 301]),
    "none": ('<elementRef key="a" minOccurs="0" maxOccurs="0"/>', [""], ["a"]),
    "numbers with zeros": ('<elementRef key="a" minOccurs="02" maxOccurs="03"/>', ["aa", "aaa"], ["a", "aaaa"]),
    "nested": (
        f"<sequence><alternate>{A}{B}</alternate><sequence minOccurs='0'>{C}</sequence></sequence>",
        ["a", "bc"],
        ["c", "ab"],
    ),
    "macro": ('<macroRef key="macro.t"/>', ["ab"], ["a", ""]),
    "macro, many": ('<macroRef key="macro.t" minOccurs="0" maxOccurs="unbounded"/>', ["", "abab"], ["aba"]),
    "values": ('<valList type="closed"><valItem ident="x"/><valItem ident="y"/></valList>', ["x", " y "], ["z", "", "a"]),
    "datatype": ('<dataRef name="integer"/>', ["7", " -7 "], ["x", "", "a"]),
    "datatype by key": ('<dataRef key="teidata.count"/>', ["7"], ["-7", ""]),
    "list of datatypes": (
        '<sequence><dataRef name="integer"/><dataRef name="integer"/></sequence>',
        ["7 8"],
        ["7", "7 8 9", "x y"],
    ),
    "facets": (
        '<dataRef name="integer"><dataFacet name="minInclusive" value="1"/><dataFacet name="maxInclusive" value="9"/></dataRef>',
        ["1", "9"],
        ["0", "10"],
    ),
    "restriction": ('<dataRef name="token" restriction="[k-m]+"/>', ["kl", " m "], ["z", ""]),
    "rng": (
        "<rng:group><rng:ref name='a'/><rng:optional><rng:ref name='b'/></rng:optional></rng:group>",
        ["a", "ab"],
        ["b", "aa"],
    ),
    "rng choice": ("<rng:choice><rng:ref name='a'/><rng:text/></rng:choice>", ["a", "x", ""], ["aa", "b"]),
    "rng mixed": ("<rng:mixed><rng:zeroOrMore><rng:ref name='a'/></rng:zeroOrMore></rng:mixed>", ["", "xax"], ["b"]),
    "rng interleave": ("<rng:interleave><rng:ref name='a'/><rng:ref name='b'/></rng:interleave>", ["ab", "ba"], ["a"]),
    "rng data": ("<rng:data type='integer'/>", ["5"], ["x"]),
    "rng value": ("<rng:value>x</rng:value>", ["x"], ["y"]),
    "rng list": ("<rng:list><rng:oneOrMore><rng:data type='integer'/></rng:oneOrMore></rng:list>", ["5 6"], ["x", ""]),
    "rng empty": ("<rng:empty/>", [""], ["a", "x"]),
    "rng of a macro": ("<rng:ref name='macro.t'/>", ["ab"], ["a"]),
}
MACRO = f'<macroSpec ident="macro.t"><content><sequence>{A}{B}</sequence></content></macroSpec>'


@pytest.mark.parametrize("name", CASES)
def test_content(name: str, tmp_path: Path) -> None:
    content, good, bad = CASES[name]
    schema = compiled(tmp_path, '<dataRef key="teidata.count"/>' + MACRO + root_of(content) + leaf("a", "b", "c"))
    assert not schema.findings
    judge = engine(schema, tmp_path)
    assert [d for d in docs(*good) if not is_valid(judge, d)] == []
    assert [d for d in docs(*bad) if is_valid(judge, d)] == []


ABSENT = '<elementRef key="gone"/>'
ABSENT_CASES = {
    "alone": (ABSENT, [""], ["a"]),
    "required, among others": (f"<sequence>{A}{ABSENT}</sequence>", ["a"], ["", "aa"]),
    "an alternative": (f"<alternate>{A}{ABSENT}</alternate>", ["a"], [""]),
    "all alternatives": (f"<sequence>{A}<alternate>{ABSENT}<elementRef key='gone2'/></alternate></sequence>", ["a"], ["", "aa"]),
    "a repeated alternative": (f"<alternate>{A}<elementRef key='gone' maxOccurs='unbounded'/></alternate>", ["a"], [""]),
    "a whole sequence as an alternative": (
        f"<alternate>{A}<sequence>{ABSENT}<elementRef key='gone2'/></sequence></alternate>",
        ["a", ""],
        ["b"],
    ),
    "a class": (f"<sequence>{A}<classRef key='model.gone' minOccurs='0' maxOccurs='unbounded'/></sequence>", ["a"], ["", "ab"]),
}


@pytest.mark.parametrize("name", ABSENT_CASES)
def test_references_to_what_is_not_in_the_schema(name: str, tmp_path: Path) -> None:
    content, good, bad = ABSENT_CASES[name]
    judge = engine(compiled(tmp_path, root_of(content) + leaf("a", "b")), tmp_path)
    assert [d for d in docs(*good) if not is_valid(judge, d)] == []
    assert [d for d in docs(*bad) if is_valid(judge, d)] == []


def members(*names: str) -> str:
    return leaf(*names, classes='<memberOf key="model.m"/>')


MODEL = '<classSpec ident="model.m" type="model"/>'
CLASS_CASES = {
    "plain": ("", ["a", "b"], ["", "ab"]),
    "many": ('minOccurs="0" maxOccurs="unbounded"', ["", "abba"], ["c"]),
    "alternation": ('expand="alternation"', ["a", "b"], ["ab", ""]),
    "sequence": ('expand="sequence"', ["ab"], ["a", "ba", ""]),
    "sequenceOptional": ('expand="sequenceOptional"', ["", "a", "b", "ab"], ["ba", "aa"]),
    "sequenceRepeatable": ('expand="sequenceRepeatable"', ["ab", "aabb"], ["a", "ba", ""]),
    "sequenceOptionalRepeatable": ('expand="sequenceOptionalRepeatable"', ["", "aab", "b"], ["ba"]),
    "only some": ('include="a"', ["a"], ["b", ""]),
    "all but some": ('except="a"', ["b"], ["a", ""]),
    "some, expanded": ('expand="sequence" except="b"', ["a"], ["ab", ""]),
}


@pytest.mark.parametrize("name", CLASS_CASES)
def test_references_to_classes(name: str, tmp_path: Path) -> None:
    attributes, good, bad = CLASS_CASES[name]
    specs = MODEL + root_of(f'<classRef key="model.m" {attributes}/>') + members("a", "b") + leaf("c")
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert [d for d in docs(*good) if not is_valid(judge, d)] == []
    assert [d for d in docs(*bad) if is_valid(judge, d)] == []


def test_classes_within_classes_and_suffixes_in_rng(tmp_path: Path) -> None:
    specs = (
        MODEL
        + '<classSpec ident="model.inner" type="model"><classes><memberOf key="model.m"/></classes></classSpec>'
        + members("a")
        + leaf("b", classes='<memberOf key="model.inner"/>')
        + root_of('<rng:ref name="model.m_sequenceOptional"/>')
    )
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert all(is_valid(judge, d) for d in docs("", "a", "b"))
    assert not any(is_valid(judge, d) for d in docs("aa", "bb", "c"))


def test_members_with_min_and_max(tmp_path: Path) -> None:
    specs = (
        MODEL
        + leaf("a", classes='<memberOf key="model.m" min="2" max="3"/>')
        + leaf("b", classes='<memberOf key="model.m" max="unbounded"/>')
        + root_of('<classRef key="model.m" expand="sequence"/>')
    )
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert all(is_valid(judge, d) for d in docs("aab", "aaabb"))
    assert not any(is_valid(judge, d) for d in docs("ab", "aaaab", "aa"))


def test_an_empty_class_allows_nothing(tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, MODEL + root_of('<classRef key="model.m" minOccurs="0"/>') + leaf("a")), tmp_path)
    assert is_valid(judge, "<r/>") and not is_valid(judge, "<r><a/></r>")


@pytest.mark.parametrize("attributes", ["", 'except="http://www.tei-c.org/ns/1.0 http://example.org/no"'])
def test_any_element(attributes: str, tmp_path: Path) -> None:
    specs = root_of(f'<anyElement {attributes} minOccurs="0" maxOccurs="unbounded"/>') + leaf("a")
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert is_valid(judge, '<r><x xmlns="http://example.org/x" y="1">t<z/></x><w xmlns=""/></r>')
    assert not is_valid(judge, "<r><a/></r>") and not is_valid(
        judge, '<r><x xmlns=""><a xmlns="http://www.tei-c.org/ns/1.0"/></x></r>'
    )
    assert is_valid(judge, '<r><n xmlns="http://example.org/no"/></r>') is (attributes == "")


def test_any_element_of_all_namespaces(tmp_path: Path) -> None:
    judge = engine(compiled(tmp_path, root_of('<anyElement except=""/>')), tmp_path)
    assert is_valid(judge, "<r><anything><at/>all</anything></r>") and not is_valid(judge, "<r/>")


def test_more_than_the_most_is_said_with_its_line(tmp_path: Path) -> None:
    schema = compiled(tmp_path, root_of('<elementRef key="a" minOccurs="3"/>') + leaf("a"))
    assert codes(schema) == ["odd-occurrence"]
    assert schema.findings[0].line == 1 and "minOccurs=3" in schema.findings[0].message


def test_a_deleted_element_goes_from_what_the_odd_works_on(tmp_path: Path) -> None:
    content = "<alternate><elementRef key='a'/><alternate><elementRef key='x'/><elementRef key='y'/></alternate></alternate>"
    specs = root_of(content) + leaf("a") + "".join(f'<elementSpec ident="{n}" mode="delete"/>' for n in "xy")
    judge = engine(compiled(tmp_path, specs), tmp_path)
    assert is_valid(judge, "<r><a/></r>") and not is_valid(judge, "<r/>")
