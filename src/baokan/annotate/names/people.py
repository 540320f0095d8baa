"""Candidates for names of people: Chinese ones by surname and given name, foreign ones by their characters' sounds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from baokan.annotate.lexicon import occurrences
from baokan.annotate.names import cues
from baokan.annotate.names.gazetteer import sections, transliteration, word_set
from baokan.annotate.names.piece import Piece, is_han
from baokan.names_zh import LENGTH_COST, RARE_COST, given_weights, surnames

PERSON = math.log(0.012)  # the share of names of people among the words of news
FOREIGN = math.log(0.004)  # of foreign ones
GIVEN_TOTAL = math.log(16_500)  # the sum of all given-name weights
LONGEST_FOREIGN = 8
COMMON, VERY_COMMON = 400, 1500  # occurrences of a word in the dictionary
WORD_INSIDE = 3.5  # nats that a given name costs that is a common word; twice that for a very common one
ALONE = 4.0  # nats; what a form of address says for a surname that stands alone
# 刘家村: what follows 家 where no family is meant.
FAMILY_PLACES = frozenset("村庄屯堡寨沟湾镇塔渡坝坡梁店桥山河营集铺口岭坪冲坳圩塘洼港巷胡乡岗国用具长属人庭电")
DIGITS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿几数")
DOT = "·"
DOT_BONUS = 7.0  # nats; a dot between parts
INNER_SOUNDS = frozenset("海南东门文子山西古吾")  # stand for a sound inside a name only
NO_SOUND = -9.0  # nats of a character that isn't a sound


def people(text: str, start: int) -> Iterator[Piece]:
    """The names of people that may begin at text[start]."""
    yield from chinese_names(text, start)
    yield from listed_foreign(text, start)
    yield from foreign_names(text, start)


def chinese_names(text: str, start: int) -> Iterator[Piece]:
    """A surname and one or two given characters, or a surname with a form of address."""
    if start and text[start - 1] in DIGITS and text[start] in "万余千百多":
        return
    for length in (1, 2):
        share = surnames().get(text[start : start + length])
        if share is None:
            continue
        score = PERSON + math.log(share)
        if length == 1:
            yield from surname_alone(text, start, score)
        for given in (1, 2):
            end = start + length + given
            if end > len(text) or not is_han(text[end - 1]):
                break
            score += given_weights().get(text[end - 1], RARE_COST) - GIVEN_TOTAL
            if given == 2:
                score -= word_cost(text[end - 2 : end])
            yield Piece(start, end, "PER", "nr", score + LENGTH_COST[given] + cues.person_bonus(text, start, end))


def word_cost(given: str) -> float:
    """What a given name costs that is an ordinary word: 高|水平."""
    count = occurrences(given)
    if count <= COMMON or given in word_set("people.txt", "given_words"):
        return 0.0
    return WORD_INSIDE if count < VERY_COMMON else 2 * WORD_INSIDE


def surname_alone(text: str, start: int, score: float) -> Iterator[Piece]:
    """A surname with a form of address: 王先生, 老王, 王家."""
    end = start + 1
    family = text.startswith("家", end) and text[end + 1 : end + 2] not in FAMILY_PLACES
    called = start and text[start - 1] in "老小" and (end == len(text) or not is_han(text[end]) or text[end] in "说的和把在是")
    if family or called or text.startswith(addresses(), end):
        yield Piece(start, end, "PER", "nr", score + ALONE)


@cache
def addresses() -> tuple[str, ...]:
    return tuple(sections("people.txt")["address"])


def foreign_names(text: str, start: int) -> Iterator[Piece]:
    """Transliterations: runs of characters that stand for sounds, parts joined by a dot."""
    sounds = transliteration()
    dotted = text.find(DOT, start + 1, start + 5) > 0  # then even what is no sound may be part of the name
    score, end, dots, run = FOREIGN, start, 0, 0
    while end < len(text):
        character = text[end]
        if character == DOT and run and end + 1 < len(text) and is_han(text[end + 1]):
            dots, run, end = dots + 1, 0, end + 1
            continue
        if run >= LONGEST_FOREIGN or not is_han(character):
            return
        if character not in sounds and character not in INNER_SOUNDS and not dots and not dotted:
            return
        score += sounds.get(character, NO_SOUND)
        run, end = run + 1, end + 1
        if (dots or run >= 2) and character not in INNER_SOUNDS:
            bonus = DOT_BONUS * dots if not dots or sounds_like(text[start:end]) else 0.0
            yield Piece(start, end, "PER", "nrt", score + cues.person_bonus(text, start, end) + bonus)


def sounds_like(name: str) -> bool:
    """Whether no part of a dotted name is an ordinary word: 雨季 is one."""
    sounds = transliteration()
    return not any(occurrences(part) > COMMON_PART and not all(c in sounds for c in part) for part in name.split(DOT))


COMMON_PART = 20  # occurrences


def listed_foreign(text: str, start: int) -> Iterator[Piece]:
    """Tibetan names of two parts (丹增次仁) and Japanese ones with a listed surname."""
    parts = sections("people.txt")
    tibetan, japanese = word_set("people.txt", "tibetan"), word_set("people.txt", "japanese")
    if text[start : start + 2] in tibetan:
        if text[start + 2 : start + 4] in tibetan:
            yield Piece(start, start + 4, "PER", "nr", PERSON - 5)
        elif cues.title_before(text, start):
            yield Piece(start, start + 2, "PER", "nr", PERSON - 9 + cues.person_bonus(text, start, start + 2))
    for length in (2, 3):
        if text[start : start + length] not in japanese:
            continue
        for end in range(start + length + 1, min(len(text), start + length + 3) + 1):
            if text[end - 1] in parts["japanese_ends"] and all(map(is_han, text[start:end])):
                score = PERSON - 7.5 - 4.5 * (end - start - length)
                yield Piece(start, end, "PER", "nr", score + cues.person_bonus(text, start, end))
