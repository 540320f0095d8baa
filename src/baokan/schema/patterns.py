"""RELAX NG as a light tree: built, pruned and written faster than one of lxml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from baokan.schema.names import ANNOTATIONS, RNG, XSD_TYPES, elements, local, namespace
from baokan.schema.prose import described

NAMED = frozenset(("element", "attribute"))
Prose = Sequence[etree._Element]
"""The nodes whose gloss and desc describe a pattern."""


class Pattern:
    """One element of a grammar; `tag` is its local name, `text` only where it has no children (value, name, param)."""

    __slots__ = ("attributes", "children", "doc", "tag", "text")

    def __init__(
        self, tag: str, children: list[Pattern] | None = None, text: str = "", /, doc: Prose = (), **attributes: str
    ) -> None:
        self.tag = tag
        self.children = [] if children is None else children
        self.text = text
        self.doc = doc  # becomes a:documentation, where that is asked for
        self.attributes = attributes

    def walk(self) -> Iterator[Pattern]:
        """This pattern and all below it, but nothing inside a grammar of its own."""
        yield self
        if self.tag != "grammar":
            for child in self.children:
                yield from child.walk()

    def __repr__(self) -> str:
        lines: list[str] = []
        _write(lines, [self], "", "")
        return "".join(lines)


def ref(name: str) -> Pattern:
    return Pattern("ref", name=name)


def empty() -> Pattern:
    return Pattern("empty")


def shell_of(node: etree._Element) -> Pattern:
    """An element of embedded RELAX NG without its children; prefixed names get their namespace, annotations go."""
    tag = local(node)
    pattern = Pattern(tag)
    pattern.attributes = {k: v for k, v in node.attrib.items() if not k.startswith("{")}
    if f"{{{ANNOTATIONS}}}defaultValue" in node.attrib:
        pattern.attributes["a:defaultValue"] = node.attrib[f"{{{ANNOTATIONS}}}defaultValue"]
    if tag in ("value", "param"):
        pattern.text = "".join(node.itertext("*"))
    elif tag == "name":
        pattern.text = "".join(node.itertext("*")).strip()
        _split_name(pattern, node, pattern.text, "")
    if tag in NAMED and ":" in pattern.attributes.get("name", ""):
        _split_name(pattern, node, pattern.attributes["name"], "name")
    return pattern


def copied(node: etree._Element, prefix: str) -> Pattern:
    """Embedded RELAX NG as it is; its names of patterns get the prefix."""
    pattern = shell_of(node)
    if prefix and pattern.tag in ("define", "ref") and "name" in pattern.attributes:
        pattern.attributes["name"] = prefix + pattern.attributes["name"]
    if pattern.tag not in ("value", "param", "name"):
        pattern.children = [copied(child, prefix) for child in elements(node) if namespace(child) == RNG]
    return pattern


def _split_name(pattern: Pattern, node: etree._Element, name: str, attribute: str) -> None:
    """Replace a prefix by its namespace, since the written grammar declares no prefix but a."""
    prefix, colon, rest = name.partition(":")
    if not colon or prefix == "xml" or prefix not in node.nsmap:
        return
    pattern.attributes["ns"] = node.nsmap[prefix]
    if attribute:
        pattern.attributes[attribute] = rest
    else:
        pattern.text = rest


def write_grammar(definitions: Iterable[Pattern], ns: str, comment: str, lang: str) -> bytes:
    """The grammar as a file; with a language the descriptions in it stand there as a:documentation."""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<grammar xmlns="{RNG}"\n         xmlns:a="{ANNOTATIONS}"\n'
        f'         datatypeLibrary="{XSD_TYPES}"\n         ns={quoteattr(ns)}>\n'
    )
    remark = "  <!-- " + comment.replace("--", "- -") + " -->\n" if comment else ""
    lines = [head, remark]
    _write(lines, definitions, "  ", lang)
    lines.append("</grammar>\n")
    return "".join(lines).encode()


def _write(lines: list[str], patterns: Iterable[Pattern], indent: str, lang: str) -> None:
    for pattern in patterns:
        tag = pattern.tag
        attributes = "".join([f" {key}={quoteattr(value)}" for key, value in pattern.attributes.items()])
        said = described(pattern.doc, lang) if lang and pattern.doc else ""
        doc = f"<a:documentation>{escape(said)}</a:documentation>\n" if said else ""
        if pattern.text:
            lines.append(f"{indent}<{tag}{attributes}>{escape(pattern.text)}</{tag}>\n")
        elif pattern.children or (doc and tag != "value"):
            lines.append(f"{indent}<{tag}{attributes}>\n")
            if doc:
                lines.append(f"{indent}  {doc}")
            _write(lines, pattern.children, indent + "  ", lang)
            lines.append(f"{indent}</{tag}>\n")
        else:
            lines.append(f"{indent}<{tag}{attributes}/>\n")
        if doc and tag == "value":
            lines.append(indent + doc)
