"""What a specification says, read once: elements, classes, macros, datatypes and their attributes.

A Spec holds the nodes of the documents that it was read from and never changes them; a customisation makes a new Spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree


class Kind(StrEnum):
    """What can be specified; the value is the name of TEI's element."""

    ELEMENT = "elementSpec"
    CLASS = "classSpec"
    MACRO = "macroSpec"
    DATA = "dataSpec"


@dataclass(frozen=True, slots=True)
class Values:
    """A list of values; type is closed, semi or open."""

    type: str
    items: tuple[etree._Element, ...]  # valItem


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as defined at one place; with `pending` a change to one that a class will give."""

    ident: str
    node: etree._Element
    usage: str = ""  # req, rec, opt, or "" when nothing is said
    datatype: etree._Element | None = None
    values: Values | None = None
    default: str | None = None
    ns: str | None = None
    name: str = ""  # altIdent, where given
    prose: tuple[etree._Element, ...] = ()  # the attDefs with desc and gloss, the last one wins
    constraints: tuple[etree._Element, ...] = ()
    pending: tuple[etree._Element, ...] = ()
    valid_until: str = ""

    @property
    def required(self) -> bool:
        return self.usage == "req"


@dataclass(frozen=True, slots=True)
class AttributeRef:
    """An attribute borrowed from a class; name "" means all of them, owner "" a pattern named as it is."""

    owner: str
    name: str
    node: etree._Element


@dataclass(frozen=True, slots=True)
class AttributeGroup:
    """attList: org is "", group or choice (of which one may stand)."""

    org: str = ""
    items: tuple[Attribute | AttributeRef | AttributeGroup, ...] = ()

    def attributes(self) -> Iterator[Attribute]:
        for item in self.items:
            if isinstance(item, Attribute):
                yield item
            elif isinstance(item, AttributeGroup):
                yield from item.attributes()

    def find(self, ident: str) -> Attribute | None:
        return next((a for a in self.attributes() if a.ident == ident), None)


@dataclass(frozen=True, slots=True)
class Membership:
    """memberOf: the class, and how often a member stands where the class is expanded."""

    key: str
    least: int = 1
    most: int = 1  # UNBOUNDED: without limit


@dataclass(slots=True)
class Spec:
    """One specification with all customisations so far."""

    kind: Kind
    ident: str
    node: etree._Element  # where findings point to
    module: str = ""
    name: str = ""  # what documents write: altIdent, else ident
    ns: str | None = None
    prefix: str | None = None  # of its patterns, when it has its own
    type: str = ""  # of a class: model or atts
    classes: tuple[Membership, ...] = ()
    content: etree._Element | None = None
    values: Values | None = None
    own: AttributeGroup = field(default_factory=AttributeGroup)
    dropped: frozenset[str] = frozenset()  # attributes that classes would give and that don't apply here
    constraints: tuple[etree._Element, ...] = ()
    prose: tuple[etree._Element, ...] = ()  # nodes with desc, gloss, exemplum; the last one wins
    generate: frozenset[str] | None = None
    valid_until: str = ""
    touched: bool = False  # by the ODD itself; what it deletes is then gone from the content before the grammar is made
    base: str = ""  # the file that it comes from

    @property
    def key(self) -> tuple[Kind, str]:
        """What it is found by; a prefix of its own keeps apart what other vocabularies call the same."""
        return self.kind, f"{self.prefix or ''}{self.ident}"


UNBOUNDED = -1
