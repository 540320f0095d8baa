"""Overlaps that sections 7.3 and 7.4 forbid: the same attribute twice, the same element on both sides of interleave."""

from __future__ import annotations

from baokan.validate.relaxng.composites import Group, Interleave
from baokan.validate.relaxng.names import Name, NameClass, overlap, shown
from baokan.validate.relaxng.patterns import TEXT, Attribute, Element, Pattern


class _Names:
    """Name classes, the plain names apart from the others, so that long lists are compared at once."""

    __slots__ = ("open", "plain", "text")

    def __init__(self) -> None:
        self.plain: set[str] = set()
        self.open: list[NameClass] = []
        self.text = False

    def add(self, names: NameClass) -> None:
        if isinstance(names, Name):
            self.plain.add(names.name)
        else:
            self.open.append(names)

    def merge(self, other: _Names) -> None:
        self.plain |= other.plain
        self.open += other.open
        self.text = self.text or other.text

    def common(self, other: _Names) -> NameClass | None:
        """A name class of this list that has a name of the other one."""
        for name in sorted(self.plain & other.plain):
            return Name(name)
        for one in self.open:
            if any(one.contains(name) for name in other.plain) or any(overlap(one, each) for each in other.open):
                return one
        for each in other.open:
            if any(each.contains(name) for name in self.plain):
                return each
        return None


def check_overlaps(content: Pattern) -> str:
    """What overlaps in an element's content, or nothing."""
    return _Overlaps().reason(content)


class _Overlaps:
    def __init__(self) -> None:
        self._attributes: dict[Pattern, _Names] = {}
        self._elements: dict[Pattern, _Names] = {}
        self._done: set[Pattern] = set()

    def reason(self, pattern: Pattern) -> str:
        if pattern in self._done or not pattern.items:
            return ""
        self._done.add(pattern)
        if isinstance(pattern, Group) and pattern.has_attributes:
            twice = _first_common([self.attributes(item) for item in pattern.items if item.has_attributes])
            if twice:
                return f"the attribute {shown(twice)} can stand twice"
        if isinstance(pattern, Interleave):
            sides = [self.elements(item) for item in pattern.items]
            if sum(side.text for side in sides) > 1:
                return "text stands on both sides of interleave"
            both = _first_common(sides)
            if both:
                return f"the element {shown(both)} stands on both sides of interleave"
        return next((found for item in pattern.items if (found := self.reason(item))), "")

    def attributes(self, pattern: Pattern) -> _Names:
        found = self._attributes.get(pattern)
        if found is None:
            found = self._attributes[pattern] = _Names()
            if isinstance(pattern, Attribute):
                found.add(pattern.names)
            for item in pattern.items:
                if item.has_attributes:
                    found.merge(self.attributes(item))
        return found

    def elements(self, pattern: Pattern) -> _Names:
        found = self._elements.get(pattern)
        if found is None:
            found = self._elements[pattern] = _Names()
            if isinstance(pattern, Element):
                found.add(pattern.names)
            found.text = pattern is TEXT
            for item in pattern.items:
                found.merge(self.elements(item))
        return found


def _first_common(sides: list[_Names]) -> NameClass | None:
    """A name class that two of the sides share."""
    before = _Names()
    for side in sides:
        shared = before.common(side)
        if shared:
            return shared
        before.merge(side)
    return None
