"""A shape at its place on the page -> the boxes that the template sets, in points."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from baokan.editions.printing.flow import Piece, column_heights, fill
from baokan.editions.printing.frames import BOX_INSET, Frame
from baokan.editions.printing.heads import HeadBlock
from baokan.editions.printing.leaves import PANEL_RATIOS, PictureBox, Shape, Strip, narrowed, picture_box, reserve_starts
from baokan.editions.printing.stories import Story, Unit

SQUAREST = 1.0  # width through height: a panel grows into empty rows until it is this square


@dataclass(slots=True)
class Box:
    """An item set on a page: its outer edge, its heads, its text columns and what is laid over them."""

    item: int
    outer: dict[str, float]
    style: str  # "" plain, box, frame or tint
    level: int  # of its bookmark
    named: bool  # whether it needs a bookmark that prints nothing
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    columns: int = 1
    column: float = 0.0
    long: bool = False
    head: dict[str, Any] | None = None
    flow: list[int] = field(default_factory=list)
    crosses: dict[str, float] = field(default_factory=dict)
    reserves: list[dict[str, float]] = field(default_factory=list)
    overlays: list[dict[str, Any]] = field(default_factory=list)


def rule(frame: Frame, column: float, row: float, length: int, down: bool) -> dict[str, Any]:
    """A hairline in the middle of a gutter (down, `length` rows) or of a gap (across, `length` columns)."""
    step = frame.column + frame.gutter
    lead = frame.pitch - frame.size
    if down:
        x = column * step - frame.gutter / 2
        return {"x": x, "y": row * frame.pitch, "length": length * frame.pitch - lead, "down": True}
    return {"x": column * step, "y": row * frame.pitch - lead / 2, "length": frame.span(length), "down": False}


def place_shape(shape: Shape, frame: Frame, corner: tuple[int, int], rows: int) -> list[Box]:
    """The boxes of a shape whose top left stands at a column and row, given `rows` rows; sidebars after their host."""
    column, row = corner
    outer = {
        "x": column * (frame.column + frame.gutter), "y": row * frame.pitch, "width": frame.span(shape.columns),
        "height": rows * frame.pitch - (frame.pitch - frame.size),
    }  # fmt: skip
    return box_shape(shape, frame, outer, rows - shape.rows, 1)


def box_shape(shape: Shape, frame: Frame, outer: dict[str, float], spare: int, level: int) -> list[Box]:
    story = shape.story
    boxed = story.is_boxed or story.is_slip
    style = ("tint" if story.is_slip else "box" if story.is_sidebar or story.subtype == "sidebar" else "frame") if boxed else ""
    box = Box(story.index, outer, style, level, not story.has_name and not story.is_slip)
    inset = BOX_INSET * frame.size if boxed else 0.0
    grown, spare = grow(shape, frame, spare)
    air = min(spare, 2) * frame.pitch / 2 if not boxed else spare * frame.pitch / 2
    if shape.head:
        box.head = head_data(shape.head, frame, inset, inset + air / 2, outer["width"] - 2 * inset)
    top = inset + shape.head_rows * frame.pitch + (air if shape.head or boxed else 0)
    strip = grown
    full = strip is not None and strip.columns == shape.columns
    box.x, box.width = inset, outer["width"] - 2 * inset
    box.y = top + (strip.rows * frame.pitch if strip and full else 0)
    inner = narrowed(frame, shape.columns) if story.is_boxed else frame
    box.columns, box.column = shape.text_columns, inner.column
    if not full and strip and not shape.reserved:
        box.width = frame.span(shape.text_columns)
    box.height = shape.text_rows * frame.pitch - (frame.pitch - frame.size)
    set_flow(box, shape, frame)
    boxes = [box]
    if strip:
        edge = inset if full else outer["width"] - frame.span(strip.columns)
        lay_pictures(box, shape, strip, frame, (edge, top))
        for sidebar in strip.sidebars:
            place = {
                "x": outer["x"] + edge, "y": outer["y"] + top + sidebar.row * frame.pitch,
                "width": frame.span(strip.columns), "height": sidebar.shape.rows * frame.pitch - (frame.pitch - frame.size),
            }  # fmt: skip
            boxes += box_shape(sidebar.shape, frame, place, 0, level + 1)
    return boxes


def grow(shape: Shape, frame: Frame, spare: int) -> tuple[Strip | None, int]:
    """The strip with its one panel grown into spare rows, and the rows still spare."""
    strip = shape.strip
    if strip is None or spare <= 0 or shape.reserved or len(strip.pictures) != 1 or strip.sidebars:
        return strip, spare
    picture = strip.pictures[0]
    if picture.picture.ratio:
        return strip, spare
    room = int((picture.width / SQUAREST - picture.image) / frame.pitch)
    more = max(min(spare, room), 0)
    points = more * frame.pitch
    taller = replace(picture, image=picture.image + points, height=picture.height + points, rows=picture.rows + more)
    return replace(strip, rows=strip.rows + more, pictures=(taller,)), spare - more


def head_data(head: HeadBlock, frame: Frame, x: float, y: float, width: float) -> dict[str, Any]:
    entries = [
        {"part": e.part, "size": e.size, "width": e.width, "height": e.height, "lines": list(e.texts)} for e in head.entries
    ]
    return {"x": x, "y": y, "width": width, "height": head.height, "gap": head.gap, "entries": entries}


def set_flow(box: Box, shape: Shape, frame: Frame) -> None:
    """The parts that flow, the height of each cross head, and where the room for the strip is asked for."""
    story = shape.story
    if story.is_slip:
        box.flow = [head.part for head in story.heads]
        box.crosses = {str(head.part): frame.size * 1.4 for head in story.heads}
    pieces = shape.pieces
    starts = {}
    if shape.reserved and shape.strip:
        found = reserve_starts(pieces, shape.columns, shape.text_rows, shape.strip) or []
        starts = dict.fromkeys(found, shape.strip.rows * frame.pitch)
    for kind, thing in in_order(story):
        if kind == "unit":
            if number_of(story, thing) in starts:
                box.reserves.append({"before": len(box.flow), "height": starts[number_of(story, thing)]})
            if thing.kind in ("cross", "head"):
                piece = pieces[number_of(story, thing)]
                box.crosses[str(thing.part)] = piece.rows * frame.pitch - (frame.pitch - frame.size)
        if kind == "unit" or 0 < thing.unit < len(story.units):
            box.flow.append(thing.part)


def in_order(story: Story) -> list[tuple[str, Any]]:
    """Units and pictures in document order."""
    units = [("unit", unit) for unit in story.units]
    pictures = [("picture", picture) for picture in story.pictures]
    things: list[tuple[str, Any]] = [*units, *pictures]
    return sorted(things, key=lambda pair: pair[1].part)


def number_of(story: Story, unit: Unit) -> int:
    return next(n for n, other in enumerate(story.units) if other is unit)


def lay_pictures(box: Box, shape: Shape, strip: Strip, frame: Frame, edge: tuple[float, float]) -> None:
    """Lay the strip's pictures; each is set where the document has it, so that it is read there."""
    left, top = edge
    reserved = shape.reserved
    heights = column_heights(shape.text_columns, shape.text_rows, reserved, strip.rows if reserved else 0)
    filling = fill(shape.pieces, heights)
    for set_picture in strip.pictures:
        place: dict[str, Any] = {
            "part": set_picture.picture.part, "width": set_picture.width,
            "image": set_picture.image, "height": set_picture.height,
            "x": left + set_picture.x, "y": top + set_picture.row * frame.pitch, "column": None,
        }  # fmt: skip
        unit = set_picture.picture.unit
        if unit == 0 or unit >= len(shape.story.units) or filling is None:
            place["at"] = "before" if unit == 0 else "after"
        else:
            place.update(at="flow", column=filling.ends[unit - 1], x=place["x"] - box.x, y=place["y"] - box.y)
        box.overlays.append(place)


def flow_pictures(story: Story, frame: Frame) -> dict[int, PictureBox]:
    """The pictures of a story too long for a page, each as wide as a column, by part."""
    return {p.part: picture_box(p, frame.column, PANEL_RATIOS[1], frame) for p in story.pictures}


def flow_pieces(story: Story, frame: Frame) -> list[Piece]:
    pictures = flow_pictures(story, frame)
    highest = frame.rows - 1  # no piece may be higher than a page, or it would never find one
    pieces = []
    for kind, thing in in_order(story):
        if kind == "picture":
            pieces.append(Piece(min(pictures[thing.part].rows, highest), breaks=False))
        elif thing.rows:
            sticky = thing.kind in ("cross", "head")
            # a table breaks between its rows here, else one longer than a page would have no place
            breaks = thing.breaks or thing.kind == "chart"
            pieces.append(Piece(thing.rows[0] if breaks else min(thing.rows[0], highest), breaks=breaks, keeps=sticky))
    return pieces


def long_box(story: Story, frame: Frame, heading: tuple[HeadBlock | None, int], top: int, rows: int) -> Box:
    """The box of a story that runs over pages: `rows` rows of all columns, counted over the pages' breaks."""
    head, head_rows = heading
    outer = {"x": 0.0, "y": top * frame.pitch, "width": frame.span(frame.columns), "height": frame.pitch}
    box = Box(story.index, outer, "", 1, not story.has_name, long=True)
    if head:
        box.head = head_data(head, frame, 0.0, 0.0, outer["width"])
    box.y, box.width = (top + head_rows) * frame.pitch, outer["width"]
    box.height = rows * frame.pitch
    box.columns, box.column = frame.columns, frame.column
    lead = frame.pitch - frame.size
    for kind, thing in in_order(story):
        box.flow.append(thing.part)
        if kind == "picture":
            picture = flow_pictures(story, frame)[thing.part]
            size = {"width": picture.width, "image": picture.image, "height": picture.rows * frame.pitch - lead}
            box.overlays.append({"part": thing.part, **size, "x": 0, "y": 0, "column": None, "at": "flow"})
        elif thing.kind in ("cross", "head"):
            box.crosses[str(thing.part)] = thing.rows[0] * frame.pitch - lead
    return box
