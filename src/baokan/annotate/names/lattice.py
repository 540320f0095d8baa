"""First pass: the likeliest reading of a text as words, people's names and place names (Viterbi over a word lattice).

Each candidate has a log-probability: a word its share in jieba's dictionary, a person's name the shares of its
surname and given characters, a foreign name those of its characters among transliterations, a place its listing
or its form (stem and suffix). What stands beside a name adds to it (cues).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from baokan.annotate.lexicon import dictionary, occurrences
from baokan.annotate.names import abbreviations, cues
from baokan.annotate.names.gazetteer import place_characters, places, sections, transliteration
from baokan.names_zh import LENGTH_COST, RARE_COST, given_weights, name_score, surnames

LONGEST_WORD = 10
LONGEST_FOREIGN = 8
TOTAL = math.log(60_101_967)
UNKNOWN = -TOTAL  # a character that the dictionary doesn't have, as if it had occurred once
PERSON = math.log(0.012)  # the share of names of people among the words of news
FOREIGN = math.log(0.004)
PLACE = math.log(0.02)
GIVEN_TOTAL = math.log(16_500)  # the sum of all given-name weights
SURE, LIKELY, POSSIBLE = math.log(1 / 3000), math.log(1 / 6000), math.log(1 / 40_000)
STEM_RARE = math.log(1 / 6000)  # a character that no listed place has
STEM = math.log(0.002)  # the share of unlisted places with a suffix
COMMON_WORD, VERY_COMMON = 400, 1500  # occurrences
WORD_INSIDE = 2.5  # nats that a given name costs that is a common word; twice that for a very common one
GIVEN_WORDS = frozenset("建国 文明 光明 和平 爱国 爱民 国庆 建军 建设 胜利 解放 永久 永远 志远 文化 英雄 长城 长江 黄河 东方 明白 明亮 明月 春风 春天 春雷 雪松 小平 小明 小红 小龙 天明 太平 海洋 海燕 玉兰 牡丹 松林 清泉 江山 高峰 大海 大伟".split())
PLACE_SUFFIXES = tuple("省市县区州镇乡村屯路街庄寨堡沟湾滩岛山岭峰峡洞河江湖溪桥港寺庙庵塔巷营店集铺")
ALONE = 4.0  # nats; what a form of address says for a surname that stands alone
FAMILY_PLACES = frozenset("村庄屯堡寨沟湾镇塔渡坝坡梁店桥山河营集铺口岭坪冲坳圩塘洼港巷胡乡岗国用具长属人庭电")
ADDRESS = tuple(
    "先生 女士 小姐 太太 夫人 同志 老师 教授 博士 院士 总理 主席 总统 书记 部长 省长 市长 县长 局长 处长 科长 厂长 校长 院长 所长 主任 经理 总经理 董事长 "
    "馆长 将军 司令 师长 团长 营长 连长 排长 班长 队长 老板 师傅 医生 大夫 律师 警官 法官 大爷 大妈 大娘 大嫂 大伯 大叔 大哥 大姐 奶奶 爷爷 老汉 老太 氏 嫂 姐 哥 姨 母 父 某 老 副总理 委员长 总书记".split()
)
DIGITS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百千万亿几数")
DOT = "·"


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] read as a word or a name: kind is "PER", "LOC", "ORG" or "" for any other word."""

    start: int
    end: int
    kind: str
    tag: str = ""
    score: float = 0.0


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


def read(text: str, learnt: Mapping[str, tuple[str, float]]) -> list[Piece]:
    """The likeliest pieces of simplified text. learnt: name -> (kind, log-probability), from the rest of the corpus."""
    best: list[tuple[float, Piece | None]] = [(0.0, None)] + [(-math.inf, None)] * len(text)
    for start in range(len(text)):
        here = best[start][0]
        if here == -math.inf:
            continue
        for piece in candidates(text, start, learnt):
            score = here + piece.score
            if score > best[piece.end][0]:
                best[piece.end] = (score, piece)
    pieces = []
    position = len(text)
    while position:
        piece = best[position][1]
        assert piece is not None  # a single character is always a candidate
        pieces.append(piece)
        position = piece.start
    return pieces[::-1]


def candidates(text: str, start: int, learnt: Mapping[str, tuple[str, float]]) -> Iterator[Piece]:
    first = text[start]
    if not is_han(first):
        end = start + 1
        if first.isascii() and first.isalnum():
            while end < len(text) and text[end].isascii() and text[end].isalnum():
                end += 1
        yield Piece(start, end, "", "x" if not first.isalnum() else "m" if first.isdigit() else "eng", UNKNOWN if first == DOT else UNKNOWN / 2)
        return
    yield from words(text, start, learnt)
    if abbreviations.is_pair(text, start) or (start and abbreviations.is_pair(text, start - 1)):
        yield Piece(start, start + 1, "LOC", "short", abbreviations.PAIR / 2)
    yield from persons(text, start)
    yield from foreign_names(text, start)
    yield from suffixed_places(text, start)


def words(text: str, start: int, learnt: Mapping[str, tuple[str, float]]) -> Iterator[Piece]:
    """Words of the dictionary, listed places and learnt names."""
    table, gazetteer = dictionary(), places()
    for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1):
        word = text[start:end]
        if word in abbreviations.LISTED_PAIRS:
            continue
        count, tag = table.get(word, (0, ""))
        if word in learnt:
            kind, score = learnt[word]
            yield Piece(start, end, kind, "nr" if kind == "PER" else "ns", score)
        share = math.log(count) - TOTAL if count else UNKNOWN
        listed = SURE if word in gazetteer.sure else LIKELY if word in gazetteer.likely else 0
        if listed and word[-1] == "市" and text[end : end + 1] in CITY_WORDS:
            listed -= 6.0  # 宁安|市民
        if listed:
            yield Piece(start, end, "LOC", "ns", max(PLACE + listed, share if tag == "ns" else -math.inf))
        elif word in gazetteer.possible:
            yield Piece(start, end, "LOC", "ns", max(PLACE + POSSIBLE, share if tag == "ns" else -math.inf))
        elif word in KNOWN_ORGANISATIONS:
            yield Piece(start, end, "ORG", "nt", max(share, PERSON + POSSIBLE))
        elif word in KNOWN:
            yield Piece(start, end, "PER", "nr", max(share, PERSON + POSSIBLE) + cues.person_bonus(text, start, end) / 2)
        elif end == start + 1:
            yield Piece(start, end, "", tag or "x", share)
        elif count:
            yield from dictionary_word(text, start, end, tag, share)


def dictionary_word(text: str, start: int, end: int, tag: str, share: float) -> Iterator[Piece]:
    """A word of jieba's dictionary; it tags many names of people as other things, and joins names to what follows."""
    word = text[start:end]
    if tag[0] == "n" and len(word) > 3 and any(word[:n] in KNOWN for n in (2, 3, 4) if n < len(word)):
        return
    if tag == "nt" and word.endswith(NOT_IN_ORGANISATIONS):
        return
    if tag[0] in "njs" and any(word[:n] in places().sure or word[:n] in abbreviations.LISTED_PAIRS for n in (2, 3) if n < len(word)):
        if tag != "nt":
            return  # two names, or a name and a noun
    if len(word) > 2 and word[1:] in ADDRESS:
        return  # 程先生: the name is 程
    sounds = transliteration()
    like = name_score(word) if len(word) in (2, 3) else -math.inf
    if like > NAMES_FROM.get(tag, math.inf) and len(word) == 3:
        yield Piece(start, end, "PER", "nr", max(share, PERSON + POSSIBLE) + cues.person_bonus(text, start, end))
    if tag in ("nrt", "nr", "nz") and len(word) > (3 if tag == "nz" else 2) and all(c in sounds for c in word):
        yield Piece(start, end, "PER", "nrt", share + cues.person_bonus(text, start, end))
    elif tag.startswith("nr"):
        yield Piece(start, end, "", "n", share - (TWO if like > TWO_FROM else 0.0))
    else:
        yield Piece(start, end, "", tag, share)


# How name-like (nats of name_score) a dictionary word must be to be a name as well, by its tag there.
NOT_IN_ORGANISATIONS = ("政府", "关系", "军队", "人民", "人", "同胞")
NAMES_FROM = {"nr": -6.0, "nrfg": -6.0, "nrt": -2.0, "nz": -1.5, "t": 0.0}
TWO_FROM = -6.5
TWO = 4.0  # nats off for a two-character word that the dictionary tags as a name, so that a name in context can win


KNOWN = -TOTAL  # a character that the dictionary doesn't have, as if it had occurred once
PERSON = math.log(0.012)  # the share of names of people among the words of news
FOREIGN = math.log(0.004)
PLACE = math.log(0.02)
GIVEN_TOTAL = math.log(16_500)  # the sum of all given-name weights
SURE, LIKELY, POSSIBLE = math.log(1 / 3000), math.log(1 / 6000), math.log(1 / 40_000)
STEM_RARE = math.log(1 / 6000)  # a character that no listed place has
STEM = math.log(0.002)  # the share of unlisted places with a suffix
COMMON_WORD, VERY_COMMON = 400, 1500  # occurrences
WORD_INSIDE = 2.5  # nats that a given name costs that is a common word; twice that for a very common one
GIVEN_WORDS = frozenset("建国 文明 光明 和平 爱国 爱民 国庆 建军 建设 胜利 解放 永久 永远 志远 文化 英雄 长城 长江 黄河 东方 明白 明亮 明月 春风 春天 春雷 雪松 小平 小明 小红 小龙 天明 太平 海洋 海燕 玉兰 牡丹 松林 清泉 江山 高峰 大海 大伟".split())
PLACE_SUFFIXES = tuple("省市县区州镇乡村屯路街庄寨堡沟湾滩岛山岭峰峡洞河江湖溪桥港寺庙庵塔巷营店集铺")
ALONE = 4.0  # nats; what a form of address says for a surname that stands alone
FAMILY_PLACES = frozenset("村庄屯堡寨沟湾镇塔渡坝坡梁店桥山河营集铺口岭坪冲坳圩塘洼港巷胡乡岗国用具长属人庭电")
ADDRESS = tuple(
    "先生 女士 小姐 太太 夫人 同志 老师 教授 博士 院士 总理 主席 总统 书记 部长 省长 市长 县长 局长 处长 科长 厂长 校长 院长 所长 主任 经理 总经理 董事长 "
    "馆长 将军 司令 师长 团长 营长 连长 排长 班长 队长 老板 师傅 医生 大夫 律师 警官 法官 大爷 大妈 大娘 大嫂 大伯 大叔 大哥 大姐 奶奶 爷爷 老汉 老太 氏 嫂 姐 哥 姨 母 父 某 老 副总理 委员长 总书记".split()
)
DOT = "·"


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] read as a word or a name: kind is "PER", "LOC", "ORG" or "" for any other word."""

    start: int
    end: int
    kind: str
    tag: str = ""
    score: float = 0.0


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"


def read(text: str, learnt: Mapping[str, tuple[str, float]]) -> list[Piece]:
    """The likeliest pieces of simplified text. learnt: name -> (kind, log-probability), from the rest of the corpus."""
    best: list[tuple[float, Piece | None]] = [(0.0, None)] + [(-math.inf, None)] * len(text)
    for start in range(len(text)):
        here = best[start][0]
        if here == -math.inf:
            continue
        for piece in candidates(text, start, learnt):
            score = here + piece.score
            if score > best[piece.end][0]:
                best[piece.end] = (score, piece)
    pieces = []
    position = len(text)
    while position:
        piece = best[position][1]
        assert piece is not None  # a single character is always a candidate
        pieces.append(piece)
        position = piece.start
    return pieces[::-1]


def candidates(text: str, start: int, learnt: Mapping[str, tuple[str, float]]) -> Iterator[Piece]:
    first = text[start]
    if not is_han(first):
        end = start + 1
        if first.isascii() and first.isalnum():
            while end < len(text) and text[end].isascii() and text[end].isalnum():
                end += 1
        yield Piece(start, end, "", "x" if not first.isalnum() else "m" if first.isdigit() else "eng", UNKNOWN if first == DOT else UNKNOWN / 2)
        return
    yield from words(text, start, learnt)
    if abbreviations.is_pair(text, start) or (start and abbreviations.is_pair(text, start - 1)):
        yield Piece(start, start + 1, "LOC", "short", abbreviations.PAIR / 2)
    yield from persons(text, start)
    yield from foreign_names(text, start)
    yield from suffixed_places(text, start)


def words(text: str, start: int, learnt: Mapping[str, tuple[str, float]]) -> Iterator[Piece]:
    """Words of the dictionary, listed places and learnt names."""
    table, gazetteer = dictionary(), places()
    for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1):
        word = text[start:end]
        if word in abbreviations.LISTED_PAIRS:
            continue
        count, tag = table.get(word, (0, ""))
        if word in learnt:
            kind, score = learnt[word]
            yield Piece(start, end, kind, "nr" if kind == "PER" else "ns", score)
        share = math.log(count) - TOTAL if count else UNKNOWN
        listed = SURE if word in gazetteer.sure else LIKELY if word in gazetteer.likely else 0
        if listed and word[-1] == "市" and text[end : end + 1] in CITY_WORDS:
            listed -= 6.0  # 宁安|市民
        if listed:
            yield Piece(start, end, "LOC", "ns", max(PLACE + listed, share if tag == "ns" else -math.inf))
        elif word in gazetteer.possible:
            yield Piece(start, end, "LOC", "ns", max(PLACE + POSSIBLE, share if tag == "ns" else -math.inf))
        elif word in KNOWN_ORGANISATIONS:
            yield Piece(start, end, "ORG", "nt", max(share, PERSON + POSSIBLE))
        elif word in KNOWN:
            yield Piece(start, end, "PER", "nr", max(share, PERSON + POSSIBLE) + cues.person_bonus(text, start, end) / 2)
        elif end == start + 1:
            yield Piece(start, end, "", tag or "x", share)
        elif count:
            yield from dictionary_word(text, start, end, tag, share)


def dictionary_word(text: str, start: int, end: int, tag: str, share: float) -> Iterator[Piece]:
    """A word of jieba's dictionary; it tags many names of people as other things, and joins names to what follows."""
    word = text[start:end]
    if tag[0] == "n" and len(word) > 3 and any(word[:n] in KNOWN for n in (2, 3, 4) if n < len(word)):
        return
    if tag == "nt" and word.endswith(NOT_IN_ORGANISATIONS):
        return
    if tag[0] in "njs" and any(word[:n] in places().sure or word[:n] in abbreviations.LISTED_PAIRS for n in (2, 3) if n < len(word)):
        if tag != "nt":
            return  # two names, or a name and a noun
    if len(word) > 2 and word[1:] in ADDRESS:
        return  # 程先生: the name is 程
    sounds = transliteration()
    like = name_score(word) if len(word) in (2, 3) else -math.inf
    if like > NAMES_FROM.get(tag, math.inf) and len(word) == 3:
        yield Piece(start, end, "PER", "nr", max(share, PERSON + POSSIBLE) + cues.person_bonus(text, start, end))
    if tag in ("nrt", "nr", "nz") and len(word) > (3 if tag == "nz" else 2) and all(c in sounds for c in word):
        yield Piece(start, end, "PER", "nrt", share + cues.person_bonus(text, start, end))
    elif tag.startswith("nr"):
        yield Piece(start, end, "", "n", share - (TWO if like > TWO_FROM else 0.0))
    else:
        yield Piece(start, end, "", tag, share)


COMMON_WORD = math.log(200 / 60_101_967)
NAME_LIKE = -9.5


CITY_WORDS = frozenset("民区场郊")
KNOWN_ORGANISATIONS = frozenset(sections("orgs.txt")["known"])
KNOWN = frozenset([*sections("people.txt")["known"], *sections("people.txt")["foreign_given"]])


def persons(text: str, start: int) -> Iterator[Piece]:
    """A surname and one or two given characters."""
    weights = given_weights()
    for length in (1, 2):
        share = surnames().get(text[start : start + length])
        if share is None:
            continue
        score = PERSON + math.log(share)
        if start and text[start - 1] in DIGITS and text[start] in "万余千百多":
            return
        for given in (1, 2):
            end = start + length + given
            if end > len(text) or not is_han(text[end - 1]):
                break
            score += weights.get(text[end - 1], RARE_COST) - GIVEN_TOTAL
            if given == 2 and occurrences(text[end - 2 : end]) > COMMON_WORD and text[end - 2 : end] not in GIVEN_WORDS:
                score -= WORD_INSIDE if occurrences(text[end - 2 : end]) < VERY_COMMON else 2 * WORD_INSIDE
            yield Piece(start, end, "PER", "nr", score + LENGTH_COST[given] + cues.person_bonus(text, start, end))
        if length == 1:
            yield from surname_alone(text, start, PERSON + math.log(share))


def surname_alone(text: str, start: int, score: float) -> Iterator[Piece]:
    """A surname with a form of address: 王先生, 老王, 王家."""
    end = start + 1
    if any(text.startswith(word, end) for word in ADDRESS) or (text.startswith("家", end) and text[end + 1 : end + 2] not in FAMILY_PLACES):
        yield Piece(start, end, "PER", "nr", score + ALONE)
    elif start and text[start - 1] in "老小" and (end == len(text) or not is_han(text[end]) or text[end] in "说的和把在是"):
        yield Piece(start, end, "PER", "nr", score + ALONE)


def foreign_names(text: str, start: int) -> Iterator[Piece]:
    """Transliterations: runs of characters that stand for sounds, parts joined by a dot; Tibetan and Japanese names."""
    yield from listed_foreign(text, start)
    sounds = transliteration()
    score, end, dots, run = FOREIGN, start, 0, 0
    while end < len(text):
        character = text[end]
        if character == DOT and run and end + 1 < len(text) and is_han(text[end + 1]):
            dots, run, end = dots + 1, 0, end + 1
            continue
        if run >= LONGEST_FOREIGN or not is_han(character):
            break
        cost = sounds.get(character)
        if cost is None:
            if not (dots or (text[start + 1 : start + 5].find(DOT) >= 0 and DOT not in text[start:end]) or (run and text.startswith(DOT, end + 1))) and character not in INNER_SOUNDS:
                break
            cost = NO_SOUND
        score += cost
        run, end = run + 1, end + 1
        if (dots or run >= 2) and character not in INNER_SOUNDS:
            yield Piece(start, end, "PER", "nrt", score + cues.person_bonus(text, start, end) + 7 * dots)


def listed_foreign(text: str, start: int) -> Iterator[Piece]:
    tibetan, japanese, ends = foreign_parts()
    if text[start : start + 2] in tibetan:
        if text[start + 2 : start + 4] in tibetan:
            yield Piece(start, start + 4, "PER", "nr", PERSON - 8)
        if cues.title_before(text, start):
            yield Piece(start, start + 2, "PER", "nr", PERSON - 9 + cues.person_bonus(text, start, start + 2))
    for length in (2, 3):
        if text[start : start + length] in japanese:
            for end in range(start + length + 1, min(len(text), start + length + 3) + 1):
                if text[end - 1] in ends and all(map(is_han, text[start:end])):
                    score = PERSON - 7.5 - 4.5 * (end - start - length)
                    yield Piece(start, end, "PER", "nr", score + cues.person_bonus(text, start, end))


@cache
def foreign_parts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    parts = sections("people.txt")
    return frozenset(parts["tibetan"]), frozenset(parts["japanese"]), frozenset(parts["japanese_ends"])


INNER_SOUNDS = frozenset("海南东门文子山西古吾")  # stand for a sound inside a name only
NO_SOUND = -9.0  # nats of a character that isn't a sound


def suffixed_places(text: str, start: int) -> Iterator[Piece]:
    """An unlisted place by its form: one to three characters and 村, 镇, 河 …"""
    characters = place_characters()
    score = PLACE + STEM
    for end in range(start + 1, min(len(text), start + 4)):
        if not is_han(text[end - 1]):
            return
        score += characters.get(text[end - 1], STEM_RARE)
        if text[end] in PLACE_SUFFIXES and end - start >= 1:
            yield Piece(start, end + 1, "LOC", "ns", score + (0 if end - start > 1 else -3))
