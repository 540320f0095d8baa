"""The shapes that a story can take on the grid: how many columns wide, how many rows high, its pictures where."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from baokan.editions.printing.flow import Piece, column_heights, fewest_rows, fill
from baokan.editions.printing.frames import BOX_INSET, BOXED_COLUMNS, Frame
from baokan.editions.printing.heads import HeadBlock, set_heads
from baokan.editions.printing.stories import Picture, Story

CAPTION = 0.88  # type size of a caption, in body sizes
CAPTION_LEADING = 0.32
PANEL_RATIOS = (1.9, 1.5, 1.25)  # width through height of a picture that isn't held
TALLEST_PICTURE = 0.42  # of the page's rows
DEEPEST_TEXT = 34  # rows that a column of one story may run before it tires the eye
LEAD_WIDTH = 16.0  # badness of each column by which a page's first story misses its width
GAP = 2  # rows between stories, with a rule in the middle


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A picture set: its size in points with and without captions, and its place among the strip's rows."""

    picture: Picture
    width: float
    image: float
    height: float
    rows: int
    x: float = 0.0  # points from the strip's left
    row: int = 0  # rows from the strip's top


@dataclass(frozen=True, slots=True)
class SidebarBox:
    """A sidebar beside its host: its own shape, and its place among the strip's rows."""

    shape: Shape
    row: int


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands over the last columns of a story: pictures, then sidebars."""

    columns: int
    rows: int
    pictures: tuple[PictureBox, ...] = ()
    sidebars: tuple[SidebarBox, ...] = ()


@dataclass(frozen=True)
class Shape:
    """One way to set a story: `columns` wide and `rows` high, text in the first `text_columns` of them."""

    story: Story
    columns: int
    rows: int
    cost: float
    head: HeadBlock | None
    head_rows: int
    text_columns: int
    text_rows: int
    strip: Strip | None = None
    reserved: int = 0  # text columns under the strip

    @cached_property
    def pieces(self) -> list[Piece]:
        return story_pieces(self.story, self.columns if self.story.is_boxed else 0)


def story_pieces(story: Story, boxed: int = 0) -> list[Piece]:
    """The story's flow as pieces; `boxed` is the number of columns of a boxed leaf, 0 for plain columns."""
    pieces = []
    for unit in story.units:
        if unit.kind in ("cross", "head"):
            pieces.append(Piece(unit.rows[min(boxed, len(unit.rows) - 1)], breaks=False, keeps=True))
        elif unit.rows:
            pieces.append(Piece(unit.rows[min(boxed, len(unit.rows) - 1)], breaks=unit.breaks))
    return pieces


def shapes(story: Story, columns: int, frame: Frame, first: bool = False) -> Iterator[Shape]:
    """The shapes of a story that is `columns` wide; none when it can't be so wide."""
    if story.is_slip:
        yield slip_shape(story, columns, frame)
        return
    if story.is_boxed:
        if columns <= BOXED_COLUMNS:
            yield from boxed_shapes(story, columns, frame)
        return
    head = set_heads(story.heads, columns, frame.span(columns), frame.size, first)
    head_rows = rows_for((head.height if head else 0) + 0.8 * frame.pitch, frame) if head else 0
    pieces = story_pieces(story)
    strips: list[Strip | None] = [*strips_for(story, columns, frame)] or [None]
    for strip in strips:
        shape = shape_with(story, columns, frame, (head, head_rows), pieces, strip)
        if shape is not None:
            yield replace(shape, cost=shape.cost + width_cost(shape, frame, first))


def shape_with(
    story: Story, columns: int, frame: Frame, heading: tuple[HeadBlock | None, int], pieces: list[Piece], strip: Strip | None
) -> Shape | None:
    """The flattest shape of a story with this strip; None where the text can't run round it."""
    head, head_rows = heading
    head_cost = head.cost if head else 0.0
    total = sum(piece.rows for piece in pieces)
    if strip is None or strip.columns == columns:
        over = strip.rows if strip else 0
        text = fewest_rows(pieces, columns, most=4 * frame.rows)
        if text is None:
            return None
        # the row below the strip is only wanted above text
        over -= 1 if over and not text else 0
        blank = columns * text - total
        return Shape(story, columns, head_rows + over + text, head_cost + blank, head, head_rows, columns, text, strip)
    if not total:
        return None
    free = columns - strip.columns
    beside = fewest_rows(pieces, free, most=4 * frame.rows)
    if beside is not None and beside <= strip.rows + 1:
        rows = max(beside, strip.rows - 1)
        blank = free * rows - total + strip.columns * (rows - strip.rows + 1)
        return Shape(story, columns, head_rows + rows, head_cost + max(blank, 0), head, head_rows, free, beside, strip)
    text = fewest_rows(pieces, columns, strip.columns, strip.rows, most=4 * frame.rows)
    if text is None or text < strip.rows + 3 or reserve_starts(pieces, columns, text, strip) is None:
        return None
    blank = columns * text - strip.columns * strip.rows - total
    return Shape(story, columns, head_rows + text, head_cost + blank, head, head_rows, columns, text, strip, strip.columns)


def reserve_starts(pieces: list[Piece], columns: int, rows: int, strip: Strip) -> list[int] | None:
    """For each column under the strip, a piece that begins inside it: there the room for the strip is asked for.

    None when some column has no such piece, for then the room can't be kept.
    """
    filling = fill(pieces, column_heights(columns, rows, strip.columns, strip.rows))
    if filling is None:
        return None
    starts = []
    for column in range(columns - strip.columns, columns):
        if not filling.used[column]:
            continue
        inside = [n for n, (c, row) in enumerate(filling.starts) if c == column and 0 < row < rows - strip.rows - 1]
        if not inside:
            return None
        starts.append(inside[0])
    return starts


def strips_for(story: Story, columns: int, frame: Frame) -> Iterator[Strip]:
    """Ways to set the story's pictures and sidebars over its last columns."""
    if not story.pictures and not story.sidebars:
        return
    for width in range(1, columns + 1):
        if story.sidebars and width > BOXED_COLUMNS:
            continue
        ratios = PANEL_RATIOS if any(not p.ratio for p in story.pictures) else PANEL_RATIOS[:1]
        for across in (1, 2, 3) if len(story.pictures) > 1 else (1,):
            if width % across and across != 1:
                continue
            for ratio in ratios:
                strip = make_strip(story, width, across, ratio, frame)
                if strip is not None:
                    yield strip


def make_strip(story: Story, width: int, across: int, ratio: float, frame: Frame) -> Strip | None:
    boxes: list[PictureBox] = []
    row = 0
    each = frame.span(width // across)
    for start in range(0, len(story.pictures), across):
        line = [picture_box(p, each, ratio, frame) for p in story.pictures[start : start + across]]
        for n, box in enumerate(line):
            boxes.append(replace(box, x=n * (each + frame.gutter), row=row))
        row += max(box.rows for box in line)
    sidebars = []
    for sidebar in story.sidebars:
        shape = min(boxed_shapes(sidebar, width, frame), key=lambda s: s.rows, default=None)
        if shape is None:
            return None
        sidebars.append(SidebarBox(shape, row))
        row += shape.rows + 1
    return Strip(width, row, tuple(boxes), tuple(sidebars))


def picture_box(picture: Picture, width: float, ratio: float, frame: Frame) -> PictureBox:
    """A picture with its captions under it, `width` points wide; a row of air below."""
    image = min(width / (picture.ratio or ratio), TALLEST_PICTURE * frame.rows * frame.pitch)
    height = image + caption_height(picture, width, frame)
    rows = math.ceil(height / frame.pitch + 0.55)
    if not picture.ratio:  # a panel takes what the grid leaves
        grown = (rows - 0.6) * frame.pitch - height
        image, height = image + max(grown, 0), height + max(grown, 0)
    return PictureBox(picture, width, image, height, rows)


def caption_height(picture: Picture, width: float, frame: Frame) -> float:
    """The height of a picture's captions in points, with the space above them."""
    if not picture.captions:
        return 0.0
    size = CAPTION * frame.size
    lines = sum(max(math.ceil(em * size / max(width - size, size)), 1) for em in picture.captions)
    return 0.45 * frame.size + lines * size + (lines - 1) * CAPTION_LEADING * size


def boxed_shapes(story: Story, columns: int, frame: Frame) -> Iterator[Shape]:
    """A framed leaf; its pictures stand in the flow."""
    if columns > min(BOXED_COLUMNS, frame.columns):
        return
    inner = frame.span(columns) - 2 * BOX_INSET * frame.size
    head = set_heads(story.heads, columns, inner, frame.size)
    head_rows = rows_for(head.height + 0.7 * frame.pitch, frame) if head else 0
    strip = make_strip(replace_sidebars(story), columns, 1, PANEL_RATIOS[1], narrowed(frame, columns)) if story.pictures else None
    text = fewest_rows(story_pieces(story, columns), columns, most=4 * frame.rows)
    if text is None:
        return
    over = strip.rows if strip else 0
    total = sum(piece.rows for piece in story_pieces(story, columns))
    rows = rows_for((head_rows + over + text) * frame.pitch + 2 * BOX_INSET * frame.size - (frame.pitch - frame.size), frame)
    yield Shape(story, columns, rows, columns * text - total + 0.5 * columns, head, head_rows, columns, text, strip)


def replace_sidebars(story: Story) -> Story:
    return replace(story, sidebars=[])


def narrowed(frame: Frame, columns: int) -> Frame:
    """The frame as it is inside a box of so many columns."""
    return replace(frame, column=frame.boxed_column(columns))


def slip_shape(story: Story, columns: int, frame: Frame) -> Shape:
    """A tinted slip: its paragraphs as wide as the slip, centred."""
    width = frame.span(columns) - 2 * BOX_INSET * frame.size
    runs = [head.em for head in story.heads] + [unit.em for unit in story.units]
    lines = [max(math.ceil(em * frame.size / max(width - frame.size, frame.size)), 1) for em in runs]
    strip = make_strip(replace_sidebars(story), columns, 1, PANEL_RATIOS[0], narrowed(frame, columns)) if story.pictures else None
    over = strip.rows if strip else 0
    rows = rows_for(sum(lines) * frame.pitch + over * frame.pitch + 0.9 * frame.size, frame)
    return Shape(story, columns, rows, 0.4 * columns, None, 0, 1, sum(lines), strip)


def rows_for(height: float, frame: Frame) -> int:
    return math.ceil(height / frame.pitch - 0.01)


def width_cost(shape: Shape, frame: Frame, first: bool) -> float:
    """Badness, in cells, of a width that doesn't suit the story's length, and of columns too deep or too flat."""
    total = sum(piece.rows for piece in shape.pieces)
    wished = min(max(round(math.sqrt(total / 9)), 1), frame.columns)
    if first:
        wished = max(wished, math.ceil(0.6 * frame.columns) if total > frame.columns else 1)
    if shape.strip:
        wished = max(wished, min(2, frame.columns))
    cost = (LEAD_WIDTH if first else 3.0) * abs(shape.columns - wished)
    cost += 0.9 * shape.columns * max(shape.text_rows - DEEPEST_TEXT, 0)
    if total and shape.columns > 2:
        cost += 2.0 * max(5 - shape.text_rows, 0)
    if shape.strip and shape.strip.pictures:
        # little text: the picture is the story
        half = shape.columns if total <= 5 * shape.columns else math.ceil(shape.columns / 2)
        cost += 2.0 * abs(shape.strip.columns - half)
    return cost
