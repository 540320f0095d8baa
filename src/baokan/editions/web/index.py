"""The search index: where each pair of neighbouring characters stands, in pieces that a browser loads one by one.

All articles are one long text, its passages parted by a line feed, each issue beginning at a multiple of ALIGN, so that a change
in one moves the places of the others seldom; a posting is a position in it, counted in code points. A phrase is found by the
pairs that cover it, a single character by the pairs that it begins, so nothing is missed and nothing is guessed.

`index_segment` takes the issues of some million characters and writes their postings, sorted, as a run: places from the segment's
beginning, their differences already as they are written in the end. `merge_runs` joins the runs, shelf by shelf, and cuts the
result into pieces in the order of the pairs, so that the list of the pieces' first pairs finds any piece.
"""

from __future__ import annotations

import gc
import marshal
import operator
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from baokan.editions.web.output import Output
from baokan.editions.web.parts import read_folded
from baokan.editions.web.texts import script_json
from baokan.files import write_atomic

ALIGN = 256
SEGMENT = 1_000_000  # characters, about 80 MB while they are indexed
PIECE = 20_000  # characters of a piece at least, twice that on average: small to load, few enough to name
CUTS = 256  # of so many pairs one may end a piece: where depends on the pair, so a change moves the cuts near it alone
LONGEST = 4 * PIECE
SHELF = 128  # code points of a pair's first character that stand together in a run
Entry = tuple[str, int, int, str]  # pair, its first place, its last, the differences between as ",3,1"


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring TEI files whose postings are one run; `base` is where the segment begins in the whole text."""

    parts: tuple[Path, ...]
    run: Path
    base: int


def aligned(position: int) -> int:
    """The place at which an issue may begin."""
    return -(-position // ALIGN) * ALIGN


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cycles: there are none among a million small lists, and looking takes half of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@uncollected()
def index_segment(segment: Segment) -> None:
    """Write the run of a segment."""
    texts: list[str] = []
    length = 0
    for part in segment.parts:
        for articles in read_folded(part):
            texts.append("\n" * (aligned(length) - length) + "".join(articles))
            length += len(texts[-1])
    text = "".join(texts)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(map(operator.add, text, text[1:])):
        places[pair].append(place)
    shelves: dict[int, list[Entry]] = {}
    for pair in sorted(places):
        if pair[0] != "\n":
            shelves.setdefault(ord(pair[0]) // SHELF, []).append(entry(pair, places.pop(pair)))
    write_run(shelves, segment.run)


def entry(pair: str, places: list[int]) -> Entry:
    if len(places) == 1:
        return pair, places[0], places[0], ""
    differences = str(list(map(operator.sub, places[1:], places)))
    return pair, places[0], places[-1], "," + differences[1:-1].replace(" ", "")


def write_run(shelves: dict[int, list[Entry]], path: Path) -> None:
    """A run: its shelves one after another, then where each begins, then where that list begins."""
    data = bytearray()
    begins: dict[int, int] = {}
    for shelf, entries in sorted(shelves.items()):
        begins[shelf] = len(data)
        data += marshal.dumps(entries)
    end = len(data)
    write_atomic(path, bytes(data) + marshal.dumps(begins) + end.to_bytes(8, "big"), durable=False)


def read_shelves(path: Path) -> dict[int, int]:
    """Which shelves a run has, and where they begin."""
    with path.open("rb") as file:
        file.seek(-8, 2)
        file.seek(int.from_bytes(file.read(8), "big"))
        begins: dict[int, int] = marshal.load(file)
    return begins


@uncollected()
def merge_runs(segments: Sequence[Segment], out: Output) -> list[str]:
    """Write the pieces; returns the first pair of each."""
    firsts: list[str] = []
    for first, body in pieces(merged(segments)):
        firsts.append(first)
        name = piece_name(first)
        out.write(f"search/{name}.js", f'baokan.arrived("{name}",{{{body}}});\n')
    return firsts


def piece_name(first: str) -> str:
    """The name of the piece that begins with this pair, which search.js makes in the same way."""
    return "p/" + "-".join(f"{ord(c):x}" for c in first)


def merged(segments: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    """Every pair once, in order, with all its places as written: the first, then differences."""
    shelves = [read_shelves(segment.run) for segment in segments]
    for shelf in sorted(set().union(*shelves)):
        said: dict[str, list[str]] = {}
        lasts: dict[str, int] = {}
        for segment, begins in zip(segments, shelves, strict=True):
            if shelf not in begins:
                continue
            with segment.run.open("rb") as file:
                file.seek(begins[shelf])
                entries: list[Entry] = marshal.load(file)
            base = segment.base
            for pair, first, last, differences in entries:
                if pair in said:
                    said[pair] += (f",{base + first - lasts[pair]}", differences)
                else:
                    said[pair] = [str(base + first), differences]
                lasts[pair] = base + last
        for pair in sorted(said):
            yield pair, "".join(said[pair])


def pieces(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each piece's first pair and its body."""
    first, size = "", 0
    parts: list[str] = []
    for pair, places in pairs:
        if parts and size > PIECE and (size > LONGEST or crc32(pair.encode()) % CUTS == 0):
            yield first, ",".join(parts)
            parts, size = [], 0
        if not parts:
            first = pair
        parts.append(f'"{pair}":[{places}]' if pair.isalnum() else f"{script_json(pair)}:[{places}]")
        size += len(places) + 6
    if parts:
        yield first, ",".join(parts)
