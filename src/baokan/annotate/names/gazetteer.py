"""The name lists of annotate/data: places, organisations, the words around people's names, and figures made from them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from baokan.annotate.lexicon import dictionary, occurrences, tag_of

DATA = Path(__file__).resolve().parents[1] / "data"
DIVISION_ENDS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "地区", "林区", "新区")
DIVISION_END = "省市县区州盟旗"
PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 "
    "景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 塔吉克族 怒族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春族 普米族 "
    "蒙古 哈萨克 柯尔克孜 塔吉克 锡伯 各族"
).split()


@cache
def sections(file: str) -> dict[str, list[str]]:
    """The sections of a data file: name -> its words."""
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            words += line.split()
    return found


def short_division(name: str) -> str:
    """A division's name without what says its kind: 宁化县 -> 宁化, 恩施土家族苗族自治州 -> 恩施."""
    for end in (*DIVISION_ENDS, *DIVISION_END):
        if name.endswith(end):
            name = name[: -len(end)]
            break
    changed = True
    while changed:
        changed = False
        for people in PEOPLES:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, changed = name[: -len(people)], True
    return name


@dataclass(frozen=True)
class Gazetteer:
    """Names of places by how surely they are that."""

    sure: frozenset[str]  # countries, full names of divisions, well-known places
    likely: frozenset[str]  # short names of divisions that aren't other words
    possible: frozenset[str]  # cities abroad, places of jieba's dictionary


# How common a county's short name may be in the dictionary as another word (by the first letter of its tag there).
OTHER_WORD = {"v": 30, "a": 30, "d": 30, "i": 1, "l": 1, "m": 1, "t": 1, "n": 600, "b": 30, "z": 10, "r": 1}


@cache
def places() -> Gazetteer:
    own, world, levels = sections("places.txt"), sections("world.txt"), sections("divisions.txt")
    full = [*levels["provinces"], *levels["prefectures"], *levels["counties"]]
    organisations = set(sections("orgs.txt")["known"])
    listed = [*own["countries"], *own["regions"], *own["nature"], *own["sites"], *own["cities"], *world["countries"]]
    cities_short = [short_division(n) for n in (*levels["provinces"], *levels["prefectures"])]
    sure = {n for n in (*listed, *full, *cities_short) if len(n) > 1} - organisations - NOT_PLACES
    shorts = {short_division(n) for n in levels["counties"]} | {n + "市" for n in own["cities"] if len(n) == 2}
    likely = {n for n in shorts if len(n) > 1 and occurrences(n) < OTHER_WORD.get(tag_of(n)[:1], 3000)} - sure - NOT_PLACES
    people = set(sections("people.txt")["known"]) | set(sections("people.txt")["foreign_given"])
    known = {w for w, (_, tag) in dictionary().items() if tag == "ns" and len(w) > 2 and place_like(w, sure | likely)}
    cities = {n for n in world["cities"] if not other_word(n) and len(n) > 1}
    possible = {n for n in known | cities if n not in sure and n not in likely} - NOT_PLACES - people
    return Gazetteer(frozenset(sure), frozenset(likely), frozenset(possible))


PLACE_ENDS = "省市县区州旗镇乡村屯路街庄寨堡沟湾岛山岭峰江河湖海关"


def place_like(word: str, listed: set[str]) -> bool:
    """Whether a word that jieba's dictionary calls a place is one name: of sounds, or ending like a place; not two names."""
    if all(c in transliteration() for c in word):
        return True
    joined = any(word[:n] in listed and (word[n:] in listed or len(word) - n > 1) for n in range(2, len(word)))
    return word[-1] in PLACE_ENDS and not joined and not word.endswith("地区")


# What jieba's dictionary calls places and isn't.
NOT_PLACES = frozenset(
    "城市 和平 威信 上街 文明 平安 首都 康乐 通道 大方 富民 开放 振兴 建设 新建 民主 自由 团结 胜利 解放 前进 红旗 东方 文化 光明 城中 城关 中原 江海 高新 新城 新区 南山 平定 长治久安 安定 永定 太平 兴隆 长安区 东西湖 东西 青春 世界 祖国 故乡 家乡 海外 国内 国外 境内 境外 省城 县城 城区 郊区 山区 老区 市区 农村 乡村 城镇 乡镇 市场 前线 河边 江边 海边 湖边 城门 东方 西方 南方 北方 南北 "
    "东南 西南方 城乡 江湖 山水 河山 江山 河流 山河 长城站 唐人 大江 大河 大海 大山 大湖 平原 高原 草原 海洋 海岸 沿海 海滨 边疆 边境 城郊 城里 山东人 天下 人间 天堂 北国 古城 山城 江城 "
    "港口 海口市民 东部 西部 南部 北部 中部 车站 宫殿 寺庙 庙宇 村庄 山村 渔村 城堡 省会 首府 国都 都城 帝国 异国 邻国 泉水 江堤 平坡 东瓜 吐泡 宽仁大度".split()
)


def other_word(name: str) -> bool:
    """Whether the dictionary has it as something other than a name."""
    tag = tag_of(name)
    return bool(tag) and not tag.startswith(("ns", "nr", "nz", "nt"))


@cache
def transliteration() -> dict[str, float]:
    """character -> the log of its share in foreign names, from the cities abroad and jieba's transliterated names."""
    counts: Counter[str] = Counter()
    kept = [n for n in sections("world.txt")["cities"] if len(n) >= 3 and not n.endswith(("市", "町", "城", "州", "港", "堡", "岛", "村"))]
    for name in kept:
        counts.update(name.replace("·", ""))
    frequent = {c for c, n in counts.items() if n >= 12}
    for word, (_, tag) in dictionary().items():
        if tag == "nrt" and len(word) >= 3 and all(c in frequent for c in word):
            counts.update(word)
    total = sum(counts.values())
    return {c: math.log(n / total) for c, n in counts.items() if n >= 6 and c not in NOT_SOUNDS}


# Frequent in the cities' list since they say what kind of place it is, or stand for sense and not sound.
NOT_SOUNDS = frozenset("市城州港岛堡村山河湖海新南北东西上下中大小和之的一不在人是有了年月日川田原野泽木町本江县省国会说到去来将从对为于等")


@cache
def place_characters() -> dict[str, float]:
    """character -> the log of its share in the stems of Chinese place names."""
    counts: Counter[str] = Counter()
    for name in chain.from_iterable(sections("divisions.txt").values()):
        counts.update(short_division(name))
    total = sum(counts.values())
    return {c: math.log(n / total) for c, n in counts.items()}
