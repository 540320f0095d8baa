"""The form of a schema file (section 3): which elements stand where, with which attributes, and what they contain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng.patterns import WHITESPACE
from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.xsd_types import NCNAME, is_uri

RNG = "{http://relaxng.org/ns/structure/1.0}"
_NCNAME = re.compile(NCNAME)
_NCNAME_ATTRIBUTES = {"ref": "name", "parentRef": "name", "define": "name", "param": "name", "data": "type",
                      "value": "type"}  # fmt: skip
_QNAME_ATTRIBUTES = {"element": "name", "attribute": "name"}
_REQUIRED = {"ref": "name", "parentRef": "name", "define": "name", "param": "name", "data": "type",
             "externalRef": "href", "include": "href"}  # fmt: skip
_OPTIONAL = {"element": "name", "attribute": "name", "value": "type", "define": "combine", "start": "combine"}
_PATTERNS = frozenset(
    "element attribute group interleave choice optional zeroOrMore oneOrMore list mixed ref parentRef empty text value "
    "data notAllowed externalRef grammar".split()
)
_NAME_CLASSES = frozenset("name anyName nsName choice".split())
_CONTENTS = frozenset("start define div".split())
_CHILDLESS = frozenset("ref parentRef empty text notAllowed externalRef".split())
_WORDS = frozenset("value param name".split())
_MANY = frozenset("group interleave choice optional zeroOrMore oneOrMore list mixed define".split())

Check = Callable[[etree._Element, list[etree._Element]], None]


def check_syntax(root: etree._Element, path: Path) -> None:
    """Raises SchemaError where the file isn't in the form of the specification's section 3."""
    _Syntax(path).pattern(root)


def rng_name(element: etree._Element) -> str:
    """The element's RELAX NG name, or nothing for an annotation."""
    tag = element.tag
    return tag[len(RNG) :] if isinstance(tag, str) and tag.startswith(RNG) else ""


def rng_children(element: etree._Element) -> list[etree._Element]:
    """The children that aren't annotations."""
    return [child for child in element if isinstance(child.tag, str) and child.tag.startswith(RNG)]


class _Syntax:
    def __init__(self, path: Path) -> None:
        self.path = path

    def bad(self, element: etree._Element, reason: str) -> SchemaError:
        return SchemaError(self.path, element.sourceline or 0, reason)

    def pattern(self, element: etree._Element) -> None:
        name = rng_name(element)
        if name not in _PATTERNS:
            shown = name or element.tag
            raise self.bad(element, f"{shown} stands where a RELAX NG pattern must stand")
        children = self.common(element, name)
        if name in _CHILDLESS:
            self.none(element, name, children)
        elif name in _MANY:
            self.patterns(element, name, children)
        elif name != "value":
            check: Check = getattr(self, f"_{name}")
            check(element, children)

    def common(self, element: etree._Element, name: str) -> list[etree._Element]:
        """Attributes and text of any element; its children that aren't annotations."""
        if element.attrib:
            self.attributes(element, name)
        if name in _REQUIRED and element.get(_REQUIRED[name]) is None:
            raise self.bad(element, f"{name} has no {_REQUIRED[name]}")
        if name in _WORDS:
            if len(element):
                raise self.bad(element[0], f"{name} contains an element, and may contain text only")
            return []
        if not len(element):
            if element.text and element.text.strip(WHITESPACE):
                raise self.bad(element, f"{name} contains the text {element.text.strip()!r}")
            return []
        self.no_text(element, name)
        return rng_children(element)

    def no_text(self, element: etree._Element, name: str) -> None:
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip(WHITESPACE):
                raise self.bad(element, f"{name} contains the text {text.strip()!r}")

    def attributes(self, element: etree._Element, name: str) -> None:
        for key, value in element.items():
            if key[0] == "{":
                if key.startswith(RNG):
                    raise self.bad(element, f"{name} has the attribute {key} in RELAX NG's own namespace")
            elif key == "ns":
                continue
            elif key == "datatypeLibrary":
                self.library(element, value)
            elif key not in (_REQUIRED.get(name), _OPTIONAL.get(name)):
                raise self.bad(element, f"{name} can't have the attribute {key}")
            elif key == "href":
                self.href(element, value)
            else:
                self.name_value(element, name, key, value.strip(WHITESPACE))

    def name_value(self, element: etree._Element, name: str, key: str, value: str) -> None:
        if key == "combine":
            if value not in ("choice", "interleave"):
                raise self.bad(element, f"combine is choice or interleave, not {value!r}")
        elif _QNAME_ATTRIBUTES.get(name) == key:
            self.qname(element, value)
        elif not _NCNAME.fullmatch(value):
            raise self.bad(element, f"{name} has {key}={value!r}, which isn't a name")

    def qname(self, element: etree._Element, value: str) -> None:
        prefix, colon, local = value.rpartition(":")
        if not _NCNAME.fullmatch(local) or (colon and not _NCNAME.fullmatch(prefix)):
            raise self.bad(element, f"{value!r} isn't a name")
        if colon and prefix != "xml" and prefix not in element.nsmap:
            raise self.bad(element, f"the prefix of {value} isn't declared")

    def library(self, element: etree._Element, value: str) -> None:
        if value and (not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", value) or "#" in value or not is_uri(value)):
            raise self.bad(element, f"datatypeLibrary must be an absolute URI without a fragment, not {value!r}")

    def href(self, element: etree._Element, value: str) -> None:
        if "#" in value or not is_uri(value):
            raise self.bad(element, f"href must be a URI without a fragment, not {value!r}")

    def none(self, element: etree._Element, name: str, children: list[etree._Element]) -> None:
        if children:
            raise self.bad(children[0], f"{name} contains {rng_name(children[0])}, and must be empty")

    def patterns(self, element: etree._Element, name: str, children: Iterable[etree._Element]) -> None:
        found = False
        for child in children:
            self.pattern(child)
            found = True
        if not found:
            raise self.bad(element, f"{name} contains no pattern")

    def _element(self, element: etree._Element, children: list[etree._Element]) -> None:
        self.patterns(element, "element", self.after_name_class(element, "element", children))

    def _attribute(self, element: etree._Element, children: list[etree._Element]) -> None:
        rest = self.after_name_class(element, "attribute", children)
        if len(rest) > 1:
            raise self.bad(rest[1], "attribute contains more than one pattern")
        for child in rest:
            self.pattern(child)

    def after_name_class(
        self, element: etree._Element, name: str, children: list[etree._Element]
    ) -> list[etree._Element]:
        if element.get("name") is not None:
            return children
        if not children:
            raise self.bad(element, f"{name} has neither a name nor a name class")
        self.name_class(children[0])
        return children[1:]

    def name_class(self, element: etree._Element) -> None:
        name = rng_name(element)
        if name not in _NAME_CLASSES:
            raise self.bad(element, f"{name} stands where a name class must stand")
        children = self.common(element, name)
        if name == "name":
            self.qname(element, (element.text or "").strip(WHITESPACE))
        elif name == "choice":
            self.name_classes(element, children)
        else:
            for index, child in enumerate(children):
                if rng_name(child) != "except" or index:
                    raise self.bad(child, f"{name} can contain one except only")
                self.name_classes(child, self.common(child, "except"))

    def name_classes(self, element: etree._Element, children: list[etree._Element]) -> None:
        if not children:
            raise self.bad(element, f"{rng_name(element)} contains no name class")
        for child in children:
            self.name_class(child)

    def _data(self, element: etree._Element, children: list[etree._Element]) -> None:
        for index, child in enumerate(children):
            name = rng_name(child)
            if name == "param":
                self.common(child, name)
            elif name == "except" and index == len(children) - 1:
                self.patterns(child, name, self.common(child, name))
                continue
            else:
                raise self.bad(child, f"data contains {name}; it can contain param and, at its end, one except")

    def _grammar(self, element: etree._Element, children: list[etree._Element]) -> None:
        for child in children:
            self.content(child, with_include=True)

    def content(self, element: etree._Element, with_include: bool) -> None:
        """A child of grammar, include or div."""
        name = rng_name(element)
        if name not in _CONTENTS and not (with_include and name == "include"):
            raise self.bad(element, f"{name} can't stand here; start, define, div or include can")
        children = self.common(element, name)
        if name == "start":
            if len(children) != 1:
                raise self.bad(element, "start must contain one pattern")
            self.pattern(children[0])
        elif name == "define":
            self.patterns(element, name, children)
        else:
            for child in children:
                self.content(child, with_include and name == "div")
