"""The texts that a block could go on with, and the features by which each is weighed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from baokan.layout import HEADS
from baokan.model import Role
from baokan.threads.evidence import Evidence, Features
from baokan.threads.weights import WEIGHTS

MEMBERS = 60  # blocks of a text, the last ones, whose words count
BODY = frozenset({Role.PARAGRAPH, Role.BYLINE})
PICTURED = frozenset({Role.CAPTION, Role.CREDIT})


class Going(NamedTuple):
    """A way in which a text goes on with a paragraph ("" for none), and what is the same for all texts that go on so."""

    kind: str
    next: float  # what the text itself says, in nats, where it stands just above the paragraph
    apart: float  # where it doesn't
    far: float  # weights: of how far back it stands; of what it shares with the paragraph, where it was read last and elsewhere
    ratio_here: float
    deviation_here: float
    ratio_back: float
    deviation_back: float


@dataclass(slots=True, eq=False)
class Text:
    """A text being read: what the weighing needs of it. Readings share these records: none is changed, identity is equality."""

    number: int  # of its first block
    host: int = -1  # the text that its rubric interrupted
    members: tuple[int, ...] = ()  # its blocks, the last ones
    roots: float = 0.0  # sum of the square roots of their lengths
    heads: int = 0
    last: int = -1  # its last block of body; -1 while it has none
    latest: int = -1  # its last block of any kind
    bodies: int = 0
    byline: bool = False
    ended: bool = False  # a dateline or note closed it
    captions: bool = False
    photo: bool = False  # a picture with its caption, without head and body
    broken: bool = False  # its last block of body breaks off
    empty: bool = False  # it is heads that have no body yet
    bare: bool = False  # nor a picture
    going: Going | None = None  # how it goes on with a paragraph; None while it has no block


@dataclass(frozen=True, slots=True)
class Place:
    """What a text is to the reading of the page."""

    here: bool  # it was read last
    host: bool = False  # the text read last stands in it
    waiting: bool = False  # some text of the page breaks off and waits for its end
    under: str = ""  # what the block stands directly under, of a text without body: "heads", "byline"


def grow(evidence: Evidence, text: Text, index: int, role: Role) -> Text:
    """The text with one more block."""
    heads, last, bodies, broken = text.heads, text.last, text.bodies, text.broken
    byline, ended, captions, photo = text.byline, text.ended, text.captions, text.photo
    if role is Role.PARAGRAPH:
        last, bodies, broken = index, bodies + 1, evidence.open[index]
        ended = ended or evidence.roles[index].pieces[-1].role is Role.DATELINE
    elif role in HEADS:
        heads += 1
    elif role is Role.BYLINE:
        byline = True
    elif role in PICTURED:
        captions, photo = True, photo or (heads == 0 and bodies == 0)
    elif role is not Role.CROSS:
        ended = True
    if len(text.members) < MEMBERS:
        members, roots = (*text.members, index), text.roots + evidence.roots[index]
    else:
        members = (*text.members[1:], index)
        roots = sum([evidence.roots[member] for member in members])
    empty = heads > 0 and last < 0
    return Text(
        text.number, text.host, members, roots, heads, last, index, bodies,
        byline, ended, captions, photo, broken, empty, empty and not captions,
        going(paragraph_kind(last, broken, photo), byline, ended),
    )  # fmt: skip


def stands_under(current: Text | None, index: int) -> str:
    """What block `index` stands directly under: the byline or the heads of the text read last, if it has no body."""
    if current is None or current.bodies or current.latest != index - 1 or not current.heads:
        return ""
    return "byline" if current.byline else "heads"


def weigh(features: Features, kind: str) -> float:
    """The weighted sum of features, those of a kind of continuation."""
    get = WEIGHTS[kind].get
    return sum([get(name, 0.0) * value for name, value in features])


def kind_of(text: Text, role: Role) -> str:
    """How a block in this role would go on with a text; "" where it can't.

    A paragraph as the text's first, joined to its broken end, or after its closed end; a byline under the heads or at the end.
    """
    if role is not Role.PARAGRAPH:
        return "b.end" if text.bodies else "" if text.byline else "b.under"
    return paragraph_kind(text.last, text.broken, text.photo)


def paragraph_kind(last: int, broken: bool, photo: bool) -> str:
    """The same of a paragraph and a text with such a last block of body."""
    if photo:
        return ""
    return "p.first" if last < 0 else "p.join" if broken else "p.flow"


@cache
def going(kind: str, signed: bool, ended: bool) -> Going:
    """How a text of which this is true goes on with a paragraph."""
    if not kind:
        return Going("", *[0.0] * 7)
    weights = WEIGHTS[kind]
    apart, above = [weigh(text_features(kind, following, signed, ended), kind) for following in (False, True)]
    relations = [weights[f"{name}.{where}"] for where in ("here", "back") for name in ("ratio", "deviation")]
    return Going(kind, above, apart, weights["far"], *relations)


def block_features(evidence: Evidence, index: int, role: Role) -> Features:
    """What the block itself says."""
    return (("bias", 1.0), *(evidence.start(index) if role is Role.PARAGRAPH else surroundings(evidence, index)))


def text_features(kind: str, following: bool, signed: bool, closing: bool) -> Features:
    """What the text itself says; `closing`: it has ended (for a paragraph), or breaks off (for a byline)."""
    found = {"next": following}
    if kind in {"b.under", "b.end"}:
        found |= {"second": signed, "open": closing}
    else:
        first = signed and kind == "p.first"
        found |= {"ended": closing, "signed.next": first and following, "signed": first and not following}
    return tuple((name, 1.0) for name, holds in found.items() if holds)


def place_features(kind: str, place: Place) -> Features:
    """What it says which place the text has in the reading."""
    found = {"here": place.here, "back": not place.here}
    if kind not in {"b.under", "b.end"}:
        found |= {"host": place.host and not place.here, "waiting": place.waiting and kind != "p.join"}
        found |= {f"under.{place.under}": bool(place.under) and not place.here}
    return tuple((name, 1.0) for name, holds in found.items() if holds)


def new_features(block: Features, paragraph: bool, place: Place, empty: bool) -> tuple[str, Features]:
    """What speaks for a text of its own without a head, or whose head stands elsewhere; `empty`: some head has no text yet.

    `block` is what the block itself says, which is a `paragraph`, or else a byline.
    """
    found = {"waiting": place.waiting, "headwaits": empty, f"under.{place.under}": bool(place.under) and paragraph}
    features = [*block, *((name, 1.0) for name, holds in found.items() if holds)]
    return "p.new" if paragraph else "b.new", tuple(features)


def continuation(evidence: Evidence, text: Text, index: int, role: Role, place: Place) -> tuple[str, Features] | None:
    """(kind, features) of the block going on with a text, all together as the weights are fitted to them; None where it can't."""
    kind = kind_of(text, role)
    if not kind:
        return None
    paragraph = role is Role.PARAGRAPH
    features = [*block_features(evidence, index, role), *place_features(kind, place)]
    features += text_features(kind, text.latest == index - 1, text.byline, text.ended if paragraph else text.broken)
    if kind == "p.join":
        features += evidence.across(text.last, index)
    if not place.here:
        features.append(("far", far(text, index)))
    if paragraph:
        where = "here" if place.here else "back"
        ratio, deviation = evidence.shared(index).relation(text.members, text.roots)
        features += [(f"ratio.{where}", ratio), (f"deviation.{where}", deviation)]
    return kind, tuple(features)


def far(text: Text, index: int) -> float:
    """How far back a text stands, as a logarithm of blocks."""
    return math.log1p(index - text.latest)


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
