"""Draws the page as its source has it in boxes: each block in its article's colour, arrows where a text reads on."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from baokan.explain.arcs import arrow_class, arrow_title
from baokan.explain.elements import add
from baokan.explain.view import Arrow, View
from baokan.explain.words import ROLES
from baokan.model import Box

WIDTH, TALLEST = 620, 900  # pixels
LABEL = 11  # height of the blocks' numbers
LEAST_SHARE = 0.5  # of the blocks must have a box


def draw_plan(section: etree._Element, view: View, hues: Sequence[int], prefix: str) -> None:
    """Append the plan of the page; nothing where the source doesn't say where its blocks stand."""
    boxes = {row.block: box for row in view.rows if (box := view.page.blocks[row.block].box)}
    if len(boxes) < LEAST_SHARE * len(view.rows):
        return
    across = view.page.width or max(box.right for box in boxes.values())
    down = view.page.height or max(box.bottom for box in boxes.values())
    if across <= 0 or down <= 0:
        return
    scale = min(WIDTH / across, TALLEST / down)
    width, height = across * scale, down * scale
    details = add(section, "details", cls="plan", open="open")
    add(details, "summary", "The page as it stands 版面")
    svg = add(details, "svg", width=f"{width:.0f}", height=f"{height:.0f}", viewBox=f"0 0 {width:.0f} {height:.0f}")
    add(svg, "rect", cls="sheet", width=f"{width:.0f}", height=f"{height:.0f}")
    scaled = {n: Box(b.left * scale, b.top * scale, b.right * scale, b.bottom * scale) for n, b in boxes.items()}
    for row in view.rows:
        if row.block in scaled:
            link = add(svg, "a", href=f"#{prefix}-b{row.block + 1}")
            draw_block(link, scaled[row.block], hues[row.article] if row.article is not None else None)
            role = f" {ROLES[row.pieces[0].unit.role][1]}" if row.pieces else ""
            add(link, "title", f"#{row.block + 1}{role}: {row.text[:30]}")
            add(
                link, "text", str(row.block + 1), cls="label",
                x=f"{scaled[row.block].left + 2:.1f}", y=f"{scaled[row.block].top + LABEL:.1f}",
            )  # fmt: skip
    for arrow in view.arrows:
        if arrow.source in scaled and arrow.target in scaled:
            draw_step(svg, arrow, scaled[arrow.source], scaled[arrow.target])


def draw_block(parent: etree._Element, box: Box, hue: int | None) -> None:
    rect = add(
        parent, "rect", cls="zone" if hue is not None else "zone lost",
        x=f"{box.left:.1f}", y=f"{box.top:.1f}", width=f"{max(box.width, 1):.1f}", height=f"{max(box.height, 1):.1f}",
    )  # fmt: skip
    if hue is not None:
        rect.set("style", f"--hue:{hue}")


def draw_step(svg: etree._Element, arrow: Arrow, source: Box, target: Box) -> None:
    """A curve from the foot of one block to the top of another."""
    x, y = (source.left + source.right) / 2, source.bottom - min(4, source.height / 3)
    to_x, to_y = (target.left + target.right) / 2, target.top + min(4, target.height / 3)
    bend = max(12.0, abs(to_y - y) / 3)
    group = add(svg, "g", cls=arrow_class(arrow))
    add(group, "title", arrow_title(arrow))
    path = f"M{x:.1f} {y:.1f}C{x:.1f} {y + bend:.1f} {to_x:.1f} {to_y - bend:.1f} {to_x:.1f} {to_y:.1f}"
    add(group, "path", d=path, cls=f"arrow {arrow_class(arrow)}")
    add(group, "circle", cx=f"{to_x:.1f}", cy=f"{to_y:.1f}", r="3", cls=f"point {arrow_class(arrow)}")
