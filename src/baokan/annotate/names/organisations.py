"""Second pass: organisations by their grammar, from the word that such a name ends in leftwards to what it begins with.

中国|纺织|工业|协会: the end is a word of orgs.txt, what stands between is nouns, the beginning is a place, another
organisation, or a word that opens names (国家, 中央, 省 …). The same for places that people built (纪念馆, 公园, 大桥).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from baokan.annotate.names.gazetteer import places, sections, word_set
from baokan.annotate.names.piece import Piece, is_han

LONGEST = 26  # characters of a name
LONGEST_SUFFIX = 8
RIGHT_BEHIND = frozenset("队党报台")  # 法国队
SHORT_ENDINGS = frozenset("报军部局厅院处科司室委队团党系厂矿社署办所行站店会校庭台")  # of one character
MOST_WORDS = 9  # words to the left of the ending


def listed(section: str) -> frozenset[str]:
    """A list of orgs.txt."""
    return word_set("orgs.txt", section)


@cache
def long_places() -> tuple[str, ...]:
    """Endings of built places that may have nouns before them."""
    return tuple(e for e in sections("orgs.txt")["built_places"] if len(e) > 2)


@cache
def never_at_end() -> tuple[str, ...]:
    """What no organisation of the dictionary ends in."""
    return tuple(n for n in listed("never") if len(n) > 1 and n not in listed("common"))


@dataclass(frozen=True, slots=True)
class Word:
    """A piece with its text."""

    text: str
    piece: Piece

    @property
    def kind(self) -> str:
        return self.piece.kind

    @property
    def tag(self) -> str:
        return self.piece.tag


def ending(word: str) -> str:
    """The longest organisation ending of a word; "" when it has none."""
    for length in range(min(LONGEST_SUFFIX, len(word)), 0, -1):
        if word[-length:] in listed("suffixes"):
            return word[-length:]
    return ""


# Joined in the dictionary: the organisation, and the office in it.
# How many characters the office takes: 国防部|长, 省委|书记.
OFFICES = {
    "政协副主席": 3, "部长": 1, "队员": 1,
    **dict.fromkeys("政协委员 政协主席 人大代表 人大常委 党组书记 支部书记 委书记 委常委 委委员 院院长 局局长".split(), 2),
    **dict.fromkeys("团团长 队队长 会会长 会主席 厂厂长 行行长 社社长".split(), 2),
}  # fmt: skip


def split_offices(text: str, pieces: Sequence[Piece]) -> list[Word]:
    """The pieces as words, 国防部长 cut to 国防部 and 长."""
    words = []
    for piece in pieces:
        word = text[piece.start : piece.end]
        cut = 0
        if not piece.kind and (len(word) > 2 or word == "部长"):
            cut = next((size for office, size in OFFICES.items() if word.endswith(office)), 0)
        if cut and len(word) > cut:
            middle = piece.end - cut
            words.append(Word(word[:-cut], Piece(piece.start, middle, "", "n")))
            words.append(Word(word[-cut:], Piece(middle, piece.end, "", "k")))
        else:
            words.append(Word(word, piece))
    return words


def find(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The names in text: those of the pieces, and the organisations and built places composed of them."""
    words = split_offices(text, pieces)
    spans: list[tuple[int, int, str]] = []
    for last in range(len(words)):
        first, kind = compose(words, last)
        if kind:
            while spans and spans[-1][0] >= first:
                spans.pop()
            if spans and spans[-1][1] > first:
                continue
            spans.append((first, last + 1, kind))
    return merge(words, spans)


def merge(words: Sequence[Word], spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    found = []
    position = 0
    for first, end, kind in [*spans, (len(words), len(words), "")]:
        found += [w.piece for w in words[position:first] if w.kind]
        if kind:
            found.append(Piece(words[first].piece.start, words[end - 1].piece.end, kind))
        position = end
    return found


def compose(words: Sequence[Word], last: int) -> tuple[int, str]:
    """The first word of the name that ends in words[last], and its kind; kind "" when none ends there."""
    word = words[last]
    if word.kind == "PER" or (word.tag in ("x", "m", "t", "p", "uj", "r", "d") and word.text not in listed("suffixes")):
        return last, ""
    if word.kind == "ORG" or word.text in listed("known"):
        return known_anchor(words, last), "ORG"
    if word.text == "中央" and last and words[last - 1].text in PARTIES:
        return last - 1, "ORG"
    if first := facility(words, last):
        return first - 1, "LOC"
    if whole(word) and not word.text.endswith("军区"):
        return (last, "LOC") if word.text.endswith(long_places()) else (anchor(words, last), "ORG")
    if word.kind == "LOC" or word.text in listed("outside") or not (end := ending(word.text)):
        return last, ""
    if word.text in listed("never") and word.text not in SHORT_ENDINGS | listed("common"):
        return last, ""
    if word.text.endswith(never_at_end()) or (len(end) == 1 and not short_ending(words, last, end)):
        return last, ""
    if word.tag.startswith(("v", "a")) and word.tag != "vn" and not {word.text} & (listed("alone") | listed("suffixes")):
        return last, ""
    alone = word.text in listed("alone")
    first = anchor(words, last)
    if len(word.text) == 1 and last - first == 1 and word.text not in RIGHT_BEHIND:
        return last, ""  # 中国|部: an ending of one character wants a noun before it
    if first < last or alone:
        return first, "ORG"
    if end in TRADED and last and (first := trade_name(words, last)) < last:
        return first, "ORG"
    if len(word.text) > len(end) + 1 and word.text not in listed("never") and len(end) > 1 and word.tag in ("nt", "nz"):
        return last, "ORG"
    return last, ""


ORDINAL = re.compile("第?[一二三四五六七八九十]{1,3}[届次]")  # 第三届|全国人民代表大会
PARTIES = frozenset("民革 民盟 民建 民进 农工党 致公党 九三学社 台盟 共青团 中共 国民党".split())
NATIONAL = ("中国", "中央", "中共", "全国", "新华", "国务院", "国际", "联合国", "人民日报", "中科院")


TRADED = frozenset("集团 公司 有限公司 股份有限公司 集团公司 总公司 厂 总厂".split())


def short_ending(words: Sequence[Word], last: int, end: str) -> bool:
    """Whether an ending of one character is one here: by itself (but 副|部|长), or of a word that names things like it."""
    word = words[last]
    if word.text == end:
        return not last or words[last - 1].text not in ("副", "正", "原", "两", "各")
    return end in NOUN_ENDINGS and word.tag in ("n", "nt", "nz", "j", "ns")


NOUN_ENDINGS = frozenset("部局院厅队党委会社报厂团校站所处")  # 水利部, 税务所


def trade_name(words: Sequence[Word], last: int) -> int:
    """The first of the words of an unlisted firm's name: one invented word, or two single characters: 双|良|集团."""
    before = words[last - 1]
    if before.kind == "PER" or (before.tag in ("nz", "nr", "j") and len(before.text) > 1):
        return last - 1
    two = words[max(0, last - 2) : last]
    if len(two) == 2 and all(len(w.text) == 1 and not w.kind and w.tag[:1] in ("n", "a", "v", "x", "g", "z", "j") for w in two):
        return last - 2
    return last


def known_anchor(words: Sequence[Word], last: int) -> int:
    """The first word of a name that ends in a known one: 越南|国防部; a nation-wide body has nothing before it."""
    word = words[last]
    before = words[last - 1] if last else word
    if last and ORDINAL.fullmatch(before.text) and word.text.endswith(("大会", "人大", "政协", "会议", "委员会")):
        return last - 1
    if last and not word.text.startswith(NATIONAL):
        if before.kind == "ORG":
            return known_anchor(words, last - 1)
        level = before.text in PARTIES or before.text in ("国家", "省", "市", "县", "区")
        if level or (before.kind == "LOC" and word.text not in listed("unique")):
            return last - 1
    elif last and words[last - 1].text == "中共" and word.text[-1] == "大":
        return last - 1
    return last


def facility(words: Sequence[Word], last: int) -> int:
    """One more than the first word of a built or natural place's name that ends in words[last]; 0 when none does.

    It goes back to the nearest place only: 重庆|朝天门广场 are two. An ending of one character (岛, 村, 桥) wants
    the name right before it, and none that has such an ending already.
    """
    word = words[last]
    long = len(word.text) > 1 and (word.text in listed("built_places") or (not word.kind and word.text.endswith(long_places())))
    if not long and (word.text not in listed("built_places") or last == 0 or word.tag == "short"):
        return 0
    if not long:
        before = words[last - 1]
        whole_name = before.text[-1] in listed("built_places") or before.text in places().sure
        return last if before.kind in ("LOC", "PER") and not whole_name else 0
    for index in range(last - 1, max(-1, last - 7), -1):
        before = words[index]
        if before.kind == "ORG" or (before.kind == "PER" and index < last - 1):
            return 0
        if before.kind:
            return index + 1
        if not inside(words, index, last):
            break
    if last > 1 and word.text in NAMED_BUILT and all(unknown(words, i) for i in (last - 2, last - 1)):
        return last - 1
    return 0


NAMED_BUILT = frozenset("公园 广场 大厦 大桥 纪念馆 博物馆 市场 体育场 水库 陵园 大街".split())


def whole(word: Word) -> bool:
    """Whether a word of the dictionary is an organisation's whole name: 武汉钢铁公司, 法国队."""
    text = word.text
    if word.tag != "nt" or text.endswith(never_at_end()) or text.startswith(("各级", "各地")):
        return False
    return len(text) > 3 or any(text[:n] in places().sure or text[:n] in places().likely for n in (2, 3) if n < len(text))


def anchor(words: Sequence[Word], last: int) -> int:
    """The first word of the name: the leftmost that can open one, with nothing between that can't be in one."""
    best = last
    length = len(words[last].text)
    for index in range(last - 1, max(-1, last - 1 - MOST_WORDS), -1):
        word = words[index]
        length += len(word.text)
        if length > LONGEST or not inside(words, index, last):
            break
        if opens(words, index, last):
            best = index
    return best


def opens(words: Sequence[Word], index: int, last: int) -> bool:
    word = words[index]
    near = last - index == 1
    if word.kind in ("LOC", "ORG"):
        return True
    if word.kind == "PER":
        return near and ending(words[last].text) in listed("person_endings")
    if word.tag == "m" and word.text[0] == "第" and last - index > 1:
        return words[index + 1].tag[:1] in ("n", "v", "b") and words[index + 1].text not in ("次", "届")
    opener = any(word.text in listed(section) for section in ("openers", "alone", "known"))
    return opener or word.tag == "nt" or (near and word.tag in ("nz", "eng"))


INSIDE = ("n", "j", "b", "vn", "ng", "s", "eng", "l", "i", "g", "an")


def inside(words: Sequence[Word], index: int, last: int) -> bool:
    """Whether words[index] can stand in a name that ends in words[last]."""
    word = words[index]
    if word.kind:
        return word.kind != "PER" or last - index == 1
    if word.text in listed("outside"):
        return False
    if word.text in listed("openers") or word.text in listed("verbs") or word.text in listed("suffixes"):
        return True
    if word.text == "驻" and words[index + 1].kind == "LOC":
        return True
    if word.text in ("和", "与", "及"):
        return index > 0 and last - index <= 3 and not words[index + 1].kind and words[last].text in JOINING
    if word.tag == "m":
        return word.text[0] == "第" or (last - index == 1 and word.text[-1] in NUMERALS)
    if word.tag == "a" and len(word.text) == 2:
        return True
    return word.tag.startswith(INSIDE) or unknown(words, index)


def unknown(words: Sequence[Word], index: int) -> bool:
    """Whether words[index] is half of a word that the dictionary doesn't have: a character beside another single one."""
    word = words[index]
    if len(word.text) != 1 or not is_han(word.text) or word.text in FUNCTION:
        return False
    beside = [words[i] for i in (index - 1, index + 1) if 0 <= i < len(words)]
    return any(len(w.text) == 1 and is_han(w.text) and w.text not in FUNCTION and not w.kind for w in beside)


FUNCTION = frozenset(
    "的了在是和与及或从向对为被把将由以于等也都就还又很更最不没有到去来着过给让使叫说看并而但因"
    "所其此该这那我你他她它们各每某两几前后上下里外中内时年月日"
)
JOINING = frozenset("科学院 学院 院 委员会 部 局 学会 协会 中心 公司 会".split())  # endings of names that hold an "and"
NUMERALS = frozenset("一二三四五六七八九十百０１２３４５６７８９0123456789")
