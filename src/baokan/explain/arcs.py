"""Draws the arrows beside the rows and the overview of a page, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from baokan.explain.elements import add
from baokan.explain.lanes import arrows_to_lanes
from baokan.explain.view import Arrow, View

# All in pixels.
LANE = 13
EDGE = 14  # between the rows and the innermost lane
BAR, BAR_HEIGHT, ARC_HEIGHT = 10, 18, 66
WIDEST = 1200


@dataclass(frozen=True, slots=True)
class RowBox:
    """A row's height, and how far below its top an arrow enters and leaves it; in pixels."""

    height: int
    enter: int
    leave: int


def arrow_class(arrow: Arrow) -> str:
    return f"cert-{arrow.cert.value}" if arrow.joined else "order"


def arrow_title(arrow: Arrow) -> str:
    if not arrow.joined:
        return f"#{arrow.source + 1} → #{arrow.target + 1}: the article reads on here"
    notes = f": {'; '.join(arrow.notes)}" if arrow.notes else ""
    return f"#{arrow.source + 1} → #{arrow.target + 1}, {arrow.cert.value}{notes}"


def draw_arrows(frame: etree._Element, view: View, boxes: Sequence[RowBox]) -> int:
    """Append the drawing of all arrows beside the rows, whose boxes are given; returns its width."""
    lanes = arrows_to_lanes(view.arrows)
    tops = [0, *accumulate(box.height for box in boxes)]
    width = EDGE + LANE * (max(lanes, default=0) + 1)
    svg = add(frame, "svg", cls="arrows", width=str(width), height=str(tops[-1]), viewBox=f"0 0 {width} {tops[-1]}")
    for arrow, lane in sorted(zip(view.arrows, lanes, strict=True), key=lambda pair: (pair[0].joined, -pair[1])):
        start = tops[arrow.source] + boxes[arrow.source].leave
        end = tops[arrow.target] + boxes[arrow.target].enter
        draw_arrow(svg, arrow, (width, width - EDGE - LANE * lane), (start, end))
    return width


def draw_arrow(svg: etree._Element, arrow: Arrow, across: tuple[int, int], down: tuple[int, int]) -> None:
    """One arrow from the rows' edge to its lane and back; across is (edge, lane), down is (start, end)."""
    (edge, x), (start, end) = across, down
    group = add(svg, "g", cls=arrow_class(arrow))
    add(group, "title", arrow_title(arrow))
    bend = min(8, abs(end - start) // 2) * (1 if end > start else -1)
    turn = min(8, edge - x)
    path = f"M{edge} {start}H{x + turn}Q{x} {start} {x} {start + bend}V{end - bend}Q{x} {end} {x + turn} {end}H{edge - 6}"
    add(group, "path", d=path, cls=f"arrow {arrow_class(arrow)}")
    add(group, "path", d=f"M{edge - 7} {end - 4}L{edge} {end}L{edge - 7} {end + 4}Z", cls=f"point {arrow_class(arrow)}")


def draw_overview(section: etree._Element, view: View, hues: Sequence[int], prefix: str) -> None:
    """The page as a strip, a bar a block in its article's colour, with an arc for each arrow that isn't to the next block."""
    bar = min(BAR, max(1.0, WIDEST / len(view.rows)))
    far = [a for a in view.arrows if abs(a.source - a.target) > 1]
    sky = ARC_HEIGHT if far else 0
    width, height = bar * len(view.rows), sky + BAR_HEIGHT + 4
    widest = max((abs(a.source - a.target) for a in far), default=1)
    svg = add(
        section, "svg", cls="overview", width=f"{width:g}", height=str(height), viewBox=f"0 0 {width:g} {height}", role="img",
    )  # fmt: skip
    add(svg, "title", "The page at a glance: a bar a block, an arc where a text reads on elsewhere")
    for arrow in sorted(far, key=lambda a: a.joined):
        start, end = ((n + 0.5) * bar for n in (arrow.source, arrow.target))
        rise = 12 + (ARC_HEIGHT * 2 - 24) * abs(arrow.source - arrow.target) / widest
        path = f"M{start:g} {sky}Q{(start + end) / 2:g} {sky - rise:g} {end:g} {sky}"
        line = add(svg, "path", d=path, cls=f"arrow {arrow_class(arrow)}")
        add(line, "title", arrow_title(arrow))
    for row in view.rows:
        link = add(svg, "a", href=f"#{prefix}-b{row.block + 1}")
        head = bool(row.pieces) and row.pieces[0].unit.role.is_head
        top = sky + (2 if head else 7)
        tall = BAR_HEIGHT if head else BAR_HEIGHT - 5
        colour = f"--hue:{hues[row.article]}" if row.article is not None else "--hue:0"
        mark = add(
            link, "rect", x=f"{row.block * bar:g}", y=str(top), width=f"{max(bar - 1, 0.8):g}", height=str(tall), style=colour,
        )  # fmt: skip
        mark.set("class", "bar head" if head else "bar")
        add(mark, "title", f"#{row.block + 1} {row.text[:30]}")
