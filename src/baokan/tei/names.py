"""Namespaces, the toolkit's own name in @resp, and an element factory."""

from __future__ import annotations

from functools import cache

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
XI = "http://www.w3.org/2001/XInclude"
XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"
NS = {"tei": TEI}
PREFIXED = {"xml_id": XML_ID, "xml_lang": XML_LANG}
MACHINE = "#baokan"  # @resp of a guess that nobody has checked


@cache
def tei(name: str) -> str:
    """The qualified name of a TEI element."""
    return f"{{{TEI}}}{name}"


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str | None) -> etree._Element:
    """Append a TEI element; attributes that are None are left out, xml_id and xml_lang get their prefix."""
    known = {PREFIXED.get(key, key): value for key, value in attributes.items() if value is not None}
    element = etree.SubElement(parent, tei(name), known)
    if text:
        element.text = text
    return element


def local(element: etree._Element) -> str:
    """The local name of a TEI element; "" for anything else."""
    tag = element.tag
    return tag[len(TEI) + 2 :] if isinstance(tag, str) and tag.startswith(f"{{{TEI}}}") else ""


def by_person(element: etree._Element) -> bool:
    """Whether somebody, not the toolkit, answers for this element."""
    return any(who != MACHINE for who in element.get("resp", "").split())
