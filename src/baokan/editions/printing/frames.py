"""The page's geometry: paper, margins, columns of whole characters, and the sizes that a leaf is measured at."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from baokan.errors import UsageError

MM = 72 / 25.4  # points in a millimetre
# name -> width and height in mm: what Chinese papers are printed on (对开, 四开), and office sheets.
PAPERS = {
    "broadsheet": (390, 545),
    "tabloid": (272, 390),
    "a2": (420, 594),
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "b4": (250, 353),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
}
SMALLEST, LARGEST = 60.0, 1200.0  # mm: what a custom paper may measure
BODY_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)  # pt; below 8 pt Chinese news text tires the eye
LINE_RATIO = 1.5  # line pitch in type sizes
WIDEST_GUTTER = 2.2  # in type sizes; what is left over goes to the margins
LONGEST_LINE = 17  # characters in a newspaper's column; more columns rather than longer lines
BOXED_COLUMNS = 4  # a sidebar is measured at 1 to 4 columns
TITLE_TRACKING = 0.16  # between the characters of the paper's title, in its type size
NORMAL_SIZE = 10.0  # pt, of the first run
BOX_INSET = 0.8  # of a boxed leaf, in type sizes


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, in points."""

    width: float
    height: float


def parse_paper(text: str) -> Paper:
    """A paper's name, or WIDTHxHEIGHT in mm as 272x390. Raises UsageError for anything else."""
    named = PAPERS.get(text.lower())
    if named is None:
        sides = re.fullmatch(r"(\d{2,4}(?:\.\d{1,2})?)[x×](\d{2,4}(?:\.\d{1,2})?)(?:mm)?", text.lower())
        if sides:
            named = (float(sides[1]), float(sides[2]))
    if named is None or not all(SMALLEST <= side <= LARGEST for side in named):
        raise UsageError(
            f"{text!r} is no paper.",
            f"choose one of {', '.join(PAPERS)}, or give width x height in mm from {SMALLEST:.0f} to {LARGEST:.0f}, as 272x390.",
        )
    return Paper(named[0] * MM, named[1] * MM)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page of a newspaper on a grid: x counts columns, y counts rows, a row being one line of body type. In points."""

    paper: Paper
    size: float
    columns: int
    column: float
    gutter: float
    left: float
    top: float
    bottom: float
    masthead_rows: int

    @property
    def pitch(self) -> float:
        return round(self.size * LINE_RATIO, 3)

    @property
    def rows(self) -> int:
        """Rows of a page below its folio line."""
        return int((self.paper.height - self.top - self.bottom) / self.pitch)

    def span(self, columns: int) -> float:
        """The width of some columns and the gutters between them."""
        return columns * self.column + max(columns - 1, 0) * self.gutter

    def boxed_column(self, columns: int) -> float:
        """The width of a text column in a boxed leaf of so many columns."""
        return self.column - 2 * BOX_INSET * self.size / columns

    def as_data(self, title_em: float = 0.0) -> dict[str, object]:
        """What the template needs, in points."""
        boxed = [self.boxed_column(n) for n in range(1, min(self.columns, BOXED_COLUMNS) + 1)]
        return {
            "size": self.size, "pitch": self.pitch, "column": self.column, "gutter": self.gutter, "left": self.left,
            "top": self.top, "bottom": self.bottom, "width": self.paper.width, "height": self.paper.height,
            "widths": [self.column, *boxed], "masthead": self.masthead(title_em), "colophon": self.bottom * 0.62,
        }  # fmt: skip

    def as_measures(self) -> dict[str, object]:
        """What the first run needs, at a type size of 10 pt: lines depend on characters, not on their size."""
        scale = NORMAL_SIZE / self.size
        boxed = [self.boxed_column(n) for n in range(1, min(self.columns, BOXED_COLUMNS) + 1)]
        widths = [round(width * scale, 3) for width in (self.column, *boxed)]
        return {**self.as_data(), "size": NORMAL_SIZE, "pitch": NORMAL_SIZE * LINE_RATIO, "widths": widths}

    def masthead(self, title_em: float) -> dict[str, float]:
        """Where the paper's title stands and how large: as wide as it may be, never wider than the page."""
        height = (self.masthead_rows - 1.2) * self.pitch
        info = 3.2 * self.size
        tracking = TITLE_TRACKING
        room = 0.94 * self.span(self.columns) / max(title_em, 1.0)
        size = min(0.84 * (height - info), room)
        lines = 1
        if size < 1.6 * self.size:  # a title that long is set close and in lines
            tracking, size = 0.0, 1.3 * self.size
            lines = math.ceil(title_em * size / self.span(self.columns))
        above = max((height - info - size * (1.3 * lines - 0.3)) / 2 - 0.06 * size, 0)
        return {"height": height, "size": size, "tracking": tracking, "dy": above, "below": 0}


def newspaper_frame(paper: Paper, columns: int | None, size: float) -> Frame:
    """The frame for a body size in points. Raises UsageError where so many columns would hold too few characters."""
    left = max(0.035 * paper.width, 5 * MM)
    text_width = paper.width - 2 * left
    gutter = 1.8 * size
    number = columns or max(round((text_width + gutter) / (LONGEST_LINE * size * 0.92 + gutter)), 1)
    characters = int(((text_width + gutter) / number - gutter) / size)
    if characters < 6:
        raise UsageError(f"{number} columns on this paper would hold {characters} characters a line.", "ask for fewer columns.")
    column = characters * size
    if number > 1:
        gutter = min((text_width - number * column) / (number - 1), WIDEST_GUTTER * size)
    left = (paper.width - number * column - (number - 1) * gutter) / 2
    pitch = round(size * LINE_RATIO, 3)
    top = max(0.042 * paper.height, 12 * MM)
    bottom = max(0.032 * paper.height, 10 * MM)
    rows = int((paper.height - top - bottom) / pitch)
    masthead = max(min(round(rows * 0.095), 10), 6)
    return Frame(paper, size, number, column, gutter, left, top, bottom, masthead)
