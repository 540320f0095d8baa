"""Reads a page block by block: which text does each block go on with?

A history-based model: for every block the texts that it could continue are weighed against one another (a softmax over
features of the seam, of how the block begins, of the words it shares with each text), and a beam keeps the readings of the
page that are likeliest as a whole. So the order of the page is strong evidence where nothing speaks against it, and where a
column, a sidebar or a neighbour cuts in, the page as a whole decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from baokan.layout import HEADS
from baokan.model import Role
from baokan.threads.choices import (
    BODY,
    MEMBERS,
    Place,
    Text,
    continuation,
    new_features,
    paragraph_kind,
    related_features,
    stands_under,
    weigh,
)
from baokan.threads.evidence import Evidence

BEAM = 12  # readings kept
MARGIN = 5.0  # nats behind the best, in rank, at which a reading is given up
LEAST = 6.0  # nats behind certainty at which a single choice is not tried; more, since a head that waits may make up for it
LIVE = 5  # texts read last that a block may go on with, beside those that wait
HOPELESS = 9.0  # nats behind the best at which shared words can't save a choice
INTERRUPTS = 1.5  # nats that a head costs where a text breaks off before it: few do, sidebars and neighbours
OPEN_END = 4.0  # nats that a text loses which ends in mid-sentence
BARE_HEAD = 6.0  # nats that a head loses which has no text


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A reading of the page down to one block, and the reading that it goes on from."""

    score: float = 0.0
    before: Reading | None = None
    number: int = -1  # the text that its last block fell to; -1 for none
    odds: float = 0.0  # log-probability of that
    role: Role | None = None  # the role in which the block was read
    texts: tuple[Text, ...] = ()
    live: tuple[Text, ...] = ()  # the texts that the next block may go on with, the one read last first
    waiting: int = 0  # texts that break off
    bare: int = 0  # heads read before the last text that have no text yet

    @property
    def rank(self) -> float:
        """The score less what heads without a text will cost it; readings are kept by it."""
        return self.score - BARE_HEAD * self.bare

    def steps(self) -> list[Reading]:
        """The reading after each block, in page order."""
        steps = []
        at: Reading | None = self
        while at is not None and at.before is not None:
            steps.append(at)
            at = at.before
        return steps[::-1]


@dataclass(frozen=True, slots=True)
class Step:
    """One way to go on: block to text `number`, -1 for a new one."""

    score: float
    before: Reading
    number: int
    odds: float
    role: Role | None


class Reader:
    """Reads one page; what was weighed once is remembered, since most readings agree on most texts."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.scores: dict[tuple[object, ...], float] = {}
        self.grown: dict[tuple[object, ...], Text] = {}

    def read(self) -> list[Reading]:
        """The likeliest readings, best first; never empty."""
        beam = [Reading()]
        for index in range(len(self.evidence.roles)):
            steps = [s for reading in beam for s in self.steps(reading, index)]
            grown = sorted((self.take(s, index) for s in steps), key=lambda r: -r.rank)
            floor = grown[0].rank - MARGIN
            kept: dict[object, Reading] = {}
            for reading in grown:
                if reading.rank <= floor or len(kept) == BEAM:
                    break
                kept.setdefault(reading.live, reading)
            beam = list(kept.values())
        return beam

    def steps(self, reading: Reading, index: int) -> Iterator[Step]:
        """Every way to go on with one more block."""
        role = self.evidence.roles[index].role
        if role is None:  # a notice is a text of its own and interrupts nothing
            yield Step(reading.score, reading, -1, 0.0, None)
        elif role in HEADS:
            doubt = -self.evidence.roles[index].head_odds
            yield self.head(reading, index, role, log_chance(-doubt))
            if doubt > -LEAST and reading.role is not Role.RUBRIC:  # a rubric has its head under it
                yield from self.body(reading, index, Role.PARAGRAPH, log_chance(doubt))
        elif role in BODY:
            yield from self.body(reading, index, role, 0.0)
        else:
            number = reading.live[0].number if reading.live else -1
            yield Step(reading.score, reading, number, 0.0, role)

    def head(self, reading: Reading, index: int, role: Role, odds: float) -> Step:
        """A head goes on with the heads just above it, unless a rubric opens something new; else it opens a text."""
        if reading.role in HEADS and not (role is Role.RUBRIC and reading.role is not Role.RUBRIC):
            return Step(reading.score + odds, reading, reading.number, odds, role)
        current = reading.live[0] if reading.live else None
        if current is not None and current.last >= 0 and self.evidence.open[current.last]:
            odds -= INTERRUPTS
        return Step(reading.score + odds, reading, -1, odds, role)

    def body(self, reading: Reading, index: int, role: Role, odds: float) -> Iterator[Step]:
        """A paragraph or byline goes on with one of the texts, or opens one without a head."""
        current = reading.live[0] if reading.live else None
        waiting, under = reading.waiting > 0, stands_under(current, index)
        host = -1 if current is None else current.host
        bare = any(text.heads > 0 and text.last < 0 for text in reading.live)
        apart = Place(False, False, waiting, bare, under)
        if (index, role, apart) not in self.scores:
            kind, features = new_features(self.evidence, index, role, apart)
            self.scores[index, role, apart] = weigh(features, kind)
        found = [(-1, self.scores[index, role, apart])]
        options = [
            (text, Place(text is current, host == text.number, waiting, under=under)) for text in reading.live
        ]
        rough = [self.rough(text, index, role, place) for text, place in options]
        floor = max([found[0][1], *rough]) - HOPELESS
        for (text, place), score in zip(options, rough, strict=True):
            if score > floor:
                found.append((text.number, score + self.related(text, index, role, place)))
        top = max(score for _, score in found)
        norm = top + math.log(sum([math.exp(score - top) for _, score in found]))
        for number, score in found:
            if score - norm > -LEAST:
                yield Step(reading.score + odds + score - norm, reading, number, score - norm, role)

    def rough(self, text: Text, index: int, role: Role, place: Place) -> float:
        """The score of going on with a text but for the words shared with it; -inf where it can't be."""
        key = (text, index, role, place)
        if key not in self.scores:
            possible = continuation(self.evidence, text, index, role, place)
            self.scores[key] = weigh(possible[1], possible[0]) if possible else -math.inf
        return self.scores[key]

    def related(self, text: Text, index: int, role: Role, place: Place) -> float:
        """What the words shared with a text add to its score."""
        if role is not Role.PARAGRAPH:
            return 0.0
        key = (text, index, place.here)
        if key not in self.scores:
            kind = paragraph_kind(self.evidence, text)
            self.scores[key] = weigh(related_features(self.evidence, text, index, place), kind)
        return self.scores[key]

    def take(self, step: Step, index: int) -> Reading:
        """Make a step a reading."""
        before, role, number = step.before, step.role, step.number
        if role is None:
            return replace(before, score=step.score, before=before, number=-1, odds=0.0, role=None)
        texts = before.texts
        host = before.live[0].number if role is Role.RUBRIC and before.live else -1
        old = texts[number] if number >= 0 else self.new_text(len(texts), host)
        text = self.grow(old, index, role)
        texts = (*texts[: text.number], text, *texts[text.number + 1 :])
        waiting = before.waiting + self.breaks_off(text) - self.breaks_off(old)
        live = self.still_live((text, *(t for t in before.live if t.number != text.number)))
        bare = sum(1 for t in live[1:] if t.heads and t.last < 0 and not t.captions)
        return Reading(step.score, before, text.number, step.odds, role, texts, live, waiting, bare)

    def breaks_off(self, text: Text) -> bool:
        return text.last >= 0 and self.evidence.open[text.last]

    def still_live(self, texts: tuple[Text, ...]) -> tuple[Text, ...]:
        """The texts read last, and of those further back the ones that wait for their end or for any text at all."""
        if len(texts) <= LIVE:
            return texts
        older = [t for t in texts[LIVE:] if self.breaks_off(t) or (t.heads and t.last < 0)]
        return (*texts[:LIVE], *older[:LIVE])

    def new_text(self, number: int, host: int) -> Text:
        return self.grown.setdefault((number, host), Text(number, host=host))

    def grow(self, text: Text, index: int, role: Role) -> Text:
        """The text with one more block; the same record for the same growth, whatever reading it happens in."""
        key = (text, index, role)
        if key in self.grown:
            return self.grown[key]
        members = (*text.members[1 - MEMBERS :], index)
        if role in HEADS:
            grown = replace(text, members=members, latest=index, heads=text.heads + 1)
        elif role is Role.PARAGRAPH:
            ended = text.ended or self.evidence.roles[index].pieces[-1].role is Role.DATELINE
            grown = replace(text, members=members, latest=index, last=index, bodies=text.bodies + 1, ended=ended)
        elif role is Role.BYLINE:
            grown = replace(text, members=members, latest=index, byline=True)
        elif role in {Role.CAPTION, Role.CREDIT}:
            alone = text.photo or (text.heads == 0 and text.bodies == 0)
            grown = replace(text, members=members, latest=index, captions=True, photo=alone)
        else:
            grown = replace(text, members=members, latest=index, ended=True)
        self.grown[key] = grown
        return grown


def log_chance(odds: float) -> float:
    """log of the probability that has these log-odds."""
    return -math.log1p(math.exp(-odds)) if odds > -30 else odds


def unfinished(evidence: Evidence, reading: Reading, leads: Mapping[int, int]) -> float:
    """What a reading loses for texts that end in mid-sentence and heads that have no text, in nats."""
    ends = [t for t in reading.texts if t.last >= 0 and evidence.open[t.last] and t.number not in leads]
    bare = [t for t in reading.texts if t.heads and t.bodies == 0 and not t.captions and t.number not in leads.values()]
    return OPEN_END * len(ends) + BARE_HEAD * len(bare)
