"""Pages drawn as text: a letter is a block of body, a digit a head, # a picture; what is drawn is what is found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.layout.geometry import page_to_geometry
from baokan.model import Block, Box, Line, Page, Picture

CELL_WIDTH, CELL_HEIGHT = 10.0, 15.0


def draw(rows: str, upright: bool = False, opens: str = "") -> tuple[Page, list[str]]:
    """A page of one block a letter (its cells' bounding box, a line a row) and the letters in order of the blocks.

    Blocks whose letter is in `opens` have their first line set in.
    """
    cells: dict[str, list[tuple[int, int]]] = {}
    for y, row in enumerate(rows.strip("\n").splitlines()):
        for x, letter in enumerate(row):
            if letter not in " |-":
                cells.setdefault(letter, []).append((x, y))
    blocks, letters, pictures = [], [], []
    depth = len(rows.splitlines()) * CELL_HEIGHT
    for letter, places in cells.items():
        left, right = min(x for x, _ in places), max(x for x, _ in places) + 1
        lines = []
        for y in range(min(y for _, y in places), max(y for _, y in places) + 1):
            indent = 2 if letter in opens and not lines and not letter.isdigit() else 0
            box = Box((left + indent) * CELL_WIDTH, y * CELL_HEIGHT, right * CELL_WIDTH, y * CELL_HEIGHT + 10)
            lines.append(Line(0, 1, turned(box, depth) if upright else box, size=10))
        box = Box(left * CELL_WIDTH, places[0][1] * CELL_HEIGHT, right * CELL_WIDTH, places[-1][1] * CELL_HEIGHT + 10)
        if letter == "#":
            pictures.append(Picture(turned(box, depth) if upright else box))
            continue
        size = 20.0 if letter.isdigit() else 10.0
        box = turned(box, depth) if upright else box
        blocks.append(Block(len(blocks), letter * 40, 1, box=box, lines=tuple(lines), size=size, vertical=upright))
        letters.append(letter)
    return Page(tuple(blocks), width=2000, height=2000, unit="pt", pictures=tuple(pictures)), letters


def turned(box: Box, depth: float) -> Box:
    """A level box as it stands on an upright page: what runs right runs down, what lies below lies to the left."""
    return Box(depth - box.bottom, box.left, depth - box.top, box.right)


def areas(rows: str, opens: str = "", upright: bool = False) -> list[str]:
    """Each area as its heads, a colon, its columns from left to right, and its pictures as #."""
    page, letters = draw(rows, upright, opens)
    geometry = page_to_geometry(page)
    assert geometry is not None
    return [
        "".join(letters[i] for i in area.heads)
        + ":"
        + "|".join("".join(letters[i] for i in column) for column in area.columns)
        + "#" * len(area.pictures)
        for area in geometry.areas
    ]


TWO = """
1111111111111111   2222222

aaaaaaa  ccccccc   ddddddd
aaaaaaa  ccccccc   ddddddd
bbbbbbb  ccccccc   eeeeeee
bbbbbbb  ccccccc   eeeeeee
"""
MIDDLE = """
         1111111

aaaaaaa  bbbbbbb   ccccccc
aaaaaaa  bbbbbbb   ccccccc
aaaaaaa  bbbbbbb   ccccccc
"""
CORNER = """
1111111111111111   2222222

aaaaaaa  bbbbbbb   ddddddd
aaaaaaa  bbbbbbb   ddddddd
aaaaaaa  bbbbbbb
aaaaaaa  bbbbbbb   ccccccc
aaaaaaa  bbbbbbb   ccccccc
aaaaaaa  bbbbbbb   ccccccc
"""
PICTURE = """
1111111111111111

aaaaaaa  #######
aaaaaaa  #######
aaaaaaa  #######
aaaaaaa  #######
aaaaaaa
aaaaaaa  bbbbbbb
aaaaaaa  bbbbbbb
"""


def test_a_head_holds_the_columns_below_it() -> None:
    assert areas(TWO, "abd") == ["1:ab|c", "2:de"]


def test_a_head_in_the_middle_holds_columns_on_both_sides() -> None:
    assert areas(MIDDLE, "a") == ["1:a|b|c"]


def test_a_text_turns_the_corner_below_a_shorter_neighbour() -> None:
    assert areas(CORNER, "ad") == ["1:a|b|c", "2:d"]


def test_a_column_goes_on_under_its_picture() -> None:
    assert areas(PICTURE, "a") == ["1:a|b#"]


def test_upright_pages_are_read_by_the_same_rules() -> None:
    for rows, opens in ((TWO, "abd"), (MIDDLE, "a"), (CORNER, "ad"), (PICTURE, "a")):
        assert areas(rows, opens, upright=True) == areas(rows, opens)


number = st.floats(-50, 3000, allow_nan=False)
boxes = st.tuples(number, number, st.floats(0, 900), st.floats(0, 900))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(boxes, st.sampled_from([0.01, 8.0, 10.0, 10.0, 30.0]), st.booleans()), min_size=1, max_size=40))
def test_any_boxes_at_all_give_every_block_one_place(drawn: list[tuple[tuple[float, float, float, float], float, bool]]) -> None:
    blocks = []
    for index, ((x, y, w, h), size, upright) in enumerate(drawn):
        box = Box(x, y, x + w, y + h)
        blocks.append(Block(index, "桥" * 20, 1, box=box, lines=(Line(0, 20, box, size=size),), size=size, vertical=upright))
    rules = tuple(block.box for block in blocks[::5] if block.box)
    page = Page(tuple(blocks), rules=rules, frames=rules[1:], pictures=tuple(Picture(box) for box in rules[:3]))
    geometry = page_to_geometry(page)
    assert geometry is not None
    assert sorted(geometry.order) == list(range(len(blocks)))
