"""Reads a page block by block: which text does each block go on with?

A history-based model: for every block the texts that it could continue are weighed against one another (a softmax over
features of the seam, of how the block begins, of the words it shares with each text), and a beam keeps the readings of the
page that are likeliest as a whole. So the order of the page is strong evidence where nothing speaks against it, and where a
column, a sidebar or a neighbour cuts in, the page as a whole decides.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from baokan.layout import HEADS, KINDS, log_chances, relation_features, weigh_kinds
from baokan.model import Role
from baokan.threads.choices import BODY, Text, grow
from baokan.threads.evidence import Evidence
from baokan.threads.weighing import LEAST, Weigher

BEAM = 12  # readings kept
MARGIN = 4.5  # nats behind the best, in rank, at which a reading is given up
LIVE = 5  # texts read last that a block may go on with, beside those that wait
SURE = 0.02  # nats behind certainty from which on a line is a head whatever else it might be
CROSS = KINDS.index("cross")
CROSS_REACH = 8.0  # nats behind the best kind at which what stands below can't make a line a cross head
INTERRUPTS = 1.5  # nats that a head costs where a text breaks off before it: few do, sidebars and neighbours
OPEN_END = 4.0  # nats that a text loses which ends in mid-sentence
BARE_HEAD = 6.0  # nats that a head loses which has no text


@dataclass(slots=True, eq=False)
class Reading:
    """A reading of the page down to one block, and the reading that it goes on from; never changed."""

    score: float = 0.0
    before: Reading | None = None
    text: Text | None = None  # the text that its last block fell to, with that block; None for a notice
    odds: float = 0.0  # log-probability of that
    role: Role | None = None  # the role in which the block was read
    live: tuple[Text, ...] = ()  # the texts that the next block may go on with, the one read last first
    count: int = 0  # texts so far
    waiting: int = 0  # texts that break off
    bare: int = 0  # heads that have no text yet

    @property
    def number(self) -> int:
        """The text that its last block fell to; -1 for none."""
        return -1 if self.text is None else self.text.number

    def whole(self) -> Whole:
        """All of it, from the first block on."""
        steps = []
        at: Reading | None = self
        while at is not None and at.before is not None:
            steps.append(at)
            at = at.before
        steps.reverse()
        latest = {step.text.number: step.text for step in steps if step.text is not None}
        return Whole(self.score, steps, latest)


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A reading of a whole page."""

    score: float
    steps: list[Reading]  # the reading after each block, in page order
    texts: dict[int, Text]  # by number, in that order, as they are after the last block


class Step(NamedTuple):
    """One way to go on: the block to a text, or to a new one (None)."""

    before: Reading
    text: Text | None
    role: Role | None
    odds: float  # log-probability of the text
    score: float

    @property
    def rank(self) -> float:
        """The score less what heads without a text will cost, but for the text read last; readings are kept by it."""
        if not self.before.bare:
            return self.score
        last = self.text if self.role is not None or not self.before.live else self.before.live[0]
        return self.score - BARE_HEAD * (self.before.bare - (last is not None and last.bare))


class LineChances:
    """log-probabilities of a line being head, cross head, byline and paragraph, by what stands below it too."""

    def __init__(self, evidence: Evidence, index: int) -> None:
        self.evidence, self.index = evidence, index
        self.scores = evidence.roles[index].guesses
        below = index + 1 < len(evidence.roles) and evidence.roles[index + 1].role is Role.PARAGRAPH
        self.related = below and self.scores[CROSS] > max(self.scores) - CROSS_REACH
        self.found: dict[Text | None, tuple[float, float, float, float]] = {}

    def of(self, current: Text | None) -> tuple[float, float, float, float]:
        """The four, where `current` is the text read last."""
        text = current if self.related and current is not None and current.bodies else None
        if text not in self.found:
            scores: Sequence[float] = self.scores
            if text is not None:
                more = weigh_kinds(relation_features(*self.evidence.shared(self.index + 1).relation(text.members, text.roots)))
                scores = [score + add for score, add in zip(scores, more, strict=True)]
            head, cross, byline, line, piece = log_chances(scores)
            top = max(line, piece)
            self.found[text] = head, cross, byline, top + math.log(math.exp(line - top) + math.exp(piece - top))
        return self.found[text]


class Reader:
    """Reads one page, block by block."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.grown: dict[tuple[object, ...], Text] = {}  # texts with the block being read; readings that agree share them

    def read(self) -> list[Reading]:
        """The likeliest readings, best first; never empty."""
        beam = [Reading()]
        for index in range(len(self.evidence.roles)):
            beam = self.keep(self.steps(beam, index), index)
        return beam

    def steps(self, beam: Sequence[Reading], index: int) -> list[Step]:
        """Every way in which the readings can go on with one more block."""
        roled = self.evidence.roles[index]
        role = roled.role
        if role is None:  # a notice is a text of its own and interrupts nothing
            return [Step(reading, None, None, 0.0, reading.score) for reading in beam]
        if roled.guesses:
            return list(self.doubtful(beam, index))
        if role in HEADS:
            return [self.head(reading, role, 0.0) for reading in beam]
        if role in BODY:
            weigher = Weigher(self.evidence, index, role)
            return [step for reading in beam for step in body(reading, weigher, 0.0)]
        return [Step(r, r.live[0] if r.live else None, role, 0.0, r.score) for r in beam]

    def doubtful(self, beam: Sequence[Reading], index: int) -> Iterator[Step]:
        """A line whose form decides nothing, in every role that is likely enough; a rubric has its head under it."""
        roled = self.evidence.roles[index]
        chances = LineChances(self.evidence, index)
        if not chances.related and chances.of(None)[0] > -SURE:  # a head and nothing else
            yield from (self.head(reading, Role.MAIN, 0.0) for reading in beam)
            return
        paragraphs, bylines = Weigher(self.evidence, index, Role.PARAGRAPH), Weigher(self.evidence, index, Role.BYLINE)
        for reading in beam:
            current = reading.live[0] if reading.live else None
            titled = reading.role is Role.RUBRIC and not roled.closed
            head, cross, byline, paragraph = chances.of(current)
            if head >= -LEAST or titled:
                yield self.head(reading, Role.MAIN, head)
            if cross >= -LEAST and current is not None and current.bodies and not current.broken:
                yield Step(reading, current, Role.CROSS, cross, reading.score + cross)
            if byline >= -LEAST:
                yield from body(reading, bylines, byline)
            if paragraph >= -LEAST and not titled:
                yield from body(reading, paragraphs, paragraph)

    def head(self, reading: Reading, role: Role, odds: float) -> Step:
        """A head goes on with the heads just above it, unless a rubric opens something new; else it opens a text."""
        if reading.role in HEADS and not (role is Role.RUBRIC and reading.role is not Role.RUBRIC):
            return Step(reading, reading.text, role, odds, reading.score + odds)
        if reading.live and reading.live[0].broken:
            odds -= INTERRUPTS
        return Step(reading, None, role, odds, reading.score + odds)

    def keep(self, steps: Sequence[Step], index: int) -> list[Reading]:
        """The readings that the best steps make, best first; of those alike in all that is still open, the best.

        Readings of fewer or more texts stay apart: how sure a join is depends on the others being there to the end.
        """
        self.grown.clear()
        ranks = [step.rank for step in steps]
        floor = max(ranks) - MARGIN
        ranked = sorted([(-rank, at) for at, rank in enumerate(ranks) if rank > floor])
        kept: dict[tuple[tuple[Text, ...], int], Reading] = {}
        for _, at in ranked:
            if len(kept) == BEAM:
                break
            step = steps[at]
            reading = self.take(step, index)
            kept.setdefault((reading.live, reading.count), reading)
        return list(kept.values())

    def take(self, step: Step, index: int) -> Reading:
        """Make a step a reading."""
        before, old, role, odds, score = step
        if role is None:
            return Reading(score, before, None, odds, None, before.live, before.count, before.waiting, before.bare)
        text = self.grow(old or self.new_text(before, index, role), index, role)
        others = before.live
        if old is not None:
            others = others[1:] if old is others[0] else tuple([other for other in others if other is not old])
        live = (text, *others) if len(others) < LIVE else still_live((text, *others))
        waiting = before.waiting + text.broken - (old is not None and old.broken)
        bare = before.bare + text.bare - (old is not None and old.bare)
        return Reading(score, before, text, odds, role, live, before.count + (old is None), waiting, bare)

    def new_text(self, before: Reading, index: int, role: Role) -> Text:
        """A text without blocks; a rubric opens one that interrupts the text read last."""
        host = before.live[0].number if role is Role.RUBRIC and before.live else -1
        return self.grown.setdefault((index, host), Text(index, host))

    def grow(self, text: Text, index: int, role: Role) -> Text:
        """The text with one more block; the same record for the same growth, whatever reading it happens in."""
        key = (text, role)
        if key not in self.grown:
            self.grown[key] = grow(self.evidence, text, index, role)
        return self.grown[key]


def body(reading: Reading, weigher: Weigher, odds: float) -> list[Step]:
    """A paragraph or byline goes on with one of the texts, or opens one without a head."""
    score, role = reading.score + odds, weigher.role
    return [Step(reading, text, role, c, score + c) for text, c in weigher.choices(reading.live, reading.waiting > 0)]


def still_live(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """The texts read last, and of those further back the ones that wait for their end or for any text at all."""
    older = [text for text in texts[LIVE:] if text.broken or text.empty]
    return (*texts[:LIVE], *older[:LIVE])


def unfinished(texts: Collection[Text], leads: Mapping[int, int]) -> float:
    """What a reading loses for texts of it that end in mid-sentence and heads that have no text, in nats."""
    ends = [t for t in texts if t.broken and t.number not in leads]
    bare = [t for t in texts if t.bare and t.number not in leads.values()]
    return OPEN_END * len(ends) + BARE_HEAD * len(bare)
