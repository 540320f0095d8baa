"""Roles -> threads: the blocks of each text of the page in reading order, and the joins between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from baokan.layout import HEADS, KINDS, Piece, RoledBlock, block_to_pieces
from baokan.model import Role, Seam
from baokan.threads.evidence import Evidence
from baokan.threads.leads import Weighed, find_leads
from baokan.threads.reading import Reader, Whole, unfinished
from baokan.threads.seams import make_seam

LINE, PIECE = KINDS.index("line"), KINDS.index("piece")


@dataclass(frozen=True, slots=True)
class Join:
    """Block `left` reads on in block `right`."""

    left: int
    right: int
    chance: float  # probability, 0 to 1
    seam: Seam


@dataclass(slots=True)
class Thread:
    """The blocks of one text of the page, by what they are, each list in reading order."""

    heads: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)  # paragraphs, and the cross heads between them
    captions: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)  # closing datelines and bylines, notes, jumps
    notice: bool = False
    host: Thread | None = None  # the text that this one's rubric stands in
    chance: float = 1.0  # that its least certain block belongs here

    @property
    def blocks(self) -> list[int]:
        return self.heads + self.bylines + self.body + self.captions + self.tail


@dataclass(frozen=True, slots=True)
class Threads:
    """The threads of a page in the order of their first blocks, its joins, and the roles as they were read."""

    roles: tuple[RoledBlock, ...]
    threads: tuple[Thread, ...]
    joins: tuple[Join, ...]
    chances: Mapping[int, float] = field(
        default_factory=dict
    )  # block -> probability that it is what it was read as, where it was


def roles_to_threads(roles: Sequence[RoledBlock]) -> Threads:
    """Read the page; every block is in exactly one thread."""
    evidence = Evidence(roles)
    reading, leads, follows = choose(evidence)
    steps = reading.steps
    chances = {index: math.exp(step.odds) for index, step in enumerate(steps)}
    roles = [r if r.role is step.role else in_role(r, step.role) for r, step in zip(roles, steps, strict=True)]
    threads: dict[int, Thread] = {}
    rest: list[Thread] = []
    for index in sorted(range(len(roles)), key=lambda i: (steps[i].number not in leads, i)):
        role, number = roles[index].role, steps[index].number
        if role is None:
            rest.append(Thread(body=[index], notice=True))
            continue
        thread = threads.setdefault(leads.get(number, number), Thread())
        place(thread, index, role)
        if role not in HEADS:
            thread.chance = min(thread.chance, chances[index])
    for number, thread in threads.items():
        host = reading.texts[number].host
        thread.host = threads.get(leads.get(host, host))
        thread.heads.sort()
    joins = [join for thread in threads.values() for join in thread_to_joins(evidence, roles, thread, chances, follows)]
    ordered = sorted([*threads.values(), *rest], key=lambda t: min(t.heads or t.blocks))
    return Threads(tuple(roles), tuple(ordered), tuple(sorted(joins, key=lambda j: j.left)), chances)


def choose(evidence: Evidence) -> tuple[Whole, dict[int, int], dict[tuple[int, int], float]]:
    """The likeliest reading once every text has had its beginning looked for, and the moved leads of it.

    Also, of every two paragraphs that follow one another in some reading, the share of the readings' weight in which they do.
    """
    found = []
    weighed: Weighed = {}
    for reading in [reading.whole() for reading in Reader(evidence).read()]:
        leads, gain = find_leads(evidence, reading, weighed)
        found.append((reading.score + gain - unfinished(reading.texts.values(), leads), reading, leads))
    top, best, best_leads = max(found, key=lambda f: f[0])
    weights = [math.exp(score - top) for score, _, _ in found]
    total = sum(weights)
    follows: dict[tuple[int, int], float] = {}
    for weight, (_, reading, leads) in zip(weights, found, strict=True):
        for pair in successions(reading, leads):
            follows[pair] = follows.get(pair, 0.0) + weight / total
    return best, best_leads, follows


def successions(reading: Whole, leads: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Every two paragraphs that follow one another in a text."""
    last: dict[int, int] = {}
    body = [(step.number, index) for index, step in enumerate(reading.steps) if step.role is Role.PARAGRAPH]
    for number, index in sorted(body, key=lambda b: (b[0] not in leads, b[1])) if leads else body:
        text = leads.get(number, number)
        if text in last:
            yield last[text], index
        last[text] = index


def in_role(roled: RoledBlock, role: Role | None) -> RoledBlock:
    """A block in another role than the one that its line looked like."""
    text = roled.block.text
    whole = (Piece(role or Role.PARAGRAPH, 0, len(text)),)
    return replace(roled, role=role, pieces=block_to_pieces(text) if role is Role.PARAGRAPH else whole)


def place(thread: Thread, index: int, role: Role | None) -> None:
    if role in HEADS:
        thread.heads.append(index)
    elif role in {Role.PARAGRAPH, Role.CROSS}:
        thread.body.append(index)
    elif role in {Role.CAPTION, Role.CREDIT}:
        thread.captions.append(index)
    elif role is Role.BYLINE and not thread.body:
        thread.bylines.append(index)
    else:
        thread.tail.append(index)


def whole_piece(roled: RoledBlock) -> float:
    """The probability that a block read as a piece of a paragraph is no line of a list or a verse, which ends in itself."""
    if not roled.guesses:
        return 1.0
    line, piece = roled.guesses[LINE], roled.guesses[PIECE]
    return 1 / (1 + math.exp(line - piece))


def thread_to_joins(
    evidence: Evidence,
    roles: Sequence[RoledBlock],
    thread: Thread,
    chances: Mapping[int, float],
    follows: Mapping[tuple[int, int], float],
) -> list[Join]:
    """A join wherever a paragraph breaks off and its text goes on."""
    joins = []
    body = [index for index in thread.body if roles[index].role is Role.PARAGRAPH]
    for left, right in pairwise(body):
        if evidence.open[left] and not evidence.runs_in[right]:
            reasons = tuple(evidence.reasons(left, right))
            if right == left + 1:
                reasons = ("next block", *reasons)
            chance = min(chances[right], follows.get((left, right), 0.0)) * whole_piece(roles[left]) * whole_piece(roles[right])
            joins.append(Join(left, right, chance, make_seam(evidence.texts[left], evidence.texts[right], chance, reasons)))
    return joins
