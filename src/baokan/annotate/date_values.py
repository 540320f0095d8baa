"""What each form of a date says: parts of the text and the day of the issue -> ISO dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from baokan.annotate.date_forms import (
    DAY_WORDS,
    EXACT_PARTS,
    MONTH_PARTS,
    MONTH_WORDS,
    SAME_DAY,
    SAME_MONTH,
    SAME_YEAR,
    SEASONS,
    WEEK_WORDS,
    WEEKDAYS,
    YEAR_PARTS,
    YEAR_WORDS,
)
from baokan.annotate.date_periods import century_value, decade_value, plan_value, sexagenary_value
from baokan.annotate.date_reference import FAR, UNKNOWN, Parts, Reference, Value, iso, last_day, month_iso, number, to_date
from baokan.annotate.eras import MEIJI_SOLAR, SOLAR_ERAS, era_year
from baokan.annotate.lunar import HAN_MONTHS, LAST, festival_day, lunar_to_solar

DAYS_AHEAD = 7  # a bare 18日 farther ahead than this was last month
FARTHEST_AHEAD = timedelta(days=90)  # a bare 2月18日 farther ahead of the issue than this was last year's


def named_year(parts: Parts, reference: Reference) -> int | None:
    """The year that parts tell; a year before Christ is negative."""
    year = None
    if "year" in parts or "ad" in parts:
        year = number(parts.get("year") or parts["ad"])
    elif "bc" in parts:
        year = -number(parts["bc"])
    elif "before" in parts:
        year = 1912 - number(parts["before"])
    elif "era" in parts:
        year = era_year(parts["era"], 1 if parts["eranumber"] == "元" else number(parts["eranumber"]))
    elif "yearword" in parts:
        year = reference.issue.year + YEAR_WORDS[parts["yearword"]] if reference.issue else None
    elif "sameyear" in parts:
        named = reference.year
        if named is None:
            return None
        reference.year = year = named + SAME_YEAR[parts["sameyear"]]
        return year
    if year is not None:
        reference.year = year
        reference.year_at, reference.word_at = (FAR, reference.at) if "yearword" in parts else (reference.at, FAR)
    return year


YEAR_KEYS = ("year", "bc", "ad", "era", "before", "yearword", "sameyear")


def names_year(parts: Parts) -> bool:
    return any(key in parts for key in YEAR_KEYS)


def year_iso(year: int) -> str:
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def year_value(parts: Parts, reference: Reference) -> Value | None:
    """去年, 1998年, 去年底, 今年上半年, 光绪二十一年"""
    year = named_year(parts, reference)
    if year is None:
        return None if "era" in parts else UNKNOWN
    if year == 0 or year > 9999:
        return None
    if part := parts.get("part", ""):
        first, last = YEAR_PARTS[part]
        one, other = month_iso(year, first), month_iso(year, last)
        return Value(begin=one, finish=other) if part in EXACT_PARTS or "季度" in part else Value(not_before=one, not_after=other)
    return Value(when=year_iso(year))


def month_value(parts: Parts, reference: Reference) -> Value | None:
    """2月18日, 1998年7月, 去年3月上旬; 光绪二十一年三月 by the moon."""
    month = number(parts["month"])
    day = number(parts["day"] if "day" in parts else parts.get("hanbare", "0"))
    if not 1 <= month <= 12 or (("day" in parts or "hanbare" in parts) and not 1 <= day <= 31):
        return None
    year = named_year(parts, reference)
    lunar = is_lunar_era(parts)
    if "hanbare" in parts and not lunar:
        day = 0  # 三月十八 without 日 is told by the moon, or no day at all
        return None
    if lunar and year is not None:
        return lunar_value(year, (month, day, False), "")
    sure = "sameyear" not in parts
    if names_year(parts) and year is None:
        return UNKNOWN
    if year is None and reference.year_near():
        year, sure = reference.year, False
    if year is None:
        year = nearest_year(month, day or 1, reference)
    if year is None:
        return Value(when=f"--{month:02}-{day:02}") if day else UNKNOWN
    if year < 1:
        return Value(when=year_iso(year))
    reference.named(year, month, day)
    if day:
        return Value(when=iso(year, month, day), sure=sure)
    if third := parts.get("third"):
        return month_part(year, month, third)
    return Value(when=f"{year:04}-{month:02}", sure=sure)


def month_part(year: int, month: int, third: str) -> Value:
    first, last = MONTH_PARTS[third]
    return Value(not_before=iso(year, month, first), not_after=iso(year, month, min(last, last_day(year, month))))


def is_lunar_era(parts: Parts) -> bool:
    """Whether the months of the era that parts name are the moon's."""
    era = parts.get("era", "")
    return bool(era) and era not in SOLAR_ERAS and not (era == "明治" and number(parts["eranumber"]) >= MEIJI_SOLAR)


def nearest_year(month: int, day: int, reference: Reference) -> int | None:
    """The year of a bare month and day: that of the issue, or the one before when the day would lie too far ahead."""
    if reference.issue is None:
        return None
    year = reference.issue.year
    candidate = date(year, month, min(day, last_day(year, month)))
    if candidate - reference.issue > FARTHEST_AHEAD:
        return year - 1
    if reference.issue - candidate > timedelta(days=365 - 31):  # 1月2日 in an issue of the end of December
        return year + 1
    return year


def short_year_value(parts: Parts, reference: Reference) -> Value | None:
    """98年7月: of the century whose year it is nearest to the issue, not after it."""
    if reference.issue is None:
        return UNKNOWN
    year = reference.issue.year // 100 * 100 + number(parts["twoyear"].lstrip("’'‘"))
    year -= 100 if year > reference.issue.year + 1 else 0
    return month_value({**{k: v for k, v in parts.items() if k != "twoyear"}, "year": str(year)}, reference)


def month_word_value(parts: Parts, reference: Reference) -> Value:
    """上月5日, 本月底, 当月"""
    if "samemonth" in parts:
        if reference.month is None:
            return UNKNOWN
        base, offset = reference.month, SAME_MONTH[parts["samemonth"]]
    elif reference.issue is None:
        return UNKNOWN
    else:
        base, offset = (reference.issue.year, reference.issue.month), MONTH_WORDS[parts["monthword"]]
    months = base[0] * 12 + base[1] - 1 + offset
    year, month = months // 12, months % 12 + 1
    day = number(parts["day"]) if "day" in parts else 0
    reference.named(year, month, day)
    sure = "samemonth" not in parts
    if day:
        return Value(when=iso(year, month, day), sure=sure)
    return month_part(year, month, parts["third"]) if "third" in parts else Value(when=f"{year:04}-{month:02}", sure=sure)


def month_end_value(parts: Parts, reference: Reference) -> Value:
    """A bare 月底, of the month named last or of the issue's."""
    if reference.issue is None:
        return UNKNOWN
    return month_part(reference.issue.year, reference.issue.month, parts["monthend"][1])


def year_end_value(parts: Parts, reference: Reference) -> Value:
    """A bare 年底前, of the issue's year."""
    return UNKNOWN if reference.issue is None else year_value({**parts, "yearword": "今年"}, reference) or UNKNOWN


def day_word_value(parts: Parts, reference: Reference) -> Value:
    if reference.issue is None:
        return UNKNOWN
    reference.day = reference.issue + timedelta(days=DAY_WORDS[parts["dayword"]])
    return Value(when=reference.day.isoformat())


def same_day_value(parts: Parts, reference: Reference) -> Value:
    """当天, 次日: counted from the day named last; none named, from the issue's day, and not surely."""
    day = reference.day or (reference.issue if SAME_DAY[parts["sameday"]] == 0 else None)
    return UNKNOWN if day is None else Value(when=(day + timedelta(days=SAME_DAY[parts["sameday"]])).isoformat(), sure=False)


def week_value(parts: Parts, reference: Reference) -> Value:
    """上周三; 本周 as its seven days; a bare 星期三 is the last one before the issue's day, or that day."""
    issue = reference.issue
    if issue is None:
        return UNKNOWN
    if bare := parts.get("bareday"):
        reference.day = issue - timedelta(days=(issue.weekday() - WEEKDAYS[bare]) % 7)
        return Value(when=reference.day.isoformat(), sure=False)
    monday = issue - timedelta(days=issue.weekday()) + timedelta(weeks=WEEK_WORDS[parts["week"]])
    weekday = parts.get("weekday")
    if weekday is None:
        return Value(begin=monday.isoformat(), finish=(monday + timedelta(days=6)).isoformat())
    if weekday == "末":
        return Value(begin=(monday + timedelta(days=5)).isoformat(), finish=(monday + timedelta(days=6)).isoformat())
    reference.day = monday + timedelta(days=WEEKDAYS[weekday])
    return Value(when=reference.day.isoformat())


def day_value(parts: Parts, reference: Reference) -> Value | None:
    """A bare 18日: of the month named last, else the nearest one that isn't far ahead of the issue."""
    day, issue = number(parts["day"]), reference.issue
    if not 1 <= day <= 31:
        return None
    if reference.month:
        reference.day = to_date(*reference.month, day) or reference.day
        return Value(when=iso(*reference.month, day))
    if issue is None:
        return UNKNOWN
    before = (issue.year, issue.month - 1) if issue.month > 1 else (issue.year - 1, 12)
    after = (issue.year, issue.month + 1) if issue.month < 12 else (issue.year + 1, 1)
    here = to_date(issue.year, issue.month, day)
    if here is None or (here - issue).days > DAYS_AHEAD:
        here = to_date(*before, day)
    elif (issue - here).days > 31 - 4 and to_date(*after, day):  # 1日 in an issue of the 31st is tomorrow
        here = to_date(*after, day)
    reference.day = here or reference.day
    return Value(when=here.isoformat() if here else "")


def iso_value(parts: Parts, reference: Reference) -> Value | None:
    value = month_value(parts, reference)
    return value if value and value.when else None


def lunar_form_value(parts: Parts, reference: Reference) -> Value | None:
    """正月十五, 去年农历八月初一, 腊月: without a year the one nearest to the issue."""
    text = parts["lmonth"]
    month = HAN_MONTHS.get(text.removeprefix("闰").removesuffix("月"), 0)
    written = parts.get("lday", "")
    day = LUNAR_DAYS.get(written) or number(written.removeprefix("初")) if written else 0
    year = named_year(parts, reference)
    if names_year(parts) and year is None:
        return UNKNOWN
    wanted = (month, day, text.startswith("闰"))
    years = [year] if year is not None else nearby(reference.issue)
    solved = [v for y in years if (v := lunar_value(y, wanted, parts.get("lpart", ""))) != UNKNOWN]
    value = nearest(solved, reference)
    if len(value.when) == len("2021-02-18"):
        reference.day = date.fromisoformat(value.when)
    return value


LUNAR_DAYS = {"朔": 1, "望": 15, "既望": 16, "晦": LAST}


def nearby(day: date | None) -> list[int]:
    return [] if day is None else [day.year - 1, day.year, day.year + 1]


def nearest(values: list[Value], reference: Reference) -> Value:
    """The one nearest to the issue's day, of days and periods."""
    issue = reference.issue
    if not values or issue is None or len(values) == 1:
        return values[0] if values else UNKNOWN

    def distance(value: Value) -> timedelta:
        first = date.fromisoformat(value.when or value.not_before or value.begin)
        last = date.fromisoformat(value.when or value.not_after or value.finish)
        return timedelta(0) if first <= issue <= last else min(abs(first - issue), abs(last - issue))

    return min(values, key=distance)


def lunar_value(year: int, wanted: tuple[int, int, bool], part: str) -> Value:
    """A lunar day, or a lunar month by its first and last day, in the solar calendar."""
    month, day, leap = wanted
    if day:
        found = lunar_to_solar(year, month, day, leap)
        return UNKNOWN if found is None else Value(when=found.isoformat())
    first, last = lunar_to_solar(year, month, 1, leap), lunar_to_solar(year, month, LAST, leap)
    if first is None or last is None:
        return UNKNOWN
    if part == "初":
        return Value(not_before=first.isoformat(), not_after=(first + timedelta(days=9)).isoformat())
    if part in ("底", "末"):
        return Value(not_before=(last - timedelta(days=9)).isoformat(), not_after=last.isoformat())
    return Value(not_before=first.isoformat(), not_after=last.isoformat())


def festival_value(parts: Parts, reference: Reference) -> Value | None:
    """国庆, 今年五一, 2020年春节, 清明: without a year the one nearest to the issue."""
    name = next(parts[key] for key in ("festival", "quoted", "short", "term", "after") if key in parts)
    parts = {k.removeprefix("y") if k.startswith("y") and k[1:] in YEAR_ALL else k: v for k, v in parts.items()}
    year = named_year(parts, reference)
    if names_year(parts) and year is None:
        return UNKNOWN
    # 今年除夕 is the eve of this year's Spring Festival by what people say in January, the end of its lunar year by the calendar.
    years = [year] if year is not None else nearby(reference.issue)
    if year is not None and name in EVES and "yearword" in parts:
        years = [year - 1, year]
    days = [day for y in years if (day := festival_day(name, y)) is not None]
    value = nearest([Value(when=day.isoformat()) for day in days], reference)
    if value.when:
        reference.day = date.fromisoformat(value.when)
    return value


YEAR_ALL = frozenset((*YEAR_KEYS, "eranumber"))
EVES = frozenset("除夕 大年三十 年三十 腊八节".split())  # of the lunar year's end, which is in the next year of the sun's


def pair_value(parts: Parts, reference: Reference) -> Value:
    """今明两年, 昨今两天, 去冬今春, 今春"""
    issue, text = reference.issue, parts["pair"]
    if issue is None:
        return UNKNOWN
    if text in YEAR_PARTS:
        ahead = YEAR_PARTS[text][0] > issue.month
        return replace(
            year_value({"yearword": "去年" if ahead and "季" in text else "今年", "part": text}, reference) or UNKNOWN, sure=False
        )
    offsets = {"去": -1, "昨": -1, "今": 0, "明": 1, "后": 2, "前": -2}
    found = sorted(offsets[c] for c in text if c in offsets)
    if text.endswith("年"):
        return Value(begin=year_iso(issue.year + found[0]), finish=year_iso(issue.year + found[-1]))
    if text[-1] in "天日":
        one, other = (issue + timedelta(days=found[n]) for n in (0, -1))
        return Value(begin=one.isoformat(), finish=other.isoformat())
    # 去冬今春: from the first season's beginning to the last one's end.
    first, last = SEASONS[text[1]][0], SEASONS[text[-1]][1]
    begin, end = issue.year + offsets[text[0]], issue.year + offsets[text[-2]]
    return Value(not_before=month_iso(begin, first), not_after=month_iso(end, last))


RESOLVERS: dict[str, Callable[[Parts, Reference], Value | None]] = {
    "iso": iso_value, "pair": pair_value, "lunar": lunar_form_value, "month": month_value, "shortyear": short_year_value,
    "plan": plan_value, "festival": festival_value, "sexagenary": sexagenary_value, "century": century_value,
    "decade": decade_value, "decades": decade_value, "year": year_value, "monthword": month_word_value, "dayword": day_word_value,
    "sameday": same_day_value, "week": week_value, "day": day_value, "yearend": year_end_value, "monthend": month_end_value,
}  # fmt: skip
