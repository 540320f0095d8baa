"""Puts a change of few issues into those pieces of the search index that have a pair of theirs."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from baokan.editions.web.index import Piece, differences, piece_name, places_of_pairs
from baokan.editions.web.output import Output

ENTRY = re.compile(r'("(?:[^"\\]|\\.)*"):\[([\d,]+)\]')
Laid = tuple[int, str]  # where an issue's text begins in the whole text, and the text
Change = tuple[set[int], set[int]]  # places where a pair no longer stands, and where it stands now


class CantBeMended(Exception):
    """Raised when a piece isn't that of the texts that are said to be gone."""


def changes(gone: Iterable[Laid], come: Iterable[Laid]) -> dict[str, Change]:
    """Pair -> its change, in order; pairs that stand where they stood are left out."""
    found: dict[str, Change] = {}
    for which, texts in enumerate((gone, come)):
        for base, text in texts:
            for pair, places in places_of_pairs(text).items():
                found.setdefault(pair, (set(), set()))[which].update(base + place for place in places)
    return {pair: (old - new, new - old) for pair, (old, new) in sorted(found.items()) if old != new and pair[0] != "\n"}


def mend_pieces(firsts: Sequence[str], wanted: dict[str, Change], out: Output) -> list[str]:
    """Write the pieces that change; returns the first pairs of those that are no more. Raises CantBeMended.

    `firsts` are the first pairs of the pieces there are, sorted. What a piece holds depends on where it begins and on the pairs
    from there on, so pieces are made from one that changes on, until one ends where it ended before and the next stays.
    """
    if not firsts:
        raise CantBeMended
    changing: dict[int, list[str]] = {}
    for pair in wanted:
        number = max(0, bisect_right(firsts, pair) - 1)
        changing.setdefault(number, []).append(pair)
        if number and pair == firsts[number]:
            changing.setdefault(number - 1, [])  # where that one ends depends on the pair that comes next, which may be no more
    old, new = set[str](), set[str]()
    number = 0
    for start in sorted(changing):
        number = max(number, start)
        piece = Piece()
        while start <= number < len(firsts) and (piece.parts or number in changing):
            old.add(firsts[number])
            for pair, places in mended(firsts[number], [(p, wanted[p]) for p in changing.get(number, ())], out):
                if piece.ends_before(pair):
                    new.add(piece.first)
                    piece.write(out)
                    piece = Piece()
                piece.add(pair, places)
            number += 1
            if number < len(firsts) and number not in changing and piece.ends_before(firsts[number]):
                break
        if piece.parts:
            new.add(piece.first)
            piece.write(out)
    return sorted(old - new)


def mended(first: str, wanted: list[tuple[str, Change]], out: Output) -> Iterator[tuple[str, str]]:
    """The pairs of a piece with their places, after the changes."""
    text = out.path(f"search/{piece_name(first)}.js").read_text(encoding="utf-8")
    entries = {json.loads(pair) if "\\" in pair else pair[1:-1]: places for pair, places in ENTRY.findall(text)}
    for pair, (gone, come) in wanted:
        places = set(accumulate(map(int, entries.pop(pair).split(",")))) if pair in entries else set[int]()
        if not gone <= places or come & places:
            raise CantBeMended
        if left := sorted(places - gone | come):
            entries[pair] = f"{left[0]}{differences(left)}"
    yield from sorted(entries.items())
