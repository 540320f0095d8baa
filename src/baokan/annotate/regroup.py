"""Words of a segmenter cut anew where newspapers and UD say so: dates, datelines, measure words, compounds.

A date's parts are words (1998年|3月|18日), however they are written; jieba cuts some of them. What stands before the text
of a newspaper is told apart (本报|讯, 18日|电, 图|为). A numeral and its measure word are two words (UD: NUM and NOUN), unless
the two are a word of their own (一些, 一样). A compound of four characters or more that is made of words of the dictionary is
cut into these (信息|技术, 中国|共产党), unless it is an idiom, a place or a person; so a search for 技术 finds it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from baokan.annotate.lexicon import dictionary, log_share, occurrences, tag_of

DOUBLED = frozenset("…—")  # marks that are printed twice
LEDES = {
    "日电": 1, "日讯": 1, "日起": 1, "日至": 1,
    "本报讯": 2, "本报电": 2, "本刊讯": 2, "本社讯": 2, "本报记者": 2, "本台记者": 2, "图为": 1,
}  # fmt: skip
NUMERALS = frozenset("一二三四五六七八九十百千万亿两几多半数〇零")
MEASURES = frozenset("年条位个名次片项岁款届种家件天步句首座场部张支只辆艘架匹头栋间亩里元倍户份批组座枚颗粒株棵套台篇页")
# Numeral and measure that are one word.
WHOLE = frozenset(
    "一些 一样 一般 一定 一直 一起 一切 一时 一度 一番 一点 一道 一面 一旦 一同 一致 一律 一再 一向 一心 万一 "
    "百年 千年 万年 千里 万里 百里 半年 半天 十位 百位 千位 个位 万户 千家 百家 一头 一元 二元 三元 多元 多头 多半 "
    "三军 九里 三里 四里 五里 六里 七里 八里".split()
)
LONGEST_WHOLE = 3  # characters; longer words may be compounds
FREQUENT = 20  # occurrences in the dictionary of each of a compound's words
HELD_TOGETHER = frozenset("i nr nrt nrfg ns m t eng".split())  # jieba's tags of what isn't cut: idioms, names, numerals
TOGETHER = {"月": (1, 2), "日": (1, 2), "年": (4, 4), "时": (1, 2)}  # how many digits a part of a date has


def regroup(words: Iterable[str], names: Container[str] = ()) -> Iterator[str]:
    """The words cut anew, but for names; joined they are the same text."""
    held = ""
    for word in words:
        if held and held[-1] in DOUBLED and word and set(word) == {held[-1]}:
            held += word
            continue
        unit = word[:1]
        if held and unit in TOGETHER and is_part(held, unit) and (len(word) == 1 or word in LEDES):
            yield held + unit
            held = word[1:]
            continue
        if held in names:
            yield held
        elif held:
            yield from split(held)
        held = word
    if held in names:
        yield held
    elif held:
        yield from split(held)


def is_part(held: str, unit: str) -> bool:
    """Whether digits before a unit make a part of a date: not 10年, which is how long."""
    least, most = TOGETHER[unit]
    return least <= len(held) <= most and held.isascii() and held.isdigit()


@lru_cache(maxsize=65536)
def split(word: str) -> tuple[str, ...]:
    """A word of the dictionary as the words that it is made of."""
    if word in LEDES:
        return (word[: LEDES[word]], word[LEDES[word] :])
    if len(word) > LONGEST_WHOLE:
        return compound(word)
    if len(word) < 2 or word in WHOLE or word[-1] not in MEASURES:
        return (word,)
    numeral = word[:-1].removeprefix("第")
    return (word[:-1], word[-1]) if numeral and all(c in NUMERALS for c in numeral) else (word,)


def compound(word: str) -> tuple[str, ...]:
    """The likeliest cut of a compound into frequent words of two characters or more; the compound itself when there is none."""
    if word not in dictionary() or tag_of(word) in HELD_TOGETHER:
        return (word,)
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
    for start in range(len(word) - 1):
        if (before := best[start]) is None:
            continue
        for end in range(start + 2, len(word) + 1):
            part, there = word[start:end], best[end]
            if end - start == len(word) or occurrences(part) < FREQUENT or tag_of(part).startswith("nr"):
                continue
            score = before[0] + log_share(part)
            if there is None or score > there[0]:
                best[end] = (score, (*before[1], part))
    found = best[len(word)]
    return tuple(small for part in found[1] for small in split(part)) if found else (word,)
