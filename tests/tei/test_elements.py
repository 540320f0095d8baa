"""What is only written has the bytes that lxml makes of the same tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from baokan.tei import tei_to_bytes, to_bytes, to_tree
from baokan.tei.elements import Element, add
from baokan.tei.names import TEI, tei
from baokan.tei.units import append_text

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"])
TEXTS = st.text(CHARACTERS | st.sampled_from("&<>\"'\t\n\r]桥"), max_size=12)
NAMES = st.sampled_from(["p", "head", "div", "figure", "body", "zone", "lb"])
TREES = st.recursive(st.none(), lambda inner: st.lists(st.tuples(NAMES, TEXTS, inner, TEXTS), max_size=4), max_leaves=12)


def grow(parent: Element, twin: etree._Element, children: list | None) -> None:
    """The same children in both trees."""
    for name, text, inner, tail in children or ():
        element = add(parent, name, text, n=text, cert=None)
        other = etree.SubElement(twin, tei(name), {"n": text})
        other.text = text or None
        grow(element, other, inner)
        append_text(parent, tail)
        other.tail = tail or None


@given(TREES)
def test_the_bytes_are_those_of_the_tree(children: list | None) -> None:
    root, twin = Element("TEI", {"xmlns": TEI, "n": "x"}), etree.Element(tei("TEI"), {"n": "x"}, {None: TEI})
    grow(add(root, "body"), etree.SubElement(twin, tei("body")), children)
    expected = tei_to_bytes(twin)
    assert to_bytes(root) == expected
    assert etree.tostring(to_tree(root)) == etree.tostring(etree.fromstring(expected))


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused(character: str) -> None:
    root = Element("TEI", {"xmlns": TEI})
    add(root, "p", f"桥{character}")
    with pytest.raises(ValueError):
        to_bytes(root)
