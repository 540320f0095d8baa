"""Blocks as things in a frame of their own: lines run to the right, the next one lies below, columns follow to the right.

A level page is its own frame. An upright one is turned a quarter: what is read from top to bottom runs to the right, and
the line to the left lies below. So one set of rules serves both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from baokan.model import Block, Box, Page

HEAD_SIZE = 1.15  # of the size of the page's text, where sizes are those of the fonts
READ_HEAD_SIZE = 1.35  # the same where sizes are measured on a scan
MOST_BLOCKS = 3_000  # pairs of them are looked at; a page of small ads has some 1,000
BOLD_HEAD_LONGEST = 30
INDENT = 1.1  # sizes that a paragraph's first line is set in
POINT_UNIT = "pt"  # of PDFs, whose sizes are exact
HEAD_LABELS = frozenset({"heading", "title", "headline", "head", "subheading", "kicker"})


@dataclass(frozen=True, slots=True)
class Thing:
    """A block in the frame. `opens`: its first line is set in; `left`: its lines' left edge but for an indent."""

    index: int
    box: Box
    size: float
    lines: int
    is_head: bool
    opens: bool
    left: float
    last_right: float  # where its last line ends
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The page turned so that its lines run to the right; all boxes are in the frame."""

    things: tuple[Thing, ...]
    pictures: tuple[Box, ...]  # in the order of the page's pictures that have a box
    picture_numbers: tuple[int, ...]
    rules: tuple[Box, ...]
    frames: tuple[Box, ...]
    body: float  # the size of most of the text
    upright: bool


def page_to_frame(page: Page, blocks: Sequence[Block]) -> Frame | None:
    """The frame of these blocks of a page; None where not every one has a box and a size, or there are far too many."""
    if not 0 < len(blocks) <= MOST_BLOCKS or any(b.box is None or not b.size or not b.lines for b in blocks):
        return None
    upright = 2 * sum(len(b.text) for b in blocks if b.vertical) > sum(len(b.text) for b in blocks)
    right = max(b.box.right for b in blocks if b.box is not None)
    body = body_size(blocks)
    factor = HEAD_SIZE if page.unit == POINT_UNIT else READ_HEAD_SIZE
    things = tuple(block_to_thing(block, body, factor, (upright, right)) for block in blocks)
    pictures = [(n, turn(p.box, upright, right)) for n, p in enumerate(page.pictures) if p.box is not None]
    return Frame(
        things,
        tuple(box for _, box in pictures),
        tuple(n for n, _ in pictures),
        tuple(turn(box, upright, right) for box in page.rules),
        tuple(turn(box, upright, right) for box in page.frames),
        body,
        upright,
    )


def turn(box: Box, upright: bool, right: float) -> Box:
    return Box(box.top, right - box.right, box.bottom, right - box.left) if upright else box


def body_size(blocks: Sequence[Block]) -> float:
    """The size that most characters are set in: the median over characters."""
    counts: Counter[float] = Counter()
    for block in blocks:
        counts[block.size or 0.0] += len(block.text)
    half, seen = sum(counts.values()) / 2, 0
    for size in sorted(counts):
        seen += counts[size]
        if seen >= half:
            return size
    return 1.0


def block_to_thing(block: Block, body: float, factor: float, frame: tuple[bool, float]) -> Thing:
    upright, right = frame
    assert block.box is not None  # page_to_frame asked for it
    boxes = [turn(line.box, upright, right) for line in block.lines if line.box is not None]
    box = turn(block.box, upright, right)
    size = block.size or body
    lefts = [b.left for b in boxes] or [box.left]
    left = min(lefts[1:], default=box.left) if len(lefts) > 1 else lefts[0]
    bold = "bold" in block.style and len(block.text) <= BOLD_HEAD_LONGEST and not block.text.endswith("。")
    is_head = size > factor * body or block.label in HEAD_LABELS or (bold and size >= 0.95 * body)
    return Thing(
        block.index,
        box,
        size,
        max(1, len(boxes)),
        is_head,
        lefts[0] - left > INDENT * size,
        left,
        boxes[-1].right if boxes else box.right,
        block.text,
    )


def middle(values: list[float]) -> float:
    return median(values) if values else 0.0
