"""jieba's dictionary as a judge of what stands across a seam."""

from __future__ import annotations

import logging
import math
import warnings
from functools import cache

LONGEST = 4  # characters of a word looked for across a seam


@cache
def frequencies() -> dict[str, int]:
    """word -> count in jieba's dictionary; 0 for prefixes of words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own import of pkg_resources and its regex escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    table: dict[str, int] = jieba.dt.FREQ
    return table


def frequency(word: str) -> int:
    return frequencies().get(word, 0)


def across(tail: str, head: str) -> tuple[str, float]:
    """The best word that the seam cuts in two and its weight; ("", 0.0) when there is none."""
    best = ("", 0.0)
    for left in range(1, LONGEST):
        for right in range(1, LONGEST):
            if left > len(tail) or right > len(head) or left + right > LONGEST:
                continue
            word = tail[-left:] + head[:right]
            count = frequency(word)
            if count > 2:
                weight = math.log10(count) * (0.5 if len(word) == 2 else 1.2) + (len(word) - 2)
                best = max(best, (word, weight), key=lambda b: b[1])
    return best


def lost_character(tail: str, head: str) -> str:
    """The character most likely lost between tail and head; "" unless head's first can hardly stand alone."""
    if not tail or len(head) < 2 or across(tail, head)[0] or frequency(head[:2]) > 2 or frequency(head[:3]) > 2:
        return ""
    first = head[0]
    if not "\u4e00" <= first <= "\u9fff" or not "\u4e00" <= tail[-1] <= "\u9fff":
        return ""
    whole = words_ending_in().get(first, ())
    alone = frequency(first)
    nouns = [(count, word) for count, word in whole if count > 4 * max(alone, 1)]
    return max(nouns)[1][0] if nouns else ""


@cache
def words_ending_in() -> dict[str, list[tuple[int, str]]]:
    """last character -> the commonest two-character words that end in it."""
    table: dict[str, list[tuple[int, str]]] = {}
    for word, count in frequencies().items():
        if len(word) == 2 and count > 1000:
            table.setdefault(word[1], []).append((count, word))
    return table
