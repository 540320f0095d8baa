"""The name lists of annotate/data: places, organisations, the words around people's names, and figures made from them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from baokan.annotate.lexicon import dictionary, occurrences, tag_of

DATA = Path(__file__).resolve().parents[1] / "data"
DIVISION_ENDS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "林区", "新区")
DIVISION_END = "省市县区州盟旗"


@cache
def sections(file: str) -> dict[str, list[str]]:
    """The sections of a data file: name -> its words."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            words += line.split()
    return found


@cache
def word_set(file: str, section: str) -> frozenset[str]:
    return frozenset(sections(file)[section])


def short_division(name: str) -> str:
    """A division's name without what says its kind: 宁化县 -> 宁化, 恩施土家族苗族自治州 -> 恩施."""
    for end in (*DIVISION_ENDS, *DIVISION_END):
        if name.endswith(end):
            name = name[: -len(end)]
            break
    changed = True
    while changed:
        changed = False
        for people in sections("places.txt")["peoples"]:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, changed = name[: -len(people)], True
    return name


@dataclass(frozen=True)
class Gazetteer:
    """Names of places by how surely they are that."""

    sure: frozenset[str]  # countries, full names of divisions, well-known places
    likely: frozenset[str]  # short names of divisions that aren't other words
    possible: frozenset[str]  # cities abroad, places of jieba's dictionary


# How common a county's short name may be in the dictionary as another word (by the first letter of its tag there).
COMMON = 3000
OTHER_WORD = {"v": 10, "a": 10, "d": 10, "i": 1, "l": 1, "m": 1, "t": 1, "n": 60, "b": 10, "z": 10, "r": 1}


@cache
def places() -> Gazetteer:
    own, world, levels = sections("places.txt"), sections("world.txt"), sections("divisions.txt")
    full = [*levels["provinces"], *levels["prefectures"], *levels["counties"]]
    organisations = set(sections("orgs.txt")["known"])
    listed = [*own["countries"], *own["regions"], *own["nature"], *own["sites"], *own["cities"], *world["countries"]]
    cities_short = [short_division(n) for n in (*levels["provinces"], *levels["prefectures"])]
    no_places = word_set("places.txt", "not_places")
    sure = {n for n in (*listed, *full, *cities_short) if len(n) > 1} - organisations - no_places
    shorts = {short_division(n) for n in levels["counties"]} | {n + "市" for n in own["cities"] if len(n) == 2}
    likely = {n for n in shorts if len(n) > 1 and occurrences(n) < OTHER_WORD.get(tag_of(n)[:1], COMMON)} - sure - no_places
    people = set(sections("people.txt")["known"]) | set(sections("people.txt")["foreign_given"])
    listed_names = sure | likely
    known = {w for w, (_, tag) in dictionary().items() if tag == "ns" and len(w) > 1 and place_like(w, listed_names)}
    cities = {n for n in world["cities"] if not other_word(n) and len(n) > 1}
    possible = {n for n in known | cities if n not in sure and n not in likely} - no_places - people
    return Gazetteer(frozenset(sure), frozenset(likely), frozenset(possible))


WATERS = "河江湖山岛岭州"
PLACE_ENDS = "省市县区州旗镇乡村屯路街庄寨堡沟湾岛山岭峰江河湖海"


def place_like(word: str, listed: set[str]) -> bool:
    """Whether a word that jieba's dictionary calls a place is one name: of sounds, or ending like a place; not two names."""
    if len(word) == 2:
        return word[1] in WATERS and occurrences(word) < 1000
    if all(c in transliteration() for c in word):
        return True
    joined = any(word[:n] in listed and (word[n:] in listed or len(word) - n > 1) for n in range(2, len(word)))
    ends = word[-1] in (PLACE_ENDS if len(word) == 3 else PLACE_ENDS[:6])
    return ends and not joined and not word.endswith("地区")


def other_word(name: str) -> bool:
    """Whether the dictionary has it as something other than a name."""
    tag = tag_of(name)
    return bool(tag) and not tag.startswith(("ns", "nr", "nz", "nt"))


@cache
def transliteration() -> dict[str, float]:
    """character -> the log of its share in foreign names, from the cities abroad and jieba's transliterated names."""
    counts: Counter[str] = Counter()
    kept = [n for n in sections("world.txt")["cities"] if len(n) >= 3 and n[-1] not in "市町城州港堡岛村"]
    for name in kept:
        counts.update(name.replace("·", ""))
    frequent = {c for c, n in counts.items() if n >= 12}
    for word, (_, tag) in dictionary().items():
        if tag == "nrt" and len(word) >= 3 and all(c in frequent for c in word):
            counts.update(word)
    total = sum(counts.values())
    return {c: math.log(n / total) for c, n in counts.items() if n >= 6 and c not in NOT_SOUNDS}


# Frequent in the cities' list since they say what kind of place it is, or stand for sense and not sound.
NOT_SOUNDS = frozenset(
    "市城州港岛堡村山河湖海新南北东西上下中大小和之的一不在人是有了年月日川田原野泽木町本江县省"
    "国会说到去来将从对为于等"
)


@cache
def place_characters() -> dict[str, float]:
    """character -> the log of its share in the stems of Chinese place names."""
    counts: Counter[str] = Counter()
    for name in chain.from_iterable(sections("divisions.txt").values()):
        counts.update(short_division(name))
    total = sum(counts.values())
    return {c: math.log(n / total) for c, n in counts.items()}
