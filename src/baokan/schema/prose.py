"""gloss, desc and their like as text, in the language asked for."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from baokan.schema.names import XML_LANG, local, tei

DESC, GLOSS, REMARKS, EXEMPLUM = tei("desc"), tei("gloss"), tei("remarks"), tei("exemplum")
MARKS = {"gi": ("<", ">"), "tag": ("<", ">"), "att": ("@", ""), "val": ("“", "”"), "q": ("“", "”"), "mentioned": ("“", "”")}


def described(nodes: Sequence[etree._Element], lang: str) -> str:
    """`(gloss) desc` of the last of the nodes that has a desc or gloss; "" when none has."""
    gloss, desc = said(nodes, GLOSS, lang), said(nodes, DESC, lang)
    return f"({gloss}) {desc}".strip() if gloss else desc


def said(nodes: Sequence[etree._Element], tag: str, lang: str) -> str:
    found = spoken(nodes, tag, lang)
    return plain(found[0]) if found else ""


def spoken(nodes: Sequence[etree._Element], tag: str, lang: str) -> list[etree._Element]:
    """The children with this tag of the last node that has any: in the language, else without one, else in English."""
    for node in reversed(nodes):
        children = list(node.iterchildren(tag))
        if children:
            for wanted in (lang, "", "en"):
                found = [c for c in children if c.get(XML_LANG, "").partition("-")[0] == wanted]
                if found:
                    return found
            return children
    return []


def plain(node: etree._Element) -> str:
    """The text inside on one line; element names in pointed brackets, attribute names after @."""
    if not len(node):
        return " ".join((node.text or "").split())
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: etree._Element) -> list[str]:
    pieces = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            before, after = MARKS.get(local(child), ("", ""))
            pieces += [before, *_pieces(child), after]
        pieces.append(child.tail or "")
    return pieces
