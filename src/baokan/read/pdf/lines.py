"""Characters -> printed lines, level and upright ones.

characters -> runs (what follows on in the layer) -> lines (runs that meet on the page). All lengths are measured
in the size of the characters, so nothing depends on the page's scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from baokan.model import Box
from baokan.read.pdf.characters import Character

SAME_LINE = 0.35  # how far the middles of two characters of a line may lie apart, in sizes
OVERLAP = 0.6  # how far two characters of a line may overlap
WIDEST_BLANK = 1.25  # the widest gap inside a run: a blank of a head is one size wide
TOUCHING = 0.6  # the widest gap between two runs of one line
SAME_SIZE = 1.3
TWICE_PRINTED = 0.15  # a bold made by printing twice is off by less


@dataclass(slots=True)
class Run:
    """Characters that follow one another in one direction: right, left (old heads) or down; None for a single one."""

    characters: list[Character] = field(default_factory=list)
    way: str | None = None

    @property
    def box(self) -> Box:
        cs = [c for c in self.characters if not c.text.isspace()] or self.characters
        return Box(min(c.left for c in cs), min(c.top for c in cs), max(c.right for c in cs), max(c.bottom for c in cs))

    @property
    def thickness(self) -> float:
        """The middle size of the characters across the run."""
        return median((c.right - c.left if self.way == "down" else c.bottom - c.top) for c in self.characters)

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)


def characters_to_lines(characters: Sequence[Character]) -> list[Run]:
    """The lines of a page, in the order in which their first characters stand in the layer."""
    runs = [run for run in characters_to_runs(characters) if run.text.strip()]
    upright = most_run_down(runs)
    for run in runs:
        if run.way is None:
            run.way = "down" if upright else "right"
    lines = runs_to_lines([r for r in runs if r.way == "right"]) + [r for r in runs if r.way == "left"]
    lines += upright_runs_to_lines([r for r in runs if r.way == "down"])
    return sorted(lines, key=lambda line: line.characters[0].at)


def most_run_down(runs: Iterable[Run]) -> bool:
    """Whether more characters of the page run down than right."""
    counts = {"down": 0, "right": 0}
    for run in runs:
        if run.way in counts:
            counts[run.way] += len(run.characters)
    return counts["down"] > counts["right"]


def characters_to_runs(characters: Sequence[Character]) -> list[Run]:
    """Cut the layer where the next character doesn't stand beside or below the last."""
    runs: list[Run] = []
    run = Run()
    for character in characters:
        if run.characters:
            before = run.characters[-1]
            if printed_twice(before, character):
                continue
            way = step(before, character)
            if way is not None and run.way in (None, way):
                run.characters.append(character)
                run.way = way
                continue
            runs.append(run)
        run = Run([character])
    return [*runs, run] if run.characters else runs


def printed_twice(before: Character, character: Character) -> bool:
    size = character.bottom - character.top
    near = abs(before.left - character.left) + abs(before.top - character.top) < TWICE_PRINTED * size
    return near and before.text == character.text


def step(before: Character, character: Character) -> str | None:
    """The way from one character to the next: right, down or left; None where they don't stand side by side."""
    height = min(before.bottom - before.top, character.bottom - character.top)
    if height <= 0:
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
    if sideways < SAME_LINE * width and -OVERLAP * height < gap < WIDEST_BLANK * height and character.top > before.top:
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
            line.characters += run.characters
    return lines


ROW = 4.0  # points; the height of the rows in which runs are looked up


def row_of(box: Box) -> int:
    return int((box.top + box.bottom) / 2 / ROW)


def near_rows(rows: dict[int, list[Run]], box: Box) -> Iterable[Run]:
    reach = int(box.height * SAME_LINE / ROW) + 1
    at = row_of(box)
    for row in range(at - reach, at + reach + 1):
        yield from reversed(rows.get(row, []))


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
        reach = int(box.width * SAME_LINE / ROW) + 1
        found = None
        for column in range(at - reach, at + reach + 1):
            found = found or next((line for line in reversed(by_column.get(column, [])) if meets_below(line, run)), None)
        if found is None:
            lines.append(Run(list(run.characters), "down"))
            by_column.setdefault(at, []).append(lines[-1])
        else:
            found.characters += run.characters
    return lines


def meets_below(line: Run, run: Run) -> bool:
    a, b = line.box, run.box
    size = min(line.thickness, run.thickness)
    if max(line.thickness, run.thickness) > SAME_SIZE * size or abs(a.left + a.right - b.left - b.right) / 2 > SAME_LINE * size:
        return False
    return -OVERLAP * size < b.top - a.bottom < TOUCHING * size
