"""Sentences with other names in the places of their names, for fit_names.py: drawn from the package's lists, or invented by them.

A model that learns from these as well learns less of who and what the sentences were about, and more of how names stand in text.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import cache

from baokan.annotate.lexicon import dictionary
from baokan.annotate.names import gazetteer
from baokan.names_zh import given_weights, surnames

Span = tuple[int, int, str]
Sentence = tuple[str, list[Span]]
SUFFIXES = "省市县区州镇乡村"
TWO_GIVEN = 0.75  # the share of given names of two characters


def vary(sentence: Sentence, drawn: random.Random, renamed: dict[tuple[str, str], str]) -> Sentence:
    """The sentence with other names of the same kinds; their spans with it.

    renamed: what a name was changed to in its article.
    """
    text, spans = sentence
    parts, found, at, length = [], [], 0, 0
    for start, end, kind in sorted(spans):
        old = text[start:end]
        if (kind, old) not in renamed:
            renamed[kind, old] = VARIED[kind](old, drawn)
        name = renamed[kind, old]
        parts += [text[at:start], name]
        length += start - at
        found.append((length, length + len(name), kind))
        length, at = length + len(name), end
    return "".join([*parts, text[at:]]), found


def person(name: str, drawn: random.Random) -> str:
    if len(name) < 2:
        return name
    if is_foreign(name):
        return "·".join(sounds(drawn, drawn.randint(2, 4)) for _ in name.split("·"))
    if surnames().get(name[0]) is None or len(name) > 3:
        return name
    given = pick(drawn, *weighted_given(), count=2 if drawn.random() < TWO_GIVEN else 1)
    return pick(drawn, *weighted_surnames(), count=1) + given


def place(name: str, drawn: random.Random) -> str:
    levels = gazetteer.sections("divisions.txt")
    if name in gazetteer.sections("world.txt")["countries"]:
        return drawn.choice(gazetteer.sections("world.txt")["countries"])
    if len(name) > 2 and name[-1] in SUFFIXES:
        same = [n for level in levels.values() for n in level if n[-1] == name[-1]]
        if same and drawn.random() < 0.5:
            return drawn.choice(same)
        return pick(drawn, *weighted_places(), count=2) + name[-1]
    if is_foreign(name):
        return sounds(drawn, drawn.randint(2, 5))
    shorts = {gazetteer.short_division(n) for n in (*levels["provinces"], *levels["prefectures"])}
    if name in shorts:
        return gazetteer.short_division(drawn.choice(levels[drawn.choice(("prefectures", "counties"))]))
    return name


def organisation(name: str, drawn: random.Random) -> str:
    """The organisation with another place before it."""
    listed = gazetteer.places()
    for end in range(min(8, len(name) - 2), 1, -1):
        if name[:end] in listed.sure or name[:end] in listed.likely:
            return place(name[:end], drawn) + name[end:]
    return name


VARIED: dict[str, Callable[[str, random.Random], str]] = {"PER": person, "LOC": place, "ORG": organisation}


def is_foreign(name: str) -> bool:
    known = gazetteer.transliteration()
    return "·" in name or (len(name) > 2 and all(c in known for c in name) and name not in dictionary_people())


@cache
def dictionary_people() -> frozenset[str]:
    return frozenset(word for word, (_, tag) in dictionary().items() if tag == "nr")


def sounds(drawn: random.Random, count: int) -> str:
    known = gazetteer.transliteration()
    return pick(drawn, list(known), [math.exp(share) for share in known.values()], count=count)


@cache
def weighted_surnames() -> tuple[list[str], list[float]]:
    return list(surnames()), list(surnames().values())


@cache
def weighted_given() -> tuple[list[str], list[float]]:
    return list(given_weights()), [math.exp(weight) for weight in given_weights().values()]


@cache
def weighted_places() -> tuple[list[str], list[float]]:
    known = gazetteer.place_characters()
    return list(known), [math.exp(share) for share in known.values()]


def pick(drawn: random.Random, characters: Sequence[str], weights: Sequence[float], count: int) -> str:
    return "".join(drawn.choices(characters, weights, k=count))
