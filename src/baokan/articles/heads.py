"""Which head of a group is rubric, kicker, main or sub: every arrangement is weighed, the likeliest taken."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from baokan.articles.weights import ARRANGEMENT_WEIGHTS
from baokan.layout.words import frequency
from baokan.model import Certainty, Role
from baokan.threads import certainty

DASH_START = re.compile(r"^(?:—|－－|--)")
DASH_END = re.compile(r"(?:—|－－|--)$")
# Who spoke or what was handed out, so that what was said is the main head below.
SAYS = re.compile(
    r"(?:强调|强調|指出|要求|表示|提出|说|显示|通知|通报|致电|批示|意见|规定|透露|认为|建议|提醒|提示|警告|呼吁|发现|解读|热议|指示|部署|发文|宣布|调研|介绍)时?$"
)
COLUMN_TITLE = re.compile(r"[（(][^（）()]{2,40}[）)]$")
# What belongs to an event as its second piece of news: who was there and who spoke.
ATTENDS = re.compile(r"(?:主持|出席|讲话|会见|参加|致辞|致词|开幕|陪同|宣布|见证)(?:[^，。]{0,6})$")
# An event told whole; a sub gives a detail of it.
EVENT = re.compile(
    r"(?:举行|召开|开幕|闭幕|落幕|启动|发布|公布|成立|建成|开工|竣工|通车|开通|试跑|试运行|揭晓|获奖|发射|"
    r"会议|座谈会|会谈|磋商|上线|开业|复工|出炉|投产|启用|上涨[\d.．％%]*|下降[\d.．％%]*)$"
)
GENRE = re.compile(
    r"^(?:记|访|追记|评|写在|来自|论|再论|[一二三四五]论|致)|(?:纪实|见闻|侧记|札记|调查|综述|之路|记|纪行|报告|特写)$"
)
# A time, a place or an occasion that sets the scene.
SETS_SCENE = re.compile(
    r"^(?:从|受|据|为|在|随着|面对|时隔|相隔|围绕|针对|入[春夏秋冬]|今[年春夏秋冬日])|"
    r"(?:[后前时中下上里]|以来|之际|期间|[日天周月年届次轮]|第[一二三四五六七八九十\d]+[天日周次轮届]|时节|首[例条座届个家批]|[赛省市县区镇乡村州盟旗])$"
)
HALVES = re.compile(r"[\u4e00-\u9fff”’）》\d][ \u3000]{1,2}[\u4e00-\u9fff“‘《\d]")
FIGURE = re.compile(r"[\d一二三四五六七八九十百千万]")
BINS = ((4, "tiny"), (7, "brief"), (11, "short"), (16, "mid"), (24, "wide"))
PLAIN = re.compile(r"^[\u4e00-\u9fff·—]+$")
# The last characters of column titles: a talk, a window, a record, a corner …
RUBRIC_ENDS = frozenset(
    "谈评论窗线声记话角苑地界坛场刊页版吧站眼镜录史忆事语说闻讯情经堂台壁道人行迹影集汇园圃信箱榜帮办访察点题"
)


class Group(NamedTuple):
    """The heads of an article in printed order but for the rubrics that their form tells, and the text under them."""

    texts: tuple[str, ...]
    may_lead: bool  # whether the first may be a rubric: no other stands above it
    body: str = ""


Arrangement = tuple[int, int]  # (rubrics at its head, place of the main head)


def head_types(
    texts: Sequence[str], rubrics: Sequence[bool], chances: Sequence[float], body: str
) -> list[tuple[Role, Certainty]]:
    """(role, certainty) a head, for the heads of one article in printed order, and the text under them.

    `rubrics` says which are known by their form, `chances` how likely each is a head at all.
    """
    plain = [n for n, rubric in enumerate(rubrics) if not rubric]
    types: list[tuple[Role, Certainty]] = [(Role.RUBRIC, Certainty.HIGH)] * len(texts)
    if not plain:
        return types
    (leading, main), chance = arrangement(Group(tuple(texts[n] for n in plain), plain[0] == 0, body))
    for place, number in enumerate(plain):
        role = Role.RUBRIC if place < leading else Role.MAIN if place == main else Role.KICKER if place < main else Role.SUB
        types[number] = role, certainty(chance * chances[number])
    return types


def arrangement(group: Group) -> tuple[Arrangement, float]:
    """The likeliest arrangement of a group without known rubrics, and its probability."""
    options = arrangements(group)
    if len(options) == 1:
        return options[0], 1.0
    scores = [sum(ARRANGEMENT_WEIGHTS.get(name, 0.0) * value for name, value in arrangement_features(group, o)) for o in options]
    top = max(scores)
    return options[scores.index(top)], 1 / sum(math.exp(score - top) for score in scores)


def arrangements(group: Group) -> list[Arrangement]:
    """Every way in which heads may be arranged: a rubric or none, a kicker or none, the main head, subs."""
    count = len(group.texts)
    return [
        (leading, main)
        for leading in range(1 + (group.may_lead and count > 1))
        for main in range(leading, min(count, leading + 2))
    ]


def arrangement_features(group: Group, option: Arrangement) -> Iterator[tuple[str, float]]:
    """What speaks for an arrangement of a group of heads."""
    texts, (leading, main) = group.texts, option
    kickers, subs = main - leading, len(texts) - 1 - main
    yield f"{min(len(texts), 4)}:{leading}.{kickers}.{min(subs, 2)}", 1.0
    if leading:
        yield from rubric_features(texts[0], texts[1])
        if group.body:
            yield f"rubric.told{told(texts[0], group.body)}", 1.0
    if kickers:
        for name, value in pair_features(texts[main - 1], texts[main]):
            yield f"kicker.{name}", value
    if subs:
        for name, value in pair_features(texts[main], texts[main + 1]):
            yield f"sub.{name}", value


def told(head: str, body: str) -> int:
    """How much of a head the text under it speaks of: 0 none of its pairs of characters, 1 some, 2 half of them or more."""
    pairs = [head[n : n + 2] for n in range(len(head) - 1)]
    found = sum(pair in body for pair in pairs)
    return 0 if not found else 1 if 2 * found < len(pairs) else 2


def rubric_features(text: str, below: str) -> Iterator[tuple[str, float]]:
    """What tells that a head is a column's title, whatever stands below it."""
    yield f"rubric.{length_bin(text)}", 1.0
    yield f"rubric.last={text[-1]}", 1.0
    if text[-1] in RUBRIC_ENDS:
        yield "rubric.ends", 1.0
    if not PLAIN.match(text):
        yield "rubric.marks", 1.0
    if FIGURE.search(text):
        yield "rubric.figures", 1.0
    if set(text) & set(below):
        yield "rubric.shares", 1.0
    if frequency(text):
        yield "rubric.word", 1.0
    if SAYS.search(text) or SETS_SCENE.search(text):
        yield "rubric.kicks", 1.0


def pair_features(first: str, second: str) -> Iterator[tuple[str, float]]:
    """What two heads say of one another: kicker and main, or main and sub."""
    yield f"first.{length_bin(first)}", 1.0
    yield f"second.{length_bin(second)}", 1.0
    yield "wider", max(-2.0, min(2.0, (len(second) - len(first)) / 10))
    for name, pattern in PAIR_FORMS:
        if pattern.search(first):
            yield f"first.{name}", 1.0
        if pattern.search(second):
            yield f"second.{name}", 1.0
    yield f"first.last={first[-1]}", 1.0
    yield f"second.first={second[0]}", 1.0
    if FIGURE.search(second) and not FIGURE.search(first):
        yield "figures.below", 1.0
    if FIGURE.search(first) and not FIGURE.search(second):
        yield "figures.above", 1.0
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    if match.size >= 2:
        yield "shared", float(min(match.size, 6)) / 2


ASKS = re.compile(r"[？?]$|为何|为什么|^谁|怎样|如何|怎么|什么|吗|呢")
PAIR_FORMS = (
    ("dash", DASH_START), ("hands", DASH_END), ("colon", re.compile(r"[：:]$")), ("says", SAYS), ("column", COLUMN_TITLE),
    ("attends", ATTENDS), ("event", EVENT), ("genre", GENRE), ("scene", SETS_SCENE), ("halves", HALVES), ("asks", ASKS),
    ("quote", re.compile("^“")), ("quoted", re.compile("”$")), ("comma", re.compile("，")), ("inner", re.compile("：.")),
)  # fmt: skip


def length_bin(text: str) -> str:
    return next((name for longest, name in BINS if len(text) <= longest), "long")
