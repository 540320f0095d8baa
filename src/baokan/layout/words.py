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


@cache
def total() -> float:
    """Occurrences of all words in jieba's dictionary, as a logarithm."""
    frequencies()
    import jieba

    return math.log(jieba.dt.total)


@cache
def word_cost(word: str) -> float:
    """-log of a word's share of the dictionary; an unknown character costs as much as a word seen once."""
    return total() - math.log(max(frequency(word), 1))


def segmentation_cost(text: str) -> float:
    """The cost of the cheapest cut of text into dictionary words; what is not in it goes character by character."""
    costs = [0.0]
    for end in range(1, len(text) + 1):
        best = costs[end - 1] + word_cost(text[end - 1])
        for start in range(max(0, end - LONGEST), end - 1):
            word = text[start:end]
            if frequency(word):
                best = min(best, costs[start] + word_cost(word))
        costs.append(best)
    return costs[-1]


def crossing_gain(tail: str, head: str) -> float:
    """How much cheaper tail and head are to cut into words together than apart, in nats; 0 when no word crosses."""
    return segmentation_cost(tail) + segmentation_cost(head) - segmentation_cost(tail + head)


def crossing_word(tail: str, head: str) -> str:
    """The word of the cheapest segmentation that crosses the seam; "" when there is none."""
    text, seam = tail + head, len(tail)
    whole = segmentation_cost(text)
    for start in range(max(0, seam - LONGEST + 1), seam):
        for end in range(seam + 1, min(len(text), start + LONGEST) + 1):
            word = text[start:end]
            if frequency(word):
                cost = segmentation_cost(text[:start]) + word_cost(word) + segmentation_cost(text[end:])
                if cost <= whole + 1e-9:
                    return word
    return ""


@cache
def positions() -> dict[str, tuple[float, float]]:
    """character -> (occurrences at a word's beginning or alone, occurrences further in), by jieba's dictionary."""
    first: dict[str, float] = {}
    inner: dict[str, float] = {}
    for word, count in frequencies().items():
        if count:
            first[word[0]] = first.get(word[0], 0) + count
            for character in word[1:]:
                inner[character] = inner.get(character, 0) + count
    return {c: (first.get(c, 0.0), inner.get(c, 0.0)) for c in first.keys() | inner.keys()}


def inside_word(character: str) -> float:
    """log of how much oftener a character stands inside a word than at its beginning, bounded to ±4."""
    first, inner = positions().get(character, (0.0, 0.0))
    return max(-4.0, min(4.0, math.log((inner + 10) / (first + 10))))


@cache
def endings() -> dict[str, tuple[float, float]]:
    """character -> (occurrences at a word's end or alone, occurrences before it), by jieba's dictionary."""
    last: dict[str, float] = {}
    early: dict[str, float] = {}
    for word, count in frequencies().items():
        if count:
            last[word[-1]] = last.get(word[-1], 0) + count
            for character in word[:-1]:
                early[character] = early.get(character, 0) + count
    return {c: (last.get(c, 0.0), early.get(c, 0.0)) for c in last.keys() | early.keys()}


def outside_word(character: str) -> float:
    """log of how much oftener a character stands before a word's end than at it, bounded to ±4."""
    last, early = endings().get(character, (0.0, 0.0))
    return max(-4.0, min(4.0, math.log((early + 10) / (last + 10))))


def begins_word(text: str) -> float:
    """log10 of the frequency of the commonest word of 2 to 4 characters that opens text; 0 when none does."""
    return max((math.log10(frequency(text[:n]) + 1) for n in range(2, LONGEST + 1) if len(text) >= n), default=0.0)
