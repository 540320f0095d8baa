"""How dates are written in Chinese newspapers, as patterns over simplified text; every one is bounded.

FORMS are tried in their order at each place; a form's named groups are what dates.py resolves.
"""

from __future__ import annotations

import re
from itertools import chain

from baokan.annotate.eras import BRANCHES, ERAS, STEMS
from baokan.annotate.lunar import TERMS

HAN_NUM = "[一二三四五六七八九十]"
ARABIC = "[0-9０-９]{1,2}"
NUM = rf"{ARABIC}|[一二三四五六七八九十廿卅]{{1,3}}"
YEAR4 = r"[0-9０-９]{4}|[一二三四五六七八九〇零○Ｏ]{4}"
YEAR_WORDS = {
    **dict.fromkeys("今年 本年 今岁".split(), 0), **dict.fromkeys("去年 上年 昨年 客岁 去岁 昨岁 上一年".split(), -1),
    **dict.fromkeys("明年 来年 下年 下一年".split(), 1), "前年": -2, "后年": 2, "大前年": -3, "大后年": 3,
}  # fmt: skip
# Counted from the year, month or day that the text named last.
SAME_YEAR = {
    **dict.fromkeys("同年 当年 该年 是年 那一年 这一年 同一年".split(), 0),
    **dict.fromkeys("次年 翌年 转年 第二年".split(), 1),
}
MONTH_WORDS = {
    **dict.fromkeys("本月 这个月 本月份".split(), 0), **dict.fromkeys("上月 上个月 前月 上月份".split(), -1),
    **dict.fromkeys("下月 下个月 来月 下月份".split(), 1), "上上月": -2, "上上个月": -2,
}  # fmt: skip
SAME_MONTH = {**dict.fromkeys("当月 同月 该月 是月".split(), 0), **dict.fromkeys("次月 翌月".split(), 1)}
DAY_WORDS = {
    **dict.fromkeys("今天 今日 今晨 今早 今晚 今夜 今午 本日 今儿 今起".split(), 0),
    **dict.fromkeys("昨天 昨日 昨晚 昨夜 昨晨 昨早 昨午 昨儿 昨宵".split(), -1),
    **dict.fromkeys("明天 明日 明晚 明晨 明早 明午 明儿 明起".split(), 1),
    **dict.fromkeys("前天 前日 前晚 前夜".split(), -2), **dict.fromkeys("后天 后日 后晚".split(), 2), "大前天": -3, "大后天": 3,
}  # fmt: skip
SAME_DAY = {
    **dict.fromkeys("当天 当日 当晚 当夜 同日 同一天 是日 是晚 是夜 这天 这一天 那天".split(), 0),
    **dict.fromkeys("次日 翌日 翌晨 次晨 隔日 隔天 转天".split(), 1), "前一天": -1, "前一日": -1,
}  # fmt: skip
WEEK_WORDS = {
    **dict.fromkeys("本 这 这个 本个".split(), 0), **dict.fromkeys("上 上个".split(), -1),
    **dict.fromkeys("下 下个".split(), 1),
    "上上": -2, "下下": 2,
}  # fmt: skip
WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
# What of a year, by first and last month; what of a month, by first and last day (31: its last).
YEAR_PARTS = {
    **dict.fromkeys("年初 初 岁初".split(), (1, 2)), **dict.fromkeys("年中 中期".split(), (5, 8)),
    **dict.fromkeys("年底 年末 年终 岁末 岁尾 底 末".split(), (11, 12)), "上半年": (1, 6), "下半年": (7, 12),
    **{f"{q}季度": (3 * n + 1, 3 * n + 3) for n, q in enumerate("一二三四")},
    **{f"第{q}季度": (3 * n + 1, 3 * n + 3) for n, q in enumerate("一二三四")},
    **{f"{q}季度": (3 * n + 1, 3 * n + 3) for n, q in enumerate("1234")}, "首季": (1, 3), "前三季度": (1, 9),
    "前三个季度": (1, 9),
    **dict.fromkeys("春 春天 春季 春上".split(), (2, 5)), **dict.fromkeys("夏 夏天 夏季".split(), (5, 8)),
    **dict.fromkeys("秋 秋天 秋季".split(), (8, 11)), **dict.fromkeys("冬 冬天 冬季".split(), (11, 14)),
}  # fmt: skip
EXACT_PARTS = frozenset(p for p in YEAR_PARTS if p.endswith(("半年", "季度", "首季")))  # whose bounds are just those
SEASONS = {c: YEAR_PARTS[c] for c in "春夏秋冬"}
MONTH_PARTS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上半月": (1, 15), "下半月": (16, 31), "初": (1, 10), "中": (11, 20),
    **dict.fromkeys("底 末".split(), (21, 31)),
}  # fmt: skip


def words(table: object) -> str:
    """An alternation of words, the longest first."""
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))  # type: ignore[call-overload]


ERA_NUMBER = rf"元|{ARABIC}|[一二三四五六七八九十廿卅]{{1,4}}"
YEAR = (
    rf"(?:(?:公元|西历|西元)?(?P<year>{YEAR4})年度?|公元前(?P<bc>[0-9０-９]{{1,4}}|[一二三四五六七八九十百]{{1,6}})年"
    rf"|公元(?P<ad>[0-9０-９]{{1,4}}|[一二三四五六七八九十百]{{1,6}})年"
    rf"|(?:中华|大清|伪满)?(?P<era>{words(ERAS)})(?P<eranumber>{ERA_NUMBER})年|民(?:国)?纪元前(?P<before>{NUM})年"
    rf"|(?P<yearword>{words(YEAR_WORDS)})(?!度人|级)|(?P<sameyear>{words(SAME_YEAR)}))"
)
NOT_PART = "[中级期步衷始心次恋游运拉季耕播衣笋雨风光曲意色暖花草]"
PART = rf"(?:的|之)?(?P<part>{words(p for p in YEAR_PARTS if p not in '中期')})(?!{NOT_PART})"
LUNAR = "农历|阴历|旧历|夏历|废历|古历"
LUNAR_MONTH = "正月|冬月|腊月|十一月|十二月|[一二三四五六七八九十元]月"
LDAY = rf"初{HAN_NUM}|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|既望|朔|望|晦"
MDAY = rf"(?P<day>{NUM})(?:日|号(?![楼院线机店厂台车井矿文令字]))"
MONTH_PART = rf"(?P<third>{words(MONTH_PARTS)})(?![级步衷始心次国共央学小期医])"
# A festival's name may be more than that (中秋月饼 is a cake, 八一 a studio): then 节 or another word must say so.
SURE_FESTIVALS = (
    "春节 元宵节 端午节 端阳节 七夕节 七夕 中元节 中秋节 中秋 重阳节 腊八节 除夕 大年初一 大年初二 年初一 "
    "大年三十 年三十 正月十五 元旦 二月二 三月三 九月九 情人节 三八妇女节 妇女节 植树节 国际劳动节 劳动节 "
    "五四青年节 青年节 儿童节 建军节 教师节 国庆节 国庆 双十节 圣诞节 平安夜 清明节 端午 重阳 元宵"
).split()
NO_FEAST = "国际|劳动奖|广场|路|大街|大道|妇女|青年|儿童|建军|节|厂|队|运动|新文化|口号"
FEAST_FOLLOWS = (
    "国际劳动节|国际儿童节|国际妇女节|妇女节|青年节|儿童节|建军节"
    "|节|假期|长假|小长假|黄金周|期间|前夕|前后|时节|当天|当日|之夜|节气|佳节|这天|这一天|将至|将近|过后"
)
SHORT_FESTIVALS = ("三八", "五一", "五四", "六一", "七一", "八一", "十一", "双十")
FESTIVAL = (
    rf"(?:[“\"](?P<quoted>{'|'.join(SHORT_FESTIVALS)})[”\"](?!{NO_FEAST})"
    rf"|[“\"‘]?(?P<short>{'|'.join(SHORT_FESTIVALS)})[”\"’]?(?P<follows>{FEAST_FOLLOWS})"
    rf"|(?P<festival>{words(SURE_FESTIVALS)})(?!路|街|寺|楼|粽|馆|[日十])"
    rf"|(?P<term>{words(TERMS)})(?=节气|时节|前后|这天|当天|当日|将至|过后|以后|以来|那天|[，。、；）”]))(?:当天|当日|这天|这一天|那天)?"
)
FORMS: dict[str, str] = {
    "iso": (
        r"(?<![0-9.])(?P<year>1[0-9]{3}|20[0-9]{2})[-./](?P<month>0?[1-9]|1[0-2])[-./]"
        r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?![0-9.])"
    ),
    "pair": (
        r"(?P<pair>今明两年|今明后三年|去今两年|昨今两[天日]|今明两[天日]|去冬今春|今冬明春|去冬|今春|今夏|今秋|今冬|去春|去夏|去秋"
        r"|明春|明夏|明秋|上半年|下半年|第?[一二三四]季度|首季|前三个?季度)"
    ),
    "festival": rf"{YEAR}?的?{FESTIVAL}"
    rf"|{YEAR.replace('?P<', '?P<y')}的?(?P<after>五一|十一|六一|七一|八一|三八)(?![月日五十一二三四六七八九届])",
    "lunar": (
        rf"{YEAR}?(?:(?:{LUNAR})(?P<lmonth>闰?(?:{LUNAR_MONTH}))(?P<lday>{LDAY})?日?"
        rf"|(?P<lmonth2>正月|冬月|腊月|闰{HAN_NUM}{{1,2}}月|(?:{LUNAR_MONTH})(?=初{HAN_NUM}(?!级|中)))(?P<lday2>{LDAY})?日?)"
        rf"(?P<lpart>初(?!{HAN_NUM})|底|末|里)?"
    ),
    "month": (
        rf"{YEAR}?(?:国历|阳历|公历|新历)?(?<![0-9０-９个])(?P<month>{NUM})月(?![花饼嫂])(?:份)?"
        rf"(?:{MDAY}|(?P<hanbare>[二三]?十[一二三四五六七八九]|廿[一二三四五六七八九])(?![个名人位件家条项次年月多余万千百]))?"
        rf"(?:{MONTH_PART})?"
    ),
    "shortyear": rf"(?<![0-9０-９一二三四五六七八九十])(?P<twoyear>[0-9０-９]{{2}}|[’'‘][0-9]{{2}})年"
    rf"(?P<month>{ARABIC})月(?:{MDAY})?",
    "plan": (
        r"[“\"‘]?(?P<plan>[一二三四五六七八九]|十[一二三四五六七八九]|十|二十)五[”\"’]?(?P<planpart>时期|期间|以来|末期|末|初期|初|前期|后期|开局之年|收官之年)"
    ),
    "sexagenary": rf"(?:岁次)?(?P<sexagenary>[{STEMS}][{BRANCHES}])年?(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])?年",
    "century": (
        rf"(?:(?P<century>{ARABIC}|[一二三四五六七八九十]{{1,3}})世纪|(?P<centuryword>上个世纪|上世纪|本世纪|这个世纪|下世纪|下个世纪))"
        rf"(?:的)?(?:(?P<decade>[0-9０-９][0０]|[一二三四五六七八九]十)年代|(?P<decades>[一二三四五六七八九]{{2}})十年代)?"
        rf"(?P<centurypart>初期|初叶|初|中期|中叶|上半叶|前半叶|下半叶|后半叶|末期|末叶|末|后期|前期|晚期)?"
    ),
    "decade": (
        r"(?P<decade>[0-9０-９][0０]|[0-9]{3}0|[一二三四五六七八九]十|[一二三四五六七八九〇零]{3}〇)"
        r"(?:(?:[、至到—－-]|年代[、至到和—－-])(?P<decade2>[0-9０-９][0０]|[一二三四五六七八九]十))?年代(?P<centurypart>初期|初|中期|末期|末|后期|前期)?"
    ),
    "decades": r"(?P<decades>[一二三四五六七八九]{2})十年代(?P<centurypart>初期|初|中期|末期|末|后期|前期)?",
    "year": rf"{YEAR}(?:{PART})?",
    "monthword": rf"(?:(?P<monthword>{words(MONTH_WORDS)})|(?P<samemonth>{words(SAME_MONTH)}))(?:{MDAY}|{MONTH_PART})?",
    "dayword": rf"(?P<dayword>{words(DAY_WORDS)})(?!头条|美国|说法|关注|之声|黄花|中国)",
    "sameday": rf"(?P<sameday>{words(SAME_DAY)})",
    "week": (
        rf"(?:(?P<week>{words(WEEK_WORDS)})(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]|末)?(?![报刊年岁])"
        rf"|(?<![每逢两几数半满])(?:星期|礼拜)(?P<bareday>[一二三四五六日天])(?![报个])"
        rf"|(?<![每逢一二两三四五六七八几数半满上下0-9\u4e00-\u9fff])周(?P<bareday2>[一二三四五六日])(?=[，。、；）]|[上下]午|晚|早|凌晨|清晨|中午|[将在从起]))"
    ),
    "day": (
        rf"(?<![0-9０-９一二三四五六七八九十廿卅周年第前后近隔每数几度．.])(?P<day>{NUM})(?:日(?![元本语军报程子夜均内常前后益渐游龄用行光间趋见臻谈三不之千])"
        rf"|号(?=上午|下午|晚|早|凌晨|清晨|夜|当天|[，。]))"
    ),
    "yearend": r"(?P<part>年初|年底|年末|年终|岁末)(?=前|以前|之前|[，。、；）将要可])",
    "monthend": r"(?<![0-9０-９一二三四五六七八九十个本上下当同腊正])(?P<monthend>月初|月底|月末)",
}  # fmt: skip


def numbered(pattern: str, number: int) -> str:
    return re.sub(r"\?P<(\w+)>", rf"?P<\1_{number}>", pattern)


DATE = re.compile("|".join(f"(?P<form_{name}>{numbered(pattern, n)})" for n, (name, pattern) in enumerate(FORMS.items())))
KEYS = tuple(chain(FORMS))
