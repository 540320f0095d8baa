"""What a simplified schema must not do (section 7 of the specification)."""

from __future__ import annotations

from enum import IntEnum

from baokan.validate.relaxng.composites import Choice, Group, Interleave, OneOrMore
from baokan.validate.relaxng.names import is_open, shown
from baokan.validate.relaxng.overlaps import check_overlaps
from baokan.validate.relaxng.patterns import EMPTY, TEXT, Attribute, Data, Element, ListOf, Pattern, Value
from baokan.validate.relaxng.problems import SchemaError

# Where a pattern stands: flags that add up on the way down from an element (section 7.1).
ATTRIBUTE, REPEATED, REPEATED_GROUP, LIST, EXCEPT, START = 1, 2, 4, 8, 16, 32
_PLACES = {ATTRIBUTE: "an attribute", LIST: "a list", EXCEPT: "the except of data", START: "start"}
_BANNED: dict[int, tuple[type[Pattern], ...]] = {
    ATTRIBUTE: (Element, Attribute),
    REPEATED_GROUP: (Attribute,),
    LIST: (Element, Attribute, ListOf, Interleave, type(TEXT)),
    EXCEPT: (Element, Attribute, ListOf, Group, Interleave, OneOrMore, type(TEXT), type(EMPTY)),
    START: (Attribute, Data, Value, ListOf, Group, Interleave, OneOrMore, type(TEXT), type(EMPTY)),
}
_WORDS = {
    "ListOf": "list",
    "OneOrMore": "oneOrMore",
    "Element": "an element",
    "Attribute": "an attribute",
}


class Content(IntEnum):
    """The content types of section 7.2; the greater one is that of a choice or group."""

    EMPTY = 0
    COMPLEX = 1
    SIMPLE = 2


class Restrictions:
    """Checks every pattern that can be reached from the start, each once for each place it stands in."""

    def __init__(self) -> None:
        self._seen: set[tuple[Pattern, int]] = set()
        self._contents: dict[Pattern, Content | None] = {}
        self._waiting: list[Element] = []
        self._met: set[Element] = set()
        self._path, self._line = "", 0

    def check(self, start: Pattern, path: str) -> None:
        """Raises SchemaError at the first pattern that breaks a rule."""
        self._path, self._line = path, 0
        self._paths(start, START)
        while self._waiting:
            element = self._waiting.pop()
            self._path, self._line = element.path, element.line
            self._paths(element.content, 0)
            if self._content(element.content) is None:
                raise self._bad(f"the element {shown(element.names)} groups text of a datatype with other content")
            reason = check_overlaps(element.content)
            if reason:
                raise self._bad(f"in the element {shown(element.names)}, {reason}")

    def _bad(self, reason: str) -> SchemaError:
        return SchemaError(self._path, self._line, reason)

    def _paths(self, pattern: Pattern, place: int) -> None:
        if (pattern, place) in self._seen:
            return
        self._seen.add((pattern, place))
        if place:
            self._check_place(pattern, place)
        if isinstance(pattern, Element):
            if pattern not in self._met:
                self._met.add(pattern)
                self._waiting.append(pattern)
        elif isinstance(pattern, Attribute):
            self._attribute(pattern, place)
        elif isinstance(pattern, ListOf):
            self._paths(pattern.content, place | LIST)
        elif isinstance(pattern, Data):
            if pattern.excluded:
                self._paths(pattern.excluded, EXCEPT)
        else:
            inner = place
            if isinstance(pattern, OneOrMore):
                inner |= REPEATED
            elif isinstance(pattern, Group) and place & REPEATED:
                inner |= REPEATED_GROUP
            for item in pattern.items:
                self._paths(item, inner)

    def _check_place(self, pattern: Pattern, place: int) -> None:
        for flag, banned in _BANNED.items():
            if place & flag and isinstance(pattern, banned):
                kind = type(pattern).__name__
                what = _WORDS.get(kind, kind.lower())
                if flag == REPEATED_GROUP:
                    raise self._bad("an attribute stands in a group or interleave that may be repeated")
                raise self._bad(f"{what} stands in {_PLACES[flag]}, where it can't be")

    def _attribute(self, attribute: Attribute, place: int) -> None:
        if is_open(attribute.names) and not place & REPEATED:
            raise SchemaError(
                attribute.path, attribute.line, "an attribute with endlessly many names must stand in oneOrMore"
            )
        self._paths(attribute.content, ATTRIBUTE)
        if self._content(attribute.content) is None:
            name = shown(attribute.names)
            raise SchemaError(attribute.path, attribute.line, f"the attribute {name} groups text of a datatype")
        reason = check_overlaps(attribute.content)
        if reason:
            raise SchemaError(attribute.path, attribute.line, f"in the attribute {shown(attribute.names)}, {reason}")

    def _content(self, pattern: Pattern) -> Content | None:
        """The content type; None where there is none, which an element or attribute mustn't have."""
        if pattern not in self._contents:
            self._contents[pattern] = self._find_content(pattern)
        return self._contents[pattern]

    def _find_content(self, pattern: Pattern) -> Content | None:
        if isinstance(pattern, Data):
            return None if pattern.excluded and self._content(pattern.excluded) is None else Content.SIMPLE
        if isinstance(pattern, Value | ListOf):
            return Content.SIMPLE
        if isinstance(pattern, Element) or pattern is TEXT:
            return Content.COMPLEX
        parts = [self._content(item) for item in pattern.items]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if not isinstance(pattern, Choice):
            together = known * 2 if isinstance(pattern, OneOrMore) else known
            filled = [part for part in together if part is not Content.EMPTY]
            if Content.SIMPLE in filled and len(filled) > 1:
                return None
        return max(known, default=Content.EMPTY)

