"""Packs stories into a page by cutting it in two, again and again, in reading order.

A run of stories fills a rectangle either as one story, or as two runs one above the other, or as two runs side by
side. For every run and width the few best options (flat ones and good ones) are kept, so reading order is always
top to bottom and left to right, and nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baokan.editions.printing.frames import Frame
from baokan.editions.printing.leaves import GAP, Shape, shapes
from baokan.editions.printing.stories import Story

KEPT = 5  # options kept for a run at a width
RAGGED = 0.3  # how much shorter one of two neighbours may be
BESIDE_AT_MOST = 9  # stories in a run that is still cut side by side
EMPTY_PAGE = 0.5  # badness of an empty cell at a page's foot; one inside the page counts 1


@dataclass(frozen=True, slots=True)
class Cut:
    """Two runs of stories in one rectangle: `beside` left and right, else one above the other."""

    first: Option
    second: Option
    beside: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a rectangle `columns` wide with a run of stories."""

    columns: int
    rows: int
    cost: float
    inside: Shape | Cut


class Slicer:
    """Finds options for runs of stories on a frame; remembers what it found."""

    def __init__(self, stories: Sequence[Story], frame: Frame, most_rows: int) -> None:
        self.stories = stories
        self.frame = frame
        self.most_rows = most_rows
        self.found: dict[tuple[int, int, int], list[Option]] = {}
        self.smallest: list[int] = []
        cells = 0
        for number in range(len(stories)):
            self.smallest.append(min((s.rows * s.columns for s in self.all_shapes(number)), default=0))
            cells += self.smallest[-1]
            if cells > most_rows * frame.columns:  # no page holds this story too, nor any after it
                break

    def all_shapes(self, number: int) -> list[Shape]:
        found = [option.inside for c in range(1, self.frame.columns + 1) for option in self.single(number, c)]
        return [inside for inside in found if isinstance(inside, Shape)]

    def options(self, start: int, end: int, columns: int) -> list[Option]:
        """Ways to set stories[start:end] this wide, flat ones first; none when no way stays within the page."""
        key = (start, end, columns)
        if key not in self.found:
            if sum(self.smallest[start:end]) > self.most_rows * columns:
                self.found[key] = []
            elif end - start == 1:
                self.found[key] = self.single(start, columns)
            else:
                self.found[key] = self.best(self.stacked(start, end, columns) + self.side_by_side(start, end, columns))
        return self.found[key]

    def single(self, number: int, columns: int) -> list[Option]:
        key = (number, number + 1, columns)
        if key not in self.found:
            found = (Option(columns, s.rows, s.cost, s) for s in shapes(self.stories[number], columns, self.frame, number == 0))
            self.found[key] = self.best(list(found))
        return self.found[key]

    def stacked(self, start: int, end: int, columns: int) -> list[Option]:
        found = []
        # a pile is its first layer and the rest, so the first run need be no longer than a layer
        for middle in range(start + 1, min(end, start + BESIDE_AT_MOST + 1)):
            for above in self.options(start, middle, columns):
                for below in self.options(middle, end, columns):
                    rows = above.rows + GAP + below.rows
                    if rows > self.most_rows:
                        break
                    found.append(Option(columns, rows, above.cost + below.cost, Cut(above, below, False)))
        return found

    def side_by_side(self, start: int, end: int, columns: int) -> list[Option]:
        if end - start > BESIDE_AT_MOST:
            return []
        found = []
        for middle in range(start + 1, end):
            for wide in range(1, columns):
                for left in self.options(start, middle, wide):
                    for right in self.options(middle, end, columns - wide):
                        taller, shorter = (left, right) if left.rows >= right.rows else (right, left)
                        ragged = taller.rows - shorter.rows
                        if ragged > max(RAGGED * taller.rows, 3):
                            continue
                        cost = left.cost + right.cost + ragged * shorter.columns
                        found.append(Option(columns, taller.rows, cost, Cut(left, right, True)))
        return found

    def best(self, options: list[Option]) -> list[Option]:
        """The options that no flatter one beats in cost, thinned out to a few."""
        kept: list[Option] = []
        for option in sorted((o for o in options if o.rows <= self.most_rows), key=lambda o: (o.rows, o.cost)):
            if not kept or option.cost < kept[-1].cost - 1e-9:
                kept.append(option)
        if len(kept) <= KEPT:
            return kept
        step = (len(kept) - 1) / (KEPT - 1)
        return [kept[round(n * step)] for n in range(KEPT)]

    def page(self, start: int, rows: int) -> tuple[int, Option] | None:
        """As many stories from `start` on as fit in the rows, and the best way to set them; None when not even one fits."""
        for end in range(len(self.smallest), start, -1):
            fitting = [o for o in self.options(start, end, self.frame.columns) if o.rows <= rows]
            if fitting:
                empty = EMPTY_PAGE * self.frame.columns
                return end, min(fitting, key=lambda o: o.cost + (rows - o.rows) * empty)
        return None
