"""What a pattern allows or requires next, for messages and for going on after an error."""

from __future__ import annotations

from collections.abc import Iterable

from baokan.validate.relaxng.composites import Choice, Composite, Group, Interleave, OneOrMore
from baokan.validate.relaxng.names import NameClass, shown, simple_names
from baokan.validate.relaxng.patterns import EMPTY, NOT_ALLOWED, Attribute, Data, Element, ListOf, Pattern, Value


def next_elements(pattern: Pattern) -> dict[Element, None]:
    """The element patterns that can come now."""
    if isinstance(pattern, Element):
        return {pattern: None}
    found: dict[Element, None] = {}
    for item in pattern.items:
        found.update(next_elements(item))
        if isinstance(pattern, Group) and not isinstance(pattern, Interleave) and not item.nullable:
            break
    return found


def all_elements(pattern: Pattern) -> dict[Element, None]:
    """The element patterns inside, wherever they can come."""
    if isinstance(pattern, Element):
        return {pattern: None}
    return {element: None for item in pattern.items for element in all_elements(item)}


def required_elements(pattern: Pattern) -> list[str]:
    """The names of elements that must come before the end; alternatives are joined with |."""
    if pattern.nullable:
        return []
    if isinstance(pattern, Element):
        return [shown(pattern.names)]
    if isinstance(pattern, Choice):
        every = [required_elements(item) for item in pattern.items]
        return [" | ".join(dict.fromkeys(names[0] for names in every if names))] if any(every) else []
    return list(dict.fromkeys(name for item in pattern.items for name in required_elements(item)))


def all_attributes(pattern: Pattern) -> dict[Attribute, None]:
    """The attribute patterns inside."""
    if isinstance(pattern, Attribute):
        return {pattern: None}
    found: dict[Attribute, None] = {}
    for item in pattern.items:
        if item.has_attributes:
            found.update(all_attributes(item))
    return found


def missing_attributes(pattern: Pattern, present: Iterable[str]) -> list[tuple[NameClass, ...]]:
    """The attributes that must be there and aren't; each as those of which one would do."""
    if isinstance(pattern, Attribute):
        return [] if any(pattern.names.contains(name) for name in present) else [(pattern.names,)]
    if not pattern.has_attributes:
        return []
    every = [missing_attributes(item, present) for item in pattern.items]
    if isinstance(pattern, Choice):
        if not all(every):
            return []
        return [tuple(dict.fromkeys(names for missing in every for names in missing[0]))]
    return [missing for part in every for missing in part]


def skip_to(pattern: Pattern, tag: str) -> tuple[list[str], Pattern]:
    """The required names to leave out before a child can come, and the pattern without them; or NOT_ALLOWED."""
    if pattern.match(tag):
        return [], pattern
    if isinstance(pattern, Choice):
        every = [skip_to(item, tag) for item in pattern.items]
        return next((found for found in every if found[1] is not NOT_ALLOWED), ([], NOT_ALLOWED))
    if isinstance(pattern, OneOrMore):
        missing, rest = skip_to(pattern.items[0], tag)
        return missing, pattern.factory.group([rest, pattern.factory.choice([pattern, EMPTY])])
    if isinstance(pattern, Composite):
        return _skip_among(pattern, tag)
    return [], NOT_ALLOWED


def _skip_among(pattern: Composite, tag: str) -> tuple[list[str], Pattern]:
    missing: list[str] = []
    for index, item in enumerate(pattern.items):
        more, rest = skip_to(item, tag)
        if rest is not NOT_ALLOWED:
            if isinstance(pattern, Interleave):
                return more, pattern.factory.interleave([*pattern.items[:index], rest, *pattern.items[index + 1 :]])
            return [*missing, *more], pattern.factory.group([rest, *pattern.items[index + 1 :]])
        if not isinstance(pattern, Interleave):
            missing += required_elements(item)
    return [], NOT_ALLOWED


def values_shown(pattern: Pattern) -> str:
    """What a value may be, as a person reads it: `a | b`, `a date`, `words that are each …`."""
    if isinstance(pattern, Data):
        parameters = getattr(pattern.kind, "parameters", ())
        tail = ", ".join(f"{name} {text}" for name, text in parameters)
        return f"{pattern.kind.name} ({tail})" if tail else pattern.kind.name
    if isinstance(pattern, Value):
        return pattern.written
    if isinstance(pattern, ListOf):
        return f"list of {values_shown(pattern.content)}"
    return " | ".join(dict.fromkeys(found for item in pattern.items if (found := values_shown(item))))


def written_values(pattern: Pattern) -> list[str]:
    """The values that the schema spells out."""
    if isinstance(pattern, Value):
        return [pattern.written]
    inner = (pattern.content,) if isinstance(pattern, ListOf) else pattern.items
    return [value for item in inner for value in written_values(item)]


def plain_names(elements: Iterable[Element]) -> list[str]:
    """The names that element patterns spell out."""
    return list(dict.fromkeys(name for element in elements for name in simple_names(element.names)))

