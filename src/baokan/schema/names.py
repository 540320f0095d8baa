"""The namespaces that an ODD mixes, and the small readings of its elements and attributes."""

from __future__ import annotations

from lxml import etree

TEI = "http://www.tei-c.org/ns/1.0"
EXAMPLES = "http://www.tei-c.org/ns/Examples"
RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"
XSD_TYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
XINCLUDE = "http://www.w3.org/2001/XInclude"
XML = "http://www.w3.org/XML/1998/namespace"
XSL = "http://www.w3.org/1999/XSL/Transform"
XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"
INCLUDED_FROM = f"{{{XINCLUDE}}}from"  # set on what an XInclude brought in: the file that it came from


def tei(name: str) -> str:
    return f"{{{TEI}}}{name}"


def rng(name: str) -> str:
    return f"{{{RNG}}}{name}"


def sch(name: str) -> str:
    return f"{{{SCH}}}{name}"


def local(node: etree._Element) -> str:
    """The name without its namespace; "" for comments and processing instructions."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(node: etree._Element) -> str:
    tag = node.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def words(value: str | None) -> list[str]:
    return value.split() if value else []


def elements(node: etree._Element) -> list[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return [child for child in node if isinstance(child.tag, str)]


def text_of(node: etree._Element) -> str:
    """All text inside, on one line."""
    return " ".join("".join(node.itertext("*")).split())


def line_of(node: etree._Element) -> int:
    return int(node.sourceline or 0)


def includes(ident: str, include: str | None, exclude: str | None) -> bool:
    """Whether a reference with these include and except attributes takes ident; include wins when both are given."""
    if include is not None:
        return ident in include.split()
    return exclude is None or ident not in exclude.split()
