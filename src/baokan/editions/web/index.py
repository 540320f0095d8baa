"""The search index: where each pair of neighbouring characters stands, in pieces that a browser loads one by one.

All articles are one long text, its passages parted by a line feed, each issue beginning at a multiple of ALIGN and each article
of it at one of STEP, so that a change in one moves the places of the others seldom; a posting is a position in it, counted in
code points. A phrase is found by the pairs that cover it, a single character by the pairs that it begins, so nothing is missed
and nothing is guessed.

`index_segment` takes the issues of some million characters and writes their postings, sorted, as a run: places from the segment's
beginning, their differences already as they are written in the end. `merge_runs` joins the runs, shelf by shelf, and cuts the
result into pieces in the order of the pairs, so that the list of the pieces' first pairs finds any piece. `mending` puts a change
of few issues into the pieces that are there.
"""

from __future__ import annotations

import gc
import marshal
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from baokan.editions.web.folding import fold
from baokan.editions.web.output import Output
from baokan.editions.web.texts import script_json
from baokan.files import write_atomic

ALIGN = 256
STEP = 32
SEGMENT = 1_000_000  # characters, about 80 MB while they are indexed
PIECE = 20_000  # characters of a piece at least, twice that on average: small to load, few enough to name
CUTS = 256  # of so many pairs one may end a piece: where depends on the pair, so a change moves the cuts near it alone
LONGEST = 4 * PIECE
SHELF = 128  # code points of a pair's first character that stand together in a run
Entry = tuple[str, int, int, str]  # pair, its first place, its last, the differences between as ",3,1"


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring issues whose postings are one run; `base` is where the segment begins in the whole text."""

    issues: tuple[int, ...]
    run: Path
    base: int


def aligned(position: int, step: int = ALIGN) -> int:
    """The place at which an issue may begin."""
    return -(-position // step) * step


def laid(texts: Iterable[str], step: int = STEP) -> str:
    """Texts one after another, each beginning at a multiple of `step`."""
    said: list[str] = []
    length = 0
    for text in texts:
        said.append("\n" * (aligned(length, step) - length) + text)
        length += len(said[-1])
    return "".join(said)


def places_of_pairs(text: str) -> dict[str, list[int]]:
    """Where each pair begins in a text as it is written; a line feed begins none."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    text = fold(text)
    for place, pair in enumerate(map(operator.add, text, text[1:])):
        places[pair].append(place)
    return {pair: found for pair, found in places.items() if pair[0] != "\n"}


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
def index_segment(segment: Segment, texts: Iterable[str]) -> None:
    """Write the run of a segment, whose issues' texts are given."""
    places = places_of_pairs(laid(texts, ALIGN))
    shelves: dict[int, list[Entry]] = {}
    for pair in sorted(places):
        shelves.setdefault(ord(pair[0]) // SHELF, []).append(entry(pair, places.pop(pair)))
    write_run(shelves, segment.run)


def entry(pair: str, places: list[int]) -> Entry:
    return pair, places[0], places[-1], differences(places)


def differences(places: list[int]) -> str:
    """The places after the first as they are written, each as its distance from the one before it, behind a comma."""
    if len(places) == 1:
        return ""
    return "," + str(list(map(operator.sub, places[1:], places)))[1:-1].replace(" ", "")


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
def merge_runs(segments: Sequence[Segment], out: Output) -> None:
    """Write the pieces."""
    piece = Piece()
    for pair, places in merged(segments):
        if piece.ends_before(pair):
            piece.write(out)
            piece = Piece()
        piece.add(pair, places)
    if piece.parts:
        piece.write(out)


def piece_name(first: str) -> str:
    """The name of the piece that begins with this pair, which search.js makes in the same way."""
    return "p/" + "-".join(f"{ord(c):x}" for c in first)


def first_pair(name: str) -> str:
    """The first pair of a piece's file, search/p/6865-6881.js."""
    return "".join(chr(int(code, 16)) for code in name.removeprefix("search/p/").removesuffix(".js").split("-"))


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
            for pair, first, last, others in entries:
                if pair in said:
                    said[pair] += (f",{base + first - lasts[pair]}", others)
                else:
                    said[pair] = [str(base + first), others]
                lasts[pair] = base + last
        for pair in sorted(said):
            yield pair, "".join(said[pair])


class Piece:
    """A piece as it grows."""

    def __init__(self) -> None:
        self.first = ""
        self.size = 0
        self.parts: list[str] = []

    def ends_before(self, pair: str) -> bool:
        """Whether it is large enough, and may end before a pair."""
        return self.size > PIECE and (self.size > LONGEST or crc32(pair.encode()) % CUTS == 0)

    def add(self, pair: str, places: str) -> None:
        if not self.parts:
            self.first = pair
        self.parts.append(f'"{pair}":[{places}]' if pair.isalnum() else f"{script_json(pair)}:[{places}]")
        self.size += len(places) + 6

    def write(self, out: Output) -> None:
        name = piece_name(self.first)
        out.write(f"search/{name}.js", f'baokan.arrived("{name}",{{{",".join(self.parts)}}});\n')
