"""Dates in running text, resolved against the day on which the issue came out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baokan.annotate.date_forms import DATE, KEYS, NUM
from baokan.annotate.date_reference import CHANGING, Parts, Reference, Value, number
from baokan.annotate.date_values import RESOLVERS

__all__ = ["Dated", "Reference", "find_dates"]


@dataclass(frozen=True, slots=True)
class Dated:
    """text[start:end] as TEI's att.datable has it, each ISO (a year, a month or a day) or "".

    when: that day, month or year. begin, finish: @from and @to, a period from its first day to its last.
    not_before, not_after: bounds of a day that isn't told exactly. All "" where it can't be said.
    """

    start: int
    end: int
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    begin: str = ""
    finish: str = ""
    sure: bool = True  # False where the year was guessed from a bound alone, or the day from what the text named before


def find_dates(text: str, reference: Reference) -> list[Dated]:
    """The dates of simplified text in order; `reference` is changed by what the text names."""
    found: list[Dated] = []
    reference.new_text()
    looked = sentence = 0
    for match in DATE.finditer(text):
        form, parts = form_and_parts(match)
        sentence, looked = text.rfind("。", looked, match.start()) + 1 or sentence, match.start()
        reference.at, reference.sentence = match.start(), sentence
        beside = found[-1] if found and is_weekday_of(text, found[-1], match, form) else None
        value = Value(when=beside.when) if beside else RESOLVERS[form](parts, reference)
        if value is not None:
            sure = value.sure and (reference.sure or not CHANGING.isdisjoint(parts))
            found.append(Dated(*match.span(), value.when, value.not_before, value.not_after, value.begin, value.finish, sure))
    return join_ranges(text, found, reference)


def form_and_parts(match: re.Match[str]) -> tuple[str, Parts]:
    """The form that was found, and its named parts without their numbers."""
    form = next(name for name in KEYS if match[f"form_{name}"] is not None)
    ending = f"_{KEYS.index(form)}"
    parts = {k.removesuffix(ending): v for k, v in match.groupdict().items() if v is not None and k.endswith(ending)}
    return form, {k.rstrip("2") if k in ("lmonth2", "lday2", "bareday2") else k: v for k, v in parts.items()}


def is_weekday_of(text: str, before: Dated, match: re.Match[str], form: str) -> bool:
    """2月26日（星期五）: the weekday says no other day."""
    return form == "week" and match.start() - before.end <= 1 and text[before.end : match.start()] in ("", "（", "(", " ")


BETWEEN = re.compile(r"(?:至|到|—{1,2}|－{1,2}|-|–|~|～|一直到|直至|直到)")
OPEN_LEFT = re.compile(
    rf"(?<![0-9０-９一二三四五六七八九十第年])({NUM}|[0-9０-９]{{4}})(?:至|到|—{{1,2}}|－{{1,2}}|-|–|~|～|、)$"
)


def join_ranges(text: str, found: list[Dated], reference: Reference) -> list[Dated]:
    """3日至5日, 2019年到2021年 as one period; 3至5日, 1937—1945年, whose first part has no unit, too."""
    joined: list[Dated] = []
    for dated in found:
        before = joined[-1] if joined else None
        beside = before and BETWEEN.fullmatch(text, before.end, dated.start)
        if before and beside and (one := first_of(before)) and (last := last_of(dated)) and one <= last:
            joined[-1] = Dated(before.start, dated.end, begin=one, finish=last, sure=before.sure and dated.sure)
            continue
        joined.append(open_left(text, dated, before.end if before else 0))
    return [from_on(text, dated) for dated in joined]


def first_of(dated: Dated) -> str:
    return dated.begin or dated.when or dated.not_before


def last_of(dated: Dated) -> str:
    return dated.finish or dated.when or dated.not_after


def open_left(text: str, dated: Dated, floor: int) -> Dated:
    """The date with what stands before it in its unit: 3至5日, 18、19日, 5—7月."""
    match = OPEN_LEFT.search(text, max(floor, dated.start - 8), dated.start)
    if not match or not dated.when or dated.when[0] == "-":
        return dated
    unit = text[dated.end - 1]
    opening = text[dated.start : dated.end]
    first = number(match[1])
    if unit == "年" and len(match[1]) == 4 == len(dated.when):
        begin = f"{first:04}"
    elif unit in "日号" and re.fullmatch(rf"(?:{NUM})[日号]", opening) and len(dated.when) == len("2021-02-18"):
        begin = f"{dated.when[:8]}{first:02}"
    elif unit == "月" and len(dated.when) == len("2021-02"):
        begin = f"{dated.when[:5]}{first:02}"
    else:
        return dated
    if first < 1 or begin >= dated.when:
        return dated
    return replace(dated, start=match.start(), when="", begin=begin, finish=dated.when)


STARTING = re.compile("起|开始|以来")


def from_on(text: str, dated: Dated) -> Dated:
    """自2月18日起 begins then and ends nowhere that is told."""
    if dated.when and text[dated.start - 1 : dated.start] in ("自", "从") and STARTING.match(text, dated.end):
        return replace(dated, when="", begin=dated.when)
    return dated
