"""Dates as newspapers write them, each with the day of the issue and what it says; a table of hard cases, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.annotate.dates import Dated, Reference, find_dates
from baokan.annotate.eras import ERAS, era_year
from baokan.annotate.lunar import LAST, lunar_to_solar

NEW = "2021-02-26"  # a Friday, the fifteenth of the first lunar month
# Issue, text, and the one date in it: "day", "from/to" for a period, "not before…not after" for bounds.
CASES = [
    # the calendar's own words
    (NEW, "2月18日上午", "2021-02-18"),
    (NEW, "1998年7月", "1998-07"),
    (NEW, "二〇一九年十月一日", "2019-10-01"),
    (NEW, "2021.2.18", "2021-02-18"),
    (NEW, "2021-02-18", "2021-02-18"),
    (NEW, "98年7月", "1998-07"),
    (NEW, "公元前221年", "-0221"),
    (NEW, "11月5日", "2020-11-05"),
    ("2020-12-31", "1月2日起", "2021-01-02"),
    (NEW, "2月下旬", "2021-02-21…2021-02-28"),
    (NEW, "３月１日", "2021-03-01"),
    # counted from the issue's day
    (NEW, "去年", "2020"),
    (NEW, "去年底", "2020-11…2020-12"),
    (NEW, "今年年初", "2021-01…2021-02"),
    (NEW, "明年春天", "2022-02…2022-05"),
    (NEW, "前年3月", "2019-03"),
    (NEW, "去年第三季度", "2020-07/2020-09"),
    (NEW, "今年上半年", "2021-01/2021-06"),
    (NEW, "去冬今春", "2020-11…2021-05"),
    (NEW, "今明两年", "2021/2022"),
    (NEW, "本月初", "2021-02-01…2021-02-10"),
    (NEW, "上月底", "2021-01-21…2021-01-31"),
    (NEW, "上月5日", "2021-01-05"),
    (NEW, "本月20日", "2021-02-20"),
    (NEW, "下个月", "2021-03"),
    (NEW, "昨日", "2021-02-25"),
    (NEW, "今晨", "2021-02-26"),
    (NEW, "后天", "2021-02-28"),
    (NEW, "上周三", "2021-02-17"),
    (NEW, "下周一", "2021-03-01"),
    (NEW, "本周", "2021-02-22/2021-02-28"),
    (NEW, "上周末", "2021-02-20/2021-02-21"),
    (NEW, "星期三", "2021-02-24"),
    (NEW, "上礼拜日", "2021-02-21"),
    (NEW, "18日", "2021-02-18"),
    (NEW, "31日", "2021-01-31"),
    ("2021-01-31", "1日起施行", "2021-02-01"),
    (NEW, "自2月18日起", "2021-02-18/"),
    (NEW, "前三季度", "2021-01/2021-09"),
    # periods
    (NEW, "3日至5日", "2021-02-03/2021-02-05"),
    (NEW, "3至5日", "2021-02-03/2021-02-05"),
    (NEW, "2月18日至20日", "2021-02-18/2021-02-20"),
    (NEW, "2月18日—3月2日", "2021-02-18/2021-03-02"),
    (NEW, "18、19日", "2021-02-18/2021-02-19"),
    (NEW, "1937—1945年", "1937/1945"),
    (NEW, "1998年至2000年", "1998/2000"),
    (NEW, "去年5月到7月", "2020-05/2020-07"),
    (NEW, "“十一五”时期", "2006/2010"),
    (NEW, "一五期间", "1953/1957"),
    (NEW, "十三五末", "2020…2020"),
    (NEW, "上世纪80年代", "1980…1989"),
    (NEW, "九十年代初", "1990…1992"),
    (NEW, "五六十年代", "1950…1969"),
    (NEW, "20世纪五六十年代", "1950…1969"),
    (NEW, "80、90年代", "1980…1999"),
    (NEW, "19世纪末", "1871…1900"),
    (NEW, "本世纪初", "2001…2030"),
    ("1998-03-15", "六十年代", "1960…1969"),
    (NEW, "1980年代", "1980…1989"),
    # festivals and the sun's terms
    (NEW, "正月十五", "2021-02-26"),
    (NEW, "除夕", "2021-02-11"),
    (NEW, "今年除夕", "2021-02-11"),
    (NEW, "大年初一", "2021-02-12"),
    (NEW, "2020年春节", "2020-01-25"),
    (NEW, "端午节", "2021-06-14"),
    (NEW, "清明时节", "2021-04-04"),
    (NEW, "清明节", "2021-04-04"),
    (NEW, "冬至当天", "2020-12-21"),
    (NEW, "国庆期间", "2020-10-01"),
    (NEW, "去年国庆", "2020-10-01"),
    (NEW, "今年五一", "2021-05-01"),
    (NEW, "“五一”国际劳动节", "2021-05-01"),
    (NEW, "“十一”黄金周", "2020-10-01"),
    (NEW, "元旦", "2021-01-01"),
    ("1935-10-08", "双十节", "1935-10-10"),
    (NEW, "三八妇女节", "2021-03-08"),
    # the moon's months
    (NEW, "农历八月十五", "2020-10-01"),
    (NEW, "腊月廿三", "2021-02-04"),
    (NEW, "正月初五", "2021-02-16"),
    (NEW, "闰四月初一", "2020-05-23"),
    (NEW, "2020年闰四月", "2020-05-23…2020-06-20"),
    (NEW, "正月里", "2021-02-12…2021-03-12"),
    ("1935-05-03", "旧历三月初三", "1935-04-05"),
    # eras
    (NEW, "民国十九年四月", "1930-04"),
    (NEW, "民国元年一月一日", "1912-01-01"),
    (NEW, "民国廿六年七月七日", "1937-07-07"),
    (NEW, "中华民国二十六年", "1937"),
    (NEW, "光绪二十一年", "1895"),
    (NEW, "光绪二十一年三月二十三日", "1895-04-17"),
    (NEW, "光绪二十四年四月廿三", "1898-06-11"),
    (NEW, "宣统三年八月十九", "1911-10-10"),
    (NEW, "咸丰十一年七月", "1861-08-06…1861-09-04"),
    (NEW, "康德三年", "1936"),
    (NEW, "昭和十二年七月七日", "1937-07-07"),
    (NEW, "明治三十八年九月五日", "1905-09-05"),
    (NEW, "建安五年", "0200"),
    (NEW, "乾隆六十年", "1795"),
    (NEW, "辛丑牛年", "2021-02-12/2022-01-31"),
    (NEW, "甲午年", "2014"),
    ("1935-05-03", "客岁", "1934"),
    ("1935-05-03", "廿五日", "1935-04-25"),
    ("1935-05-03", "本月三日", "1935-05-03"),
    ("1935-05-03", "上月卅日", "1935-04-30"),
    ("1935-05-03", "国历五月五日", "1935-05-05"),
]


def told(dated: Dated) -> str:
    if dated.begin:
        return f"{dated.begin}/{dated.finish}"
    return f"{dated.not_before}…{dated.not_after}" if dated.not_before else dated.when


@pytest.mark.parametrize(("issue", "text", "expected"), CASES, ids=[text for _, text, _ in CASES])
def test_a_date_is_resolved_against_the_day_of_the_issue(issue: str, text: str, expected: str) -> None:
    for around in (text, f"据报道，{text}，桥修好了。"):
        assert [told(dated) for dated in find_dates(around, Reference(date.fromisoformat(issue)))] == [expected]


STORIES = [
    ("1998年7月发大水，同年8月15日退去，次年动工。", ["1998-07", "1998-08-15", "1999"]),
    ("2019年，收入五亿元。12月，通了车。", ["2019", "2019-12"]),
    ("去年10月动工，12月完工。2月18日，记者来到现场。", ["2020-10", "2020-12", "2021-02-18"]),
    ("2月18日抵达，当晚开会，次日离开。", ["2021-02-18", "2021-02-18", "2021-02-19"]),
    ("2月26日（星期五）晴", ["2021-02-26", "2021-02-26"]),
    ("民国二十六年七月七日……八月十三日", ["1937-07-07", "1937-08-13"]),
]


@pytest.mark.parametrize(("text", "expected"), STORIES, ids=[text[:8] for text, _ in STORIES])
def test_a_date_goes_on_from_those_before_it(text: str, expected: list[str]) -> None:
    assert [told(dated) for dated in find_dates(text, Reference(date.fromisoformat(NEW)))] == expected


NO_DATES = [
    "13月40日",
    "三月三十二日",
    "第二天堂",
    "第3日",
    "3日游",
    "十日谈",
    "一日三餐",
    "20日本人",
    "百日",
    "五月花号",
    "贞观之治",
    "绍兴市",
    "“五一”劳动奖章",
    "建安九十年",
    "三个月",
    "今日头条",
    "每周三次",
    "周一良",
    "两年半",
    "康德的哲学",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert [text[d.start : d.end] for d in find_dates(text, Reference(date.fromisoformat(NEW)))] == []


def test_without_the_issues_day_only_what_is_told_in_full_is_resolved() -> None:
    texts = [
        "昨日",
        "去年",
        "18日",
        "上周三",
        "正月十五",
        "九十年代",
        "国庆期间",
        "1998年7月",
        "光绪二十一年三月二十三日",
        "2月18日",
    ]
    found = [told(find_dates(text, Reference(None))[0]) for text in texts]
    assert found == ["", "", "", "", "", "", "", "1998-07", "1895-04-17", "--02-18"]


def test_a_year_that_is_guessed_from_a_bound_is_not_sure() -> None:
    day = date.fromisoformat(NEW)
    assert [find_dates(text, Reference(day, sure=False))[0].sure for text in ("2月18日", "2020年2月18日", "民国十年")] == [
        False,
        True,
        True,
    ]


def test_days_of_the_qing_that_history_knows() -> None:
    """Treaty of Shimonoseki, the Hundred Days' edict, the Xianfeng emperor's death, the fall of Beijing, the Wuchang rising."""
    days = [(1895, 3, 23), (1898, 4, 23), (1861, 7, 17), (1900, 7, 20), (1911, 8, 19)]
    known = ["1895-04-17", "1898-06-11", "1861-08-22", "1900-08-14", "1911-10-10"]
    assert [str(lunar_to_solar(*day)) for day in days] == known


def test_a_lunar_day_that_the_year_has_not_is_none() -> None:
    assert (
        lunar_to_solar(2021, 4, 1, leap=True) is None
        and lunar_to_solar(2021, 1, 31) is None
        and lunar_to_solar(2021, 13, 1) is None
    )
    assert str(lunar_to_solar(2021, 12, LAST)) == "2022-01-31"


def test_an_era_has_no_more_years_than_it_had() -> None:
    assert era_year("宣统", 3) == 1911 and era_year("宣统", 5) is None and era_year("民国", 0) is None
    assert all(first > 0 and years > 0 for first, years in ERAS.values())


@settings(max_examples=100, deadline=None)
@given(st.text("一二三十廿初正腊闰月日年号至—、（）“”五光绪民国宣统清明除夕去今昨上下周星期底旬世纪代2019", max_size=30))
def test_any_text_gives_dates_in_order_with_values_that_the_calendar_has(text: str) -> None:
    at = 0
    for dated in find_dates(text, Reference(date.fromisoformat(NEW))):
        assert at <= dated.start < dated.end <= len(text)
        at = dated.end
        for value in (dated.when, dated.begin, dated.finish, dated.not_before, dated.not_after):
            if value.count("-") == 2 and value[0] != "-":
                date.fromisoformat(value)
