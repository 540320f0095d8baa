"""Where a head breaks into lines: after a blank or a mark, never inside a short quotation, else as even as can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

OPENING, CLOSING = "“‘「『《〈（(【〔", "”’」』》〉）)】〕"
STOPS = "，。、；：！？—…·,;:!? 　"
NEVER_FIRST = CLOSING + STOPS.strip() + "%％～"
# Badness of a break, in squared type sizes of unevenness.
AFTER_STOP, PLAIN, IN_QUOTATION, NEVER = 0.0, 2.5, 14.0, 1e6
LONGEST = 150  # characters of a head that is broken by sense; the search grows with their square
LATIN_WIDTH = 0.56  # of a Latin letter or figure, in type sizes


def width_of(character: str) -> float:
    return LATIN_WIDTH if ord(character) < 0x2E80 and character not in "“”‘’—…·" else 1.0


def break_head(text: str, lines: int, em: float, room: float) -> list[str] | None:
    """The text in so many lines of at most `room` type sizes, or None where that can't be done.

    `em` is the text's whole width as measured; the widths of its characters are taken in proportion to it.
    """
    if len(text) > LONGEST:
        return None
    raw = [width_of(c) for c in text]
    scale = em / sum(raw) if text else 1.0
    edges = [0.0]
    for width in raw:
        edges.append(edges[-1] + width * scale)
    costs = break_costs(text)
    even = em / lines

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]]:
        if left == 1:
            width = edges[-1] - edges[start]
            return (NEVER if width > room else (width - even) ** 2), (len(text),)
        found = (10 * NEVER, (len(text),) * left)
        for end in range(start + 1, len(text)):
            width = edges[end] - edges[start]
            if width > room:
                break
            rest, ends = best(end, left - 1)
            cost = costs[end] + (width - even) ** 2 + rest
            if cost < found[0]:
                found = (cost, (end, *ends))
        return found

    cost, ends = best(0, lines)
    if cost >= NEVER:
        return None
    starts = (0, *ends[:-1])
    return [text[a:b] for a, b in zip(starts, ends, strict=True)]


def break_costs(text: str) -> Sequence[float]:
    """For each place before a character, how bad a break is there."""
    costs = [NEVER]
    depth = 0
    for before, after in pairwise(text):
        depth += (before in OPENING) - (before in CLOSING)
        if before in OPENING or after in NEVER_FIRST or after == " " or in_word(before, after):
            costs.append(NEVER)
        elif depth > 0:
            costs.append(IN_QUOTATION)
        else:
            costs.append(AFTER_STOP if before in STOPS else PLAIN)
    return costs


def in_word(before: str, after: str) -> bool:
    """Whether two characters stand inside one Latin word or number, or a number and its sign or measure."""
    if before in "—…" and after == before:
        return True
    latin = [c.isascii() and (c.isalnum() or c in ".-%") for c in (before, after)]
    return all(latin) or (before.isdigit() and not after.isspace())


def breaks_by_sense(lines: Sequence[str]) -> bool:
    """Whether each line but the last ends after a mark or a blank."""
    return all(line[-1:] in STOPS for line in lines[:-1])
