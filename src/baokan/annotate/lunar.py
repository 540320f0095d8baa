"""The lunar calendar and what is dated by it or by the sun's course, by lunar_python; from the first century on."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lunar_python import Lunar, LunarMonth

HAN_MONTHS = {name: n for n, name in enumerate("正 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)} | {
    "一": 1, "元": 1, "冬": 11, "腊": 12, "子": 11, "丑": 12,
}  # fmt: skip
LAST = 99  # the day that stands for a month's last
LUNAR_FESTIVALS = {
    "春节": (1, 1), "大年初一": (1, 1), "年初一": (1, 1), "大年初二": (1, 2), "正月十五": (1, 15), "元宵": (1, 15),
    "上元": (1, 15),
    "二月二": (2, 2), "三月三": (3, 3), "九月九": (9, 9), "端午": (5, 5), "端阳": (5, 5), "七夕": (7, 7), "中元": (7, 15),
    "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
    "除夕": (12, LAST), "大年三十": (12, LAST), "年三十": (12, LAST),
}  # fmt: skip
SOLAR_FESTIVALS = {
    "元旦": (1, 1), "情人": (2, 14), "三八": (3, 8), "妇女": (3, 8), "植树": (3, 12), "五一": (5, 1), "劳动": (5, 1),
    "国际劳动": (5, 1),
    "五四": (5, 4), "青年": (5, 4), "六一": (6, 1), "儿童": (6, 1), "七一": (7, 1), "八一": (8, 1), "建军": (8, 1),
    "教师": (9, 10),
    "十一": (10, 1), "国庆": (10, 1), "双十": (10, 10), "圣诞": (12, 25), "平安夜": (12, 24),
}  # fmt: skip
TERMS = frozenset(
    "立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 "
    "立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒".split()
)


@lru_cache(maxsize=4096)
def lunar_to_solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day, in the Gregorian calendar; None where that year has no such day. day LAST: the month's last one."""
    try:
        days = LunarMonth.fromYm(year, -month if leap else month)
        if days is None or (day != LAST and not 1 <= day <= days.getDayCount()):
            return None
        number = days.getDayCount() if day == LAST else day
        return date.fromisoformat(Lunar.fromYmd(year, -month if leap else month, number).getSolar().toYmd())
    except (ValueError, IndexError, OverflowError):
        return None
    except Exception as error:  # the library raises Exception itself for a month that the year hasn't
        if type(error) is not Exception:
            raise
        return None


def lunar_year(year: int) -> tuple[date, date] | None:
    """The first and the last day of a lunar year."""
    first, last = lunar_to_solar(year, 1, 1), lunar_to_solar(year, 12, LAST)
    return None if first is None or last is None else (first, last)


def festival_day(name: str, year: int) -> date | None:
    """The day of a festival or a solar term in a year of the common era (正月 … 腊月 in the lunar year that begins in it)."""
    bare = name if name in LUNAR_FESTIVALS or name in TERMS or name in SOLAR_FESTIVALS else name.removesuffix("节")
    if bare in LUNAR_FESTIVALS:
        return lunar_to_solar(year, *LUNAR_FESTIVALS[bare])
    if bare in SOLAR_FESTIVALS:
        return date(year, *SOLAR_FESTIVALS[bare])
    return term_day(bare, year)


@lru_cache(maxsize=512)
def term_day(name: str, year: int) -> date | None:
    """The day on which a solar term falls: 清明 of 2021 -> 2021-04-04."""
    if name not in TERMS:
        return None
    try:
        # The table runs from the solstice before to the spring after; this year's own solstice has another key there.
        table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
        return date.fromisoformat(table["DONG_ZHI" if name == "冬至" else name].toYmd())
    except (ValueError, IndexError, OverflowError):
        return None
