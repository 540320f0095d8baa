"""The texts that a block could go on with, and the features by which each is weighed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from baokan.layout import HEADS
from baokan.model import Role
from baokan.threads.evidence import Evidence, Features
from baokan.threads.weights import WEIGHTS

MEMBERS = 60  # blocks of a text, the last ones, whose words count
BODY = frozenset({Role.PARAGRAPH, Role.BYLINE})


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text being read: what the weighing needs of it. Readings share these records, so identity is equality."""

    number: int
    members: tuple[int, ...] = ()
    heads: int = 0
    last: int = -1  # its last block of body; -1 while it has none
    latest: int = -1  # its last block of any kind
    bodies: int = 0
    byline: bool = False
    ended: bool = False  # a dateline or note closed it
    captions: bool = False
    photo: bool = False  # a picture with its caption, without head and body
    host: int = -1  # the text that its rubric interrupted


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reading stands: what a text is to it."""

    here: bool  # it was read last
    host: bool  # the text read last stands in it
    waiting: bool  # some text of the page breaks off and waits for its end
    bare: bool = False  # some head has no text yet
    under: str = ""  # what the block stands directly under, of a text without body: "heads", "byline"


def stands_under(current: Text | None, index: int) -> str:
    """What block `index` stands directly under: the byline or the heads of the text read last, if it has no body."""
    if current is None or current.bodies or current.latest != index - 1 or not current.heads:
        return ""
    return "byline" if current.byline else "heads"


def weigh(features: Features, kind: str) -> float:
    """The weighted sum of features, those of a kind of continuation."""
    get = WEIGHTS[kind].get
    return sum([get(name, 0.0) * value for name, value in features])


def continuation(evidence: Evidence, text: Text, index: int, role: Role, place: Place) -> tuple[str, Features] | None:
    """(kind, features) of block `index` going on with a text; None where it can't."""
    if role is Role.PARAGRAPH:
        return None if text.photo else paragraph_features(evidence, text, index, place)
    return None if text.byline and text.bodies == 0 else byline_features(evidence, text, index, place)


def paragraph_kind(evidence: Evidence, text: Text) -> str:
    """How a paragraph would go on with a text: as its first, joined to its open end, or after its closed end."""
    return "p.first" if text.last < 0 else "p.join" if evidence.open[text.last] else "p.flow"


def paragraph_features(evidence: Evidence, text: Text, index: int, place: Place) -> tuple[str, Features]:
    """A paragraph after a text: joined to its open end, after its closed end, or as its first."""
    kind = paragraph_kind(evidence, text)
    where = "here" if place.here else "back"
    features: list[tuple[str, float]] = [("bias", 1.0), (where, 1.0), *evidence.starts[index]]
    if kind == "p.join":
        features += evidence.across(text.last, index)[0]
    if text.latest == index - 1:
        features.append(("next", 1.0))
    if not place.here:
        features.append(("far", math.log1p(index - text.latest)))
        if place.host:
            features.append(("host", 1.0))
        if place.under:
            features.append((f"under.{place.under}", 1.0))
    if text.ended:
        features.append(("ended", 1.0))
    if place.waiting and kind != "p.join":
        features.append(("waiting", 1.0))
    if kind == "p.first" and text.byline:
        features.append(("signed.next" if text.latest == index - 1 else "signed", 1.0))
    return kind, tuple(features)


def related_features(evidence: Evidence, text: Text, index: int, place: Place) -> Features:
    """The words that a paragraph shares with a text; dearer to find than all the rest."""
    where = "here" if place.here else "back"
    ratio, deviation = evidence.relation(index, text.members)
    return (f"ratio.{where}", ratio), (f"deviation.{where}", deviation)


def byline_features(evidence: Evidence, text: Text, index: int, place: Place) -> tuple[str, Features]:
    """A byline under a text's heads, or at its end."""
    kind = "under" if text.bodies == 0 else "end"
    features: list[tuple[str, float]] = [("bias", 1.0), ("here" if place.here else "back", 1.0), *surroundings(evidence, index)]
    if not place.here:
        features.append(("far", math.log1p(index - text.latest)))
    if text.byline:
        features.append(("second", 1.0))
    if kind == "end" and evidence.open[text.last]:
        features.append(("open", 1.0))
    if text.latest == index - 1:
        features.append(("next", 1.0))
    return f"b.{kind}", tuple(features)


def new_features(evidence: Evidence, index: int, role: Role, place: Place) -> tuple[str, Features]:
    """What speaks for a text of its own without a head, or whose head stands elsewhere."""
    paragraph = role is Role.PARAGRAPH
    features: list[tuple[str, float]] = [("bias", 1.0)]
    features += evidence.starts[index] if paragraph else surroundings(evidence, index)
    if place.waiting:
        features.append(("waiting", 1.0))
    if place.bare:
        features.append(("headwaits", 1.0))
    if place.under and paragraph:
        features.append((f"under.{place.under}", 1.0))
    return "p.new" if paragraph else "b.new", tuple(features)


def surroundings(evidence: Evidence, index: int) -> Iterator[tuple[str, float]]:
    """A byline's form and what stands after it."""
    if evidence.texts[index].startswith(("（", "(")):
        yield "brackets", 1.0
    after = evidence.roles[index + 1] if index + 1 < len(evidence.roles) else None
    if after is None:
        yield "last", 1.0
    elif after.role is Role.CAPTION:
        yield "caption", 1.0
    elif after.role in HEADS:
        yield "head", 1.0
    elif after.pieces[0].run_in:
        yield "runin", 1.0
