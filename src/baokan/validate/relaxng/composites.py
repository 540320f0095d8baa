"""Patterns made of patterns (choice, group, interleave, oneOrMore), and the factory that keeps each of them once."""

from __future__ import annotations

from collections.abc import Iterable

from baokan.validate.relaxng.patterns import (
    EMPTY,
    NOT_ALLOWED,
    TEXT,
    Attribute,
    Element,
    Hits,
    Pattern,
    Prefixes,
    simple_name,
)


class Composite(Pattern):
    """A pattern with parts; each answer is computed once and kept."""

    __slots__ = ("_attribute", "_bare", "_child", "_close", "_match", "_text", "factory", "has_attributes", "has_data",
                 "items", "nullable")  # fmt: skip

    def __init__(self, factory: Factory, items: tuple[Pattern, ...]) -> None:
        self.factory = factory
        self.items = items
        self.has_attributes = any(item.has_attributes for item in items)
        self.has_data = any(item.has_data for item in items)
        self._match: dict[str, tuple[Element, ...]] = {}
        self._child: dict[tuple[Element, ...], Pattern] = {}
        self._attribute: dict[str, tuple[Attribute, ...]] = {}
        self._text: Pattern | None = None
        self._close: Pattern | None = None
        self._bare: Pattern | None = None

    def match(self, tag: str) -> tuple[Element, ...]:
        found = self._match.get(tag)
        if found is None:
            found = self._match[tag] = tuple(dict.fromkeys(self._find_match(tag)))
        return found

    def child(self, taken: tuple[Element, ...]) -> Pattern:
        rest = self._child.get(taken)
        if rest is None:
            rest = self._child[taken] = self._find_child(taken)
        return rest

    def text(self) -> Pattern:
        if self._text is None:
            self._text = self._find_text()
        return self._text

    def attribute(self, name: str) -> tuple[Attribute, ...]:
        if not self.has_attributes:
            return ()
        found = self._attribute.get(name)
        if found is None:
            every = (hit for item in self.items if item.has_attributes for hit in item.attribute(name))
            found = self._attribute[name] = tuple(dict.fromkeys(every))
        return found

    def close(self, hits: Hits) -> Pattern:
        if not self.has_attributes:
            return NOT_ALLOWED if hits else self
        if hits:
            return self._find_close(hits)
        if self._close is None:
            self._close = self._find_close(())
        return self._close

    def bare(self) -> Pattern:
        if not self.has_attributes:
            return self
        if self._bare is None:
            self._bare = self._rebuilt([item.bare() for item in self.items])
        return self._bare

    def _find_match(self, tag: str) -> Iterable[Element]:
        return (hit for item in self.items for hit in item.match(tag))

    def _find_child(self, taken: tuple[Element, ...]) -> Pattern:
        raise NotImplementedError

    def _find_text(self) -> Pattern:
        raise NotImplementedError

    def _find_close(self, hits: Hits) -> Pattern:
        raise NotImplementedError

    def _rebuilt(self, items: list[Pattern]) -> Pattern:
        raise NotImplementedError

    def _split(self, hits: Hits) -> list[Hits] | None:
        """The attributes that belong to each part; None if one belongs to none."""
        shares: list[list[tuple[str, tuple[Attribute, ...]]]] = [[] for _ in self.items]
        for hit in hits:
            for index, item in enumerate(self.items):
                if item.has_attributes and item.attribute(hit[0]):
                    shares[index].append(hit)
                    break
            else:
                return None
        return [tuple(share) for share in shares]


class Choice(Composite):
    """One of its parts; parts that are elements with a plain name are found by that name."""

    __slots__ = ("_others", "_plain")

    def __init__(self, factory: Factory, items: tuple[Pattern, ...]) -> None:
        super().__init__(factory, items)
        self.nullable = any(item.nullable for item in items)
        self._plain: dict[str, list[Pattern]] | None = None
        self._others: list[Pattern] = []

    def _index(self) -> dict[str, list[Pattern]]:
        if self._plain is None:
            self._plain = {}
            for item in self.items:
                name = simple_name(item)
                if name is None:
                    self._others.append(item)
                else:
                    self._plain.setdefault(name, []).append(item)
        return self._plain

    def _find_match(self, tag: str) -> Iterable[Element]:
        plain = self._index().get(tag, [])
        return (hit for item in (*plain, *self._others) for hit in item.match(tag))

    def _find_child(self, taken: tuple[Element, ...]) -> Pattern:
        plain = self._index()
        rests = [item.child(taken) for item in self._others]
        if any(hit in plain.get(simple_name(hit) or "", ()) for hit in taken):
            rests.append(EMPTY)
        return self.factory.alternatives(rests)

    def _find_text(self) -> Pattern:
        return self.factory.alternatives([item.text() for item in self.items])

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        return any(item.accepts(text, prefixes) for item in self.items)

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        return self.factory.alternatives([item.token(token, prefixes) for item in self.items])

    def _find_close(self, hits: Hits) -> Pattern:
        return self.factory.alternatives([item.close(hits) for item in self.items])

    def _rebuilt(self, items: list[Pattern]) -> Pattern:
        return self.factory.alternatives(items)


class Group(Composite):
    """Its parts in order."""

    __slots__ = ()

    def __init__(self, factory: Factory, items: tuple[Pattern, ...]) -> None:
        super().__init__(factory, items)
        self.nullable = all(item.nullable for item in items)

    def _find_match(self, tag: str) -> Iterable[Element]:
        for item in self.items:
            yield from item.match(tag)
            if not item.nullable:
                return

    def _after(self, firsts: Iterable[Pattern]) -> Pattern:
        """The choice of: what remains of part 1 with all after it, of part 2 if part 1 may be left out, and so on."""
        rests = []
        for index, (first, item) in enumerate(zip(firsts, self.items, strict=True)):
            if first is not NOT_ALLOWED:
                rests.append(self.factory.group([first, *self.items[index + 1 :]]))
            if not item.nullable:
                break
        return self.factory.alternatives(rests)

    def _find_child(self, taken: tuple[Element, ...]) -> Pattern:
        return self._after([item.child(taken) for item in self.items])

    def _find_text(self) -> Pattern:
        return self._after([item.text() for item in self.items])

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        for index, item in enumerate(self.items):
            others = self.items[:index] + self.items[index + 1 :]
            if all(other.nullable for other in others) and item.accepts(text, prefixes):
                return True
        return False

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        return self._after([item.token(token, prefixes) for item in self.items])

    def _find_close(self, hits: Hits) -> Pattern:
        shares = self._split(hits)
        if shares is None:
            return NOT_ALLOWED
        return self._rebuilt([item.close(share) for item, share in zip(self.items, shares, strict=True)])

    def _rebuilt(self, items: list[Pattern]) -> Pattern:
        return self.factory.group(items)


class Interleave(Group):
    """Its parts in any order, mixed."""

    __slots__ = ()

    def _find_match(self, tag: str) -> Iterable[Element]:
        return (hit for item in self.items for hit in item.match(tag))

    def _after(self, firsts: Iterable[Pattern]) -> Pattern:
        rests = []
        for index, first in enumerate(firsts):
            if first is not NOT_ALLOWED:
                rests.append(self.factory.interleave([*self.items[:index], first, *self.items[index + 1 :]]))
        return self.factory.alternatives(rests)

    def _rebuilt(self, items: list[Pattern]) -> Pattern:
        return self.factory.interleave(items)


class OneOrMore(Composite):
    """Its part, once or more often."""

    __slots__ = ()

    def __init__(self, factory: Factory, items: tuple[Pattern, ...]) -> None:
        super().__init__(factory, items)
        self.nullable = items[0].nullable

    def _more(self) -> Pattern:
        return self.factory.alternatives([self, EMPTY])

    def _find_child(self, taken: tuple[Element, ...]) -> Pattern:
        return self.factory.group([self.items[0].child(taken), self._more()])

    def _find_text(self) -> Pattern:
        first = self.items[0].text()
        return self._more() if first is TEXT else self.factory.group([first, self._more()])

    def accepts(self, text: str, prefixes: Prefixes) -> bool:
        return self.items[0].accepts(text, prefixes)

    def token(self, token: str, prefixes: Prefixes) -> Pattern:
        return self.factory.group([self.items[0].token(token, prefixes), self._more()])

    def _find_close(self, hits: Hits) -> Pattern:
        part = self.items[0]
        again = self.factory.one_or_more(part.close(()))
        if not hits:
            return again
        rests = [part.close((hit,)) for hit in hits]
        return self.factory.group([*rests, self.factory.alternatives([again, EMPTY])])

    def _rebuilt(self, items: list[Pattern]) -> Pattern:
        return self.factory.one_or_more(items[0])


class Factory:
    """Makes composite patterns, one object for each; sections 4.20 and 4.21 are its simplifications."""

    def __init__(self) -> None:
        self._made: dict[tuple[type[Composite], tuple[Pattern, ...]], Composite] = {}

    def _make(self, kind: type[Composite], items: tuple[Pattern, ...]) -> Pattern:
        made = self._made.get((kind, items))
        if made is None:
            made = self._made[kind, items] = kind(self, items)
        return made

    def choice(self, items: Iterable[Pattern]) -> Pattern:
        """The choice as the schema has it: nested choices stay, for the answers they have kept."""
        parts = tuple(dict.fromkeys(item for item in items if item is not NOT_ALLOWED))
        if len(parts) < 2:
            return parts[0] if parts else NOT_ALLOWED
        return self._make(Choice, parts)

    def alternatives(self, items: Iterable[Pattern]) -> Pattern:
        """The choice of what remains: flat, each once, `empty` only where nothing else may be left out."""
        found: dict[Pattern, None] = {}
        for item in items:
            if type(item) is Choice:
                found.update(dict.fromkeys(item.items))
            elif item is not NOT_ALLOWED:
                found[item] = None
        if EMPTY in found and any(item.nullable for item in found if item is not EMPTY):
            del found[EMPTY]
        return self.choice(found)

    def _joined(self, kind: type[Composite], items: Iterable[Pattern]) -> Pattern:
        parts: list[Pattern] = []
        for item in items:
            if item is NOT_ALLOWED:
                return NOT_ALLOWED
            if type(item) is kind and not item.has_attributes:
                parts.extend(item.items)
            elif item is not EMPTY:
                parts.append(item)
        if len(parts) < 2:
            return parts[0] if parts else EMPTY
        return self._make(kind, tuple(parts))

    def group(self, items: Iterable[Pattern]) -> Pattern:
        return self._joined(Group, items)

    def interleave(self, items: Iterable[Pattern]) -> Pattern:
        return self._joined(Interleave, items)

    def one_or_more(self, item: Pattern) -> Pattern:
        if item is NOT_ALLOWED or item is EMPTY:
            return item
        if type(item) is OneOrMore:
            return item
        return self._make(OneOrMore, (item,))
