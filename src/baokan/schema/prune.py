"""What becomes of references to patterns that aren't in the schema.

TEI's compiler takes them out of the finished grammar in two passes, and verdicts depend on how: a lone reference
leaves an empty behind, one among others goes without a trace, so that a required element that the schema lacks is no
longer asked for, and a choice of which nothing is left allows nothing to stand there. The same is done here.
"""

from __future__ import annotations

from collections.abc import Callable

from baokan.schema.patterns import Pattern, empty

CONTENTFUL = frozenset(("grammar", "text", "ref", "anyName", "attribute", "data", "name", "value"))
ALTERNATIVES = frozenset(("grammar", "ref", "text", "data"))
OPAQUE = "grammar"  # an embedded grammar has names of its own
REPEATS = frozenset(("optional", "zeroOrMore", "oneOrMore"))


def prune(definition: Pattern, is_defined: Callable[[str], bool]) -> Pattern:
    """A definition without references to what isn't defined, and without what that leaves empty."""
    return _like(definition, _tidied(_resolved(definition, is_defined).children))


def _like(pattern: Pattern, children: list[Pattern]) -> Pattern:
    copy = Pattern(pattern.tag, children, pattern.text, doc=pattern.doc)
    copy.attributes = pattern.attributes
    return copy


def _resolved(pattern: Pattern, is_defined: Callable[[str], bool]) -> Pattern:
    if not pattern.children or pattern.tag == OPAQUE:
        return pattern
    children: list[Pattern] = []
    # TEI's compiler counts the description that every attribute has, so that a lone reference in one goes without a trace
    alone = len(pattern.children) == 1 and pattern.tag != "attribute"
    for child in pattern.children:
        if child.tag != "ref" or is_defined(child.attributes["name"]):
            children.append(_resolved(child, is_defined))
        elif alone:
            children.append(empty())
    return _like(pattern, children)


def _tidied(children: list[Pattern]) -> list[Pattern]:
    """The children of one pattern; some go, some are replaced by what is in them."""
    result: list[Pattern] = []
    last = len(children) - 1
    for number, child in enumerate(children):
        tag = child.tag
        if tag == OPAQUE:
            result.append(child)
        elif tag in REPEATS:
            result += _tidied_repeat(child, children[number + 1] if number < last else None)
        elif tag in ("list", "element"):
            inner = _tidied(child.children)
            result.append(_like(child, inner if _has(inner, CONTENTFUL) else [empty()]))
        elif tag == "group" and len(child.children) == 1:
            result += _tidied(child.children)
        elif tag in ("choice", "group"):
            direct = any(c.tag in ("value", "name") for c in child.children)
            kept = direct or _has(child.children, ALTERNATIVES)
            inner = _tidied(child.children) if kept else []
            result.append(_like(child, inner) if inner else empty())
        else:
            result.append(_like(child, _tidied(child.children)) if child.children else child)
    return result


def _tidied_repeat(pattern: Pattern, following: Pattern | None) -> list[Pattern]:
    inside = pattern.children
    if not inside:
        return []
    if len(inside) == 1:
        only = inside[0]
        if only.tag == "empty" or (only.tag == "ref" and _opens(following, only.attributes["name"])):
            return []
        nested = only.tag == "group" and len(only.children) == 1 and only.children[0].tag == "zeroOrMore"
        if only.tag == "zeroOrMore" or nested:
            return _tidied(inside)
    kept = _tidied(inside)
    return [_like(pattern, kept)] if kept else []


def _opens(following: Pattern | None, name: str) -> bool:
    """Whether the next pattern repeats this reference, so that TEI's compiler drops the one before."""
    if following is None or len(following.children) != 1:
        return False
    inner = following.children[0]
    if any(c.tag == "ref" and c.attributes["name"] == name for c in inner.children):
        return True
    if inner.tag != "group" or len(inner.children) != 1:
        return False
    return any(c.tag == "ref" and c.attributes["name"] == name for c in inner.children[0].children)


def _has(patterns: list[Pattern], tags: frozenset[str]) -> bool:
    return any(p.tag in tags or (bool(p.children) and _has(p.children, tags)) for p in patterns)
