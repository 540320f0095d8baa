"""Finds the gold's fragments again in the system's text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baokan.score.items import Item

EDGE = 16  # characters on each side of a seam that must match


@dataclass(frozen=True, slots=True)
class GoldFragment:
    """A fragment of the gold; item and unit number its div and its unit on the page."""

    text: str
    kind: str
    item: int
    unit: int


def gold_fragments(gold: Sequence[Item]) -> list[GoldFragment]:
    """All fragments in the gold's reading order."""
    units = [(number, unit) for number, item in enumerate(gold) for unit in item.units]
    return [GoldFragment(text, unit.kind, item, n) for n, (item, unit) in enumerate(units) for text in unit.fragments]


class Placing:
    """The system's text as one string, units a line each, so that a fragment is found by one search."""

    def __init__(self, system: Sequence[Item]) -> None:
        texts = ["\n".join(unit.text for unit in item.units) for item in system]
        self.text = "\n".join(texts)
        self.starts: list[int] = []
        at = 0
        for text in texts:
            self.starts.append(at)
            at += len(text) + 1

    def item_of(self, fragment: str) -> int | None:
        """The first item whose units hold the fragment; where the system cut it, the one that holds its beginning or end."""
        for part in (fragment, fragment[:EDGE], fragment[-EDGE:]):
            at = self.text.find(part)
            if at >= 0:
                return bisect_right(self.starts, at) - 1
        return None


def seams_in(fragments: Mapping[int, str], flows: Iterable[str]) -> set[tuple[int, int]]:
    """The pairs (a, b) of different fragments such that a's last EDGE characters and b's first stand together in a flow.

    One pass over each flow, whatever the number of fragments; it looks closer where a's last and b's first character meet.
    """
    tails: dict[str, list[int]] = defaultdict(list)
    heads: dict[str, list[int]] = defaultdict(list)
    for number, text in fragments.items():
        tails[text[-EDGE:]].append(number)
        heads[text[:EDGE]].append(number)
    tail_lengths, head_lengths = ({len(text) for text in edges} for edges in (tails, heads))
    lasts, firsts = {text[-1] for text in tails}, {text[0] for text in heads}
    seen: set[tuple[int, int]] = set()
    for flow in flows:
        for at, (before, after) in enumerate(pairwise(flow), 1):
            if before not in lasts or after not in firsts:
                continue
            lefts = [n for size in tail_lengths if size <= at for n in tails.get(flow[at - size : at], ())]
            if not lefts:
                continue
            # A slice past the flow's end is shorter than size and would find another fragment's whole text.
            rights = [n for size in head_lengths if at + size <= len(flow) for n in heads.get(flow[at : at + size], ())]
            seen.update((a, b) for a in lefts for b in rights if a != b)
    return seen
