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
PLAIN = 2  # the version of marshal that looks for no object twice: written and read in half of the time
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
    """Where each pair begins in a text as it is written, in the order in which they come; those after a line feed too."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    text = fold(text)
    for place, pair in enumerate(map(operator.add, text, text[1:])):
        places[pair].append(place)
    return places


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
    begins = ""  # the character that a shelf's entries begin with
    entries: list[Entry] = []
    for pair in sorted(places):
        if pair[0] != begins:
            begins = pair[0]
            entries = shelves.setdefault(ord(begins) // SHELF, []) if begins != "\n" else []
        found = places.pop(pair)
        if len(found) == 1:
            entries.append((pair, found[0], found[0], ""))
        else:
            entries.append((pair, found[0], found[-1], differences(found)))
    write_run(shelves, segment.run)


def differences(places: list[int]) -> str:
    """The places after the first as they are written, each as its distance from the one before it, behind a comma."""
    return "," + ",".join(map(str, map(operator.sub, places[1:], places))) if len(places) > 1 else ""


def write_run(shelves: dict[int, list[Entry]], path: Path) -> None:
    """A run: its shelves one after another, then where each lies, then where that list begins."""
    data = bytearray()
    places: dict[int, tuple[int, int]] = {}
    for shelf, entries in sorted(shelves.items()):
        said = marshal.dumps(entries, PLAIN)
        places[shelf] = len(data), len(said)
        data += said
    end = len(data)
    write_atomic(path, bytes(data) + marshal.dumps(places) + end.to_bytes(8, "big"), durable=False)


def read_shelves(path: Path) -> dict[int, tuple[int, int]]:
    """Which shelves a run has, where they begin and how long they are."""
    with path.open("rb") as file:
        file.seek(-8, 2)
        file.seek(int.from_bytes(file.read(8), "big"))
        places: dict[int, tuple[int, int]] = marshal.loads(file.read())
    return places


def read_shelf(path: Path, begin: int, length: int) -> list[Entry]:
    with path.open("rb") as file:
        file.seek(begin)
        entries: list[Entry] = marshal.loads(file.read(length))  # of the bytes: from a file it takes six times as long
    return entries


@uncollected()
def merge_runs(segments: Sequence[Segment], out: Output) -> None:
    """Write the pieces."""
    piece = Piece()
    for pair, places in merged(segments):
        if piece.size > PIECE and piece.ends_before(pair):
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
        entries: list[Entry] = []
        for segment, places in zip(segments, shelves, strict=True):
            if shelf in places:
                own, base = read_shelf(segment.run, *places[shelf]), segment.base
                entries += [(pair, base + first, base + last, others) for pair, first, last, others in own] if base else own
        entries.sort()
        yield from joined(entries)


def joined(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Each pair of sorted entries, with its places as written."""
    pair, end = "", 0
    said: list[str] = []
    for another, first, last, others in entries:
        if another == pair:
            said.append(f",{first - end}{others}")
        else:
            if said:
                yield pair, "".join(said)
            pair, said = another, [f"{first}{others}"]
        end = last
    if said:
        yield pair, "".join(said)


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
