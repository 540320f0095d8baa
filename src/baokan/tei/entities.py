"""Entities that a file declares itself, put into its text; those that lie elsewhere are never loaded."""

from __future__ import annotations

import re
from html.entities import html5
from xml.sax.saxutils import escape

from lxml import etree

MOST_CHARACTERS = 50_000_000  # of a file with its entities expanded; libxml2 has refused before what grows by factors
REFERENCE = re.compile(r"&([^&;\s#]+);")
# What a reference may stand in: comments and instructions are passed over, in tags a value mustn't end its attribute.
PLACES = re.compile(r"(<!--.*?-->|<\?.*?\?>)|(<[^>]*>)|" + REFERENCE.pattern, re.DOTALL)
PREDEFINED = frozenset({"lt", "gt", "amp", "quot", "apos"})


class TooMuch(Exception):
    """Raised when entities would make more text than any file has."""


def expand_entities(tree: etree._ElementTree, recover: bool = False) -> etree._ElementTree:
    """The tree with what the document type declaration says in the place of each reference, markup too.

    An entity that is declared nowhere in the file becomes the character that ISO's sets, and HTML, give that name, else stays as
    `&name;`. Lines are counted as before. Raises TooMuch, XMLSyntaxError.
    """
    root = tree.getroot()
    dtd = tree.docinfo.internalDTD
    declared = {e.name: e.content for e in dtd.iterentities() if e.content is not None and not e.system_url}
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    if not any(found not in PREDEFINED for found in REFERENCE.findall(text)):
        return tree
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover)
    opening = "\n" * ((root.sourceline or 1) - 1)
    new = etree.ElementTree(etree.fromstring((opening + Expander(declared).expand(text)).encode(), parser))
    for node in reversed(list(root.itersiblings(preceding=True))):
        new.getroot().addprevious(copy_node(node))
    return new


def copy_node(node: etree._Element) -> etree._Element:
    if node.tag is etree.Comment:
        return etree.Comment(node.text)
    return etree.ProcessingInstruction(node.target, node.text)


class Expander:
    """Replaces references in serialised XML, up to a size."""

    def __init__(self, declared: dict[str, str]) -> None:
        self.declared = declared
        self.left = MOST_CHARACTERS

    def expand(self, text: str) -> str:
        def one(found: re.Match[str]) -> str:
            if found[1]:
                return found[0]
            if found[2]:
                return REFERENCE.sub(lambda inner: self.value(inner[1], in_tag=True), found[2])
            return self.value(found[3], in_tag=False)

        return PLACES.sub(one, text)

    def value(self, name: str, in_tag: bool) -> str:
        if name in PREDEFINED:
            return f"&{name};"
        content = self.spelled(name, ())
        self.left -= len(content)
        if self.left < 0:
            raise TooMuch
        return content.replace('"', "&quot;") if in_tag else content

    def spelled(self, name: str, inside: tuple[str, ...]) -> str:
        """What an entity becomes, those in it too; what stays is escaped."""
        if name in PREDEFINED:
            return f"&{name};"
        if name not in self.declared or name in inside:
            known = html5.get(f"{name};")
            return escape(known) if known else f"&amp;{name};"
        content = REFERENCE.sub(lambda found: self.spelled(found[1], (*inside, name)), self.declared[name])
        if len(content) > self.left:
            raise TooMuch
        return content
