"""jieba's dictionary as a judge of what stands across a seam."""

from __future__ import annotations

import logging
import math
import warnings
from functools import cache

COMMON = 1000  # occurrences in jieba's dictionary
LOST_RATIO = 2  # how much commoner the word must be than its last character alone
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


# After a subject stands one of these, so the word before it is a noun: 措施｜要实.
AFTER_SUBJECT = frozenset("要是将能应须可会")


def lost_character(tail: str, head: str) -> str:
    """The character most likely lost between tail and head; "" unless head's first can hardly stand alone.

    Claimed only where nothing reads across the seam as it is, and where head's first character is far
    commoner as the end of a two-character word than by itself.
    """
    if not tail or len(head) < 2 or across(tail, head)[0] or frequency(head[:2]) > 2 or frequency(head[:3]) > 2:
        return ""
    if not all("\u4e00" <= c <= "\u9fff" for c in tail[-1] + head[:2]):
        return ""
    words = words_ending_in().get(head[0], [])
    if head[1] in AFTER_SUBJECT:
        words = [entry for entry in words if entry[2].startswith("n")]
    common = [entry for entry in words if entry[0] > LOST_RATIO * max(frequency(head[0]), 1)]
    return max(common)[1][0] if common else ""


@cache
def words_ending_in() -> dict[str, list[tuple[int, str, str]]]:
    """last character -> (count, word, part of speech) of the commonest two-character words that end in it."""
    frequencies()
    import jieba

    table: dict[str, list[tuple[int, str, str]]] = {}
    with jieba.dt.get_dict_file() as file:
        for line in file:
            word, count, tag = line.decode("utf-8").split()
            if len(word) == 2 and int(count) > COMMON:
                table.setdefault(word[1], []).append((int(count), word, tag))
    return table
