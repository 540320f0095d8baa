"""Chinese personal names: surnames, how name-like given names are, and names that were run together.

The figures are log-odds against any other Han character; surnames.txt and given.txt hold the data and say where it is from.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PEOPLE = 10_000  # what surnames.txt counts by
# Given names of two characters were over four in five in the 1990s to 2010s.
LENGTH_COST = {1: math.log(0.18), 2: math.log(0.82)}
NEVER = -math.inf
RARE_COST = math.log(0.6)  # a character that no tier of given.txt has
CLEAR = 1.0  # how much better (in nats) the best reading of run-together names must be than the next


@cache
def surnames() -> dict[str, float]:
    """surname -> the share of people who bear it."""
    table = {}
    for line in (FOLDER / "surnames.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, count = line.split()
            table[name] = float(count) / PEOPLE
    return table


@cache
def given_weights() -> dict[str, float]:
    """character -> the log of its tier's weight; a character in several tiers has the highest."""
    table: dict[str, float] = {}
    for line in (FOLDER / "given.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            weight, characters = line.split()
            for character in characters:
                table[character] = max(table.get(character, NEVER), math.log(float(weight)))
    return table


def surname_length(text: str) -> int:
    """How many characters of text's beginning are a surname: 2 or more, 1, or 0."""
    table = surnames()
    for length in (4, 2, 1):
        if text[:length] in table and len(text) >= length:
            return length
    return 0


def name_score(name: str) -> float:
    """How much `name` looks like a surname with a given name, in nats; -inf when its form rules that out."""
    best = -math.inf
    weights = given_weights()
    for length in (1, 2, 4):
        share = surnames().get(name[:length])
        given = name[length:]
        if share is None or len(given) not in LENGTH_COST:
            continue
        score = math.log(share) + LENGTH_COST[len(given)] + sum(weights.get(c, RARE_COST) for c in given)
        best = max(best, score)
    return best


def run_score(text: str) -> float:
    """How much `text` looks like names run together: the score of the least name-like one in its best reading; -inf for none."""
    best = [0.0, *[NEVER] * len(text)]
    for end in range(2, len(text) + 1):
        for start in range(max(0, end - 4), end - 1):
            if best[start] > NEVER:
                best[end] = max(best[end], min(best[start], name_score(text[start:end])))
    return best[-1] if text else NEVER


def split_names(text: str) -> list[tuple[int, int]] | None:
    """The spans of names run together (a byline's), or None when text isn't names alone or reads two ways.

    Each name is a surname and one or two given characters: 白一鸣何青云 -> 白一鸣 何青云.
    """
    readings: list[list[tuple[float, list[tuple[int, int]]]]] = [[] for _ in range(len(text) + 1)]
    readings[0] = [(0.0, [])]
    for end in range(2, len(text) + 1):
        for start in range(max(0, end - 6), end - 1):
            score = name_score(text[start:end])
            if score > -math.inf:
                readings[end] += [(before + score, [*spans, (start, end)]) for before, spans in readings[start]]
        readings[end] = sorted(readings[end], reverse=True)[:4]
    found = readings[-1]
    if not text or not found:
        return None
    if len(found) > 1 and found[0][0] - found[1][0] < CLEAR:
        return None
    return found[0][1]
