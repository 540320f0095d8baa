"""What the source itself says of order and articles goes before what geometry finds.

1. apart      blocks that the source calls folio, header, footer or advertisement stand by themselves
2. grouped    where the source marks articles, each is an area
3. ordered    where it gives an order of reading, an area begins at each head in that order
4. placed     else geometry decides; None where there are no places either
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from baokan.layout.geometry.areas import Area, Geometry
from baokan.layout.geometry.areas import page_to_geometry as blocks_to_geometry
from baokan.layout.geometry.frame import HEAD_LABELS, page_to_frame
from baokan.model import Block, Kind, Page

APART = {
    "header": Kind.MASTHEAD, "footer": Kind.MASTHEAD, "page-number": Kind.MASTHEAD, "margin": Kind.MASTHEAD,
    "masthead": Kind.MASTHEAD, "signature-mark": Kind.MASTHEAD, "catch-word": Kind.MASTHEAD,
    "advert": Kind.ADVERTISEMENT, "advertisement": Kind.ADVERTISEMENT,
}  # fmt: skip
CAPTION_LABEL = "caption"
SHORT_HEAD = 40  # characters of a group's first line that may be its head


def page_to_geometry(page: Page) -> Geometry | None:
    """The areas of a page in the order of reading; None where neither the source nor places tell them."""
    apart = [block for block in page.blocks if block.label in APART]
    rest = [block for block in page.blocks if block.label not in APART]
    if any(block.group for block in rest):
        found: Geometry | None = Geometry(tuple(grouped(page, rest)), opens=frozenset(block.index for block in rest))
    elif page.order:
        found = ordered(page, rest)
    else:
        found = blocks_to_geometry(page, rest)
    if found is None:
        return None
    return replace(found, areas=(*found.areas, *apart_areas(apart)))


def apart_areas(blocks: Sequence[Block]) -> Iterable[Area]:
    """An area for each block that stands by itself, or for those of one group."""
    groups: dict[str, list[Block]] = {}
    for block in blocks:
        groups.setdefault(block.group or f"#{block.index}", []).append(block)
    for members in groups.values():
        yield Area((), tuple((b.index,) for b in members), kind=APART[members[0].label], given=True)


def in_order(page: Page, blocks: Sequence[Block]) -> list[Block]:
    """The blocks in the source's order; those that it leaves unordered among themselves by their places."""
    wanted = {block.index for block in blocks}
    placed = blocks_to_geometry(page, blocks)
    rank = {index: n for n, index in enumerate(placed.order)} if placed else {}
    groups = page.order or tuple((block.index,) for block in page.blocks)
    order = [i for group in groups for i in sorted(group, key=lambda i: (rank.get(i, i), i)) if i in wanted]
    return [page.blocks[index] for index in order]


def grouped(page: Page, blocks: Sequence[Block]) -> list[Area]:
    """An area for each article that the source marks; blocks without one are taken as they come."""
    members: dict[str, list[Block]] = {}
    for block in in_order(page, blocks):
        members.setdefault(block.group or f"#{block.index}", []).append(block)
    return [members_to_area(group, True) for group in members.values()]


def ordered(page: Page, blocks: Sequence[Block]) -> Geometry:
    """Areas along the source's order: each begins with the heads before a text."""
    frame = page_to_frame(page, blocks)
    heads = {thing.index for thing in frame.things if thing.is_head} if frame else set()
    heads |= {block.index for block in blocks if block.label in HEAD_LABELS}
    parts: list[list[Block]] = []
    inside_heads = False
    for block in in_order(page, blocks):
        is_head = block.index in heads
        if not parts or (is_head and not inside_heads):
            parts.append([])
        parts[-1].append(block)
        inside_heads = is_head
    placed = blocks_to_geometry(page, blocks)
    opens = placed.opens if placed else frozenset(block.index for block in blocks)
    areas = tuple(members_to_area(part, False, frozenset(heads)) for part in parts)
    return Geometry(areas, {}, opens | same_column(areas, page), frozenset(heads))


def same_column(areas: Sequence[Area], page: Page) -> frozenset[int]:
    """Blocks that stand below the one before them: the source has cut them there, so they are paragraphs of their own."""
    found = set()
    for area in areas:
        body = area.body
        for left, right in itertools.pairwise(body):
            a, b = page.blocks[left].box, page.blocks[right].box
            under = a and b and b.top >= a.bottom - 0.5 * a.height and min(a.right, b.right) > max(a.left, b.left)
            if a is None or b is None or under:
                found.add(right)
    return frozenset(found)


def members_to_area(members: Sequence[Block], given: bool, heads: frozenset[int] = frozenset()) -> Area:
    """The area of blocks in order: heads first, as far as they go; each other block a column of its own."""
    captions = [b.index for b in members if b.label == CAPTION_LABEL]
    texts = [b for b in members if b.label != CAPTION_LABEL]
    first: list[int] = []
    for place, block in enumerate(texts):
        marked = block.index in heads or block.label in HEAD_LABELS
        titled = given and place == 0 and len(texts) > 1 and len(block.text) <= SHORT_HEAD and len(block.lines) <= 2
        if not (marked or titled):
            break
        first.append(block.index)
    rest = [b for b in texts if b.index not in first]
    return Area(tuple(first), tuple((b.index,) for b in rest), tuple(captions), given=given)
