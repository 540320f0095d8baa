"""TEI -> the items of a page and their units, as they are compared.

A unit is a head, byline, dateline, p or label; inside a figure, or typed or rendered as one, it is a caption. It belongs
to its nearest div, body or floatingText. Text counts as it stands in the source: without white space, the sic, orig or abbr
of a choice, the lem of an app, nothing that was supplied and no note. cb and lb cut a unit into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.tei.canonical import parse_tei
from baokan.tei.names import local, tei

UNIT_TAGS = frozenset({"head", "byline", "dateline", "p", "label"})
OWNER_TAGS = frozenset({"div", "body", "floatingText"})
CAPTION_TAGS = frozenset({"head", "p", "label"})
BREAKS = frozenset({"cb", "lb"})
# What an editor added, and what isn't the page's text.
NOT_SOURCE = frozenset("supplied corr reg expan note standOff teiHeader facsimile sourceDoc".split())
SPACE = re.compile(r"\s+")
REPAIRS = frozenset({"supplied", "surplus"})
SEAM_REASONS = frozenset({"lost-at-seam", "doubled-at-seam"})
CONTEXT = 8  # characters before a repair that tell its place


@dataclass(frozen=True, slots=True)
class Repair:
    """What an editor found lost (`supplied`) or doubled (`surplus`), and the characters of its unit before it."""

    kind: str
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit with its fragments; seams[n] is the @cert of the break between fragments n and n + 1, "" where none is said."""

    kind: str
    head_type: str  # of a head, "main" where it has no @type
    fragments: tuple[str, ...]
    seams: tuple[str, ...]
    cert: str
    repairs: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.fragments)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two units the same; the head type counts for heads only."""
        return self.kind, self.head_type if self.kind == "head" else "", self.text


@dataclass(frozen=True, slots=True)
class Item:
    """A div with its units in document order; its type is "TYPE" or "TYPE/SUBTYPE"."""

    units: tuple[ScoredUnit, ...]
    cert: str
    type: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return [unit.text for unit in self.units if unit.kind == "p"]


def read_items(path: Path) -> list[Item]:
    """The items of a TEI file. Raises UnreadableInput for a file that can't be read or holds no TEI text."""
    root = parse_tei(path).getroot()
    if next(root.iter(tei("text")), None) is None:
        raise UnreadableInput(f"{path}: holds no TEI text element.", "give a TEI file with its namespace.")
    return root_to_items(root)


def root_to_items(root: etree._Element) -> list[Item]:
    """The items under root, in the order in which their first units stand."""
    found: dict[etree._Element, list[ScoredUnit]] = {}
    for element in source_units(root):
        unit = element_to_unit(element)
        if unit.fragments:
            owner = next(a for a in element.iterancestors() if local(a) in OWNER_TAGS or local(a) == "text")
            found.setdefault(owner, []).append(unit)
    return [Item(tuple(units), owner.get("cert", ""), div_type(owner)) for owner, units in found.items()]


def div_type(owner: etree._Element) -> str:
    """@type and @subtype; news is what an article is by default and isn't said."""
    parts = [owner.get("type", ""), owner.get("subtype", "")]
    return "/".join(part for part in parts if part and part != "news")


def source_units(root: etree._Element) -> Iterator[etree._Element]:
    """The outermost unit elements of every text, without what isn't the source's."""
    stack = [text for text in root.iter(tei("text")) if not any(local(a) == "text" for a in text.iterancestors())][::-1]
    while stack:
        element = stack.pop()
        name = local(element)
        if name in NOT_SOURCE:
            continue
        if name in UNIT_TAGS:
            yield element
        else:
            stack += [child for child in element if isinstance(child.tag, str)][::-1]


def element_to_unit(element: etree._Element) -> ScoredUnit:
    kind = local(element)
    in_figure = any(local(a) == "figure" for a in element.iterancestors())
    if (in_figure and kind in CAPTION_TAGS) or element.get("type") == "caption" or element.get("rendition") == "#caption":
        kind = "caption"
    reader = UnitReader()
    reader.collect(element)
    cut = [(SPACE.sub("", text), cert) for text, cert in reader.parts]
    cut = [part for part in cut if part[0]]
    return ScoredUnit(
        kind,
        element.get("type") or "main",
        tuple(text for text, _ in cut),
        tuple(cert for _, cert in cut[1:]),
        element.get("cert", ""),
        tuple(reader.repairs),
    )


class UnitReader:
    """Gathers a unit's source text in parts (text, @cert of the break before it), and the repairs of its seams."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str]] = [("", "")]
        self.repairs: list[Repair] = []

    def collect(self, element: etree._Element) -> None:
        """Add the element's source text to the last part; each break opens a new one."""
        name = local(element)
        if name in REPAIRS and element.get("reason") in SEAM_REASONS:
            before = SPACE.sub("", "".join(text for text, _ in self.parts))[-CONTEXT:]
            self.repairs.append(Repair(name, before, SPACE.sub("", "".join(element.itertext()))))
        if name in NOT_SOURCE:
            return
        if name in BREAKS:
            self.parts.append(("", element.get("cert", "")))
        if name == "app":
            lemma = element.find(tei("lem"))
            if lemma is not None:
                self.collect(lemma)
            return
        self.extend(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.collect(child)
            self.extend(child.tail)

    def extend(self, text: str | None) -> None:
        self.parts[-1] = (self.parts[-1][0] + (text or ""), self.parts[-1][1])
