"""The lunar calendar, 1900 to 2100, by borax."""

from __future__ import annotations

from datetime import date

from borax.calendars.lunardate import LunarDate

HAN_MONTHS = {name: n for n, name in enumerate("正 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)} | {"冬": 11, "腊": 12}
FESTIVALS = {
    "正月十五": (1, 15), "元宵": (1, 15), "春节": (1, 1), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9), "除夕": (12, 30),
}  # fmt: skip


def festival(name: str) -> tuple[int, int]:
    """Month and day of a lunar festival."""
    return FESTIVALS[name.removesuffix("节") if name != "春节" else name]


def lunar_to_solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day; None outside of 1900 to 2100 and where that year has no such day. 除夕 of a short month is its 29th."""
    for number in (day, day - 1) if (month, day) == (12, 30) else (day,):
        try:
            solar: date = LunarDate(year, month, number, int(leap)).to_solar_date()
        except (ValueError, TypeError, KeyError, IndexError):
            continue
        return solar
    return None
