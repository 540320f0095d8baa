"""First pass: the likeliest reading of a text as words, people's names and place names (Viterbi over a word lattice).

Each candidate has a log-probability: a word its share in jieba's dictionary, a person's name the shares of its
surname and given characters, a foreign name those of its characters among transliterations, a place its listing
or its form (stem and suffix). What stands beside a name adds to it (cues).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from baokan.annotate.lexicon import TOTAL, dictionary
from baokan.annotate.names import abbreviations, cues
from baokan.annotate.names.gazetteer import place_characters, places, transliteration, word_set
from baokan.annotate.names.people import DOT, PERSON, addresses, people
from baokan.annotate.names.piece import Piece, is_han
from baokan.names_zh import name_score

LONGEST_WORD = 10
LONGEST_NAME = 16
CITY = "ns市"  # the tag of a place that ends in 市
UNKNOWN = -math.log(TOTAL)  # a character that the dictionary doesn't have, as if it had occurred once
PLACE = math.log(0.02)  # the share of names of places among the words of news
# The share of one name among those of places, by how surely it is one.
SURE, LIKELY, POSSIBLE = math.log(1 / 3000), math.log(1 / 6000), math.log(1 / 40_000)
STEM = math.log(0.006)  # the share of unlisted places with a suffix
STEM_RARE = math.log(1 / 6000)  # a character that no listed place has
ONE_CHARACTER = -3.0  # nats; an unlisted place with a stem of one character
PLACE_SUFFIXES = "省市县区州镇乡村屯路街庄寨堡沟湾滩岛山岭峰峡洞河江湖溪桥港寺庙庵塔巷营店集铺"
CITY_WORDS = frozenset("民区场郊")  # 宁安|市民
CITY_COST = 6.0  # nats
FIRMS = ("公司", "集团", "大学", "学院", "银行", "协会", "学会", "委员会")
NOT_IN_ORGANISATIONS = ("政府", "关系", "军队", "人民", "人", "同胞")
# How name-like (nats of name_score) a word of three characters must be to be a name as well, by its tag in the dictionary.
NAMES_FROM = {"nr": -4.5, "nrfg": -4.5, "nrt": -2.0, "nz": -1.5, "t": 0.0}
MAYBE, DOUBT = 4.0, 3.0  # so much less name-like, a name still in a context that says so by more than DOUBT
TWO_FROM, TWO = -6.5, 4.0  # so name-like a word of two characters is it loses so many nats, for a name in context to win
TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt"}

Learnt = Mapping[str, tuple[str, float]]


def read(text: str, learnt: Learnt) -> list[Piece]:
    """The likeliest pieces of simplified text. learnt: name -> (kind, log-probability), from the rest of the corpus."""
    scores = [0.0] + [-math.inf] * len(text)
    best: list[Piece | None] = [None] * (len(text) + 1)
    for start in range(len(text)):
        here = scores[start]
        if here == -math.inf:
            continue
        for piece in candidates(text, start, learnt):
            if here + piece.score > scores[piece.end]:
                scores[piece.end], best[piece.end] = here + piece.score, piece
    pieces = []
    position = len(text)
    while position:
        piece_there = best[position]
        assert piece_there is not None  # a single character is always a candidate
        pieces.append(piece_there)
        position = piece_there.start
    return pieces[::-1]


def candidates(text: str, start: int, learnt: Learnt) -> Iterator[Piece]:
    """What may begin at text[start]."""
    if not is_han(text[start]):
        yield other(text, start)
        return
    yield from words(text, start, learnt)
    if abbreviations.is_pair(text, start) or (start and abbreviations.is_pair(text, start - 1)):
        yield Piece(start, start + 1, "LOC", "short", abbreviations.PAIR / 2)
    yield from people(text, start)
    yield from suffixed_places(text, start)


def other(text: str, start: int) -> Piece:
    """A run of ASCII letters and digits, or one character that is no ideograph."""
    first, end = text[start], start + 1
    if first.isascii() and first.isalnum():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    tag = "m" if first.isdigit() else "eng" if first.isalnum() else "x"
    return Piece(start, end, "", tag, UNKNOWN if first == DOT else UNKNOWN / 2)


def words(text: str, start: int, learnt: Learnt) -> Iterator[Piece]:
    """Words of the dictionary, listed names and learnt ones."""
    farthest = min(len(text), start + longest().get(text[start : start + 2], 1))
    if learnt:
        yield from learnt_names(text, start, learnt)
    for end in range(start + 1, farthest + 1):
        for kind, tag, score, weight in entries(text[start:end]):
            if weight:
                score += weight * cues.person_bonus(text, start, end)
            elif tag == CITY and text[end : end + 1] in CITY_WORDS:
                score -= CITY_COST
            yield Piece(start, end, kind, tag, score)


def learnt_names(text: str, start: int, learnt: Learnt) -> Iterator[Piece]:
    for end in range(start + 2, min(len(text), start + LONGEST_NAME) + 1):
        found = learnt.get(text[start:end])
        if found:
            yield Piece(start, end, found[0], TAGS.get(found[0], "n"), found[1])


@cache
def longest() -> dict[str, int]:
    """The first two characters of a word or a listed name -> how long the longest that begins so is, up to LONGEST_WORD."""
    table: dict[str, int] = {}
    gazetteer = places()
    lists = (dictionary(), gazetteer.sure, gazetteer.likely, gazetteer.possible, word_set("orgs.txt", "known"), known_people())
    for word in chain.from_iterable(lists):
        key = word[:2]
        if len(word) > table.get(key, 1):
            table[key] = min(len(word), LONGEST_WORD)
    return table


Entry = tuple[str, str, float, float]  # kind, tag, score, how much of what stands beside it counts


@cache
def entries(word: str) -> tuple[Entry, ...]:
    """What a word can be by the lists and the dictionary; the cache grows with the vocabulary read, not with the text."""
    if word in word_set("places.txt", "pairs"):
        return ()
    count, tag = dictionary().get(word, (0, ""))
    share = math.log(count / TOTAL) if count else UNKNOWN
    named = listed_name(word, tag, share)
    if named:
        return (named,)
    if len(word) == 1:
        return (("", tag or "x", share, 0.0),)
    return tuple(dictionary_word(word, tag, share)) if count else ()


def listed_name(word: str, tag: str, share: float) -> Entry | None:
    """The name in the lists that word is; tag and share: what jieba's dictionary says of it."""
    gazetteer = places()
    grades = ((gazetteer.sure, SURE), (gazetteer.likely, LIKELY), (gazetteer.possible, POSSIBLE))
    listed = next((grade for names, grade in grades if word in names), 0.0)
    if listed:
        score = max(PLACE + listed, share) if tag == "ns" else PLACE + listed
        return "LOC", CITY if word[-1] == "市" else "ns", score, 0.0
    if word in word_set("orgs.txt", "known"):
        return "ORG", "nt", max(PERSON + POSSIBLE, share), 0.0
    if word in known_people():
        return "PER", "nr", PERSON + POSSIBLE, 0.5
    return None


@cache
def known_people() -> frozenset[str]:
    return word_set("people.txt", "known") | word_set("people.txt", "foreign_given")


def dictionary_word(word: str, tag: str, share: float) -> Iterator[Entry]:
    """A word of jieba's dictionary; it tags many names of people as other things, and joins names to what follows."""
    if joined_name(word, tag):
        return
    like = name_score(word) if len(word) in (2, 3) else -math.inf
    least = NAMES_FROM.get(tag, math.inf)
    if len(word) == 3 and like > least - MAYBE:
        yield "PER", "nr", max(share, PERSON + POSSIBLE) - (0.0 if like > least else DOUBT), 1.0
    if tag[0] == "n" and len(word) > 4 and word.endswith(FIRMS):
        tag = "nt"
    foreign = tag in ("nrt", "nr", "nz") and len(word) > (3 if tag == "nz" else 2)
    if foreign and all(c in transliteration() for c in word):
        yield "PER", "nrt", share, 1.0
    elif tag[0] == "n" and place_word(word, share):
        yield "LOC", "ns", share, 0.0
    elif tag.startswith("nr"):
        yield "", "n", share - (TWO if len(word) == 2 and like > TWO_FROM else 0.0), 0.0
    else:
        yield "", tag, share, 0.0


def place_word(word: str, share: float) -> bool:
    """Whether a rare noun of the dictionary is a place by its form: 里庄村, but not 文明村, whose stem is a word."""
    return len(word) > 2 and word[-1] in VILLAGES and share < RARE and word[:-1] not in dictionary()


VILLAGES = frozenset("村乡镇寺庙河江湖山岛县")
RARE = math.log(20 / TOTAL)


def joined_name(word: str, tag: str) -> bool:
    """Whether a word of the dictionary is a name and something else: 程先生, 中美关系, 江南地区."""
    if len(word) > 2 and word[1:] in addresses():
        return True
    if tag == "nt":
        district = word.endswith("军区") and word != "军区"
        return district or word.endswith(NOT_IN_ORGANISATIONS) or (word.startswith("中共") and len(word) > 2)
    if tag[0] == "n" and len(word) > 3 and any(word[:n] in known_people() for n in (2, 3, 4) if n < len(word)):
        return True
    begins = [word[:n] for n in (2, 3, 4, 5) if n < len(word)]
    return tag[0] in "njs" and any(b in places().sure or b in word_set("places.txt", "pairs") for b in begins)


def suffixed_places(text: str, start: int) -> Iterator[Piece]:
    """An unlisted place by its form: one to three characters and 村, 镇, 河 …"""
    characters = place_characters()
    score = PLACE + STEM
    for end in range(start + 1, min(len(text), start + 4)):
        if not is_han(text[end - 1]):
            return
        score += characters.get(text[end - 1], STEM_RARE)
        if text[end] in PLACE_SUFFIXES and text[end - 1 : end + 1] != "城市":
            yield Piece(start, end + 1, "LOC", "ns", score + (0 if end - start > 1 else ONE_CHARACTER))
