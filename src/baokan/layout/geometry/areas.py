"""Stacks -> areas: which head holds which columns, also round a corner; and the order in which all is read.

1. direct     a piece right below a head, or below a picture right below it, is the head's
2. aligned    pieces side by side that begin at one height belong to the heads among them: a head in the middle or at the
              left of its columns; a piece that begins inside a paragraph can't be an article's first
3. flow       a piece that no head reaches goes on from the column to its left when that one's text runs on
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from baokan.layout.geometry.frame import Frame, page_to_frame
from baokan.layout.geometry.stacks import Stack, Stacks, frame_to_stacks, shared_width
from baokan.model import Block, Box, Kind, Page

NEXT_COLUMN = 3.5  # sizes between two columns side by side
SAME_HEIGHT = 1.0  # sizes by which tops of columns side by side may differ
SAME_DEPTH = 2.5  # the same for their ends
FULL_LINE = 1.6  # sizes that the last line of a column may fall short by where its text goes on
MOST_GAP = 8.0  # sizes between two pieces of one text in a column
SHORT_PIECE = 4.0  # sizes: what is less high may be a notice
CUT_COST, ALIGN_COST = 4.0, 1.0
ROW = 3.0  # sizes: areas whose tops differ by less stand in one row
COLUMN_RULES = 0.5  # of the neighbours: with more rules between them rules only part columns


@dataclass(slots=True)
class Column:
    """A piece with its neighbours: `start` is its top, or that of the picture above it."""

    stack: Stack
    box: Box
    start: float
    opens: bool
    runs_on: bool
    head: int | None = None  # which head it stands directly below
    owner: int | None = None  # the area


@dataclass(frozen=True, slots=True)
class Area:
    """What one head holds, as indices of blocks: heads (with a byline in the middle), columns in order, captions."""

    heads: tuple[int, ...]
    columns: tuple[tuple[int, ...], ...]
    captions: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()  # indices into the page's pictures
    kind: Kind = Kind.ARTICLE
    given: bool = False  # whether the source itself groups these blocks

    @property
    def body(self) -> tuple[int, ...]:
        return tuple(index for column in self.columns for index in column)

    @property
    def blocks(self) -> tuple[int, ...]:
        return (*self.heads, *self.body, *self.captions)


@dataclass(frozen=True, slots=True)
class Geometry:
    """What the places of blocks say of a page.

    `flows` are the pairs of blocks that end one column and begin the next of an area, with whether the text is cut
    there (None where the lines don't tell); `opens` the blocks that begin a paragraph; `captions` block -> picture.
    """

    areas: tuple[Area, ...]
    flows: dict[tuple[int, int], bool | None] = field(default_factory=dict)
    opens: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    captions: dict[int, int] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, ...]:
        """All blocks in the order of reading."""
        return tuple(index for area in self.areas for index in area.blocks)


def page_to_geometry(page: Page, blocks: Sequence[Block]) -> Geometry | None:
    """The geometry of these blocks of a page; None where not every one of them has a box and lines."""
    frame = page_to_frame(page, blocks)
    if frame is None:
        return None
    stacks = frame_to_stacks(frame)
    return Finder(frame, stacks).geometry()


class Finder:
    """Finds the area of each column."""

    def __init__(self, frame: Frame, stacks: Stacks) -> None:
        self.frame = frame
        self.stacks = stacks
        self.size = frame.body
        self.pictures = [self.with_captions(n) for n in range(len(frame.pictures))]
        self.heads = [head.box for head in stacks.heads]
        self.columns = [self.column(piece) for piece in stacks.pieces]
        self.columns.sort(key=lambda c: (c.box.left, c.box.top))
        self.bars = self.parting_rules()

    def with_captions(self, number: int) -> Box:
        """A picture's box with its captions."""
        box = self.frame.pictures[number]
        bottom = max([box.bottom, *(t.box.bottom for t in self.frame.things if self.stacks.captions.get(t.index) == number)])
        return Box(box.left, box.top, box.right, bottom)

    def column(self, piece: Stack) -> Column:
        box = piece.box
        start, head = box.top, None
        while True:
            above = self.above(box, start, piece)
            if above is None:
                break
            kind, number = above
            if kind == "head":
                head = number
                break
            start = self.pictures[number].top
        opens = piece.first.index in self.stacks.opens or piece.first.is_head
        last = piece.last
        runs_on = not last.is_head and box.right - last.last_right < FULL_LINE * last.size
        return Column(piece, box, start, opens, runs_on, head)

    def above(self, box: Box, top: float, piece: Stack) -> tuple[str, int] | None:
        """The head or picture that stands next above a place, if nothing else does."""
        best: tuple[float, str, int] | None = None
        for kind, boxes in (("head", self.heads), ("picture", self.pictures)):
            for number, other in enumerate(boxes):
                if other.bottom < top + 0.5 * self.size and other.top < top and shared_width(other, box) > 0.08:
                    best = max(best or (other.bottom, kind, number), (other.bottom, kind, number))
        if best is None:
            return None
        for other_piece in self.stacks.pieces:
            other = other_piece.box
            above = best[0] + 0.5 * self.size < other.bottom < top + 0.5 * self.size
            if above and other_piece is not piece and shared_width(other, box) > 0.08:
                return None
        return best[1], best[2]

    def parting_rules(self) -> list[Box]:
        """The upright rules that part articles: none where most columns have one beside them."""
        bars = [rule for rule in self.frame.rules if rule.height > rule.width]
        pairs = [(a, b) for a in self.columns for b in self.columns if self.beside(a, b)]
        ruled = sum(any(self.is_in_gutter(bar, a, b) for bar in bars) for a, b in pairs)
        return [] if pairs and ruled > COLUMN_RULES * len(pairs) else bars

    def is_in_gutter(self, bar: Box, a: Column, b: Column) -> bool:
        top, bottom = max(a.box.top, b.box.top), min(a.box.bottom, b.box.bottom)
        return a.box.right - 2 < bar.left < b.box.left + 2 and bar.top < top + self.size and bar.bottom > bottom - self.size

    def beside(self, a: Column, b: Column) -> bool:
        """Whether b is the column right of a."""
        gap = b.box.left - a.box.right
        if not -0.5 * self.size < gap < NEXT_COLUMN * self.size:
            return False
        return min(a.box.bottom, b.box.bottom) > max(a.start, b.start)

    def parted(self, a: Column, b: Column) -> bool:
        """Whether a rule or the edge of a frame stands between two columns side by side."""
        if any(self.is_in_gutter(bar, a, b) for bar in self.bars):
            return True
        return any(inside(a.box, frame) != inside(b.box, frame) for frame in self.frame.frames)

    def geometry(self) -> Geometry:
        for column in self.columns:
            column.owner = column.head
        for run in self.runs():
            self.share_run(run)
        self.follow_flows()
        return self.to_geometry()

    def runs(self) -> list[list[Column]]:
        """Columns side by side that begin at one height, from left to right."""
        runs: list[list[Column]] = []
        placed: set[int] = set()
        for column in self.columns:
            if id(column) in placed:
                continue
            run = [column]
            placed.add(id(column))
            while True:
                after = [
                    c for c in self.columns
                    if id(c) not in placed and self.beside(run[-1], c) and not self.parted(run[-1], c)
                    and self.level(run[-1], c)
                ]  # fmt: skip
                if not after:
                    break
                run.append(min(after, key=lambda c: abs(c.start - run[-1].start)))
                placed.add(id(run[-1]))
            runs.append(run)
        return runs

    def level(self, a: Column, b: Column) -> bool:
        """Whether two columns begin at one height, their pictures counted; or under one head."""
        if a.head is not None and a.head == b.head:
            return True
        return abs(a.start - b.start) < SAME_HEIGHT * self.size or abs(a.box.top - b.box.top) < SAME_HEIGHT * self.size

    def share_run(self, run: list[Column]) -> None:
        """Give the columns of a run that stand under no head to the heads beside them."""
        owned = [n for n, column in enumerate(run) if column.owner is not None]
        if not owned:
            return
        for column in run[: owned[0]]:
            if self.reaches(run[owned[0]], column):
                column.owner = run[owned[0]].owner
        for left, right in itertools.pairwise(owned):
            if right - left > 1:
                self.share_gap(run, left, right)
        for column in run[owned[-1] + 1 :]:
            if self.reaches(run[owned[-1]], column):
                column.owner = run[owned[-1]].owner

    def reaches(self, owned: Column, column: Column) -> bool:
        """Whether a column without a head of its own may be of the head of another one: it begins below that head."""
        return owned.owner is not None and column.start > self.heads[owned.owner].top

    def share_gap(self, run: list[Column], left: int, right: int) -> None:
        """Columns between those of two heads: cut the run where the heads stand best over what they get."""
        first, second = run[left].owner, run[right].owner
        assert first is not None and second is not None
        if first == second:
            for column in run[left + 1 : right]:
                column.owner = first
            return
        start = next(n for n in range(left, -1, -1) if n == 0 or run[n - 1].owner != first)
        end = next(n for n in range(right, len(run)) if n + 1 == len(run) or run[n + 1].owner not in (second, None))
        costs = []
        for cut in range(left + 1, right + 1):
            cost = self.place_cost(self.heads[first], run[start:cut]) + self.place_cost(self.heads[second], run[cut : end + 1])
            cost += CUT_COST * (not run[cut].opens)
            costs.append((cost, cut))
        cut = min(costs)[1]
        for number in range(left + 1, right):
            run[number].owner = first if number < cut else second

    def place_cost(self, head: Box, columns: Sequence[Column]) -> float:
        """How badly a head stands over columns, in columns: it should be in the middle, or begin where they begin."""
        left, right = columns[0].box.left, max(c.box.right for c in columns)
        width = max(1.0, columns[0].box.width)
        return ALIGN_COST * min(abs((head.left + head.right) - (left + right)) / 2, abs(head.left - left)) / width

    def follow_flows(self) -> None:
        """Give columns that no head reaches to the area whose text goes on in them."""
        waiting = [c for c in self.columns if c.owner is None]
        areas = len(self.heads)
        changed = True
        while changed:
            changed = False
            for column in waiting:
                if column.owner is not None:
                    continue
                source = self.source_of(column)
                if source is not None and source.owner is not None:
                    column.owner, changed = source.owner, True
        for column in waiting:
            if column.owner is None:
                source = self.source_of(column)
                column.owner = source.owner if source is not None and source.owner is not None else areas
                areas = max(areas, column.owner + 1)

    def source_of(self, column: Column) -> Column | None:
        """The column from which this one goes on: that to its left where it runs on, or that above it in its own column."""
        best: tuple[float, int, Column] | None = None
        for number, other in enumerate(self.columns):
            if other is column:
                continue
            score = self.flow_score(other, column)
            if score > 0 and (best is None or score > best[0]):
                best = (score, number, other)
        return best[2] if best else None

    def flow_score(self, a: Column, b: Column) -> float:
        """How surely b goes on from a; 0 for not at all."""
        if any(inside(a.box, frame) != inside(b.box, frame) for frame in self.frame.frames):
            return 0.0
        if self.beside(a, b) and not self.parted(a, b):
            cut = 2.0 if a.runs_on and not b.opens else -1.5 if a.runs_on or not b.opens else 0.0
            level = 1.0 if self.level(a, b) else 0.0
            deep = 0.5 if b.box.bottom < a.box.bottom + SAME_DEPTH * self.size else -1.0
            short = -1.5 if b.box.height < SHORT_PIECE * self.size else 0.0
            return max(0.0, 0.5 + cut + level + deep + (short if cut <= 0 else 0.0))
        return self.below_score(a, b)

    def below_score(self, a: Column, b: Column) -> float:
        """How surely b goes on from a in the same column: behind a picture, or after a gap inside a paragraph."""
        gap = b.start - a.box.bottom
        if shared_width(a.box, b.box) < 0.8 or not -self.size < gap < MOST_GAP * self.size:
            return 0.0
        between = (a.box.bottom + b.start) / 2
        level = [r for r in self.frame.rules if r.width > r.height and shared_width(r, b.box) > 0.3]
        if any(abs(rule.top - between) < gap / 2 + 2 for rule in level):
            return 0.0
        if a.runs_on and not b.opens:
            return 2.2 if gap < 2 * self.size else 1.2
        return 1.1 if b.box.top - b.start > self.size and gap < 2 * self.size and a.runs_on != b.opens else 0.0

    def to_geometry(self) -> Geometry:
        members: dict[int, list[Column]] = {}
        for column in self.columns:
            assert column.owner is not None  # follow_flows leaves none
            members.setdefault(column.owner, []).append(column)
        for number in range(len(self.heads)):
            members.setdefault(number, [])
        pictures = self.share_pictures(members)
        found = []
        flows: dict[tuple[int, int], bool | None] = {}
        for owner, columns in members.items():
            head = self.stacks.heads[owner] if owner < len(self.heads) else Stack()
            ordered = sorted(columns, key=lambda c: (round(c.box.left / (2 * self.size)), c.box.top))
            for a, b in itertools.pairwise(ordered):
                flows[a.stack.last.index, b.stack.first.index] = (
                    True if a.runs_on and not b.opens else False if b.opens and not a.runs_on else None
                )
            mine = sorted(pictures.get(owner, []), key=lambda n: (self.pictures[n].top, self.pictures[n].left))
            captions = [t.index for n in mine for t in self.frame.things if self.stacks.captions.get(t.index) == n]
            area = Area(
                tuple(t.index for t in head.things),
                tuple(tuple(t.index for t in c.stack.things) for c in ordered),
                tuple(captions),
                tuple(self.frame.picture_numbers[n] for n in mine),
            )
            boxes = [t.box for t in head.things] + [c.box for c in columns] + [self.pictures[n] for n in mine]
            if boxes:
                found.append((min(b.top for b in boxes), min(b.left for b in boxes), area))
        numbers = self.frame.picture_numbers
        return Geometry(
            tuple(area for _, _, area in in_rows(found, ROW * self.size)),
            flows,
            frozenset(self.stacks.opens),
            frozenset(t.index for head in self.stacks.heads for t in head.things if t.is_head),
            {index: numbers[n] for index, n in self.stacks.captions.items()},
        )

    def share_pictures(self, members: dict[int, list[Column]]) -> dict[int, list[int]]:
        """Area -> its pictures: that of a column under the picture, or of the head above it, or the nearest one."""
        found: dict[int, list[int]] = {}
        for number, box in enumerate(self.pictures):
            owner = self.picture_owner(box, members)
            if owner is None:
                owner = max(members, default=-1) + 1
                members[owner] = []
            found.setdefault(owner, []).append(number)
        return found

    def picture_owner(self, box: Box, members: dict[int, list[Column]]) -> int | None:
        under = [
            (c.box.top - box.bottom, c.owner) for c in self.columns
            if c.start <= box.top + 1 and c.box.top >= box.bottom - self.size and shared_width(c.box, box) > 0.3
        ]  # fmt: skip
        if under:
            return min(under, key=lambda e: e[0])[1]
        heads = [(n, h) for n, h in enumerate(self.heads) if h.bottom < box.top + 2]
        above = [(box.top - h.bottom, n) for n, h in heads if shared_width(h, box) > 0.2]
        above += [
            (box.top - c.box.bottom, c.owner or 0) for c in self.columns
            if c.box.bottom < box.top + 2 and shared_width(c.box, box) > 0.3
        ]  # fmt: skip
        beside = [
            (abs(c.box.left - box.right) if c.box.left > box.left else abs(box.left - c.box.right), c.owner or 0)
            for c in self.columns if min(c.box.bottom, box.bottom) - max(c.box.top, box.top) > 0.4 * box.height
        ]  # fmt: skip
        near = [entry for entry in above if entry[0] < 4 * self.size] or [e for e in beside if e[0] < 4 * self.size] or above
        return min(near)[1] if near else None


def inside(box: Box, frame: Box) -> bool:
    return frame.left - 2 < box.left and box.right < frame.right + 2 and frame.top - 2 < box.top and box.bottom < frame.bottom + 2


def in_rows(found: list[tuple[float, float, Area]], tolerance: float) -> list[tuple[float, float, Area]]:
    """Areas by rows from top to bottom, in a row from left to right."""
    ordered = sorted(found, key=lambda e: (e[0], e[1]))
    rows: list[list[tuple[float, float, Area]]] = []
    for entry in ordered:
        if rows and entry[0] - rows[-1][0][0] < tolerance:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return [entry for row in rows for entry in sorted(row, key=lambda e: e[1])]
