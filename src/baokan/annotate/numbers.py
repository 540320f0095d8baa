"""Numbers in running text, with their values or bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from baokan.annotate.numerals import chinese_to_int, to_value

HAN = "〇零一二三四五六七八九十百千万亿两"
DIGIT = "[一二三四五六七八九两]"
ARABIC = r"[0-9０-９](?:[0-9０-９]|[,，](?=[0-9０-９]))*(?:[.．][0-9０-９]+)?"
# Ordinals, percentages and fractions first; a Chinese numeral needs a unit in it (十 百 千 万 亿) to be told from words.
NUMBER = re.compile(
    rf"(?P<ordinal>第(?:{ARABIC}|[{HAN}]{{1,8}}))"
    rf"|(?P<percentage>百分之(?:{ARABIC}|[{HAN}点]{{1,8}})(?:(?:到|至|—|-|～)(?:百分之)?(?:{ARABIC}|[{HAN}点]{{1,8}}))?|{ARABIC}(?:[%％‰]|个百分点))"
    rf"|(?P<fraction>(?:千分之|万分之)(?:{ARABIC}|[{HAN}点]{{1,6}})|[{HAN}]{{1,4}}分之[{HAN}]{{1,4}}|[0-9０-９]{{1,4}}[/／][0-9０-９]{{1,4}}(?![0-9０-９/／.]))"
    rf"|(?P<some>(?:数|好几|几|(?<![以])上|成(?=[百千]上?[百千万]?))(?![十百千万亿]{{1,3}}分之)[十百千万亿]{{1,3}}|[十百千](?:几|数|来|多|余))"
    rf"|(?P<cardinal>{ARABIC}[十百千万亿兆]{{0,3}}|{DIGIT}[点][{HAN}]{{1,4}}|{DIGIT}[十百千万亿][{HAN}]{{0,12}}|十[{HAN}]{{1,6}}|廿{DIGIT}|卅{DIGIT})"
)
MORE = re.compile("[多余来](?![年月日])|[几](?=[个名人位件家条项万亿岁])")
PLAN = re.compile(r"(?:[一二三四五六七八九]|十[一二三四五六七八九]?)五(?=[”\"’]|规划|计划|时期|期间|末)")
# Joined to a numeral in the dictionary: 十余个, 五千里.
MEASURES = frozenset("个名人位件家条项户辆吨亩元里斤米岁次天年倍")
LONGEST = 20  # characters; longer runs of digits are telephone and account numbers
TELEPHONE = 5  # digits that a number dialled has at least, after 电话, 热线 …
SHORTEST_DIALLED = 3  # of a line that is named: 110报警电话
LINE = re.compile(
    r"[”\"]?(?:政务服务|政务|市民|便民|市长|服务|公开|报警|急救|举报|投诉|咨询|客服|民生){0,3}(?:热线|电话|专线|平台)"
)
RUN = re.compile("[0-9０-９—－-]{1,40}")
DIALLED = re.compile(r"(?:电话|热线|传真|邮编|邮政编码|手机|号码|短信|拨打|QQ|ＱＱ|账号|帐号|代号)[:：为是]?[ \u3000]?[“(（]?$")


@dataclass(frozen=True, slots=True)
class Number:
    """text[start:end] with TEI's num/@type, and @value or @atLeast and @atMost; "" for what can't be said."""

    start: int
    end: int
    type: str
    value: str = ""
    at_least: str = ""
    at_most: str = ""


def find_numbers(text: str, taken: set[int], words: frozenset[tuple[int, int]]) -> list[Number]:
    """The numbers of text outside the places taken (by dates and names).

    words: spans of the words of text; a Chinese numeral counts only where it doesn't cut a word: 千方百计 has none.
    """
    starts, ends = {a for a, _ in words}, {b for _, b in words}
    found = []
    for match in NUMBER.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or "cardinal"
        if end - start > LONGEST or any(i in taken for i in range(start, end)) or is_no_number(text, match):
            continue
        more = kind in ("cardinal", "percentage") and MORE.match(text, end)
        until = more.end() if more else end
        if text[start] in HAN and not (start in starts and (until in ends or text[until : until + 1] in MEASURES)):
            continue
        number = to_number(match[0], kind, bool(more))
        if number is not None:
            found.append(Number(start, until, *number))
    return found


def is_no_number(text: str, match: re.Match[str]) -> bool:
    """A plan's name (十三五规划), a telephone's number, a part of a code or an address (A1b2, 12345@…)."""
    start, end = match.span()
    if PLAN.match(text, start) or (start and PLAN.match(text, start - 1)):
        return True
    if match[0][0] in "0123456789" and (is_letter(text[max(0, start - 1) : start]) or text[end : end + 1] == "@"):
        return True
    while start and text[start - 1] in "0123456789-—－":
        start -= 1
    run = RUN.match(text, start)
    if not run or run.end() - start < SHORTEST_DIALLED:
        return False
    if LINE.match(text, run.end()):
        return True
    return run.end() - start >= TELEPHONE and bool(DIALLED.search(text, max(0, start - 8), start))


def is_letter(character: str) -> bool:
    return character.isascii() and (character.isalpha() or character in ("@", "_", "/"))


Bounds = tuple[str, str, str, str]  # type, value, at least, at most


def to_number(text: str, kind: str, more: bool) -> Bounds | None:
    """What a numeral of a kind says; more: 余 or 多 stands behind it."""
    if kind == "some":
        return some(text)
    if kind == "ordinal":
        value = to_value(text[1:])
        return None if value is None else ("ordinal", value, "", "")
    if kind == "fraction":
        return fraction(text)
    if kind == "percentage":
        return percentage(text, more)
    value = decimal_value(text)
    if value is None:
        return None
    return ("cardinal", "", value, "") if more else ("cardinal", value, "", "")


def some(text: str) -> Bounds | None:
    """数十 -> at least 20, at most 90; 十余, 百余 -> at least 10, 100; 上百, 成千 -> at least 100, 1000."""
    if text[0] in "十百千":
        least = chinese_to_int(text[0])
        return None if least is None else ("cardinal", "", str(least), str(least * 2 - 1) if text[0] == "十" else "")
    one = chinese_to_int(f"一{text.lstrip('数好几上成')}")
    if one is None:
        return None
    return ("cardinal", "", str(one), "") if text[0] in "上成" else ("cardinal", "", str(2 * one), str(9 * one))


def fraction(text: str) -> Bounds | None:
    below, between, above = text.partition("分之")
    if not between:
        above, _, below = text.replace("／", "/").partition("/")
    one, other = decimal_value(above), decimal_value(below)
    if one is None or other is None or Decimal(other) == 0:
        return None
    return ("fraction", f"{one}/{other}" if "." not in one else str(Decimal(one) / Decimal(other)), "", "")


BETWEEN = re.compile("[到至—～-](?:百分之)?")


def percentage(text: str, more: bool) -> Bounds | None:
    """The percentage as it is written: 百分之三点五 -> 3.5; 百分之三到五 by its bounds; ‰ as a tenth."""
    bare = text.removeprefix("百分之").removesuffix("个百分点").rstrip("%％‰")
    parts = [decimal_value(part) for part in BETWEEN.split(bare)]
    if None in parts:
        return None
    values = [str(part) for part in parts]
    if text.endswith("‰"):
        values = [format((Decimal(value) / 10).normalize(), "f") for value in values]
    if len(values) == 2:
        return "percentage", "", values[0], values[1]
    return ("percentage", "", values[0], "") if more else ("percentage", values[0], "", "")


def decimal_value(text: str) -> str | None:
    """A numeral, also with a point in Chinese: 三点五 -> 3.5, 二点三亿 -> 230000000."""
    whole, point, rest = text.partition("点")
    if not point:
        return to_value(text)
    digits = rest.rstrip("十百千万亿")
    unit = to_value(f"一{rest[len(digits) :]}") if len(digits) < len(rest) else "1"
    one, decimals = chinese_to_int(whole), [chinese_to_int(c) for c in digits]
    if one is None or unit is None or not decimals or any(d is None or d > 9 for d in decimals):
        return None
    return format((Decimal(f"{one}.{''.join(map(str, decimals))}") * Decimal(unit)).normalize(), "f")
