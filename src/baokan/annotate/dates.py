"""Dates in running text, resolved against the day on which the issue came out."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from baokan.annotate.date_forms import DATE, DAY_WORDS, ERAS, IMPERIAL, MONTH_WORDS, WEEKDAYS, YEAR_WORDS
from baokan.annotate.lunar import HAN_MONTHS, festival, lunar_to_solar
from baokan.annotate.numerals import WIDE, chinese_to_int

DAYS_AHEAD = 7  # a bare 18日 farther ahead than this was last month
FARTHEST_AHEAD = timedelta(days=90)  # a bare 2月18日 farther ahead of the issue than this was last year's


@dataclass(frozen=True, slots=True)
class Dated:
    """text[start:end] with `when` (ISO: a year, a month or a day), or with bounds; all "" where it can't be said."""

    start: int
    end: int
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    sure: bool = True  # False where the year was guessed from a bound alone


@dataclass
class Reference:
    """What relative dates of an article are counted from; moves on with the dates that its text names."""

    issue: date | None
    sure: bool = True
    year: int | None = None  # last year named
    month: tuple[int, int] | None = None  # last month named, with its year


def find_dates(text: str, reference: Reference) -> list[Dated]:
    """The dates of simplified text in order; `reference` is changed by what the text names."""
    found = []
    for match in DATE.finditer(text):
        parts = {key.removeprefix("a_").removeprefix("b_").removeprefix("c_"): v for key, v in match.groupdict().items() if v}
        dated = resolve(parts, reference, match[0])
        if dated is not None:
            found.append(Dated(match.start(), match.end(), *dated, reference.sure or "year" in parts or "era" in parts))
    return found


def number(text: str) -> int:
    plain = text.translate(WIDE)
    return int(plain) if plain.isdigit() else chinese_to_int(plain.replace("○", "〇").replace("Ｏ", "〇")) or 0


def resolve(parts: dict[str, str], reference: Reference, text: str) -> tuple[str, str, str] | None:
    """(when, notBefore, notAfter) of a match, or None when it is no date after all."""
    year = named_year(parts, reference)
    if "lmonth" in parts or "festival" in parts:
        return lunar_date(parts, year, reference)
    if "month" in parts:
        return month_date(parts, year, reference)
    if "decade" in parts or "onlycentury" in parts:
        return decade(parts, reference)
    if "day" in parts or "dayword" in parts or "week" in parts or "monthword" in parts:
        day = relative_day(parts, reference)
        return None if day is None else (day, "", "")
    if year is None:
        return ("", "", "") if "yearword" in parts or "same" in parts else None
    reference.year = year
    return f"{year:04}", "", ""


def named_year(parts: dict[str, str], reference: Reference) -> int | None:
    if "year" in parts:
        year: int | None = number(parts["year"])
    elif "era" in parts:
        year = ERAS[parts["era"]] + (1 if parts["eranumber"] == "元" else number(parts["eranumber"]))
    elif "yearword" in parts:
        year = reference.issue.year + YEAR_WORDS[parts["yearword"]] if reference.issue else None
    else:
        year = reference.year if "same" in parts else None
    if year is not None and "same" not in parts:
        reference.year = year
    return year


def month_date(parts: dict[str, str], year: int | None, reference: Reference) -> tuple[str, str, str] | None:
    month = number(parts["month"])
    day = number(parts["day"]) if "day" in parts else 0
    if not 1 <= month <= 12 or ("day" in parts and not 1 <= day <= 31):
        return None
    if parts.get("era") in IMPERIAL:
        return solar(year, month, day, leap=False)
    if year is None:
        year = nearest_year(month, day or 1, reference)
    if year is None:
        return f"--{month:02}-{day:02}" if day else "", "", ""
    reference.month = (year, month)
    if not day:
        third = THIRDS.get(parts.get("third", ""))
        last = calendar.monthrange(year, month)[1]
        if third:
            return "", f"{year:04}-{month:02}-{third[0]:02}", f"{year:04}-{month:02}-{min(third[1], last):02}"
        return f"{year:04}-{month:02}", "", ""
    return iso(year, month, day), "", ""


THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}


def nearest_year(month: int, day: int, reference: Reference) -> int | None:
    """The year of a bare month and day: that of the issue, or the one before when the day would lie too far ahead."""
    if reference.issue is None:
        return None
    try:
        candidate = date(reference.issue.year, month, min(day, calendar.monthrange(reference.issue.year, month)[1]))
    except ValueError:
        return None
    if candidate - reference.issue > FARTHEST_AHEAD:
        return reference.issue.year - 1
    if reference.issue - candidate > timedelta(days=365 - 31):  # 1月2日 in an issue of the end of December
        return reference.issue.year + 1
    return reference.issue.year


def relative_day(parts: dict[str, str], reference: Reference) -> str | None:
    """The day or month of 昨日, 18日, 上月5日, 本周三; "" when there is nothing to count from, None when it is no date."""
    issue = reference.issue
    if "monthword" in parts:
        if issue is None:
            return ""
        months = issue.year * 12 + issue.month - 1 + MONTH_WORDS[parts["monthword"]]
        reference.month = (months // 12, months % 12 + 1)
        return iso(*reference.month, number(parts["mday"])) if "mday" in parts else f"{months // 12:04}-{months % 12 + 1:02}"
    if "dayword" in parts:
        offset = DAY_WORDS[parts["dayword"]]
        return "" if issue is None or offset is None else (issue + timedelta(days=offset)).isoformat()
    if "week" in parts:
        if issue is None:
            return ""
        weeks = {"上": -1, "下": 1}.get(parts["week"][0], 0)
        monday = issue - timedelta(days=issue.weekday()) + timedelta(weeks=weeks)
        return (monday + timedelta(days=WEEKDAYS[parts["weekday"]])).isoformat()
    day = number(parts["day"])
    if not 1 <= day <= 31:
        return None
    if reference.month:
        return iso(*reference.month, day)
    if issue is None:
        return ""
    before = (issue.year, issue.month - 1) if issue.month > 1 else (issue.year - 1, 12)
    here = "" if day > issue.day + DAYS_AHEAD else iso(issue.year, issue.month, day)
    return here or iso(*before, day)


def iso(year: int, month: int, day: int) -> str:
    """The day as YYYY-MM-DD; "" when the calendar doesn't have it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def lunar_date(parts: dict[str, str], year: int | None, reference: Reference) -> tuple[str, str, str] | None:
    """A date of the lunar calendar; one without a year is the one nearest to the issue."""
    text = parts.get("lmonth", "")
    if name := parts.get("festival"):
        month, day = festival(name)
    else:
        month = HAN_MONTHS.get(text.removeprefix("闰").removesuffix("月"), 0)
        day = number(parts["lday"].removeprefix("初")) if "lday" in parts else 0
    years = [year] if year is not None else nearby(reference.issue)
    solved = [s for y in years if (s := solar(y, month, day, text.startswith("闰")))[0] or s[1]]
    if not solved:
        return "", "", ""
    if reference.issue is None or len(solved) == 1:
        return solved[0]
    issue = reference.issue
    return min(solved, key=lambda s: abs(date.fromisoformat(s[0] or s[1]) - issue))


def nearby(day: date | None) -> list[int]:
    return [] if day is None else [day.year - 1, day.year, day.year + 1]


def solar(year: int | None, month: int, day: int, leap: bool) -> tuple[str, str, str]:
    """A lunar day, or a lunar month by its bounds, in the solar calendar."""
    if year is None:
        return "", "", ""
    if day:
        found = lunar_to_solar(year, month, day, leap)
        return ("" if found is None else found.isoformat()), "", ""
    first, after = lunar_to_solar(year, month, 1, leap), lunar_to_solar(year, month, 29, leap)
    if first is None or after is None:
        return "", "", ""
    return "", first.isoformat(), after.isoformat()


def decade(parts: dict[str, str], reference: Reference) -> tuple[str, str, str]:
    """九十年代 -> 1990 to 1999, 19世纪 -> 1801 to 1900."""
    if "onlycentury" in parts:
        century = number(parts["onlycentury"])
        return "", f"{(century - 1) * 100 + 1:04}", f"{century * 100:04}"
    tens = number(parts["decade"])
    if "century" in parts:
        start = (number(parts["century"]) - 1) * 100 + tens
    elif reference.issue is None:
        return "", "", ""
    else:
        start = reference.issue.year // 100 * 100 + tens
        start -= 100 if start > reference.issue.year else 0
    return "", f"{start:04}", f"{start + 9:04}"


def issue_date(texts: Iterator[str] | list[str]) -> date | None:
    """The first full ISO date among texts."""
    for text in texts:
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None
