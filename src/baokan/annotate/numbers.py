"""Numbers in running text, with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baokan.annotate.numerals import chinese_to_int, to_value

HAN = "〇零一二三四五六七八九十百千万亿两"
ARABIC = r"[0-9０-９](?:[0-9０-９,，](?=[0-9０-９])|[0-9０-９])*(?:[.．][0-9０-９]+)?"
# Ordinals, percentages and fractions first; a Chinese numeral needs a unit in it (十 百 千 万 亿) to be told from words.
NUMBER = re.compile(
    rf"(?P<ordinal>第(?:{ARABIC}|[{HAN}]{{1,8}}))"
    rf"|(?P<percentage>百分之(?:{ARABIC}|[{HAN}点]{{1,8}})|{ARABIC}[%％])"
    rf"|(?P<fraction>[{HAN}]{{1,4}}分之[{HAN}]{{1,4}})"
    rf"|(?P<cardinal>{ARABIC}[十百千万亿]{{0,3}}|[一二三四五六七八九两][十百千万亿][{HAN}]{{0,12}}|十[{HAN}]{{1,6}})"
)
LONGEST = 20  # characters; longer runs of digits are telephone and account numbers


@dataclass(frozen=True, slots=True)
class Number:
    """text[start:end] with TEI's num/@type and @value (None where the value can't be said)."""

    start: int
    end: int
    type: str
    value: str | None


def find_numbers(text: str, taken: set[int], words: frozenset[tuple[int, int]]) -> list[Number]:
    """The numbers of text outside the places taken (by dates and names).

    words: spans of the words of text; a Chinese numeral counts only where it doesn't cut a word: 千方百计 has none.
    """
    starts, ends = {a for a, _ in words}, {b for _, b in words}
    found = []
    for match in NUMBER.finditer(text):
        start, end = match.span()
        if end - start > LONGEST or any(i in taken for i in range(start, end)):
            continue
        if text[start] in HAN and not (start in starts and end in ends):
            continue
        kind = match.lastgroup or "cardinal"
        value = number_value(match[0], kind)
        if value is not None:
            found.append(Number(start, end, kind, value))
    return found


def number_value(text: str, kind: str) -> str | None:
    if kind == "ordinal":
        return to_value(text[1:])
    if kind == "percentage":
        return to_value(text.removeprefix("百分之").rstrip("%％"))
    if kind == "fraction":
        below, _, above = text.partition("分之")
        one, other = chinese_to_int(above), chinese_to_int(below)
        return None if one is None or not other else f"{one}/{other}"
    return to_value(text)
