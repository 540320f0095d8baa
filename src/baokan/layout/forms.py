"""The forms of bylines, datelines, captions and notices, as data; every pattern is bounded.

Counts behind them come from 13,862 real articles; each form stands with an example written by us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = r"\u4e00-\u9fff"
BLANK = r"[ \u3000]"
HOUSE = r"(?:本报|本報|本刊|本社|本网|本網|新华社|新華社|人民网|中新社|中新网|中央社)"
OUTLET = rf"[{HAN}]{{0,4}}[日时晚早晨商周]报|[{HAN}]{{2,8}}(?:报|电台|电视台)(?=记者)"
ROLE_WORD = (
    rf"(?:{HOUSE}|{OUTLET})?(?:首席|特约|特約|见习|見習|实习|實習|摄影|攝影|驻[{HAN}]{{1,6}}|駐[{HAN}]{{1,6}})?"
    r"(?:记者|記者|通讯员|通訊員|实习生|實習生|特派员|特派員|评论员|評論員|读者|讀者)"
)
NAME = rf"[{HAN}·]{{1,8}}"  # padded names come as single characters, run-together ones as long tokens
NAMES = rf"{NAME}(?:(?:、|,|，|{BLANK}{{1,3}}){NAME}){{0,11}}"
DONE = (
    r"(?:综合|綜合|专题|專題|现场|現場)?(?:报道|報道|报导|報導|摄影报道|摄影|摄|攝|"
    r"整理|专访|專訪|采访|採訪|撰文|编译|編譯|文/图|图/文|文/摄|图文)"
)
SLASH = r"[/／]"
MARK = r"[□■▣◎○●]"
OPEN, CLOSE = r"[（(\[［〔【]", r"[）)\]］〕】]"
ROLES_AND_NAMES = rf"{ROLE_WORD}{BLANK}{{0,3}}{NAMES}(?:[，、,]?{BLANK}{{0,3}}{ROLE_WORD}{BLANK}{{0,3}}{NAMES}){{0,4}}"
AGENCY = (
    r"(?:据新华社|据本报|據新華社|新华社|新華社|新华网|人民网|中新网|本报|本報|本社|中新社|中央社|"
    r"路透社|法新社|美联社|塔斯社|哈瓦斯社)"
)
PLACE_DATE = rf"[{HAN}“”]{{0,12}}?(?:{BLANK}?\d{{1,2}}月\d{{1,2}}日|[{HAN}一二三四五六七八九十廿卅]{{1,3}}日)?"
WIRE = r"(?:专电|專電|电|電|特讯|特訊|专讯|專訊|讯|訊)"
# A paper's own name in the agency's place: 宁安晚报讯; what follows must part it from a text that only begins like it.
NO_PLACE = r"[\u4e00-\u9fff]?[通短简电音资喜会快]讯"  # words that end as a dateline does
PAPER = rf"[{HAN}]{{1,4}}(?:[日晚早晨商时快导周都]报|都市报|[日晚早晨商時快導週]報|网)"


TASK = r"(?:作者|口述|讲述|整理|记录|撰稿|执笔|采写|编译|译者|翻译|漫画|绘图|图文)"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a line: what it matches, whole, and examples of it about people and places that don't exist."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def form(name: str, pattern: str, *examples: str) -> Form:
    return Form(name, re.compile(rf"^(?:{pattern})$"), examples)


BYLINES = (
    form(
        "roles and names",
        rf"{MARK}?{BLANK}{{0,2}}(?:综合)?{ROLES_AND_NAMES}{BLANK}{{0,3}}{DONE}?",
        "□记者 白一鸣 通讯员 何青 报道", "□ 本报记者 白一鸣 何青", "□记者白一鸣报道", "本报记者 何青", "新华社记者 何青摄",
        "本报记者 白一鸣 何青摄影报道", "本报记者 何　青", "記者 白一鳴 攝", "记者 何青 文/摄", "本報特派員 白一鳴",
    ),
    form(
        "names with a mark, no role",
        rf"{MARK}{BLANK}{{0,2}}{NAMES}{BLANK}{{0,3}}{DONE}",
        "□白一鸣何青报道", "□白一鸣 摄影报道",
    ),
    form("bare names after a square", rf"□{BLANK}{{0,2}}[{HAN}]{{2,4}}(?:{BLANK}{{1,3}}[{HAN}]{{2,4}}){{0,4}}", "□白一鸣 何青"),
    form(
        "roles and names in brackets",
        rf"{OPEN}(?:综合)?{ROLES_AND_NAMES}(?:{BLANK}{{1,3}}摄影{BLANK}{{0,3}}{NAMES})?{BLANK}{{0,3}}(?:{DONE}|参与采写)?{CLOSE}",
        "（本报记者白一鸣、何青）", "（本报记者 何青整理）", "（通讯员何青 记者白一鸣）",
        "（综合本报记者白一鸣、何青、莫远报道）",
        "（记者何青，宁安时报记者莫远）", "[记者 白一鸣 摄影 何青]", "〔本報記者白一鳴〕", "（首席记者 何青）",
    ),
    form(
        "dateline and names in brackets",
        rf"{OPEN}{AGENCY}{PLACE_DATE}{WIRE}{BLANK}{{0,3}}{ROLES_AND_NAMES}{CLOSE}",
        "（新华社宁安10月2日电 记者白一鸣、何青）",
    ),
    form(
        "who took part",
        rf"{OPEN}{NAMES}{BLANK}{{0,2}}(?:参与|參與)(?:采写|報道|报道|採寫){CLOSE}",
        "（何青参与采写）", "（白一鸣、何青参与采写）",
    ),
    form(
        "words and pictures",
        rf"{MARK}?(?:文/图|图/文|文/摄|撰文|文|图|摄影)[/／：: \u3000]{BLANK}{{0,2}}(?:{ROLE_WORD}{BLANK}{{0,3}})?{NAMES}",
        "文/图 记者 何青", "撰文/何青",
    ),
    form(
        "who did what",
        rf"{TASK}[：:/／]{BLANK}{{0,2}}{NAMES}(?:{BLANK}{{1,3}}{TASK}[：:/／]{BLANK}{{0,2}}{NAMES}){{0,3}}",
        "作者：何青", "口述：何青 整理：莫远", "采写/何青",
    ),
    form(
        "an office in brackets",
        rf"{OPEN}[{HAN}]{{2,12}}(?:通讯组|报道组|办公室|宣传部|[处科股室站局]){CLOSE}",
        "（宁安县委通讯组）", "（宁安专署建设科）",
    ),
    form("the house's commentator", rf"{OPEN}?{HOUSE}(?:特约|特約)?(?:评论员|評論員){CLOSE}?", "本报评论员", "（本报评论员）"),
    form(
        "reporter and place",
        rf"{OPEN}?{ROLE_WORD}{BLANK}{{0,2}}{NAMES}{SLASH}[{HAN}]{{0,8}}(?:报导|报道|報導|報道|专访|專訪|特稿|采访|採訪)?{CLOSE}?",
        "【記者何青／寧安報導】", "〔记者白一鸣/宁安报导〕", "記者何青／專題報導", "記者何青／宁安县",
    ),
    form(
        "words by one, pictures by another",
        rf"{MARK}?(?:{ROLE_WORD}{BLANK}{{0,3}})?{NAMES}{BLANK}{{0,3}}文{BLANK}{{1,3}}(?:{ROLE_WORD}{BLANK}{{0,3}})?{NAMES}{BLANK}{{0,3}}[图摄圖攝]|"
        rf"文(?:字)?{BLANK}?[：:/／]{NAMES}{BLANK}{{1,3}}[图圖摄攝]影?{BLANK}?[：:/／]{NAMES}",
        "何青 文 莫远 图", "早报记者 何 青 文 莫 远 图", "文：何青 圖：莫远", "文/何青 摄影/莫远",
    ),
    form(
        "a reader, where from and what he does",
        rf"[{HAN}]{{2,4}}[（(][^（）()/／]{{2,12}}{SLASH}[^（）()]{{1,12}}[）)]",
        "何青（寧安市／教師）",
    ),
)  # fmt: skip
BYLINE = re.compile("|".join(each.pattern.pattern for each in BYLINES))  # any of them: one pattern is faster than eleven
BYLINE_LONGEST = 90
# 何青 摄影报道: names without a role, that must look like names.
BARE_CREDIT = re.compile(
    rf"^{OPEN}?({NAME}(?:[ \u3000、]{NAME}){{0,3}}?)"
    rf"(?:{BLANK}{{0,2}}(?:摄影报道|摄影|文/图|图/文|[摄攝])|{BLANK}{{1,2}}(?:[译著编绘画作书]|整理|编译|口述|撰稿)){CLOSE}?$"
)
# （丹翁）（穗妇宣）: a pen name or an office alone in brackets, unless it is a remark or a common word.
PEN_NAME = re.compile(rf"^{OPEN}([{HAN}]{{2,4}}){CLOSE}$")
# （何青、莫远）（何青 白一鸣）（何青白一鸣）: several names alone in brackets, that must look like names.
PEN_NAMES = re.compile(rf"^{OPEN}([{HAN}]{{2,4}}(?:(?:、|{BLANK}{{1,2}})[{HAN}]{{2,4}}){{1,6}}|[{HAN}]{{4,12}}){CLOSE}$")
REMARKS = frozenset(
    "完 全文完 待续 未完 未完待续 待續 未完待續 续完 上 中 下 节选 摘要 摘登 有删节 有删改 附图 附表 图片 转载 资料 略 续 又讯 "
    "特稿 专稿 来稿 读者来信 编者 编者按 下略 上略 左图 右图 上图 下图 见图 广告 传真照片 资料照片 资料图片 "
    "图表 书法 国画 中国画 油画 版画 木刻 水彩画 水墨画 漫画 剪纸 篆刻 雕塑 摄影 小说 散文 诗歌 童话 寓言 外一首 外二首 "
    "二首 三首 综述 述评 来信 通讯 特写".split()
)
PHOTO_BYLINE = re.compile(r"(?:摄影报道|[摄攝])[）)]?$")

# Whose picture it is, on a line of its own.
CREDITS = (
    form(
        "taken by, for an agency",
        rf"{NAMES}{BLANK}{{0,3}}(?:摄影报道|[摄攝])[（(][^（）()]{{1,20}}[）)]",
        "何青摄（宁安图片社）",
    ),
    form("agency's picture", rf"{OPEN}?{HOUSE}(?:发|供图|照片|资料片|传真照片){CLOSE}?", "（新华社发）", "新华社传真照片"),
    form("agency, taken by", rf"{HOUSE}发[（(]{NAMES}{BLANK}{{0,2}}[摄攝][）)]", "新华社发（何青摄）"),
    form("see the picture", rf"[（(]见(?:左|右|上|下)?图[，,]?{NAMES}[摄攝][）)]", "（见图，何青摄）"),
)  # fmt: skip
PHOTO_CREDIT = re.compile(r"(?:摄影报道|[摄攝])(?:（[^（）]{1,20}）)?$")
# A dash that hands over to the main head or opens a sub, a column title, what somebody said.
HEAD_CUE = re.compile(r"^——|——$|（[^（）]{2,40}）$|(?:强调|指出|主持|出席|讲话|通知|侧记|纪实|综述|发布|启动|开幕|举行)$")
SENTENCE_END = tuple("。！？…!?")

# 本报宁安2月3日电　（记者白一鸣）
RUNIN = re.compile(
    rf"^(?P<dateline>{AGENCY}{PLACE_DATE}{WIRE}|{PAPER}[{HAN}]{{0,6}}[讯訊](?=[ \u3000（(〔])|"
    rf"(?!{NO_PLACE})[{HAN}]{{2,4}}讯(?=[ \u3000]))(?P<gap>{BLANK}{{0,4}})"
    rf"(?P<byline>[（(]{ROLE_WORD}[^（）()]{{1,60}}[）)]|{ROLE_WORD}{NAMES}(?:报道|報道|报导)[：:])?(?P<rest>{BLANK}{{0,4}})"
)
# 〔本報寧安卅日電〕 （寧安三日電） （本市訊） （寧安通訊）
RUNIN_OLD = re.compile(
    rf"^(?P<dateline>{OPEN}(?:{AGENCY}(?:{PLACE_DATE}|特约|特約)|本市|本埠|本港|专|專|特|急|快|外|又|{PAPER}|[{HAN}]{{2,6}}(?=通讯|通訊)|"
    rf"(?!{NO_PLACE})[{HAN}]{{2,4}}?(?=快?讯[）)\]］〕】])|[{HAN}]{{2,8}}?(?:\d{{1,2}}月\d{{1,2}}日|[一二三四五六七八九十廿卅]{{1,3}}日))"
    rf"(?:通讯|通訊|通信|特信|快讯|{WIRE}){CLOSE})(?P<gap>{BLANK}{{0,4}})"
    rf"(?P<byline>{ROLE_WORD}{BLANK}{{0,2}}{NAMES}{BLANK}{{0,2}}(?:报道|報道|报导|報導)[：:])?(?P<rest>{BLANK}{{0,4}})"
)
# 本报记者何青报道： （综合本报记者何青、莫远报道）
RUNIN_BYLINE = re.compile(
    rf"^(?P<byline>{OPEN}(?:综合)?{ROLES_AND_NAMES}{BLANK}{{0,3}}{DONE}{CLOSE}|{OPEN}{ROLE_WORD}{BLANK}{{0,2}}{NAMES}{SLASH}[{HAN}]{{0,8}}(?:报导|报道|報導|報道|专访|專訪){CLOSE}|{ROLE_WORD}{BLANK}{{0,2}}{NAMES}{BLANK}{{0,2}}(?:报道|報道|报导)[：:])(?P<rest>{BLANK}{{0,4}})"
)
# （本报宁安2月3日电）
DATELINE_FOOT = re.compile(rf"{OPEN}{AGENCY}{PLACE_DATE}{WIRE}{CLOSE}$")
DATELINE_PARTS = re.compile(
    rf"(?P<agency>{AGENCY})?(?P<place>[{HAN}]{{0,12}}?)(?P<date>\d{{1,2}}月\d{{1,2}}日|[一二三四五六七八九十廿卅]{{1,3}}日)?(?:通讯|通訊|{WIRE})"
)

CAPTION = re.compile(
    r"^(?:[▲△↑←→↓]|[▲△↑←→↓]?(?:图为|圖為|图[①-⑩一二三四五六七八九十\d]{1,3}[：: ]|图片说明|[上下左右]图[为：:，]|"
    r"[大小题]图[为：:]))"
)
# A text that ends in who took the picture is its caption: …（記者何青攝）
TAKEN_BY = re.compile(rf"[（(](?:{ROLE_WORD})?{BLANK}?[{HAN}]{{2,4}}{BLANK}?[摄攝][）)]$")
CAPTION_INSIDE = re.compile(r"图为|圖為")
AUTHOR_NOTE = re.compile(r"^（(?:本文)?作者(?:为|系|单位|分别).{1,80}）$")
JUMP_TO = re.compile(r"^[（(]?(?:紧)?(?:下转|下轉|转)第?[一二三四五六七八九十\d]{1,3}版[）)]?$")
JUMP_FROM = re.compile(r"^[（(]?(?:紧)?(?:上接|上接)第?[一二三四五六七八九十\d]{1,3}版[）)]?$")
NOTICE = re.compile(
    r"二维码|客户端|新闻热线|热线电话|电子信箱|电子邮箱|投稿(?:邮箱|信箱)|本版(?:责编|编辑|邮箱|电话)|责任?编辑?[：:]|"
    r"版式设计[：:]|微信公众号|联系电话|^邮箱[：:]|^电话[：:]|广告热线"
)
NOTICE_LONGEST = 60
# What only the paper itself says of itself; a telephone number alone may be an advertiser's.
HOUSE_NOTICE = re.compile(r"二维码|客户端|新闻热线|投稿(?:邮箱|信箱)|本版|责任?编辑?[：:]|版式设计[：:]|微信公众号|广告热线")
# Words of advertisements and classified lines: who sells what, where, for how much.
TRADE = re.compile(
    r"地址|电话|校址|价格|面议|批发|零售|代办|招租|出租|转让|顶让|诚聘|招聘|诚征|急征|征求|出售|让售|优惠|函购|经销|发行所|事务所|总店|分店|"
    r"门诊|诊金|座价|日场|夜场|每[瓶盒包册张份]|大洋|元起|折起|开业|特价|奉送|有意者|意者|接洽|洽谈|免费|遗失|声明|启事|公告|作废|拍卖|报名"
)

# What a comment, an editorial and a serial call themselves: in a rubric, or in brackets at the end of a head.
COMMENT = re.compile(
    r"(?:[时短快锐点漫微冷热影书]评|评论|杂谈|漫谈|街谈|闲谈|清谈|快语|微言|小言|闲话|随感|今日谈|论坛|一家之言|三言两语|我见我思)$"
)
EDITORIAL = re.compile(r"^(?:本报)?社[论评]$")
COMMENTATOR = re.compile(r"(?:本报|本報|新华社|新華社)(?:特约|特約)?(?:评论员|評論員)$")
SERIAL = re.compile(r"连载|連載")
PART = re.compile(r"[（(](?:[一二三四五六七八九十百廿卅]{1,4}|\d{1,3})[）)]$")
TO_BE_CONTINUED = re.compile(r"(?:未完|待续|待續|下回分解|明日分解|明日续|明日續)[）)。]?$")
# Who is spoken to as a letter or a speech begins, and what signs a notice in a name's place.
SALUTES = re.compile(r"(?:同志们?|朋友们?|先生们?|女士们?|阁下|编辑|编者|读者|您好|你好|代表|委员|同学们|乡亲们)[：:！]$")
OFFICE = re.compile(
    r"(?:公司|委员会|法院|[局科处股]|办公室|编辑部|出版社|小组|协会|大学|学校|医院|政府|[工农商]会|编者|工厂|合作社)$"
)
# How advertisements and classified lines call themselves, whole.
ADVERTISES = re.compile(
    r"^(?:招聘|招生|招租|招领|招标|转让|出租|出售|拍卖|寻人|遗失|征婚|迁移|开业|开幕|更正|作废|聘请|通告|分类|人事|旺铺转让|声明)?"
    r"(?:启事|声明|公告|通告|广告|作废|信息)?$"
)

# Column titles that open a sidebar to the article beside them.
SIDEBAR_RUBRICS = frozenset(
    "记者手记 链接 编后 延伸阅读 相关 相关链接 短评 新闻链接 编者按 背景 名词解释 小贴士 数据 快评 点评".split()
)
RUBRICS = SIDEBAR_RUBRICS | frozenset(
    "记者亲历 今日聚焦 百姓故事 视点 关注 一线调查 聚焦 现场 人物 调查 评论 观察 特写 速览 要闻 简讯 快讯 专访 访谈 "
    "记者观察 记者调查 "
    "新闻观察 热点 民生 本版导读 来信 读者来信 今日谈 时评 社论 综述 述评 随笔 一线见闻 新春走基层 "
    "走基层 深度 热线 图片新闻".split()
)
RUBRIC_MARK = "■"
RUBRIC_LONGEST = 12
