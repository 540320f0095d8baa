"""How dates are written in Chinese newspapers, as patterns; every one is bounded."""

from __future__ import annotations

import re

HAN_NUM = "[一二三四五六七八九十]"
NUM = r"[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3}"
YEAR4 = r"[0-9０-９]{4}|[一二三四五六七八九〇零○Ｏ]{4}"
# Eras of China and Japan: the year before their first. Source: general history.
ERAS = {
    "民国": 1911, "康德": 1933, "大同": 1931, "宣统": 1908, "光绪": 1874, "同治": 1861, "咸丰": 1850, "道光": 1820,
    "嘉庆": 1795, "乾隆": 1735, "雍正": 1722, "康熙": 1661, "昭和": 1925, "大正": 1911, "明治": 1867, "平成": 1988, "令和": 2018,
}  # fmt: skip
IMPERIAL = frozenset("宣统 光绪 同治 咸丰 道光 嘉庆 乾隆 雍正 康熙".split())  # whose months are lunar
YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "昨年": -1, "明年": 1, "来年": 1, "前年": -2, "后年": 2, "大前年": -3}
MONTH_WORDS = {"本月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1, "上上月": -2}
DAY_WORDS = {
    "今天": 0, "今日": 0, "今晨": 0, "今早": 0, "今晚": 0, "本日": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨晨": -1,
    "明天": 1, "明日": 1, "明晚": 1, "明晨": 1, "前天": -2, "前日": -2, "前晚": -2, "后天": 2, "后日": 2, "翌日": None,
}  # fmt: skip
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
YEAR = (
    rf"(?:(?P<year>{YEAR4})年|(?:中华)?(?P<era>{'|'.join(ERAS)})(?P<eranumber>元|[0-9０-９]{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})年"
    rf"|(?P<yearword>{'|'.join(sorted(YEAR_WORDS, key=len, reverse=True))})|(?P<same>同年|当年))"
)
LUNAR_MONTH = "正月|冬月|腊月|十一月|十二月|[二三四五六七八九十]月"
DATE = re.compile(
    rf"{YEAR}?(?:农历|阴历|旧历|夏历)(?P<lmonth>闰?(?:{LUNAR_MONTH}))"
    rf"(?P<lday>初{HAN_NUM}|[一二三四五六七八九十廿卅]{{1,3}}(?=日|，|。|、|$|[^月年]))?"
    rf"|{YEAR.replace('?P<', '?P<a_')}?(?P<a_lmonth>正月|冬月|腊月|闰{HAN_NUM}{{1,2}}月|[二三四五六七八九十]月(?=初{HAN_NUM}))"
    rf"(?P<a_lday>初{HAN_NUM}|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)?"
    rf"|{YEAR.replace('?P<', '?P<b_')}?(?P<b_month>{NUM})月(?:份|(?P<b_day>{NUM})[日号號]|(?P<b_third>上旬|中旬|下旬|初|底|末))?"
    rf"|{YEAR.replace('?P<', '?P<c_')}(?:(?P<c_festival>春节|元宵节?|端午节?|中秋节?|重阳节?|除夕|清明节?|国庆节?|元旦))?"
    rf"|(?P<monthword>{'|'.join(sorted(MONTH_WORDS, key=len, reverse=True))})(?:(?P<mday>{NUM})[日号])?"
    rf"|(?P<dayword>{'|'.join(DAY_WORDS)})"
    rf"|(?P<day>(?<![0-9０-９一二三四五六七八九十廿卅周年第前后近])(?:{NUM}))日(?![元本语军报程子夜均内常前后益渐])"
    rf"|(?P<week>本周|这周|上周|下周|上星期|下星期|本星期)(?P<weekday>[一二三四五六日天])"
    rf"|(?:(?P<century>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})世纪)?(?P<decade>[0-9０-９]0|[0-9０-９]０|[一二三四五六七八九]十)年代"
    rf"|(?P<onlycentury>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})世纪"
    rf"|(?P<festival>正月十五|除夕|春节|元宵节|端午节|中秋节|重阳节)"
)
