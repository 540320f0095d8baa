"""The elements of an issue that is being written, and their bytes: those that `tei_to_bytes` makes of the same tree.

lxml takes several microseconds for an element, and a page has two hundred; what is only to be written needs no tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lxml import etree

from baokan.tei.canonical import CONTAINERS, DECLARATION

PREFIXED = {"xml_id": "xml:id", "xml_lang": "xml:lang"}
IN_TEXT = {"\r": "&#13;"}
IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
PLAIN = re.compile(r"[^&<>\"\t\n\r]*").fullmatch
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


class Element:
    """A TEI element with its attributes, its texts and the elements in it."""

    __slots__ = ("attributes", "content", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.content: list[Element | str] = []

    def iter(self) -> Iterator[Element]:
        """The element itself and all in it, in the order of the text."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.iter()


def add(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """Append a TEI element; attributes that are None are left out, xml_id and xml_lang get their prefix."""
    element = Element(name, {PREFIXED.get(key, key): value for key, value in attributes.items() if value is not None})
    if text:
        element.content.append(text)
    parent.content.append(element)
    return element


def to_bytes(root: Element) -> bytes:
    """The canonical bytes of a whole document. Raises ValueError for characters that XML can't hold."""
    written: list[str] = []
    write(root, written, "\n")
    data = DECLARATION + "".join(written).encode("utf-8") + b"\n"
    if len(data.translate(None, CONTROLS)) < len(data) or any(none in data for none in NO_CHARACTERS):
        raise ValueError("a character that XML can't hold")
    return data


def to_tree(root: Element) -> etree._Element:
    """The same document as a tree."""
    return etree.fromstring(to_bytes(root), etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True))


def write(element: Element, written: list[str], line: str) -> None:
    """Append an element's markup; `line` breaks the line before its end tag, "" inside text, where none may be broken."""
    name, content = element.name, element.content
    attributes = [
        f' {key}="{value if PLAIN(value) else escape(value, IN_ATTRIBUTES)}"' for key, value in element.attributes.items()
    ]
    if not content:
        written.append(f"<{name}{''.join(attributes)}/>")
        return
    written.append(f"<{name}{''.join(attributes)}>")
    broken = line and name in CONTAINERS and holds_elements_only(element)
    inner = f"{line}  " if broken else ""
    for part in content:
        if isinstance(part, Element):
            written.append(inner)
            write(part, written, inner)
        elif not broken:
            written.append(escape(part, IN_TEXT))
    written.append(f"{line}</{name}>" if broken else f"</{name}>")


def holds_elements_only(element: Element) -> bool:
    """Whether there are elements in it, and no text but blanks."""
    texts = [part for part in element.content if isinstance(part, str)]
    return len(texts) < len(element.content) and not any(text.strip() for text in texts)
