"""The floor of the compact syntax's reader: its tokens, prefixes, and annotations, which become foreign elements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng.compact_tokens import Token
from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.syntax import RNG

_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
_WORDS = (RNG + "value", RNG + "param", RNG + "name")  # hold text, so that no note can stand in them


class Annotations:
    """Reads tokens one by one; notes that stand before something are put into the element that is made next."""

    def __init__(self, tokens: list[Token], path: Path) -> None:
        self.tokens = tokens
        self.path = path
        self.at = 0
        self.prefixes: dict[str, str | None] = {"xml": _XML}
        self.root = etree.Element(RNG + "grammar")
        self.waiting: list[etree._Element] = []
        self.waiting_attributes: dict[str, str] = {}
        self.depth = 0

    # tokens

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def following(self) -> Token:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def next(self) -> Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def bad(self, reason: str, line: int = 0) -> SchemaError:
        return SchemaError(self.path, line or self.token.line, reason)

    def expect(self, text: str) -> None:
        token = self.next()
        if token.text != text or token.kind not in ("mark", "keyword"):
            raise self.bad(f"{text} is missing before {token.text!r}" if token.text else f"{text} is missing", token.line)

    def word(self) -> str:
        """A name, which may be a keyword here."""
        token = self.next()
        if token.kind not in ("name", "keyword"):
            raise self.bad(f"{token.text!r} isn't a name", token.line)
        return token.text

    def identifier(self) -> str:
        token = self.next()
        if token.kind != "name":
            raise self.bad(f"{token.text!r} isn't the name of a definition", token.line)
        return token.text

    def literal(self) -> str:
        """A literal, or several with ~ between them."""
        token = self.next()
        if token.kind != "literal":
            raise self.bad(f"a text in quotes is missing before {token.text!r}", token.line)
        text = token.text
        while self.token.kind == "mark" and self.token.text == "~":
            self.next()
            token = self.next()
            if token.kind != "literal":
                raise self.bad("a text in quotes is missing after ~", token.line)
            text += token.text
        return text

    def inside(self, read: Callable[[], object]) -> None:
        """Reads what stands in curly brackets."""
        self.expect("{")
        self.depth += 1
        if self.depth > 200:
            raise self.bad("more than 200 brackets stand in one another")
        read()
        self.depth -= 1
        self.expect("}")

    # namespaces

    def bind(self, prefix: str, uri: str | None) -> None:
        if (prefix == "xml") != (uri == _XML) or prefix == "xmlns":
            raise self.bad(f"the prefix {prefix} can't be bound to {uri}")
        try:
            etree.Element(f"{{{uri}}}a" if uri else "a")
        except ValueError as error:
            raise self.bad(f"{uri!r} is no address of a namespace") from error
        self.prefixes[prefix] = uri

    def uri(self, prefix: str) -> str | None:
        if prefix not in self.prefixes:
            raise self.bad(f"the prefix {prefix} isn't declared")
        return self.prefixes[prefix]

    # elements and their notes

    def make(self, parent: etree._Element | None, kind: str, line: int, /, **attributes: str) -> etree._Element:
        element = self.root.makeelement(RNG + kind, attributes, nsmap=self.root.nsmap)
        element.sourceline = line
        self.put_notes(element)
        if parent is not None:
            parent.append(element)
        return element

    def put_notes(self, element: etree._Element) -> None:
        if element.tag not in _WORDS:
            element.extend(self.waiting)
        for name, value in self.waiting_attributes.items():
            element.set(name, value)
        self.waiting, self.waiting_attributes = [], {}

    def notes(self) -> None:
        """Reads documentation and a bracket of annotations, which belong to the element that is made next."""
        while self.token.kind == "doc":
            note = etree.Element(_DOCUMENTATION)
            note.text = self.next().text
            self.waiting.append(note)
        if self.token.kind == "mark" and self.token.text == "[":
            self.next()
            holder = etree.Element("holder")
            self.annotation(holder, in_grammar=True)
            self.waiting += list(holder)
            self.waiting_attributes = dict(holder.attrib)

    def notes_after(self, element: etree._Element) -> None:
        """Reads the annotations that follow a pattern or a name class."""
        while self.token.kind == "mark" and self.token.text == ">>":
            self.next()
            note = self.foreign()
            if element.tag not in _WORDS:
                element.append(note)

    def foreign(self) -> etree._Element:
        """An element of an annotation: a name, and attributes, elements and text in square brackets."""
        token = self.next()
        if token.kind not in ("cname", "name", "keyword"):
            raise self.bad(f"{token.text!r} isn't the name of an annotation", token.line)
        element = etree.Element(self.foreign_name(token))
        element.sourceline = token.line
        if element.tag.startswith(RNG):
            raise self.bad("an annotation can't be in RELAX NG's own namespace", token.line)
        self.expect("[")
        self.annotation(element)
        return element

    def foreign_name(self, token: Token) -> str:
        if token.kind != "cname":
            return token.text
        prefix, _, local = token.text.partition(":")
        uri = self.uri(prefix)
        return f"{{{uri}}}{local}" if uri else local

    def annotation(self, element: etree._Element, in_grammar: bool = False) -> None:
        """The content of an annotation up to its closing bracket; attributes come first."""
        begun = False
        while not (self.token.kind == "mark" and self.token.text == "]"):
            if self.token.kind == "literal":
                if in_grammar:
                    raise self.bad("text can't stand among annotations; it belongs into one of their elements")
                self.add_text(element, self.literal())
                begun = True
            elif self.following().kind == "mark" and self.following().text == "=":
                if begun:
                    raise self.bad("an annotation's attributes must stand before its content")
                self.add_attribute(element, in_grammar)
            else:
                element.append(self.foreign())
                begun = True
        self.next()

    def add_attribute(self, element: etree._Element, in_grammar: bool) -> None:
        token = self.next()
        name = self.foreign_name(token)
        self.expect("=")
        if element.get(name) is not None:
            raise self.bad(f"the annotation {token.text} is given twice", token.line)
        if in_grammar and (name[0] != "{" or name.startswith(RNG)):
            raise self.bad(f"the annotation {token.text} must be in a namespace, and not in RELAX NG's", token.line)
        if name.startswith("{" + _XMLNS):
            raise self.bad("an annotation can't be a namespace declaration", token.line)
        element.set(name, self.literal())

    def add_text(self, element: etree._Element, text: str) -> None:
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text
