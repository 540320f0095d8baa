"""jieba's dictionary as a judge of what stands across a seam."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cache, lru_cache

from baokan.dictionary import counted, dictionary_text, frequencies

COMMON = 1000  # occurrences in jieba's dictionary
FREQUENT_PAIR = re.compile(r"^(\S\S) (\d{4,}) (\S+)$", re.MULTILINE)  # its lines of words of two characters, 1000 times or more
LOST_RATIO = 2  # how much commoner the word must be than its last character alone
LONGEST = 4  # characters of a word looked for across a seam
EDGES = 4096  # edges of texts whose cheapest cuts are remembered


def frequency(word: str) -> int:
    return frequencies().get(word, 0)


def across(tail: str, head: str) -> tuple[str, float]:
    """The best word that the seam cuts in two and its weight; ("", 0.0) when there is none."""
    best = ("", 0.0)
    for word, _, _ in crossing_words(tail, head):
        count = frequency(word)
        if count > 2:
            weight = math.log10(count) * (0.5 if len(word) == 2 else 1.2) + (len(word) - 2)
            best = max(best, (word, weight), key=lambda b: b[1])
    return best


def crossing_words(tail: str, head: str) -> list[tuple[str, int, int]]:
    """(word, its characters before the seam, those after it) of every word of the dictionary that the seam would cut."""
    known = frequencies()
    found = []
    for left in range(1, min(len(tail), LONGEST - 1) + 1):
        for right in range(1, min(len(head), LONGEST - left) + 1):
            word = tail[-left:] + head[:right]
            count = known.get(word)
            if count:
                found.append((word, left, right))
            elif count is None:
                break  # nor does a longer word begin so: the dictionary has what words begin with
    return found


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
    table: dict[str, list[tuple[int, str, str]]] = {}
    for word, count, tag in FREQUENT_PAIR.findall(dictionary_text()):
        if int(count) > COMMON:
            table.setdefault(word[1], []).append((int(count), word, tag))
    return table


@cache
def total() -> float:
    """Occurrences of all words in jieba's dictionary, as a logarithm."""
    return math.log(counted()[1])


@cache
def word_cost(word: str) -> float:
    """-log of a word's share of the dictionary; an unknown character costs as much as a word seen once."""
    return total() - math.log(max(frequency(word), 1))


@lru_cache(EDGES)
def cut_costs(text: str) -> tuple[float, ...]:
    """The costs of the cheapest cut into dictionary words of text[:0], text[:1] … text; what is no word goes by characters."""
    known = frequencies()
    costs = [0.0]
    for end in range(1, len(text) + 1):
        best = costs[end - 1] + word_cost(text[end - 1])
        for start in range(max(0, end - LONGEST), end - 1):
            word = text[start:end]
            if known.get(word):
                best = min(best, costs[start] + word_cost(word))
        costs.append(best)
    return tuple(costs)


@lru_cache(EDGES)
def rest_costs(text: str) -> tuple[float, ...]:
    """The costs of the cheapest cut of text, text[1:], text[2:] … as of cut_costs."""
    known = frequencies()
    costs = [0.0] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        best = costs[start + 1] + word_cost(text[start])
        for end in range(start + 2, min(len(text), start + LONGEST) + 1):
            word = text[start:end]
            if known.get(word):
                best = min(best, costs[end] + word_cost(word))
        costs[start] = best
    return tuple(costs)


def crossing_gain(tail: str, head: str) -> tuple[float, str]:
    """How much cheaper tail and head are to cut into words together than apart, in nats, and the word that crosses the seam.

    (0.0, "") where they are no cheaper together.
    """
    before, after = cut_costs(tail), rest_costs(head)
    best = (0.0, "")
    for word, left, right in crossing_words(tail, head):
        gain = before[-1] - before[-1 - left] + after[0] - after[right] - word_cost(word)
        if gain > best[0]:
            best = (gain, word)
    return best


@cache
def positions() -> dict[str, tuple[int, int, int]]:
    """character -> its occurrences at a word's beginning or alone, at a word's end or alone, and all, by jieba's dictionary."""
    first: defaultdict[str, int] = defaultdict(int)
    last: defaultdict[str, int] = defaultdict(int)
    every: defaultdict[str, int] = defaultdict(int)
    for word, count in frequencies().items():
        if count:
            first[word[0]] += count
            last[word[-1]] += count
            for character in word:
                every[character] += count
    return {character: (first[character], last[character], count) for character, count in every.items()}


def inside_word(character: str) -> float:
    """log of how much oftener a character stands inside a word than at its beginning, bounded to ±4."""
    first, _, every = positions().get(character, (0, 0, 0))
    return max(-4.0, min(4.0, math.log((every - first + 10) / (first + 10))))


def outside_word(character: str) -> float:
    """log of how much oftener a character stands before a word's end than at it, bounded to ±4."""
    _, last, every = positions().get(character, (0, 0, 0))
    return max(-4.0, min(4.0, math.log((every - last + 10) / (last + 10))))


def begins_word(text: str) -> float:
    """log10 of the frequency of the commonest word of 2 to 4 characters that opens text; 0 when none does."""
    known, most = frequencies(), 0
    for end in range(2, min(len(text), LONGEST) + 1):
        count = known.get(text[:end])
        if count is None:
            break  # nor does a longer word begin so
        most = max(most, count)
    return math.log10(most + 1)
