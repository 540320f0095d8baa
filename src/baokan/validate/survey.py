"""One pass over a file for what no grammar says: identifiers, links, dates, zones, parts that point to each other.

What needs other files (a link into another file) is kept for `links`; what the file alone decides is a finding here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from baokan.files import split_href
from baokan.findings import Finding
from baokan.validate.practice import (
    date_order_finding,
    date_real_finding,
    id_twice_finding,
    not_mutual_finding,
    zone_outside_finding,
)
from baokan.validate.prolog import TEI, XINCLUDE
from baokan.validate.reading import DEEPEST, Refused, feed, new_parser, too_deep

_ID = "http://www.w3.org/XML/1998/namespace}id"
# TEI's attributes of the type teidata.pointer (TEI P5 4.9.0), but for those whose values seldom are pointers.
POINTERS = frozenset(
    "active adj adjFrom adjTo ana calendar change children class code copyOf corresp datcat datingMethod decls domains edRef "
    "end exclude fVal facs feats follow from given hand inst lemmaRef mergedIn mutual new next nymRef origin parent parts "
    "passive perf period prev property ref rendition replyTo require resp sameAs scheme scribeRef scriptRef select since "
    "source spanTo start synch target targetDatcat targetEnd to toWhom unitRef uri url valueDatcat where who wit".split()
)
_DATES = ("when", "notBefore", "notAfter", "from", "to")
_DAY = re.compile(r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*|Z|[+-][0-9:]+)?")
_BOX = ("ulx", "uly", "lrx", "lry")
_disjoint, _undated = POINTERS.isdisjoint, frozenset(_DATES).isdisjoint
_ZONE, _SURFACE = TEI + "zone", TEI + "surface"


@dataclass(slots=True)
class Link:
    """A pointer: the file that it names (none for its own), the identifier, where it stands first and how often."""

    file: str
    target: str
    line: int
    element: str
    attribute: str
    count: int = 1


@dataclass(slots=True)
class Survey:
    """What one file holds that other files, or its own end, decide on."""

    path: Path
    ids: set[int] = field(default_factory=set)  # the hashes of the identifiers: a million of them in 70 MB
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    includes: list[tuple[str, int]] = field(default_factory=list)  # href of an xi:include, line
    findings: list[Finding] = field(default_factory=list)

    def forget(self, told: set[tuple[int, str]]) -> None:
        """Drops the links that a rule has told of: (line, target)."""
        self.links = {key: link for key, link in self.links.items() if (link.line, link.target) not in told}

    def dangling(self) -> Iterator[Link]:
        """The links within the file whose target isn't in it."""
        return (link for link in self.links.values() if not link.file and hash(link.target) not in self.ids)


@dataclass(frozen=True, slots=True)
class _Part:
    """An element with @next or @prev."""

    next: str
    prev: str
    line: int
    element: str


class _Pass:
    def __init__(self, path: Path, practice: bool) -> None:
        self.survey = Survey(path)
        self.practice = practice
        self.parser = new_parser()
        self.depth = 0
        self.ids = self.survey.ids
        self.add_id = self.ids.add
        self.twice: list[tuple[int, str]] = []
        self.boxes: list[tuple[int, tuple[float, ...]]] = []  # depth and box of the open surfaces
        self.parts: dict[str, _Part] = {}

    def start(self, raw: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep(self.parser.CurrentLineNumber)
        if not attributes:
            return
        name = attributes.get(_ID)
        if name is not None:
            known = hash(name)
            if known in self.ids:
                self.twice.append((self.parser.CurrentLineNumber, name))
            else:
                self.add_id(known)
        if not _disjoint(attributes) and raw.startswith(TEI):
            self.links(raw, attributes)
        if raw == XINCLUDE:
            self.survey.includes.append((attributes.get("href", ""), self.parser.CurrentLineNumber))
        elif self.practice:
            if raw == _ZONE and self.boxes:
                self.zone(attributes)
            elif raw == _SURFACE and (box := _box(attributes)):
                self.boxes.append((self.depth, box))
            if not _undated(attributes):
                self.dates(attributes)

    def end(self, raw: str) -> None:
        self.depth -= 1
        if self.boxes and self.depth < self.boxes[-1][0]:
            self.boxes.pop()

    def links(self, raw: str, attributes: dict[str, str]) -> None:
        for name in POINTERS.intersection(attributes):
            if "#" in attributes[name]:
                self.link(raw, name, attributes[name])
        if self.practice and ("next" in attributes or "prev" in attributes) and _ID in attributes:
            line, element = self.parser.CurrentLineNumber, raw.rpartition("}")[2]
            part = _Part(attributes.get("next", ""), attributes.get("prev", ""), line, element)
            self.parts[attributes[_ID]] = part

    def link(self, raw: str, name: str, value: str) -> None:
        for word in value.split():
            file, mark, target = word.partition("#")
            if not mark or not target or (file and split_href(file).scheme) or "(" in target:
                continue  # an address elsewhere, or an XPointer
            key = (file, unquote(target))
            known = self.survey.links.get(key)
            if known:
                known.count += 1
            else:
                line, element = self.parser.CurrentLineNumber, raw.rpartition("}")[2]
                self.survey.links[key] = Link(file, key[1], line, element, name)

    def zone(self, attributes: dict[str, str]) -> None:
        box = _box(attributes)
        if not box:
            return
        left, top, right, bottom = self.boxes[-1][1]
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            path, line = str(self.survey.path), self.parser.CurrentLineNumber
            name = attributes.get(_ID, "")
            self.survey.findings.append(zone_outside_finding(path, line, name, box, self.boxes[-1][1]))

    def dates(self, attributes: dict[str, str]) -> None:
        path, line = str(self.survey.path), self.parser.CurrentLineNumber
        for name in _DATES:
            if name in attributes and not _is_real(attributes[name]):
                self.survey.findings.append(date_real_finding(path, line, name, attributes[name]))
        for low, high in (("notBefore", "notAfter"), ("from", "to")):
            one, other = attributes.get(low, ""), attributes.get(high, "")
            if _later(one, other):
                self.survey.findings.append(date_order_finding(path, line, (low, one), (high, other)))

    def mutual(self) -> None:
        """next and prev that aren't answered, where both ends are in this file."""
        for own, part in self.parts.items():
            for name, value in (("next", part.next), ("prev", part.prev)):
                target = value.removeprefix("#")
                if not value.startswith("#") or hash(target) not in self.ids:
                    continue
                other = self.parts.get(target, _Part("", "", 0, ""))
                if f"#{own}" not in (other.prev if name == "next" else other.next).split():
                    found = not_mutual_finding(str(self.survey.path), part.line, part.element, name, value)
                    self.survey.findings.append(found)


def read_survey(path: Path, practice: bool = True) -> Survey:
    """The survey of a file; what `feed` refuses ends it early and is told by the layer before. OSError passes through."""
    reader = _Pass(path, practice)
    reader.parser.StartElementHandler = reader.start
    reader.parser.EndElementHandler = reader.end
    try:
        feed(reader.parser, path)
    except Refused:
        return reader.survey
    if reader.twice:
        first = _first_lines(path, {name for _, name in reader.twice})
        reader.survey.findings += [id_twice_finding(str(path), line, name, first[name]) for line, name in reader.twice]
    if practice:
        reader.mutual()
    return reader.survey


def _first_lines(path: Path, names: set[str]) -> dict[str, int]:
    """The lines where these identifiers are first given."""
    lines: dict[str, int] = {}
    parser = new_parser()

    def start(raw: str, attributes: dict[str, str]) -> None:
        name = attributes.get(_ID)
        if name in names:
            lines.setdefault(name, parser.CurrentLineNumber)

    parser.StartElementHandler = start
    feed(parser, path)
    return lines


def _box(attributes: dict[str, str]) -> tuple[float, ...]:
    """ulx, uly, lrx, lry; empty where one of them is missing or isn't a number."""
    try:
        return tuple(float(attributes[name]) for name in _BOX)
    except (KeyError, ValueError):
        return ()


def _is_real(value: str) -> bool:
    """Whether a value in the form of a day is a day of the calendar; other forms are the schema's matter."""
    found = _DAY.fullmatch(value.strip())
    if not found:
        return True
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    return 1 <= month <= 12 and 1 <= day <= monthrange(year % 400 + 2000, month)[1]


def _later(one: str, other: str) -> bool:
    """Whether a day, month or year comes after another of the same form."""
    same_form = re.sub("[0-9]", "0", one) == re.sub("[0-9]", "0", other)
    return same_form and bool(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", one)) and one > other
