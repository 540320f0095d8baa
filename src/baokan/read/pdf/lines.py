"""Characters -> printed lines, level and upright ones.

characters -> runs (what follows on in the layer) -> lines (runs that meet on the page). All lengths are measured
in the size of the characters, so nothing depends on the page's scale.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from baokan.model import Box
from baokan.read.measures import around
from baokan.read.pdf.characters import Character

SAME_LINE = 0.35  # how far the middles of two characters of a line may lie apart, in sizes
SAME_COLUMN = 0.5  # the same for characters below one another: marks stand at a side
OVERLAP = 0.6  # how far two characters of a line may overlap
WIDEST_BLANK = 1.25  # the widest gap inside a run: a blank of a head is one size wide
TOUCHING = 0.3  # the widest gap between two runs of one line
SAME_SIZE = 1.3
DASHES = "—―…⋯"  # printed as one sign for two codes
SAME_PLACE = "same"
FEWEST_STEPS = 3  # in another way than most of the page
TWICE_PRINTED = 0.15  # a bold made by printing twice is off by less
MOST_NEAR = 500  # lines that are looked at for a run; a row of a page has some dozens
LEAST_POWER = -8  # of two: runs of less than 1/256 point have their twins in squares of that
SAMPLE = 200  # characters of a line by which its thickness is known


@dataclass(slots=True)
class Run:
    """Characters that follow one another in one direction: right, left (old heads) or down; None for a single one."""

    characters: list[Character] = field(default_factory=list)
    way: str | None = None
    _box: Box | None = None
    _thickness: float | None = None

    def add(self, characters: Sequence[Character]) -> None:
        """Take in the characters of a run that goes on where this one ends."""
        self._box = around((self.box, Run(list(characters)).box))
        if len(self.characters) < SAMPLE:
            self._thickness = None
        self.characters += characters

    @property
    def box(self) -> Box:
        if self._box is None:
            self._box = self._bounds()
        return self._box

    def _bounds(self) -> Box:
        cs = [c for c in self.characters if not c.text.isspace()] or self.characters
        return Box(min(c.left for c in cs), min(c.top for c in cs), max(c.right for c in cs), max(c.bottom for c in cs))

    @property
    def thickness(self) -> float:
        """The middle size of the characters across the run."""
        if self._thickness is None:
            upright = self.way == "down"
            self._thickness = median(max(c.right - c.left if upright else 0, c.bottom - c.top) for c in self.characters)
        return self._thickness

    @property
    def middle(self) -> float:
        """Where the middle of the line runs, across it."""
        if self.way != "down":
            return median((c.top + c.bottom) / 2 for c in self.characters)
        return median((c.left + c.right) / 2 for c in self.characters)

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)


def characters_to_lines(characters: Sequence[Character]) -> list[Run]:
    """The lines of a page, in the order in which their first characters stand in the layer."""
    characters = [c for n, c in enumerate(characters) if not n or not is_twin(characters[n - 1], c)]
    ways = [step(a, b) for a, b in itertools.pairwise(characters)]
    for number, way in enumerate(ways):
        if way == SAME_PLACE:
            ways[number] = ways[number - 1] if number and ways[number - 1] else next((w for w in ways[number:] if w != way), None)
    usual = "down" if ways.count("down") > ways.count("right") else "right"
    drop_chance_steps(ways, usual)
    runs = [run for run in cut_into_runs(characters, ways) if run.text.strip()]
    for run in runs:
        run.way = run.way or usual
    runs = drop_twins(runs)
    lines = runs_to_lines([r for r in runs if r.way == "right"]) + [r for r in runs if r.way == "left"]
    lines += upright_runs_to_lines([r for r in runs if r.way == "down"])
    return sorted(lines, key=lambda line: line.characters[0].at)


def drop_chance_steps(ways: list[str | None], usual: str) -> None:
    """Forget steps in an unusual way that are too few in a row: the last character of one line over the next line's first."""
    start = 0
    for way, group in itertools.groupby(list(ways)):
        count = sum(1 for _ in group)
        if way is not None and way != usual and count < FEWEST_STEPS:
            ways[start : start + count] = [None] * count
        start += count


def cut_into_runs(characters: Sequence[Character], ways: Sequence[str | None]) -> list[Run]:
    """Cut the layer where the next character doesn't stand beside or below the last."""
    runs: list[Run] = []
    for number, character in enumerate(characters):
        way = ways[number - 1] if number else None
        if way is not None and runs[-1].way in (None, way):
            runs[-1].characters.append(character)
            runs[-1].way = way
        else:
            runs.append(Run([character]))
    return runs


def drop_twins(runs: list[Run]) -> list[Run]:
    """Leave out a run that is printed again over itself, in about the same size, to look bold."""
    seen: dict[tuple[str, int, int, int], list[Box]] = {}
    kept = []
    for run in runs:
        box, size = run.box, run.thickness
        power = max(LEAST_POWER, math.frexp(size)[1])
        near = (seen.get((run.text, power, *cell), ()) for cell in cells(box, power, 1))
        if not any(abs(box.left - t.left) + abs(box.top - t.top) < TWICE_PRINTED * size for t in itertools.chain(*near)):
            for like in (power - 1, power, power + 1):
                seen.setdefault((run.text, like, *cells(box, like, 0)[0]), []).append(box)
            kept.append(run)
    return kept


def cells(box: Box, power: int, around: int) -> list[tuple[int, int]]:
    """The squares in which a run of a size below 2 ** power has its twins."""
    side = math.ldexp(TWICE_PRINTED, power)
    x, y = math.floor(box.left / side), math.floor(box.top / side)
    reach = range(-around, around + 1)
    return [(x + dx, y + dy) for dx in reach for dy in reach]


def is_twin(before: Character, character: Character) -> bool:
    """Whether a character is printed over itself to look bold; a dash of two codes is one sign in one place."""
    return character.text == before.text and character.text not in DASHES and stands_on(before, character)


def stands_on(before: Character, character: Character) -> bool:
    size = character.bottom - character.top
    return abs(before.left - character.left) + abs(before.top - character.top) < TWICE_PRINTED * size


def step(before: Character, character: Character) -> str | None:
    """The way from one character to the next: right, down or left; None where they don't stand side by side."""
    height = min(before.bottom - before.top, character.bottom - character.top)
    if character.text in DASHES and stands_on(before, character):
        return SAME_PLACE
    if height <= 0 or max(before.bottom - before.top, character.bottom - character.top) > SAME_SIZE * height:
        return None
    across = abs(before.top + before.bottom - character.top - character.bottom) / 2
    if across < SAME_LINE * height:
        gap = character.left - before.right
        if -OVERLAP * height < gap < WIDEST_BLANK * height and character.right > before.right:
            return "right"
        gap = before.left - character.right
        if -OVERLAP * height < gap < WIDEST_BLANK * height and not character.text.isspace():
            return "left"
        return None
    width = max(before.right - before.left, character.right - character.left)
    sideways = abs(before.left + before.right - character.left - character.right) / 2
    gap = character.top - before.bottom
    if sideways < SAME_COLUMN * width and -OVERLAP * height < gap < WIDEST_BLANK * height and character.top > before.top:
        return "down"
    return None


def runs_to_lines(runs: list[Run]) -> list[Run]:
    """Put runs together that meet on one line; their layer had them apart."""
    ordered = sorted(runs, key=lambda r: (r.box.left, r.box.top))
    rows: dict[int, list[Run]] = {}
    lines: list[Run] = []
    for run in ordered:
        box = run.box
        line = next((r for r in near_rows(rows, box) if meets(r, run)), None)
        if line is None:
            line = Run(list(run.characters), "right")
            lines.append(line)
            rows.setdefault(row_of(box), []).append(line)
        else:
            line.add(run.characters)
    return lines


ROW = 4.0  # points; the height of the rows in which runs are looked up


def row_of(box: Box) -> int:
    return int((box.top + box.bottom) / 2 / ROW)


def near_rows(rows: dict[int, list[Run]], box: Box) -> Iterable[Run]:
    reach = int(box.height * SAME_LINE / ROW) + 1
    at = row_of(box)
    for row in range(at - reach, at + reach + 1):
        yield from itertools.islice(reversed(rows.get(row, [])), MOST_NEAR)


def meets(line: Run, run: Run) -> bool:
    """Whether a run goes on where the line ends: the same size, the same height, hardly a gap."""
    a, b = line.box, run.box
    size = min(line.thickness, run.thickness)
    if max(line.thickness, run.thickness) > SAME_SIZE * size or abs(a.top + a.bottom - b.top - b.bottom) / 2 > SAME_LINE * size:
        return False
    return -OVERLAP * size < b.left - a.right < TOUCHING * size


def upright_runs_to_lines(runs: list[Run]) -> list[Run]:
    """As `runs_to_lines`, for runs that go down."""
    ordered = sorted(runs, key=lambda r: (r.box.top, r.box.left))
    lines: list[Run] = []
    by_column: dict[int, list[Run]] = {}
    for run in ordered:
        box = run.box
        at = int((box.left + box.right) / 2 / ROW)
        reach = int(box.width * SAME_COLUMN / ROW) + 1
        found = None
        for column in range(at - reach, at + reach + 1):
            near = itertools.islice(reversed(by_column.get(column, [])), MOST_NEAR)
            found = found or next((line for line in near if meets_below(line, run)), None)
        if found is None:
            lines.append(Run(list(run.characters), "down"))
            by_column.setdefault(at, []).append(lines[-1])
        else:
            found.add(run.characters)
    return lines


def meets_below(line: Run, run: Run) -> bool:
    a, b = line.box, run.box
    size = min(line.thickness, run.thickness)
    if max(line.thickness, run.thickness) > SAME_SIZE * size or abs(a.left + a.right - b.left - b.right) / 2 > SAME_COLUMN * size:
        return False
    return -OVERLAP * size < b.top - a.bottom < TOUCHING * size
