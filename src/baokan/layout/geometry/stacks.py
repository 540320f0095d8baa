"""Things -> stacks: groups of heads with what stands between them, pieces of columns, captions under their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from baokan.layout import forms
from baokan.layout.geometry.frame import Frame, Thing, middle
from baokan.model import Box

HEAD_GAP = 1.3  # of the larger size: between the heads of one article
PIECE_GAP = 1.6  # sizes between two paragraphs of one column
SMALL = 0.96  # of the size of the text: what is set smaller
CAPTION_GAP = 2.5  # sizes between a picture and its caption
CROSS_SIZE = 1.45  # of the text's size: a head inside a column is no larger
SHARED = 0.5  # of the narrower one: what stands over one another
INDENT = 1.1
FARTHEST_BYLINE = 45.0  # sizes from the end of a head at the left of its columns
MOST_WIDTH = 40.0  # sizes of a column
SHORT_LINES_EDGE = 2.5  # sizes between the left edges of short lines and of the column below them


@dataclass(slots=True)
class Stack:
    """Things of one column that belong together, from top to bottom."""

    things: list[Thing] = field(default_factory=list)

    @property
    def box(self) -> Box:
        boxes = [t.box for t in self.things]
        return Box(
            min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
        )

    @property
    def first(self) -> Thing:
        return self.things[0]

    @property
    def last(self) -> Thing:
        return self.things[-1]


@dataclass(slots=True)
class Stacks:
    """All that stands on the page, sorted out."""

    heads: list[Stack]
    pieces: list[Stack]
    captions: dict[int, int]  # index of a block -> place of its picture in the frame
    opens: set[int]  # blocks that begin a paragraph, judged by their column's edge


def shared_width(a: Box, b: Box) -> float:
    """How much of the narrower of two boxes lies over or under the other, 0 to 1."""
    return max(0.0, min(a.right, b.right) - max(a.left, b.left)) / max(1e-6, min(a.width, b.width))


def shared_height(a: Box, b: Box) -> float:
    return max(0.0, min(a.bottom, b.bottom) - max(a.top, b.top)) / max(1e-6, min(a.height, b.height))


def frame_to_stacks(frame: Frame) -> Stacks:
    captions = find_captions(frame)
    rest = [t for t in frame.things if t.index not in captions]
    heads = group_heads([t for t in rest if t.is_head], frame)
    texts = [t for t in rest if not t.is_head]
    heads, crosses = split_crosses(heads, texts, frame)
    pieces = group_pieces([*texts, *crosses], frame)
    attach_bylines(heads, pieces)
    pieces = [piece for piece in pieces if piece.things]
    return Stacks(heads, pieces, captions, {t.index for piece in pieces for t in opening_things(piece, column_edges(pieces))})


def find_captions(frame: Frame) -> dict[int, int]:
    """The text under each picture: the first thing below it, and what goes on below that in the same small size."""
    captions: dict[int, int] = {}
    for number, picture in enumerate(frame.pictures):
        edge = picture.bottom
        below = [t for t in frame.things if t.box.top > picture.bottom - t.size and shared_width(t.box, picture) > SHARED]
        for thing in sorted(below, key=lambda t: t.box.top):
            small = thing.size < SMALL * frame.body
            if thing.is_head or thing.box.top - edge > CAPTION_GAP * thing.size or thing.index in captions:
                break
            if not small and not (edge == picture.bottom and says_caption(thing.text)):
                break
            captions[thing.index] = number
            edge = thing.box.bottom
    return captions


def says_caption(text: str) -> bool:
    """Whether a text of the size of all others tells of a picture, or names who took it."""
    return bool(forms.CAPTION.match(text) or forms.CAPTION_INSIDE.search(text) or forms.PHOTO_CREDIT.search(text))


def is_between(box: Box, above: Box, below: Box) -> bool:
    """Whether a rule or picture lies between two boxes that stand over one another."""
    middle_of = (box.top + box.bottom) / 2
    return above.bottom - 2 < middle_of < below.top + 2 and shared_width(box, above) > 0.2 and shared_width(box, below) > 0.2


def parted(frame: Frame, above: Box, below: Box) -> bool:
    return any(is_between(box, above, below) for box in (*frame.rules, *frame.pictures) if box.width >= box.height)


def group_heads(things: Sequence[Thing], frame: Frame) -> list[Stack]:
    """Heads that stand closely over one another are the heads of one article."""
    groups: list[Stack] = []
    for thing in sorted(things, key=lambda t: (t.box.top, t.box.left)):
        for group in groups:
            above = group.last
            gap = thing.box.top - above.box.bottom
            near = -0.5 * thing.size < gap < HEAD_GAP * max(thing.size, above.size)
            if near and shared_width(thing.box, group.box) > SHARED and not parted(frame, above.box, thing.box):
                group.things.append(thing)
                break
        else:
            groups.append(Stack([thing]))
    return groups


def split_crosses(heads: list[Stack], texts: Sequence[Thing], frame: Frame) -> tuple[list[Stack], list[Thing]]:
    """(heads of articles, heads inside a column): the latter are small and stand between two texts of their column."""
    kept: list[Stack] = []
    crosses: list[Thing] = []
    for group in heads:
        thing = group.first
        small = len(group.things) == 1 and thing.size < CROSS_SIZE * frame.body
        column = [t for t in texts if shared_width(t.box, thing.box) > SHARED]
        above = [t for t in column if 0 <= thing.box.top - t.box.bottom < 2 * thing.size]
        below = [t for t in column if 0 <= t.box.top - thing.box.bottom < 2 * thing.size]
        same_column = above and below and abs(above[0].box.width - below[0].box.width) < 2.5 * thing.size
        if small and same_column and not parted(frame, above[0].box, thing.box) and thing.box.width <= 1.05 * below[0].box.width:
            crosses.append(thing)
        else:
            kept.append(group)
    return kept, crosses


def group_pieces(things: Sequence[Thing], frame: Frame) -> list[Stack]:
    """Texts that go on below one another without a rule or a picture between them."""
    pieces: list[Stack] = []
    for thing in sorted(things, key=lambda t: (t.box.top, t.box.left)):
        best: Stack | None = None
        for piece in pieces:
            above = piece.last
            gap = thing.box.top - above.box.bottom
            if not -0.4 * thing.size < gap < PIECE_GAP * max(thing.size, above.size):
                continue
            alike = max(above.size, thing.size) < 1.1 * min(above.size, thing.size) or thing.is_head or above.is_head
            column = Stack([t for t in piece.things if not is_byline(t)] or piece.things)
            shared = max(shared_width(thing.box, column.box), shared_width(with_indent(thing), with_indents(column)))
            if alike and shared > 0.8 and fits(column, thing) and not parted(frame, above.box, thing.box):
                best = piece
                break
        if best is None:
            pieces.append(Stack([thing]))
        else:
            best.things.append(thing)
    return pieces


def with_indent(thing: Thing) -> Box:
    """A thing's box; that of a single line as wide as if it were set in."""
    box = thing.box
    return Box(box.left - 2.2 * thing.size, box.top, box.right, box.bottom) if thing.lines == 1 else box


def with_indents(piece: Stack) -> Box:
    box = piece.box
    return Box(min(with_indent(t).left for t in piece.things), box.top, box.right, box.bottom)


def fits(piece: Stack, thing: Thing) -> bool:
    """Whether a text is no wider than the column above it, or stands under short lines of one."""
    if thing.box.width < 1.2 * piece.box.width:
        return True
    return all(t.lines == 1 for t in piece.things) and abs(piece.box.left - thing.box.left) < SHORT_LINES_EDGE * thing.size


def attach_bylines(heads: list[Stack], pieces: list[Stack]) -> None:
    """A byline that stands right below a head, across columns or at the top of one of them, belongs to the head."""
    for piece in sorted(pieces, key=lambda p: p.box.top):
        while piece.things:
            thing = piece.first
            by_form = is_byline(thing)
            under = [(distance(thing, head.box), n) for n, head in enumerate(heads) if is_under(head.box, thing)]
            near = [e for e in under if e[0] == 0 or (by_form and e[0] < FARTHEST_BYLINE * thing.size)]
            if not near or not (by_form or is_across(piece, pieces)):
                break
            heads[min(near)[1]].things.append(piece.things.pop(0))


def is_byline(thing: Thing) -> bool:
    return len(thing.text) <= forms.BYLINE_LONGEST and any(form.pattern.match(thing.text) for form in forms.BYLINES)


def is_under(head: Box, thing: Thing) -> bool:
    """Whether a line stands at the height right below a head; the boxes of large characters reach below their line."""
    return thing.lines <= 2 and -0.8 * thing.size <= thing.box.top - head.bottom < 2.0 * thing.size


def distance(thing: Thing, head: Box) -> float:
    """How far a line stands beside a head; 0 below it."""
    return max(0.0, head.left - thing.box.right, thing.box.left - head.right)


def is_across(piece: Stack, pieces: Sequence[Stack]) -> bool:
    """Whether a line stands alone over columns whose left edges are not its own: set in the middle."""
    thing = piece.first
    under = [
        other for other in pieces
        if other is not piece and other.things and 0 <= other.box.top - thing.box.bottom < 2.5 * thing.size
        and shared_width(other.box, thing.box) > 0.1
    ]  # fmt: skip
    if forms.RUNIN.match(thing.text):
        return False
    flush = any(abs(other.box.left - thing.box.left) < INDENT * thing.size for other in under)
    return len(piece.things) == 1 and bool(under) and not flush


def column_edges(pieces: Sequence[Stack]) -> list[float]:
    """The left edges that columns of several lines have on the page."""
    return sorted(piece_edge(piece) for piece in pieces if any(t.lines > 2 for t in piece.things))


def piece_edge(piece: Stack) -> float:
    """The left edge of a piece's lines, without indents."""
    edges = sorted(t.left for t in piece.things if t.lines > 1) or sorted(t.box.left for t in piece.things)
    usual = min(edges, key=lambda e: abs(e - middle(edges)))
    return edges[0] if usual - edges[0] > INDENT * piece.first.size else usual


def opening_things(piece: Stack, edges: Sequence[float]) -> Iterable[Thing]:
    """The things of a piece that begin a paragraph: those set in from the column's edge."""
    edge = piece_edge(piece)
    if all(t.lines == 1 for t in piece.things):  # where its column begins, only the other columns can tell
        known = [e for e in edges if e < edge + 0.5 * piece.first.size and piece.box.right - e < MOST_WIDTH * piece.first.size]
        edge = max(known, default=edge)
    for thing in piece.things:
        if thing.opens or thing.box.left - edge > INDENT * thing.size:
            yield thing


__all__ = ["Stack", "Stacks", "frame_to_stacks", "shared_height", "shared_width"]
