"""Which head of a group is kicker, main, sub or rubric."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from baokan.articles.weights import SUB_WEIGHTS
from baokan.model import Certainty, Role
from baokan.threads import certainty

DASH_START = re.compile(r"^(?:—|－－|--)")
DASH_END = re.compile(r"(?:—|：|:|－－|--)$")
# Who spoke or what was handed out, so that what was said is the main head below.
SAYS = re.compile(r"(?:强调|強調|指出|要求|表示|提出|说|說|显示|顯示|通知|通报|通報|致电|批示|意见|意見|规定|透露|认为)$")
COLUMN_TITLE = re.compile(r"[（(][^（）()]{2,40}[）)]$")
# What belongs to an event as its second piece of news: who was there and who spoke.
ATTENDS = re.compile(r"(?:主持|出席|讲话|講話|会见|會見|参加|參加|致辞|致詞|开幕|陪同|宣布)(?:[^，。]{0,6})$")
# An event told whole; a sub gives a detail of it.
EVENT = re.compile(
    r"(?:举行|舉行|召开|召開|开幕|開幕|闭幕|閉幕|落幕|启动|啟動|发布|發布|公布|成立|建成|开工|竣工|通车|通車|开通|试跑|试运行|揭晓|获奖|发射|"
    r"会议|座谈会|会谈|磋商|上线|开业|复工|上涨[\d.．％%]*|下降[\d.．％%]*)$"
)
HALVES = re.compile(r"[\u4e00-\u9fff”’）》\d][ \u3000]{1,2}[\u4e00-\u9fff“‘《\d]")
VERBLESS = 9  # characters up to which a kicker is often only a name
WIDE = 26  # characters from which on a line under a head tells more than a main head would


def head_types(texts: Sequence[str], rubrics: Sequence[bool]) -> list[tuple[Role, Certainty]]:
    """(role, certainty) a head, for the heads of one article in printed order."""
    plain = [n for n, rubric in enumerate(rubrics) if not rubric]
    place, chance = main_head([texts[n] for n in plain]) if plain else (0, 1.0)
    main = plain[place] if plain else None
    types: list[tuple[Role, Certainty]] = []
    for number, rubric in enumerate(rubrics):
        if rubric and main is not None:
            types.append((Role.RUBRIC, Certainty.HIGH))
        elif main is None:
            types.append((Role.RUBRIC if rubric else Role.MAIN, Certainty.HIGH))
        elif number == main:
            types.append((Role.MAIN, certainty(chance)))
        else:
            types.append((Role.KICKER if number < main else Role.SUB, certainty(chance)))
    return types


def main_head(texts: Sequence[str]) -> tuple[int, float]:
    """(index of the main head, its probability): the first, or the second under a kicker."""
    if len(texts) == 1:
        return 0, 1.0
    odds = sum(SUB_WEIGHTS.get(name, 0.0) * value for name, value in sub_features(texts[0], texts[1], len(texts)))
    chance = 1 / (1 + math.exp(-odds))
    return (0, chance) if chance > 0.5 else (1, 1 - chance)


def sub_features(first: str, second: str, count: int) -> Iterator[tuple[str, float]]:
    """What tells whether the second of two heads is a sub to the first (or the main head under it)."""
    yield "bias", 1.0
    if DASH_START.match(second):
        yield "second.dash", 1.0
    if DASH_END.search(first):
        yield "first.dash", 1.0
    if SAYS.search(first):
        yield "first.says", 1.0
    if COLUMN_TITLE.search(first):
        yield "first.column", 1.0
    if COLUMN_TITLE.search(second):
        yield "second.column", 1.0
    if ATTENDS.search(second):
        yield "second.attends", 1.0
    if EVENT.search(first):
        yield "first.event", 1.0
        if any(character.isdigit() or character in "一二三四五六七八九十百千万" for character in second):
            yield "event.figures", 1.0
    if HALVES.search(first):
        yield "first.halves", 1.0
    if HALVES.search(second):
        yield "second.halves", 1.0
    if second.startswith("“"):
        yield "second.quote", 1.0
    if first.endswith("”") and first.startswith("“"):
        yield "first.quote", 1.0
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    if match.size >= 3:
        yield "shared", float(min(match.size, 6))
    if len(first) <= VERBLESS:
        yield "first.short", 1.0
    if len(second) > WIDE:
        yield "second.wide", 1.0
    yield "wider", max(-2.0, min(2.0, (len(second) - len(first)) / 10))
    if count > 2:
        yield "three", 1.0
