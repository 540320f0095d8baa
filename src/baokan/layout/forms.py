"""The forms of bylines, datelines, captions and notices, as data; every pattern is bounded.

Counts behind them come from 13,862 real articles; each form stands with an example written by us.
"""

from __future__ import annotations

import re

HAN = r"\u4e00-\u9fff"
BLANK = r"[ \u3000]"
ROLE_WORD = (
    r"(?:本报|本報|新华社|新華社|人民网|中新社)?(?:首席|特约|特約|见习|見習|实习|實習|驻[\u4e00-\u9fff]{1,6})?"
    r"(?:记者|記者|通讯员|通訊員|实习生|實習生|特派员|特派員|评论员|評論員)"
)
NAME = rf"[{HAN}·]{{1,8}}"  # padded names come as single characters, run-together ones as long tokens
NAMES = rf"{NAME}(?:(?:、|,|，|{BLANK}{{1,3}}){NAME}){{0,11}}"
DONE = r"(?:综合)?(?:报道|報道|摄影报道|摄影|摄|攝|整理|文/图|图文)"
MARK = r"[□■▣◎○●]"

# □记者 白一鸣 通讯员 何青 报道
BYLINE_ROLES = re.compile(
    rf"^{MARK}?{BLANK}{{0,2}}(?:综合)?{ROLE_WORD}{BLANK}{{0,3}}{NAMES}"
    rf"(?:{BLANK}{{0,3}}{ROLE_WORD}{BLANK}{{0,3}}{NAMES}){{0,4}}{BLANK}{{0,3}}{DONE}?$"
)
# □白一鸣何青报道 · □白一鸣 摄影报道
BYLINE_MARKED = re.compile(rf"^{MARK}{BLANK}{{0,2}}{NAMES}{BLANK}{{0,3}}{DONE}$")
# □白一鸣 何青
BYLINE_BARE = re.compile(rf"^□{BLANK}{{0,2}}[{HAN}]{{2,4}}(?:{BLANK}{{1,3}}[{HAN}]{{2,4}}){{0,4}}$")
# （本报记者白一鸣、何青）
BYLINE_BRACKETS = re.compile(rf"^（{ROLE_WORD}{BLANK}{{0,3}}{NAMES}(?:摄|整理)?）$")
BYLINES = (BYLINE_ROLES, BYLINE_MARKED, BYLINE_BARE, BYLINE_BRACKETS)
BYLINE_LONGEST = 80
PHOTO_BYLINE = re.compile(r"摄影报道$|[摄攝]$")

# 何青摄（宁安图片社）
PHOTO_CREDIT = re.compile(r"(?:摄影报道|[摄攝])(?:（[^（）]{1,20}）)?$")
# A dash that hands over to the main head or opens a sub, a column title, what somebody said.
HEAD_CUE = re.compile(r"^——|——$|（[^（）]{2,40}）$|(?:强调|指出|主持|出席|讲话|通知|侧记|纪实|综述|发布|启动|开幕|举行)$")
SENTENCE_END = tuple("。！？…!?")
CLOSED = tuple("。！？…”’）】〕》』」!?)")

AGENCY = r"(?:本报|本報|据新华社|新华社|新華社|中新社|中央社|路透社|本社|据本报)"
PLACE_DATE = rf"[{HAN}]{{0,12}}?(?:{BLANK}?\d{{1,2}}月\d{{1,2}}日|[{HAN}一二三四五六七八九十廿卅]{{1,3}}日)?"
# 本报宁安2月3日电　（记者白一鸣）
RUNIN = re.compile(
    rf"^(?P<dateline>{AGENCY}{PLACE_DATE}(?:电|電|讯|訊))(?P<gap>{BLANK}{{0,4}})"
    rf"(?P<byline>[（(]{ROLE_WORD}[^（）()]{{1,60}}[）)]|{ROLE_WORD}{NAMES}报道[：:])?(?P<rest>{BLANK}{{0,4}})"
)
# 〔本報寧安卅日電〕
RUNIN_OLD = re.compile(rf"^(?P<dateline>[〔（【]{AGENCY}{PLACE_DATE}(?:电|電|讯|訊)[〕）】])(?P<rest>{BLANK}{{0,4}})")
# （本报宁安2月3日电）
DATELINE_FOOT = re.compile(rf"[（〔]{AGENCY}{PLACE_DATE}(?:电|電|讯|訊)[）〕]$")
DATELINE_PARTS = re.compile(rf"(?P<agency>{AGENCY})(?P<place>[{HAN}]{{0,12}}?)(?P<date>\d{{1,2}}月\d{{1,2}}日)?(?:电|電|讯|訊)")

CAPTION = re.compile(
    r"^(?:▲|△|↑|←|→|↓)?(?:图为|圖為|图[①-⑩一二三四五六七八九十\d]{1,3}[：:]|图片说明|[上下左右]图|大图|小图|题图)"
)
CAPTION_INSIDE = re.compile(r"图为|圖為")
AUTHOR_NOTE = re.compile(r"^（(?:本文)?作者(?:为|系|单位|分别).{1,80}）$")
JUMP_TO = re.compile(r"^[（(]?(?:紧)?(?:下转|下轉|转)第?[一二三四五六七八九十\d]{1,3}版[）)]?$")
JUMP_FROM = re.compile(r"^[（(]?(?:紧)?(?:上接|上接)第?[一二三四五六七八九十\d]{1,3}版[）)]?$")
NOTICE = re.compile(
    r"二维码|客户端|新闻热线|热线电话|电子信箱|电子邮箱|投稿(?:邮箱|信箱)|本版(?:责编|编辑|邮箱|电话)|责任?编辑?[：:]|"
    r"版式设计[：:]|微信公众号|联系电话|^邮箱[：:]|^电话[：:]|广告热线"
)
NOTICE_LONGEST = 60

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
