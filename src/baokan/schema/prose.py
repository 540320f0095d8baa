"""gloss, desc and their like as text, in the language asked for."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from baokan.schema.names import XML_LANG, tei, text_of

DESC, GLOSS = tei("desc"), tei("gloss")


def described(nodes: Sequence[etree._Element], lang: str = "en") -> str:
    """`(gloss) desc` of the last of the nodes that has a desc or gloss in the language; "" when none has."""
    gloss, desc = said(nodes, GLOSS, lang), said(nodes, DESC, lang)
    return f"({gloss}) {desc}".strip() if gloss else desc


def said(nodes: Sequence[etree._Element], tag: str, lang: str) -> str:
    found = spoken(nodes, tag, lang)
    return "" if found is None else text_of(found)


def spoken(nodes: Sequence[etree._Element], tag: str, lang: str) -> etree._Element | None:
    """The child of the last node that has one in the language, or one without a language, or, with lang "", any."""
    for node in reversed(nodes):
        for child in node.iterchildren(tag):
            if child.get(XML_LANG, lang).startswith(lang) or not lang:
                return child
    return None
