"""What the dates of an article are counted from, and what a date comes to."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from baokan.annotate.numerals import WIDE, chinese_to_int

FAR = -1000  # no such place in the text
NEAR = 60  # characters; a year named so near before a bare month is that month's
# Parts that tell the year whatever the issue's day.
CHANGING = frozenset("year bc ad era before".split())
Parts = dict[str, str]


@dataclass
class Reference:
    """What relative dates of an article are counted from; moves on with the dates that its text names."""

    issue: date | None
    sure: bool = True
    year: int | None = None  # last year named
    month: tuple[int, int] | None = None  # last month named, with its year
    day: date | None = None  # last day named
    year_at: int = FAR  # where in the text a year was told in full
    word_at: int = FAR  # where by a word: 去年
    at: int = 0  # where the date stands that is being resolved
    sentence: int = 0  # where its sentence begins

    def new_text(self) -> None:
        """Another paragraph: a month of another year is no longer meant by a bare day."""
        self.year_at = self.word_at = FAR
        if self.month and self.issue and self.month[0] != self.issue.year:
            self.month = None

    def year_near(self) -> bool:
        """Whether a bare month is of the year named last: 2019年……12月, and in one sentence 去年……12月."""
        return self.year is not None and (self.at - self.year_at <= NEAR or self.sentence <= self.word_at)

    def named(self, year: int, month: int = 0, day: int = 0) -> None:
        self.year = year
        if month:
            self.month = (year, month)
        if day:
            self.day = to_date(year, month, day)


@dataclass(frozen=True, slots=True)
class Value:
    """ISO dates: @when, or @notBefore and @notAfter, or @from (begin) and @to (finish); all "" where it can't be said."""

    when: str = ""
    not_before: str = ""
    not_after: str = ""
    begin: str = ""
    finish: str = ""
    sure: bool = True


UNKNOWN = Value()


def number(text: str) -> int:
    plain = text.translate(WIDE)
    return int(plain) if plain.isdigit() else chinese_to_int(plain.replace("○", "〇").replace("Ｏ", "〇")) or 0


def to_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso(year: int, month: int, day: int) -> str:
    """The day as YYYY-MM-DD; "" when the calendar doesn't have it."""
    found = to_date(year, month, day)
    return "" if found is None else found.isoformat()


def month_iso(year: int, month: int) -> str:
    """The month, counted on past the year's end: (2020, 14) -> 2021-02."""
    return f"{year + (month - 1) // 12:04}-{(month - 1) % 12 + 1:02}"


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
