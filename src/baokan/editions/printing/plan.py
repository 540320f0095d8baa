"""Stories -> a plan of the issue: pages, and on each the boxes, rules and reserves that the template sets. In points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from baokan.editions.printing.boxes import Box, flow_pieces, long_box, place_shape, rule
from baokan.editions.printing.flow import fill
from baokan.editions.printing.frames import Frame
from baokan.editions.printing.heads import set_heads
from baokan.editions.printing.leaves import GAP, Shape, rows_for
from baokan.editions.printing.slicing import EMPTY_PAGE, Option, Slicer
from baokan.editions.printing.stories import Story

SPREAD = 0.12  # of a page's rows: so much emptiness is spread among the boxes, more is left at the foot


@dataclass(slots=True)
class PlannedPage:
    """A printed page: its number in the paper, whether it goes on from the page before, and what stands on it."""

    label: str
    continued: bool
    before: int  # pages that long stories before it ran over
    badness: float = 0.0  # cells lost and rules of make-up broken, as a share of the page's cells
    boxes: list[Box] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)


def plan_pages(stories: Sequence[Story], frame: Frame) -> list[PlannedPage]:
    """Pack the stories of each source page on printed pages; a page that doesn't hold them goes on on the next."""
    pages: list[PlannedPage] = []
    overrun = 0
    for _, group in groupby(stories, key=lambda story: story.leaf):
        run = list(group)
        continued = False
        while run:
            top = frame.masthead_rows if not pages else 0
            page = PlannedPage(run[0].page, continued, overrun)
            taken = fill_page(page, run, frame, top)
            if taken:
                run = run[taken:]
            else:
                overrun += place_long(page, run[0], frame, top)
                run = [*run[0].sidebars, *run[1:]]
            pages.append(page)
            continued = True
    return pages or [PlannedPage("", False, 0)]


def fill_page(page: PlannedPage, run: Sequence[Story], frame: Frame, top: int) -> int:
    """Place as many stories of the run as fit on the page; returns how many. None fit when the first is too long."""
    rows = frame.rows - top
    slicer = Slicer(run, frame, rows)
    found = slicer.page(0, rows)
    if found is None:
        return 0
    end, option = found
    spare = rows - option.rows
    page.badness = (option.cost + EMPTY_PAGE * spare * frame.columns) / (rows * frame.columns)
    given = option.rows + (spare if spare <= SPREAD * rows else 0)
    lay(page, option, frame, (0, top), given)
    return end


def lay(page: PlannedPage, option: Option, frame: Frame, corner: tuple[int, int], rows: int) -> None:
    """Place an option with its top left at column and row `corner`, spread over `rows` rows."""
    column, row = corner
    inside = option.inside
    if isinstance(inside, Shape):
        page.boxes.extend(place_shape(inside, frame, corner, rows))
    elif inside.beside:
        wide = inside.first.columns
        lay(page, inside.first, frame, corner, rows)
        lay(page, inside.second, frame, (column + wide, row), rows)
        if not (framed(inside.first) or framed(inside.second)):
            page.rules.append(rule(frame, column + wide, row, rows, down=True))
    else:
        spare = rows - option.rows
        share = spare * inside.first.rows // max(inside.first.rows + inside.second.rows, 1)
        above = inside.first.rows + share
        lay(page, inside.first, frame, corner, above)
        lay(page, inside.second, frame, (column, row + above + GAP), rows - above - GAP)
        if not (framed(inside.first) or framed(inside.second)):
            page.rules.append(rule(frame, column, row + above + GAP / 2, option.columns, down=False))


def framed(option: Option) -> bool:
    """Whether a single framed or tinted leaf, whose edge needs no rule beside it."""
    return isinstance(option.inside, Shape) and (option.inside.story.is_boxed or option.inside.story.is_slip)


def place_long(page: PlannedPage, story: Story, frame: Frame, top: int) -> int:
    """Place a story that no page holds: all columns, over as many pages as it takes; returns how many more it takes.

    Its pictures stand in the columns; its sidebars are left to the caller.
    """
    head = set_heads(story.heads, frame.columns, frame.span(frame.columns), frame.size, True)
    head_rows = rows_for((head.height if head else 0) + 0.8 * frame.pitch, frame) if head else 0
    first = max(frame.rows - top - head_rows, 1)
    pieces = flow_pieces(story, frame)
    pages = 1
    while not fill(pieces, page_heights(frame, first, pages, frame.rows)):
        pages += 1
    last = frame.rows if pages > 1 else first
    while last > 1 and fill(pieces, page_heights(frame, first, pages, last - 1)):
        last -= 1
    total = last if pages == 1 else first + frame.rows * (pages - 2) + last
    page.boxes.append(long_box(story, frame, (head, head_rows), top, total))
    return pages - 1


def page_heights(frame: Frame, first: int, pages: int, last: int) -> list[int]:
    """The heights of all columns over some pages, in rows."""
    if pages == 1:
        return [min(first, last)] * frame.columns
    return [first] * frame.columns + [frame.rows] * frame.columns * (pages - 2) + [last] * frame.columns
