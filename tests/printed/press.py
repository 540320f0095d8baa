"""Lays items out on a page and gives the places of all lines, and the gold.

The page is laid out in a frame of its own, in which lines run along `u` and follow one another along `v`: on a level
page u is x and v is y; on an upright one u is y and v counts from the right edge, so that its columns are the bands of
an old newspaper.

1. choose     how many columns each item spans, and which stand side by side in a row
2. fill       heads over their columns, pictures and captions, then the body down one column after the other; some
              items turn a corner: their last columns begin below a shorter neighbour
3. gold       each paragraph with a cb where it went on in another column
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .setting import SetLine, break_text, width
from .texts import Item, PageText, Unit

BODY, CAPTION, BYLINE = 10.0, 8.5, 10.0
HEADS = {"kicker": 15.0, "main": 24.0, "sub": 14.0, "rubric": 12.0, "cross": 12.0}
LEADING = 1.5


@dataclass(frozen=True)
class Style:
    """How a page is set."""

    columns: int = 5
    measure: int = 17  # characters of a body line
    gutter: float = 18.0  # points
    upright: bool = False
    rules: bool = True  # lines between items
    corners: bool = True  # let items turn a corner
    margin: float = 40.0


@dataclass(frozen=True)
class Placed:
    """A line at a place of the frame (points), `measure` wide; a box or rule has a height and no text."""

    text: str
    u: float
    v: float
    size: float
    measure: float
    stretch: bool = False
    kind: str = "text"  # text, picture, rule, frame
    height: float = 0.0


@dataclass(frozen=True)
class PrintedPage:
    """All that is printed, the page's extent in its frame, and the gold TEI."""

    name: str
    marks: tuple[Placed, ...]
    length: float  # along u
    depth: float  # along v
    upright: bool
    gold: str


@dataclass
class Piece:
    """A line of an item's body before it has a place: which unit it is of, and where in its text it begins."""

    line: SetLine
    size: float
    unit: int
    start: int
    before: float = 0.0  # extra space


@dataclass
class Area:
    """The columns of an item from `top` on; `later` are the columns of its corner with their own top."""

    first: int
    count: int
    top: float
    bottom: float = 0.0


@dataclass
class Printer:
    style: Style
    rng: random.Random
    marks: list[Placed] = field(default_factory=list)
    cuts: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # (item, unit) -> where its text is cut

    @property
    def column_width(self) -> float:
        return self.style.measure * BODY

    def u_of(self, column: int) -> float:
        return self.style.margin + column * (self.column_width + self.style.gutter)

    def span(self, count: int) -> float:
        return count * self.column_width + (count - 1) * self.style.gutter

    def put(self, text: str, u: float, v: float, size: float, measure: float, stretch: bool = False) -> None:
        self.marks.append(Placed(text, u, v, size, measure, stretch))

    def heads(self, item: Item, first: int, count: int, v: float) -> float:
        """Set the heads and the byline of their own over `count` columns; returns where the body begins."""
        measure = self.span(count)
        centred = self.rng.random() < 0.5
        for unit in item.units:
            if unit.kind == "head" and unit.type != "cross":
                size = HEADS[unit.type]
                if count == 1 and unit.type == "main":
                    size = 20.0
                for line in break_text(unit.text, measure / size, upright=self.style.upright):
                    used = min(measure, self.width(line.text) * size)
                    u = self.u_of(first) + ((measure - used) / 2 if centred else 0.0)
                    self.put(line.text, u, v, size, used)
                    v += size * 1.3
                v += 4.0
            elif unit.kind == "byline" and not unit.run_in and unit is first_byline(item):
                used = self.width(unit.text) * BYLINE
                if used > measure:
                    for line in break_text(unit.text, measure / BYLINE, upright=self.style.upright):
                        self.put(line.text, self.u_of(first), v, BYLINE, measure)
                        v += BYLINE * LEADING
                else:
                    self.put(unit.text, self.u_of(first) + (measure - used) / 2, v, BYLINE, used)
                    v += BYLINE * LEADING
                v += 6.0
        return v

    def width(self, text: str) -> float:
        return float(len(text)) if self.style.upright else width(text)

    def body(self, number: int, item: Item) -> list[Piece]:
        """The lines of an item's body, and of bylines and datelines at its foot."""
        pieces: list[Piece] = []
        waiting = ""
        top_byline = first_byline(item)
        for place, unit in enumerate(item.units):
            if unit.kind == "head" and unit.type == "cross":
                lines = break_text(unit.text, self.style.measure * BODY / HEADS["cross"], upright=self.style.upright)
                pieces += [Piece(line, HEADS["cross"], place, 0, 4.0 if n == 0 else 0.0) for n, line in enumerate(lines)]
            elif unit.run_in:
                waiting += unit.text + ("　" if unit.kind == "dateline" else "")
            elif unit.kind == "p":
                start = -len(waiting)
                for line in break_text(waiting + unit.text, self.style.measure, 2.0, self.style.upright):
                    pieces.append(Piece(line, BODY, place, max(0, start)))
                    start = position(waiting + unit.text, start + len(waiting), line.text) - len(waiting)
                waiting = ""
            elif unit.kind in {"byline", "dateline"} and unit is not top_byline:
                for line in break_text(unit.text, self.style.measure, 2.0, self.style.upright):
                    pieces.append(Piece(line, BODY, place, 0))
        return pieces


def position(whole: str, start: int, line: str) -> int:
    """Where the next line begins, after `line` and the blanks that a break drops."""
    at = start + len(line)
    while at < len(whole) and whole[at] == " ":
        at += 1
    return at


def first_byline(item: Item) -> Unit | None:
    """The byline that stands under the heads, before any paragraph; None where there is none."""
    for unit in item.units:
        if unit.kind == "byline" and not unit.run_in:
            return unit
        if unit.kind in {"p", "dateline", "caption"}:
            return None
    return None


def print_page(page: PageText, style: Style, seed: int = 0) -> PrintedPage:
    """Lay out a page; the same page, style and seed give the same print."""
    printer = Printer(style, random.Random(f"{page.name}{seed}"))
    v = style.margin
    rows = item_rows(page.items, printer)
    for row in rows:
        v = set_row(printer, page, row, v) + 16.0
        if style.rules:
            length = printer.span(style.columns)
            printer.marks.append(Placed("", printer.u_of(0), v - 10.0, 0.5, length, kind="rule"))
    length = 2 * style.margin + printer.span(style.columns)
    return PrintedPage(page.name, tuple(printer.marks), length, v + style.margin, style.upright, gold(page, printer))


def item_rows(items: Sequence[Item], printer: Printer) -> list[list[tuple[int, int]]]:
    """Rows of (item, columns that it spans), items in order."""
    rows: list[list[tuple[int, int]]] = []
    waiting = list(range(len(items)))
    columns = printer.style.columns
    while waiting:
        row: list[tuple[int, int]] = []
        left = columns
        while waiting and left:
            number = waiting[0]
            chars = sum(len(u.text) for u in items[number].units)
            if items[number].type == "notice" or chars < 120:
                wanted = 1
            else:
                wanted = min(left, max(1, min(columns, printer.rng.choice([2, 2, 3, 3, columns]) if chars > 400 else 1)))
            if len(waiting) == 1 and not row and chars > 400:
                wanted = columns
            row.append((number, wanted))
            waiting.pop(0)
            left -= wanted
        if left:
            number, wanted = row[-1]
            row[-1] = (number, wanted + left)
        rows.append(row)
    return rows


def set_row(printer: Printer, page: PageText, row: list[tuple[int, int]], top: float) -> float:
    """Set the items of a row side by side; returns the row's bottom."""
    first = 0
    ends: list[tuple[float, int, int]] = []
    plans = []
    for number, count in row:
        plans.append((number, first, count))
        first += count
    heights = [needed(printer, page.items[n], n, c) for n, _, c in plans]
    longer = len(plans) == 2 and heights[0] > heights[1] + 150
    corner = longer and printer.style.corners and page.items[plans[0][0]].type != "notice"
    for place, (number, at, count) in enumerate(plans):
        if corner and place == 0:
            continue
        bottom = set_item(printer, number, page.items[number], [Area(at, count, top)])
        ends.append((bottom, at, count))
    if corner:
        number, at, count = plans[0]
        below, other, width = ends[0]
        if printer.style.rules:
            length = printer.span(width)
            printer.marks.append(Placed("", printer.u_of(other), below + 6.0, 0.5, length, kind="rule"))
        areas = [Area(at, count, top), Area(other, width, below + 16.0)]
        ends.append((set_item(printer, number, page.items[number], areas), at, count))
    return max(bottom for bottom, _, _ in ends)


def needed(printer: Printer, item: Item, number: int, count: int) -> float:
    """About how deep an item is over so many columns."""
    lines = len(printer.body(number, item))
    return 80.0 + (lines / count) * BODY * LEADING


def set_item(printer: Printer, number: int, item: Item, areas: list[Area]) -> float:
    """Set an item into its areas, columns as even as may be; returns its bottom."""
    main = areas[0]
    top = printer.heads(item, main.first, main.count, main.top)
    pieces = printer.body(number, item)
    captions = [u for u in item.units if u.kind == "caption"]
    columns = [(column, top) for column in range(main.first, main.first + main.count)]
    bottom = top
    if captions:
        wide = max(1, min(main.count, 2))
        picture_top = top
        at = main.first + main.count - wide
        for unit in captions:
            picture_top = set_picture(printer, unit, at, wide, picture_top)
        columns = [(column, picture_top if column >= at else v) for column, v in columns]
        bottom = picture_top
    for area in areas[1:]:
        columns += [(column, area.top) for column in range(area.first, area.first + area.count)]
    if not pieces:
        return bottom
    return max(bottom, fill(printer, number, pieces, columns))


def set_picture(printer: Printer, unit: Unit, first: int, count: int, v: float) -> float:
    measure = printer.span(count)
    height = round(measure * printer.rng.uniform(0.45, 0.75))
    printer.marks.append(Placed("", printer.u_of(first), v, 0.0, measure, kind="picture", height=height))
    v += height + 5.0
    for line in break_text(unit.text, measure / CAPTION, upright=printer.style.upright):
        printer.put(line.text, printer.u_of(first), v, CAPTION, measure, line.full)
        v += CAPTION * 1.4
    return v + 8.0


def fill(printer: Printer, number: int, pieces: list[Piece], columns: list[tuple[int, float]]) -> float:
    """Pour lines into columns so that all end at about one depth; returns that depth."""
    bottom = least_bottom(pieces, columns)
    at = 0
    v = columns[0][1]
    deepest = v
    for place, piece in enumerate(pieces):
        step = piece.size * LEADING + piece.before
        if v + step > bottom + 0.01 and at + 1 < len(columns):
            at += 1
            while at + 1 < len(columns) and columns[at][1] + step > bottom + 0.01:
                at += 1
            v = columns[at][1]
            if place and pieces[place - 1].unit == piece.unit and piece.start:
                printer.cuts.setdefault((number, piece.unit), []).append(piece.start)
        v += piece.before
        u = printer.u_of(columns[at][0]) + piece.line.indent * piece.size
        measure = printer.column_width - piece.line.indent * piece.size
        printer.put(piece.line.text, u, v, piece.size, measure, piece.line.full)
        v += piece.size * LEADING
        deepest = max(deepest, v)
    return deepest


def least_bottom(pieces: list[Piece], columns: list[tuple[int, float]]) -> float:
    """The least depth at which all lines find a place."""
    bottom = min(top for _, top in columns) + 2 * BODY * LEADING
    while True:
        at, v = 0, columns[0][1]
        for piece in pieces:
            step = piece.size * LEADING + piece.before
            while v + step > bottom + 0.01:
                at += 1
                if at == len(columns):
                    break
                v = columns[at][1]
            if at == len(columns):
                break
            v += step
        else:
            return bottom
        bottom += BODY * LEADING / 2


def gold(page: PageText, printer: Printer) -> str:
    """The page's TEI with a cb at each place where a paragraph goes on in another column."""
    rows = [
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{page.name}</title></titleStmt>'
        "<publicationStmt><p>Gold page for scoring.</p></publicationStmt><sourceDesc><p>printed</p></sourceDesc></fileDesc>"
        "</teiHeader><text><body>"
    ]
    for number, item in enumerate(page.items):
        subtype = f' subtype="{item.subtype}"' if item.subtype else ""
        rows.append(f'<div type="{item.type}"{subtype}>')
        for place, unit in enumerate(item.units):
            cuts = [0, *printer.cuts.get((number, place), []), len(unit.text)]
            text = "<cb/>".join(escape(unit.text[a:b]) for a, b in itertools.pairwise(cuts))
            if unit.kind == "caption":
                rows.append(f"<figure><p>{text}</p></figure>")
            else:
                kind = f' type="{unit.type}"' if unit.type else ""
                rows.append(f"<{unit.kind}{kind}>{text}</{unit.kind}>")
        rows.append("</div>")
    return "\n".join([*rows, "</body></text></TEI>\n"])
