"""Patterns and their derivatives: what remains to be matched after an element, a text or a start tag's attributes.

A pattern is made by `Factory`, which keeps one object per distinct pattern, so that two equal patterns are the same
object and every derivative is computed once and then looked up. `match(tag)` says which element patterns can take a
child of that name now; `child(those that took it)` is what remains after it. `close(hits)` takes all attributes of a
start tag at once: section 7.3 makes sure that an attribute belongs to one side of a group only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from baokan.validate.relaxng.names import Name, NameClass

WHITESPACE = " \t\r\n"
_SPACES = re.compile(r"[ \t\r\n]+")
_RARE_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f]")  # str.split cuts at these too
Prefixes = Mapping[str | None, str]  # the namespaces declared where a value stands
Hits = tuple[tuple[str, tuple["Attribute", ...]], ...]  # (name, patterns whose value check passed) for each attribute


class Checker(Protocol):
    """A datatype with its parameters."""

    name: str
    library: str
    needs_prefixes: bool
    takes_all: bool

    def allows(self, text: str, prefixes: Prefixes) -> bool: ...

    def value(self, text: str, prefixes: Prefixes) -> object: ...

    def fast(self) -> Callable[[str], object]: ...


class Pattern:
    """What every pattern answers; the defaults are those of `notAllowed`."""

    __slots__ = ()
    nullable = False
    has_attributes = False
    has_data = False
    items: tuple[Pattern, ...] = ()

    def match(self, tag: str) -> tuple[Element, ...]:
        """The element patterns that can take a child named `tag` now."""
        return ()

    def child(self, taken: tuple[Element, ...]) -> Pattern:
        """What remains after a child that the patterns `taken` accept."""
        return NOT_ALLOWED

    def text(self) -> Pattern:
        """What remains after text between child elements."""
        return NOT_ALLOWED

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        """Whether `text` as the whole content matches, as one string."""
        return False

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        """What remains of a list's content after one of its words."""
        return NOT_ALLOWED

    def attribute(self, name: str) -> tuple[Attribute, ...]:
        """The attribute patterns inside that take an attribute of that name."""
        return ()

    def close(self, hits: Hits) -> Pattern:
        """What remains after a start tag with these attributes and no other."""
        return NOT_ALLOWED if hits else self

    def bare(self) -> Pattern:
        """The pattern with every attribute taken as given: what a validator goes on with after an error."""
        return self


class NotAllowed(Pattern):
    __slots__ = ()


class Empty(Pattern):
    __slots__ = ()
    nullable = True


class Text(Pattern):
    __slots__ = ()
    nullable = True

    def text(self) -> Pattern:
        return self

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        return True


NOT_ALLOWED = NotAllowed()
EMPTY = Empty()
TEXT = Text()


class Element(Pattern):
    """An element pattern; its content is read from the schema when it is first needed."""

    __slots__ = ("_content", "_read", "line", "names", "path")

    def __init__(self, names: NameClass, read: Callable[[], Pattern], path: str, line: int) -> None:
        self.names = names
        self.path = path
        self.line = line
        self._read: Callable[[], Pattern] | None = read
        self._content: Pattern = NOT_ALLOWED

    @property
    def content(self) -> Pattern:
        if self._read is not None:
            self._content = self._read()
            self._read = None
        return self._content

    def match(self, tag: str) -> tuple[Element, ...]:
        return (self,) if self.names.contains(tag) else ()

    def child(self, taken: tuple[Element, ...]) -> Pattern:
        return EMPTY if self in taken else NOT_ALLOWED


class Attribute(Pattern):
    """An attribute pattern; `allows` is its value check."""

    __slots__ = ("content", "fast", "free", "line", "names", "needs_prefixes", "path")
    has_attributes = True

    def __init__(self, names: NameClass, content: Pattern, path: str, line: int) -> None:
        self.names = names
        self.content = content
        self.path = path
        self.line = line
        self.free = content is TEXT or (isinstance(content, Data) and content.free)
        self.needs_prefixes = needs_prefixes(content)
        self.fast: Callable[[str], object] | None = None

    def allows(self, value: str, prefixes: Prefixes) -> bool:
        return self.free or matches(self.content, value, prefixes)

    def attribute(self, name: str) -> tuple[Attribute, ...]:
        return (self,) if self.names.contains(name) else ()

    def close(self, hits: Hits) -> Pattern:
        return EMPTY if len(hits) == 1 and self in hits[0][1] else NOT_ALLOWED

    def bare(self) -> Pattern:
        return EMPTY


class Data(Pattern):
    """Text of a datatype, without the values of `excluded`."""

    __slots__ = ("excluded", "free", "kind")
    has_data = True

    def __init__(self, kind: Checker, excluded: Pattern | None = None) -> None:
        self.kind = kind
        self.excluded = excluded
        self.free = kind.takes_all and excluded is None

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        if not self.kind.allows(text, prefixes):
            return False
        return self.excluded is None or not matches(self.excluded, text, prefixes)

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        return EMPTY if self.accepts(token, prefixes) else NOT_ALLOWED


class Value(Pattern):
    """One value of a datatype; `text` as it stands in the schema."""

    __slots__ = ("kind", "value", "written")
    has_data = True

    def __init__(self, kind: Checker, written: str, value: object) -> None:
        self.kind = kind
        self.written = written
        self.value = value

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        return self.kind.allows(text, prefixes) and self.kind.value(text, prefixes) == self.value

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        return EMPTY if self.accepts(token, prefixes) else NOT_ALLOWED


class ListOf(Pattern):
    """Words set apart by whitespace."""

    __slots__ = ("content",)
    has_data = True

    def __init__(self, content: Pattern) -> None:
        self.content = content

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        rest = self.content
        for word in words(text):
            rest = rest.token(word, prefixes)
            if rest is NOT_ALLOWED:
                return False
        return rest.nullable


def words(text: str) -> list[str]:
    """The words of a list; only XML's four whitespace characters set them apart."""
    if text.isascii() and not _RARE_SPACES.search(text):
        return text.split()
    return [word for word in _SPACES.split(text) if word]


def matches(pattern: Pattern, text: str, prefixes: Prefixes) -> bool:
    """Whether a string as the whole content of an attribute or an element matches (whitespace also matches empty)."""
    return (pattern.nullable and not text.strip(WHITESPACE)) or pattern.accepts(text, prefixes)


def needs_prefixes(pattern: Pattern) -> bool:
    """Whether a value check must know the namespaces in scope (QName and NOTATION)."""
    if isinstance(pattern, Data):
        return pattern.kind.needs_prefixes or (pattern.excluded is not None and needs_prefixes(pattern.excluded))
    if isinstance(pattern, Value):
        return pattern.kind.needs_prefixes
    if isinstance(pattern, ListOf):
        return needs_prefixes(pattern.content)
    return any(needs_prefixes(item) for item in pattern.items)


def simple_name(pattern: Pattern) -> str | None:
    """The name of an element pattern that takes just one."""
    if isinstance(pattern, Element) and isinstance(pattern.names, Name):
        return pattern.names.name
    return None
