"""The names of an issue as other tools get them: people's, and the machine's.

A name is a person's word (an annotation, see annotate/verdicts.py) or the machine's (from the derived file).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, unquote_plus

from lxml import etree

from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import NOT_XML, Annotation
from baokan.annotate.mentions import Mention, tree_to_mentions
from baokan.annotate.verdicts import LABELS, NO_NAME, TAGGING, Verdict, overrules, read_verdicts, ref_of, verdict_kind

EXCHANGED = frozenset({"PER", "LOC", "ORG", "MISC", "DATE"})  # numbers are no names


@dataclass(frozen=True, slots=True)
class Name:
    """text[start:end] of a block is a name of a kind.

    ref: what it means; id: the annotation in which a person says so; element: the xml:id in the derived file; each "" for none.
    """

    block: str
    start: int
    end: int
    kind: str
    ref: str = ""
    id: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A name in a tool's text, in characters of it; line: of the file, 0 for none."""

    start: int
    end: int
    kind: str
    ref: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a tool's text, with the names that it went out with; None when the tool lost them."""

    start: int
    end: int
    base: tuple[Tag, ...] | None


def tag_of(annotation: Annotation) -> str:
    """The type of a name as somebody gave it; "" when the annotation tags no name."""
    body = annotation.bodies[0] if annotation.bodies else None
    value = body.get("value") if isinstance(body, dict) else None
    plain = isinstance(value, str) and value.strip() and not NOT_XML.search(value)
    return str(value) if annotation.motivation == TAGGING and plain and verdict_kind(annotation) != NO_NAME else ""


def is_name(annotation: Annotation) -> bool:
    """Whether an annotation goes out as a name: a tag of words in one place, or that there is none."""
    one = len(annotation.targets) == 1 and annotation.targets[0].start >= 0 and bool(annotation.targets[0].exact)
    return one and (verdict_kind(annotation) == NO_NAME or bool(tag_of(annotation)))


def names_now(issue: AnnotatedIssue, annotations: Sequence[Annotation], derived: etree._Element | None) -> list[Name]:
    """The names of an issue, in the order of the text: people's, and the machine's that nobody overruled.

    annotations: those of the issue, anchored in its text; derived: the root of its derived file.
    """
    found = [
        Name(a.targets[0].id, a.targets[0].start, a.targets[0].end, tag_of(a), ref_of(a), a.id)
        for a in annotations
        if is_name(a) and tag_of(a)
    ]
    if derived is not None:
        found = with_machine_names(found, list(tree_to_mentions(derived, issue.root)), read_verdicts(issue.root))
    order = {key: number for number, key in enumerate(issue.texts.blocks)}
    return sorted(found, key=lambda n: (order.get(n.block, -1), n.start, -n.end, n.kind, n.id))


def with_machine_names(found: list[Name], mentions: list[Mention], said: dict[str, list[Verdict]]) -> list[Name]:
    """What people said, with the records that the derived file gives to their names, and the machine's names beside."""
    written = {(m.block, m.start, m.end, m.kind): m for m in mentions if m.kind in EXCHANGED}
    known = []
    for name in found:
        twin = written.pop((name.block, name.start, name.end, same(name.kind)), None)
        known.append(replace(name, ref=twin.ref) if twin and not name.ref else name)
    # A verdict that a later one overlaps isn't in the derived file, but it is a person's name all the same.
    over = defaultdict(list, {block: list(verdicts) for block, verdicts in said.items()})
    for n in found:
        over[n.block].append(Verdict(n.block, n.start, n.end, same(n.kind), ""))
    others = [m for m in written.values() if not any(overrules(v, m) for v in over[m.block])]
    return known + [Name(m.block, m.start, m.end, m.kind, m.ref, element=m.id) for m in others]


def same(kind: str) -> str:
    """A type under the one of its names that the issue has."""
    return LABELS.get(kind.casefold(), kind)


def base_to_text(names: Iterable[Name | Tag], start: int) -> str:
    """The names of a stretch that begins at an offset in one word for each: PER:0-3, with a checksum of what it means behind."""
    return " ".join(f"{quote_plus(n.kind)}:{n.start - start}-{n.end - start}{':' * bool(n.ref)}{ref_stamp(n.ref)}" for n in names)


def text_to_base(text: str, start: int) -> tuple[Tag, ...] | None:
    """The names that such a text tells; None when it is none."""
    found = [BASE.fullmatch(word) for word in text.split()]
    if not all(found):
        return None
    return tuple(Tag(start + int(f[2]), start + int(f[3]), unquote_plus(f[1]), f[4] or "") for f in found if f)


BASE = re.compile(r"([^\s:]*):(\d{1,9})-(\d{1,9})(?::([0-9a-f]+))?", re.ASCII)


def ref_stamp(ref: str) -> str:
    """Four hex digits, or nothing for nothing. What a tool sends back is compared, never trusted."""
    return hashlib.sha256(ref.encode("utf-8", "surrogatepass")).hexdigest()[:4] if ref else ""
