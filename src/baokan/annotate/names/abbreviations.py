"""Places named by one character: 中美两国, 访华, 在京, 美方, 港澳同胞."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from baokan.annotate.names.gazetteer import sections, word_set

COUNTRIES = frozenset(
    "中美英法德俄苏日韩朝越印巴意西葡澳加埃以伊泰缅菲老蒙波匈罗保捷南阿古智秘委墨荷比奥希土乌哈"
    "吉塔马新尼赞坦肯刚布挪瑞丹芬冰爱叙约黎也利突摩欧亚非拉"
)
REGIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新蒙港澳台江淮黄汉穗深厦")
PAIR = -10.5  # nats of two such places side by side, as said by what follows
BEFORE = {
    "访": COUNTRIES | frozenset("华港澳台京藏沪"),
    "驻": COUNTRIES | frozenset("华港澳台京藏沪津疆"),
    "赴": COUNTRIES | frozenset("华港澳台京藏沪津川疆"),
    "抵": COUNTRIES | frozenset("华港澳台京沪"),
    "离": frozenset("华港澳台京沪"),
    "来": frozenset("华港澳京沪"),
    "在": frozenset("华港澳京沪"),
    "进": frozenset("京藏沪"),
    "返": frozenset("京港台沪"),
    "回": frozenset("京港沪"),
    "侵": frozenset("华"),
    "抗": frozenset("日美英"),
    "援": frozenset("华朝越"),
    "对": frozenset("华台日美"),
    "留": frozenset("美日英法德苏"),
    "旅": frozenset("日美英法澳"),
    "亲": frozenset("美日"),
    "反": frozenset("美日英"),
    "赠": frozenset("华"),
    "保": frozenset("钓"),
}  # fmt: skip
# A word of the dictionary that only looks so: 来华 is one, 对日 may be 对|日记.
FIXED = frozenset(
    "华侨 华人 华商 华裔 华资 中方 美方 日方 英方 俄方 德方 法方 韩方 朝方 越方 印方 巴方 港方 澳方 台方 以方 "
    "港资 台资 港商 台商 港胞 日军 港人 澳人 台胞 日商".split()
)
ALWAYS = re.compile(r"(?<![其国之年月集高初])中(?=外[^科])|(?<=[访驻侵])华|(?<=抗)日|(?<=抗)美(?=援)|(?<=援)朝")


# 英首相, 美防长, 日军部: a country by one character before what a state has; not behind another character of a name.
OFFICE = re.compile(
    f"(?<![\u4e00-\u9fff])[{''.join(sorted(COUNTRIES - frozenset('也以利新比保大拉')))}]"
    "(?=首相|外相|外长|防长|财长|总统|总理|驻[\u4e00-\u9fff]大使"
    "|大使|公使|领事|国务卿|国会|议会|皇室|陆军|海军|空军|外交部|国防部|财政部|驻军)"
)


@cache
def after_pair() -> tuple[str, ...]:
    return tuple(sections("places.txt")["after_pair"])


def is_pair(text: str, start: int) -> bool:
    """Whether text[start:start+2] are two abbreviations of places."""
    two = text[start : start + 2]
    if two in word_set("places.txt", "pairs"):
        return True
    if len(two) < 2 or two[0] == two[1] or not (two[0] in COUNTRIES and two[1] in COUNTRIES):
        return False
    if "中" not in two and not all(c in "美英法德俄苏日韩朝越印巴以伊欧" for c in two):
        return False
    if "中" in two and any(c in "美日英法德俄苏韩朝越印欧" for c in two) and two not in ("中欧", "法中"):
        return True
    return text.startswith(after_pair(), start + 2)


def single(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Abbreviations that stand behind a verb or before 方: their spans; spans are the words of text."""
    found = [m.span() for m in ALWAYS.finditer(text)] + [m.span() for m in OFFICE.finditer(text)]
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        if word in FIXED:
            found.append((start, start + 1))
        elif len(word) == 2 and word[1] in BEFORE.get(word[0], ()):
            found.append((start + 1, end))
        elif len(word) == 1 and (behind_verb(text, spans, number) or party(text, spans, number)):
            found.append((start, end))
    return found


def behind_verb(text: str, spans: Sequence[tuple[int, int]], number: int) -> bool:
    """访|美: a verb of one character, and a place that goes with it."""
    before = text[slice(*spans[number - 1])] if number else ""
    return text[slice(*spans[number])] in BEFORE.get(before, ()) and spans[number - 1][1] == spans[number][0]


def party(text: str, spans: Sequence[tuple[int, int]], number: int) -> bool:
    """美|方"""
    end = spans[number][1]
    return text[slice(*spans[number])] in COUNTRIES and spans[number + 1 : number + 2] == [(end, end + 1)] and text[end] == "方"
