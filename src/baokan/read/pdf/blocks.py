"""Printed lines -> blocks: a head, or a paragraph as far as its column holds it.

Level and upright lines are handled alike: `flow` lays an upright line on its side, so that every line runs to the
right and the next one lies below it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from baokan.model import Block, Box, Line
from baokan.read.measures import LineText, around, join_broken_words, lines_to_text

SAME_SIZE = 1.12
MOSTLY = 0.75  # of the shorter of two lines of one column
INDENT = 1.1  # sizes by which a paragraph's first line is set in
SHORT = 2.2  # sizes that a paragraph's last line falls short by
LEAST_PITCH, MOST_PITCH = 0.75, 2.3  # from one line to the next, in sizes
GAP = 1.2  # of the usual pitch: above it a new block begins
HEAD_SIZE = 1.15  # of the size that most of the page is set in
HEAD_PITCH = 1.75
PARAGRAPH_INDENT = (1.7, 2.3)  # sizes
MIDDLE = 1.6  # sizes that a line set in falls short by on its other side when it is set in the middle
DEEPEST_INDENT = 2.2  # sizes
MOST_NEAR = 1_000  # lines after a line among which the next one is looked for
IN_THE_WAY = 0.3  # of the shorter line: what stands so far under another one ends its column
FIRST_WORD = re.compile(r"[!-~—\u00c0-\u024f]{1,60}")
SENTENCE_ENDS = tuple("。！？”）…")


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the page. `flow` is its box as if it ran to the right, `middle` the middle of most of its characters there.

    `index` is its place in the text layer.
    """

    text: str
    box: Box
    flow: Box
    middle: float
    size: float
    bold: bool
    way: str
    index: int


def flow_box(box: Box, way: str, page: Box) -> Box:
    """A box as it lies in the direction of reading: that of an upright line turned a quarter to the left."""
    return box if way != "down" else Box(box.top, page.right - box.right, box.bottom, page.right - box.left)


def lines_to_blocks(lines: Sequence[Printed]) -> list[Block]:
    """The blocks of a page, in the order in which they begin in the text layer; boxes are those of the page."""
    body = body_size(lines)
    pitch = body * usual_pitch(lines, body)
    groups: list[list[Printed]] = []
    for upright in (False, True):
        for column in lines_to_columns([line for line in lines if (line.way == "down") == upright]):
            groups += column_to_groups(column, body, pitch)
    groups.sort(key=lambda group: min(line.index for line in group))
    return [group_to_block(number, group) for number, group in enumerate(groups)]


def body_size(lines: Sequence[Printed]) -> float:
    """The size that most characters are set in."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size * 4) / 4] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 1.0


def usual_pitch(lines: Sequence[Printed], body: float) -> float:
    """How far apart the page's lines of text are set, in sizes."""
    found = []
    for upright in (False, True):
        same = sorted(
            (line for line in lines if (line.way == "down") == upright and abs(line.size - body) < 0.1 * body),
            key=lambda line: (round(line.flow.left / body), line.flow.top),
        )
        steps = ((b.middle - a.middle) / body for a, b in itertools.pairwise(same))
        found += [step for step in steps if LEAST_PITCH < step < MOST_PITCH]
    return median(found) if found else 1.5


def lines_to_columns(lines: Sequence[Printed]) -> list[list[Printed]]:
    """Chains of lines of one size that lie below one another, each with only one neighbour above and below."""
    ordered = sorted(lines, key=lambda line: (line.flow.top, line.flow.left))
    below = {n: found for n in range(len(ordered)) if (found := next_line(ordered, n)) is not None}
    heads = set(range(len(ordered)))
    taken: set[int] = set()
    follows: dict[int, int] = {}
    for number, found in below.items():
        if found not in taken:
            follows[number] = found
            taken.add(found)
            heads.discard(found)
    columns = []
    for start in sorted(heads):
        column, at = [], start
        while True:
            column.append(ordered[at])
            if at not in follows:
                break
            at = follows[at]
        columns.append(column)
    return columns


def next_line(ordered: Sequence[Printed], number: int) -> int | None:
    """The line that stands directly below, of the same size, in the same column; None where another one comes first."""
    line = ordered[number]
    for other in range(number + 1, min(len(ordered), number + MOST_NEAR)):
        below = ordered[other]
        pitch = below.middle - line.middle
        if below.flow.top - line.flow.bottom > MOST_PITCH * line.size:
            return None
        if pitch < LEAST_PITCH * min(line.size, below.size):
            continue
        alike = max(line.size, below.size) < SAME_SIZE * min(line.size, below.size) and line.bold == below.bold
        if alike and pitch < MOST_PITCH * line.size and same_column(line, below):
            return other
        if share_width(line.flow, below.flow, IN_THE_WAY):
            return None
    return None


def share_width(a: Box, b: Box, share: float) -> bool:
    """Whether one stands over a good part of the narrower of the two."""
    return min(a.right, b.right) - max(a.left, b.left) > share * min(a.width, b.width)


def same_column(line: Printed, below: Printed) -> bool:
    """Whether two lines are of one column: over one another, or one wholly under the other's indent."""
    a, b, indent = line.flow, below.flow, DEEPEST_INDENT * line.size
    if share_width(a, b, MOSTLY):
        return True
    if a.left - indent < b.left <= a.left:
        return b.right < a.right + line.size
    return b.left - indent < a.left <= b.left and a.right < b.right + line.size


def column_to_groups(column: Sequence[Printed], body: float, pitch: float) -> list[list[Printed]]:
    """Cut a column where a paragraph begins; a head of several lines is one block."""
    size = median(line.size for line in column)
    is_head = size > HEAD_SIZE * body
    left = usual_left(column, size)
    right = usual_right(column, size)
    pitches = [b.middle - a.middle for a, b in itertools.pairwise(column)]
    usual = median(pitches) if len(pitches) > 2 else pitch * size / body
    groups = [[column[0]]]
    for before, line in itertools.pairwise(column):
        step = line.middle - before.middle
        if is_head:
            opens = step > HEAD_PITCH * size
        else:
            set_in = line.flow.left - left > INDENT * size and not goes_on(before, line, right)
            in_the_middle = is_centred(before, left, right) and falls_short(before, line, right, MIDDLE)
            opens = set_in or in_the_middle or falls_short(before, line, right, SHORT) or step > GAP * usual
        if opens:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def is_centred(line: Printed, left: float, right: float) -> bool:
    """Whether a line is set in on both sides alike, and not as a paragraph is."""
    before, after = (line.flow.left - left) / line.size, (right - line.flow.right) / line.size
    return before > INDENT and abs(before - after) < 1.0 and not PARAGRAPH_INDENT[0] < before < PARAGRAPH_INDENT[1]


def falls_short(before: Printed, line: Printed, right: float, least: float) -> bool:
    """Whether a line ends a paragraph by its length: the next line's first word would have had room in it."""
    word = FIRST_WORD.match(line.text)
    room = right - before.flow.right
    return room > least * before.size and room > 0.45 * before.size * (len(word[0]) if word else 1)


def goes_on(before: Printed, line: Printed, right: float) -> bool:
    """Whether a line that is set in goes on with one set in as far: a closing line of two, a quotation set in whole."""
    alike = abs(before.flow.left - line.flow.left) < 0.3 * line.size
    return alike and right - before.flow.right < INDENT * line.size and not before.text.endswith(SENTENCE_ENDS)


def usual_left(column: Sequence[Printed], size: float) -> float:
    """The column's left edge: the leftmost that more than one line has, else the leftmost."""
    edges = sorted(line.flow.left for line in column)
    for first, second in itertools.pairwise(edges):
        if second - first < 0.5 * size:
            return first
    return edges[0]


def usual_right(column: Sequence[Printed], size: float) -> float:
    """The column's right edge: the one that most lines reach, to half a character; a hung mark stands out of it."""
    edges = sorted(line.flow.right for line in column)
    near = [sum(abs(edge - other) < 0.6 * size for other in edges) for edge in edges]
    most = max(near)
    return max(edge for edge, count in zip(edges, near, strict=True) if count > 0.7 * most)


def group_to_block(index: int, group: Sequence[Printed]) -> Block:
    way = Counter(line.way for line in group).most_common(1)[0][0]
    size = median(line.size for line in group)
    parts = [LineText(line.text, Line(0, 0, line.box, size=line.size)) for line in group]
    text, lines = lines_to_text(join_broken_words(parts))
    bold = 2 * sum(len(line.text) for line in group if line.bold) > sum(len(line.text) for line in group)
    return Block(
        index,
        text,
        1,
        box=around(line.box for line in group),
        lines=lines,
        size=size,
        style=("bold",) if bold else (),
        vertical=way == "down",
    )
