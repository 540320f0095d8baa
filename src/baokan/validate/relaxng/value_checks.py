"""Value checks of attributes without namespaces, made fast for the shapes that schemas have most."""

from __future__ import annotations

from collections.abc import Callable

from baokan.validate.relaxng.composites import Choice, OneOrMore
from baokan.validate.relaxng.datatypes import remembering
from baokan.validate.relaxng.patterns import EMPTY, Data, ListOf, Pattern, Value, matches, words


def fast_check(content: Pattern) -> Callable[[str], object]:
    """A callable that says whether an attribute's value matches; it remembers good values where a check is slow."""
    if isinstance(content, Data) and content.excluded is None:
        return content.kind.fast()
    if isinstance(content, ListOf):
        each = _each_word(content.content)
        if each is not None:
            check, may_be_empty = each
            return lambda text: all(map(check, found)) if (found := words(text)) else may_be_empty
    return remembering(lambda text: matches(content, text, {}))


def _each_word(content: Pattern) -> tuple[Callable[[str], object], bool] | None:
    """For a list of words that are all alike: the check of one, and whether there may be none."""
    optional = isinstance(content, Choice) and len(content.items) == 2 and content.items[1] is EMPTY
    repeated = content.items[0] if optional else content
    if not isinstance(repeated, OneOrMore) or isinstance(repeated.items[0], ListOf) or repeated.nullable:
        return None
    part = repeated.items[0]
    if isinstance(part, Data) and part.excluded is None:
        return part.kind.fast(), optional
    if not all(isinstance(item, Data | Value) for item in (part.items or (part,))):
        return None
    return remembering(lambda word: part.accepts(word, {})), optional
