"""Heads over a story: type sizes by rank and width, lines broken evenly, height on the grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from baokan.editions.printing.breaks import break_head, breaks_by_sense
from baokan.editions.printing.stories import HeadLine

HEAD_LEADING = 0.2  # between the lines of one head, in its type size
SMALLEST_MAIN = 1.3  # in body sizes; a long head grows downwards from there
# Main head in body sizes: SINGLE over one column, STEP more for each further one; the first article of a page more.
SINGLE, STEP, LARGEST, FIRST = 1.75, 0.5, 5.2, 1.18
SHRINK = 0.95
LEAST_SQUEEZE = 0.86
MOST_LINES = 3  # that a head is given to break by sense
# Kicker and sub as shares of the main head, rubric and byline in body sizes.
SHARES = {"kicker": 0.52, "sub": 0.52}
FIXED = {"rubric": 1.15, "byline": 1.0}


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """One head, set: type size, width that breaks it evenly, and height, in points."""

    part: int
    size: float
    width: float
    height: float
    lines: int
    texts: tuple[str, ...] = ()  # the lines, where they are broken by sense


@dataclass(frozen=True, slots=True)
class HeadBlock:
    """All heads over a story; height without the space below, cost in cells of badness."""

    entries: tuple[HeadEntry, ...]
    gap: float
    height: float
    cost: float


def set_heads(heads: Sequence[HeadLine], columns: int, width: float, body: float, first: bool = False) -> HeadBlock | None:
    """Choose sizes for heads over so many columns, `width` points wide; None where there is no head."""
    if not heads:
        return None
    main = main_size(heads, columns, width, body, first)
    entries = tuple(set_head(head, squeezed_size(head, head_size(head.kind, main, body), width), width) for head in heads)
    gap = 0.5 * body
    wish = wished_size(columns, body, first)
    cost = 6.0 * (wish / main - 1) + sum(2.0 * (e.lines - 1) for e in entries if columns > 2)
    height = sum(e.height for e in entries) + gap * (len(entries) - 1)
    return HeadBlock(entries, gap, height, cost)


def wished_size(columns: int, body: float, first: bool) -> float:
    return body * min((SINGLE + STEP * (columns - 1)) * (FIRST if first else 1.0), LARGEST)


def main_size(heads: Sequence[HeadLine], columns: int, width: float, body: float, first: bool) -> float:
    """The wished size, made smaller until the main head takes few lines."""
    size = wished_size(columns, body, first)
    longest = max((head.em for head in heads if head.kind == "main"), default=0.0)
    few = 3 if columns == 1 else 2
    while size * SHRINK >= SMALLEST_MAIN * body and lines_of(longest, size, width) > few:
        size *= SHRINK
    return round(size, 2)


def head_size(kind: str, main: float, body: float) -> float:
    if kind in FIXED:
        return FIXED[kind] * body
    if kind == "main":
        return main
    return round(max(SHARES.get(kind, 0.5) * main, 1.15 * body), 2)


def squeezed_size(head: HeadLine, size: float, width: float) -> float:
    """A byline just too long for one line is set a little smaller rather than in two lines."""
    fitting = width / max(head.em, 0.1) * 0.995
    return fitting if head.kind == "byline" and LEAST_SQUEEZE * size <= fitting < size else size


def lines_of(em: float, size: float, width: float) -> int:
    """Lines that a run of em type sizes takes; a line may lose a character to the rules of punctuation."""
    if em * size <= width:
        return 1
    return math.ceil(em / max(math.floor(width / size) - 0.7, 1.0))


def set_head(head: HeadLine, size: float, width: float) -> HeadEntry:
    room = width - (1.2 * size if head.kind == "rubric" else 0)
    lines = lines_of(head.em, size, room)
    even = width
    texts: list[str] | None = None
    if lines > 1 and head.text and head.kind not in ("byline", "rubric"):
        texts = break_head(head.text, lines, head.em, room / size * 0.985)
        if lines < MOST_LINES and not (texts and breaks_by_sense(texts)):
            # a line more, where it breaks after marks only
            longer = break_head(head.text, lines + 1, head.em, room / size * 0.985)
            if longer and breaks_by_sense(longer):
                texts, lines = longer, lines + 1
    if texts is None and lines > 1 and head.kind != "byline":
        even = min(width, (math.ceil(head.em / lines + 0.3) + 0.45) * size)
    height = size * (lines + HEAD_LEADING * (lines - 1)) + (0.62 * size if head.kind == "rubric" else 0)
    return HeadEntry(head.part, size, even, height, lines, tuple(texts or ()))
