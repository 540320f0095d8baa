"""Where articles begin and end, in characters of the gold.

Write down all characters of the gold page in its reading order, fragment after fragment, without white space and without
the fragments whose text stands more than once on the page (they can't tell where they fell). Each character then lies in one
gold div and in one div of the system. The gold has a boundary at offset k when characters k - 1 and k lie in different gold
divs; the system has one there when they lie in different divs of the system. Precision, recall and F1 are over these offsets,
which must agree to the character. Text that the system lost lies in no div: a run of it is a div of its own.

So a story that the system tears in two costs a boundary too many, two run together cost one too few, and a column of a neighbour
put in the midst of a story costs at both of its ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from baokan.score.items import Item
from baokan.score.placing import GoldFragment

LEAST = 4  # characters that a piece of a fragment must have to be recognised by itself


def boundary_positions(fragments: Sequence[GoldFragment], system: Sequence[Item]) -> tuple[set[int], set[int], str]:
    """(gold's boundaries, the system's, the characters they are offsets into)."""
    times = Counter(f.text for f in fragments)
    once = [f for f in fragments if times[f.text] == 1]
    texts = ["".join(unit.text for unit in item.units) for item in system]
    whole = "\n".join(texts)
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    gold: list[tuple[int, int]] = []  # (length of a run, its div), in reading order
    ours: list[tuple[int, int]] = []
    for fragment in once:
        gold.append((len(fragment.text), fragment.item))
        for length, at in pieces(fragment.text, whole):
            if at is not None:
                ours.append((length, bisect_right(starts, at) - 1))
            elif ours and ours[-1][1] < 0:
                ours.append((length, ours[-1][1]))
            else:
                ours.append((length, -1))
    return changes(gold), changes(ours), "".join(f.text for f in once)


def pieces(text: str, whole: str) -> Iterator[tuple[int, int | None]]:
    """Cut text into the longest pieces that stand in whole: (length, offset in whole), None where nothing stands there."""
    start = lost = 0
    while start < len(text):
        length = longest_prefix(text, start, whole)
        if length < min(LEAST, len(text)):
            lost += 1
            start += 1
            continue
        if lost:
            yield lost, None
            lost = 0
        yield length, whole.find(text[start : start + length])
        start += length
    if lost:
        yield lost, None


def longest_prefix(text: str, start: int, whole: str) -> int:
    """How many characters of text from start on stand together somewhere in whole."""
    if text[start:] in whole:
        return len(text) - start
    low, high = 0, len(text) - start
    while high - low > 1:  # whole holds the first `low`, not the first `high`
        middle = (low + high) // 2
        if text[start : start + middle] in whole:
            low = middle
        else:
            high = middle
    return low


def changes(runs: Sequence[tuple[int, int]]) -> set[int]:
    """The offsets at which the div changes."""
    found = set()
    at = 0
    for (length, div), (_, following) in pairwise(runs):
        at += length
        if div != following:
            found.add(at)
    return found
