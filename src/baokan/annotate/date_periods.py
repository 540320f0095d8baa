"""Periods by name: five-year plans, years of the cycle of sixty, centuries, decades."""

from __future__ import annotations

from baokan.annotate.date_reference import UNKNOWN, Parts, Reference, Value, number
from baokan.annotate.eras import plan_years, sexagenary_years
from baokan.annotate.lunar import lunar_year


def plan_value(parts: Parts, reference: Reference) -> Value | None:
    """“十一五”时期 -> from 2006 to 2010, its end and its beginning."""
    years = plan_years(number(parts["plan"]))
    if years is None:
        return None
    first, last = years
    part = parts["planpart"]
    if part in ("末", "末期", "后期", "收官之年"):
        return Value(not_before=f"{last - 1 if part == '后期' else last}", not_after=f"{last}")
    if part in ("初", "初期", "前期", "开局之年"):
        return Value(not_before=f"{first}", not_after=f"{first + 1 if part == '前期' else first}")
    if part == "以来":
        return Value(begin=f"{first}")
    return Value(begin=f"{first}", finish=f"{last}")


def sexagenary_value(parts: Parts, reference: Reference) -> Value | None:
    """辛丑年: the lunar year of that name nearest to the issue, not more than two years after it."""
    rest = sexagenary_years(parts["sexagenary"])
    if rest is None:
        return None
    if reference.issue is None:
        return UNKNOWN
    latest = reference.issue.year + 2
    year = latest - (latest - rest) % 60
    bounds = lunar_year(year)
    if bounds is None or reference.issue.year - year > 2:
        return Value(when=f"{year:04}", sure=False)
    return Value(begin=bounds[0].isoformat(), finish=bounds[1].isoformat())


CENTURY_WORDS = {"上个世纪": -1, "上世纪": -1, "本世纪": 0, "这个世纪": 0, "下世纪": 1, "下个世纪": 1}
# What of a century or a decade, in tenths of it.
PARTS_OF_TEN = {
    **dict.fromkeys("初 初期 初叶".split(), (0, 3)), "前期": (0, 5), **dict.fromkeys("中期 中叶".split(), (3, 7)),
    **dict.fromkeys("末 末期 末叶 晚期".split(), (7, 10)), "后期": (5, 10), "上半叶": (0, 5), "前半叶": (0, 5),
    "下半叶": (5, 10),
    "后半叶": (5, 10),
}  # fmt: skip


def century_value(parts: Parts, reference: Reference) -> Value:
    """19世纪末, 上世纪80年代, 20世纪五六十年代"""
    if "century" in parts:
        century = number(parts["century"])
    elif reference.issue is None:
        return UNKNOWN
    else:
        century = (reference.issue.year - 1) // 100 + 1 + CENTURY_WORDS[parts["centuryword"]]
    if not 1 <= century <= 30:
        return UNKNOWN
    if "decade" in parts or "decades" in parts:
        return decade_value({**parts, "century": str(century)}, reference)
    first, years = (century - 1) * 100 + 1, 100
    return part_of(first, years, parts.get("centurypart", ""))


def part_of(first: int, years: int, part: str) -> Value:
    start, end = PARTS_OF_TEN.get(part, (0, 10))
    return Value(not_before=f"{first + start * years // 10:04}", not_after=f"{first + end * years // 10 - 1:04}")


def decade_value(parts: Parts, reference: Reference) -> Value:
    """九十年代 -> 1990 to 1999, 80年代初, 五六十年代, 1980年代"""
    if "decades" in parts:
        tens = [number(c) * 10 for c in parts["decades"]]
    else:
        tens = [number(parts[key]) for key in ("decade", "decade2") if key in parts]
    if tens[0] >= 1000:
        start = tens[0]
    elif "century" in parts:
        start = (number(parts["century"]) - 1) * 100 + tens[0]
    elif reference.issue is None:
        return UNKNOWN
    else:
        start = reference.issue.year // 100 * 100 + tens[0]
        start -= 100 if start > reference.issue.year else 0
    length = 10 + (tens[-1] - tens[0] if len(tens) > 1 else 0)
    return part_of(start, max(length, 10), parts.get("centurypart", ""))
