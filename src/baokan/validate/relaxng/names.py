"""Name classes: which names an element or attribute pattern takes (sections 4.8, 6.1 and 7.3 of the specification).

Names are written as lxml does: `{namespace}local`, or `local` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_OTHER_NAMESPACE = "\x01"  # no XML name has these characters, so they stand for "any other name"
_OTHER_LOCAL = "\x02"


@dataclass(frozen=True, slots=True)
class Name:
    """One name."""

    name: str

    def contains(self, name: str) -> bool:
        return name == self.name

    def samples(self) -> Iterator[str]:
        yield self.name


@dataclass(frozen=True, slots=True)
class NsName:
    """Every name of one namespace, but for `excluded`."""

    namespace: str
    excluded: NameClass | None = None

    def contains(self, name: str) -> bool:
        inside = name.startswith("{" + self.namespace + "}") if self.namespace else not name.startswith("{")
        return inside and not (self.excluded and self.excluded.contains(name))

    def samples(self) -> Iterator[str]:
        yield qualified(self.namespace, _OTHER_LOCAL)
        if self.excluded:
            yield from self.excluded.samples()


@dataclass(frozen=True, slots=True)
class AnyName:
    """Every name, but for `excluded`."""

    excluded: NameClass | None = None

    def contains(self, name: str) -> bool:
        return not (self.excluded and self.excluded.contains(name))

    def samples(self) -> Iterator[str]:
        yield qualified(_OTHER_NAMESPACE, _OTHER_LOCAL)
        if self.excluded:
            yield from self.excluded.samples()


@dataclass(frozen=True, slots=True)
class NameChoice:
    """The names of any of its parts."""

    parts: tuple[NameClass, ...]

    def contains(self, name: str) -> bool:
        return any(part.contains(name) for part in self.parts)

    def samples(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.samples()


NameClass = Name | NsName | AnyName | NameChoice


def qualified(namespace: str, local: str) -> str:
    """`{namespace}local`, or `local` where there is no namespace."""
    return f"{{{namespace}}}{local}" if namespace else local


def local_name(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]


def is_open(names: NameClass) -> bool:
    """Whether the class has endlessly many names."""
    if isinstance(names, NameChoice):
        return any(is_open(part) for part in names.parts)
    return not isinstance(names, Name)


def overlap(one: NameClass, other: NameClass) -> bool:
    """Whether some name is in both classes; it is enough to try each class's sample names."""
    if isinstance(one, Name):
        return other.contains(one.name)
    if isinstance(other, Name):
        return one.contains(other.name)
    return any(one.contains(name) and other.contains(name) for name in (*one.samples(), *other.samples()))


def simple_names(names: NameClass) -> list[str]:
    """The names that the class spells out, for messages."""
    if isinstance(names, Name):
        return [names.name]
    if isinstance(names, NameChoice):
        return [name for part in names.parts for name in simple_names(part)]
    return []


def shown(names: NameClass) -> str:
    """The class as a person reads it, as `p`, `any name of http://…` or `any name`."""
    if isinstance(names, Name):
        return local_name(names.name)
    if isinstance(names, NameChoice):
        return " | ".join(shown(part) for part in names.parts)
    tail = f" except {shown(names.excluded)}" if names.excluded else ""
    if isinstance(names, NsName):
        return f"any name of {names.namespace or 'no namespace'}{tail}"
    return f"any name{tail}"
