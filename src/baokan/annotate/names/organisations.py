"""Second pass: organisations by their grammar, from the word that such a name ends in leftwards to what it begins with.

中国|纺织|工业|协会: the end is a word of orgs.txt, what stands between is nouns, the beginning is a place, another
organisation, or a word that opens names (国家, 中央, 省 …). The same for places that people built (纪念馆, 公园, 大桥).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from baokan.annotate.names.gazetteer import places, sections
from baokan.annotate.names.lattice import Piece

LONGEST = 26  # characters of a name
LONGEST_SUFFIX = 8
MOST_WORDS = 9  # words to the left of the ending
FACILITIES = tuple(
    "图书馆 新华书店 纪念馆 博物馆 美术馆 展览馆 体育馆 科技馆 文化馆 天文馆 陈列馆 档案馆 会址 体育场 体育中心 展览中心 会展中心 音乐厅 大剧院 剧场 剧院 影剧院 礼堂 公园 动物园 植物园 游乐园 陵园 墓园 墓 纪念碑 纪念堂 "
    "故居 旧居 旧址 遗址 机场 国际机场 火车站 车站 大桥 立交桥 大厦 大楼 广场 风景区 名胜区 自然保护区 保护区 开发区 经济区 高新区 工业园 工业区 科技园 保税区 隧道 水库 电站 水电站 "
    "公路 铁路 国道 运河 灌区 大街 大道 胡同 码头 港 庙 寺 塔 祠 亭 楼 门 城楼 宫 殿 陵 洞 市场 批发市场 军区 军分区 油田 煤田 大坝 水利枢纽 商城 王国 共和国 联邦 边区 半岛 群岛 岛 海峡 山 河 江 湖 峡谷 桥 路 街 村 镇 乡 区 县 市 州 省 港口 湾".split()
)
FACILITY_SET = frozenset(FACILITIES)
OPENERS = frozenset(
    "国家 中央 全国 国际 世界 亚洲 欧洲 非洲 中华 中共 省 市 县 区 乡 镇 州 自治区 自治州 地区 最高 首都 人民 全军 总 解放军 海军 空军 陆军 武警 民盟 民革 民建 民进 共青团 中国 皇家 联邦 民族 工农 省级 市级 "
    "北方 南方 东方 西北 东北 华东 华北 华南 华中 西南 中南 全省 全市 团 厂 校 院 村 原 前 驻 红 新华 北洋 浙江省 地方 军事 战略".split()
) - {"原", "前", "驻", "人民", "全省", "全市", "校", "院", "北方", "南方"}
# Endings that name an organisation with nothing before them.
ALONE = frozenset(
    "省委 市委 县委 区委 地委 州委 党中央 国务院 军委 中央军委 党组 省政府 市政府 县政府 区政府 纪委 省纪委 市纪委 县纪委 人大 政协 省政协 市政协 县政协 村委会 居委会 村党支部 党支部 村支部 乡党委 镇党委 厂党委 团中央 团省委 团市委 团县委 "
    "组织部 宣传部 统战部 省人大 市人大 公安局 县公安局 市公安局 检察院 县检察院 市检察院 妇联 工商局 税务局 人事局 教委 计委 国会 众议院 参议院 议会 执委会 校党委 校团委 工会 文联 省军区 军分区 总参谋部 司令部 政治部".split()
)
# Words that end like an organisation and never are its end.
NEVER_ENDINGS = frozenset(
    "干部 全部 内部 外部 东部 西部 南部 北部 中部 东北部 东南部 西北部 西南部 大部 局部 头部 腹部 胸部 上部 下部 底部 顶部 颈部 面部 腰部 根部 支部书记 家庭 社会 大会 会 机会 盛会 晚会 宴会 茶话会 座谈会 报告会 运动会 展览会 博览会 "
    "音乐会 研讨会 纪念会 庆祝会 发布会 招待会 联欢会 交易会 洽谈会 年会 例会 全会 常委会议 会议 情报 海报 电报 通报 重心 中队长 排队 军营 露营 国营 民营 私营 经营 宿营 冠军 亚军 季军 将军 敌军 大军 行军 参军 从军 建军 裁军 驻军 "
    "教师 律师 厨师 医师 工程师 老师 出师 会师 技师 大师 牧师 牵连 流连 大连 接连 一连 集体 同盟 常委 政委 委员 编委 政府 人民政府 军队 部队 国家 组织 单位 机关 企业 办 主办 举办 承办 协办 开办 创办 兴办 停办 合办 "
    "军 师 旅 营 连 系 科 室 处 司 团 社 党 队 厂 矿 院 局 部 厅 署 股份 团结 房室 教室 卧室 办公室主任 好处 坏处 到处 处处 四处 益处 用处 深处 之处 高处 远处 各处 好办 难办 体系 关系 联系 星系 水系 派系 直系 太阳系 政党 入党 建党 全党 民主党派 "
    "工厂 医院 法院 学院 书院 寺院 庭院 剧院 电影院 影院 住院 出院 戏院 格局 布局 结局 全局 大局 时局 战局 僵局 当局 开局 邮局 入团 社团 公社 报社 旅社".split()
)
# Ordinary words that end a name when something opens one before them.
COMMON_ENDINGS = frozenset("股份 工厂 医院 法院 学院 书院 剧院 电影院 影院 邮局 报社 旅社 公社".split())
# Endings of one character, which end a name only right behind what opens one, or with a known word before.
SHORT_ENDINGS = frozenset("部局厅院处科司室委队团党系厂矿社署办所行站店会校庭台")


@dataclass(frozen=True, slots=True)
class Word:
    """A piece with its text."""

    text: str
    piece: Piece

    @property
    def kind(self) -> str:
        return self.piece.kind

    @property
    def tag(self) -> str:
        return self.piece.tag


@cache
def endings() -> frozenset[str]:
    return frozenset(sections("orgs.txt")["suffixes"])


@cache
def known() -> frozenset[str]:
    return frozenset(sections("orgs.txt")["known"])


def ending(word: str) -> str:
    """The longest organisation ending of a word; "" when it has none."""
    for length in range(min(LONGEST_SUFFIX, len(word)), 0, -1):
        if word[-length:] in endings():
            return word[-length:]
    return ""


# Joined in the dictionary: the organisation, and the office in it.
OFFICES = ("部长", "党组书记", "支部书记", "委书记", "政协委员", "政协主席", "政协副主席", "人大代表", "人大常委", "委常委", "院院长", "局局长", "团团长", "队队长", "队员", "委委员")
OFFICE_CUT = {"部长": 1, "党组书记": 2, "支部书记": 2, "委书记": 2, "政协委员": 2, "政协主席": 2, "政协副主席": 3, "人大代表": 2, "人大常委": 2, "委常委": 2, "院院长": 2, "局局长": 2, "团团长": 2, "队队长": 2, "队员": 1, "委委员": 2}


def split_offices(text: str, pieces: Sequence[Piece]) -> list[Word]:
    """The pieces as words, 国防部长 cut to 国防部 and 长."""
    words = []
    for piece in pieces:
        word = text[piece.start : piece.end]
        cut = 0
        if not piece.kind and len(word) > 2:
            cut = next((OFFICE_CUT[o] for o in OFFICES if word.endswith(o) and len(word) >= len(o)), 0)
        if cut and len(word) - cut >= 2:
            middle = piece.end - cut
            words.append(Word(word[:-cut], Piece(piece.start, middle, "", "n")))
            words.append(Word(word[-cut:], Piece(middle, piece.end, "", "k")))
        else:
            words.append(Word(word, piece))
    return words


def find(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The names in text: those of the pieces, and the organisations and built places composed of them."""
    words = split_offices(text, pieces)
    spans: list[tuple[int, int, str]] = []
    for last in range(len(words)):
        first, kind = compose(words, last)
        if kind:
            while spans and spans[-1][0] >= first:
                spans.pop()
            if spans and spans[-1][1] > first:
                continue
            spans.append((first, last + 1, kind))
    return merge(words, spans)


def merge(words: Sequence[Word], spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    found = []
    position = 0
    for first, end, kind in [*spans, (len(words), len(words), "")]:
        found += [w.piece for w in words[position:first] if w.kind]
        if kind:
            found.append(Piece(words[first].piece.start, words[end - 1].piece.end, kind))
        position = end
    return found


def compose(words: Sequence[Word], last: int) -> tuple[int, str]:
    """The first word of the name that ends in words[last], and its kind; kind "" when none ends there."""
    word = words[last]
    if word.kind == "PER" or word.tag in ("x", "m", "t", "p", "uj", "r", "d"):
        return last, ""
    if word.kind == "ORG" or word.text in known():
        return known_anchor(words, last), "ORG"
    if word.text == "中央" and last and words[last - 1].text in PARTIES:
        return last - 1, "ORG"
    if first := facility(words, last):
        return first - 1, "LOC"
    if word.kind == "LOC" or word.text in STOP_WORDS or not (end := ending(word.text)):
        return last, ""
    if word.text in NEVER_ENDINGS and not (word.text in SHORT_ENDINGS or word.text in COMMON_ENDINGS):
        return last, ""
    if word.tag.startswith(("v", "a")) and word.tag != "vn" and word.text not in ALONE:
        return last, ""
    if whole(word) and word.text.endswith(LONG_FACILITIES):
        return last, "LOC"
    alone = word.text in ALONE or whole(word)
    first = anchor(words, last)
    if first < last or alone:
        return first, "ORG"
    if end in TRADED and last and (first := trade_name(words, last)) < last:
        return first, "ORG"
    if len(word.text) > len(end) + 1 and word.text not in NEVER_ENDINGS and len(end) > 1 and word.tag in ("nt", "nz"):
        return last, "ORG"
    return last, ""


LONG_NEVER = tuple(n for n in NEVER_ENDINGS if len(n) > 1 and n not in COMMON_ENDINGS) + ("中北部", "中南部", "中东部", "中西部")
PARTIES = frozenset("民革 民盟 民建 民进 农工党 致公党 九三学社 台盟 共青团 中共 国民党".split())
NATIONAL = ("中国", "中央", "中共", "全国", "新华", "国务院", "国际", "联合国", "人民日报", "中科院")


TRADED = frozenset("集团 公司 有限公司 股份有限公司 集团公司 总公司 厂 总厂".split())


def trade_name(words: Sequence[Word], last: int) -> int:
    """The first of the words of an unlisted firm's name: one invented word, or two single characters: 双|良|集团."""
    before = words[last - 1]
    if before.kind == "PER" or (before.tag in ("nz", "nr", "j") and len(before.text) > 1):
        return last - 1
    two = words[max(0, last - 2) : last]
    if len(two) == 2 and all(len(w.text) == 1 and not w.kind and w.tag[:1] in ("n", "a", "v", "x", "g", "z", "j") for w in two):
        return last - 2
    return last


def known_anchor(words: Sequence[Word], last: int) -> int:
    """The first word of a name that ends in a known one: 越南|国防部; a nation-wide body has nothing before it."""
    word = words[last]
    if last and not word.text.startswith(NATIONAL):
        before = words[last - 1]
        if before.text in PARTIES or before.text in ("国家", "省", "市", "县", "区") or (before.kind == "LOC" and word.text not in UNIQUE):
            return last - 1
    elif last and words[last - 1].text == "中共" and word.text[-1] == "大":
        return last - 1
    return last


UNIQUE = frozenset("新华社 人民日报 光明日报 解放军 红军 八路军 新四军 国民党 共产党 民盟 民革 民建 民进 九三学社 致公党 联合国 安理会 欧盟 北约 东盟 国务院 党中央 军委".split())


def facility(words: Sequence[Word], last: int) -> int:
    """One more than the first word of a built or natural place's name that ends in words[last]; 0 when none does.

    It goes back to the nearest place only: 重庆|朝天门广场 are two. An ending of one character (岛, 村, 桥) wants
    the name right before it, and none that has such an ending already.
    """
    word = words[last]
    long = len(word.text) > 1 and (word.text in FACILITY_SET or (not word.kind and word.text.endswith(LONG_FACILITIES)))
    if not long and (word.text not in FACILITY_SET or last == 0 or word.tag == "short"):
        return 0
    if not long:
        before = words[last - 1]
        named = before.kind in ("LOC", "PER") and before.text[-1] not in FACILITY_SET and before.text not in places().sure
        return last if named else 0
    for index in range(last - 1, max(-1, last - 7), -1):
        before = words[index]
        if before.kind == "ORG" or (before.kind == "PER" and index < last - 1):
            return 0
        if before.kind:
            return index + 1
        if not inside(words, index, last):
            return 0
    return 0


LONG_FACILITIES = tuple(f for f in FACILITIES if len(f) > 2)


def whole(word: Word) -> bool:
    """Whether a word of the dictionary is an organisation's whole name: 武汉钢铁公司, 法国队."""
    text = word.text
    if word.tag != "nt" or text.endswith(LONG_NEVER) or text.startswith(("各级", "各地")):
        return False
    return len(text) > 3 or any(text[:n] in places().sure or text[:n] in places().likely for n in (2, 3) if n < len(text))


def anchor(words: Sequence[Word], last: int) -> int:
    """The first word of the name: the leftmost that can open one, with nothing between that can't be in one."""
    best = last
    length = len(words[last].text)
    for index in range(last - 1, max(-1, last - 1 - MOST_WORDS), -1):
        word = words[index]
        length += len(word.text)
        if length > LONGEST or not inside(words, index, last):
            break
        if opens(words, index, last):
            best = index
    return best


def opens(words: Sequence[Word], index: int, last: int) -> bool:
    word = words[index]
    near = last - index == 1
    if word.kind in ("LOC", "ORG"):
        return True
    if word.kind == "PER":
        return near and ending(words[last].text) in PERSON_ENDINGS
    if word.tag == "m" and word.text[0] == "第" and last - index > 1:
        return words[index + 1].tag[:1] in ("n", "v", "b") and words[index + 1].text not in ("次", "届")
    return word.text in OPENERS or word.text in ALONE or word.text in known() or (near and word.tag in ("nz", "nt", "eng")) or word.tag == "nt"


PERSON_ENDINGS = frozenset("公司 集团 基金会 研究会 中学 小学 大学 医院 纪念馆 学校 有限公司 学院 艺术团 杂志 律师事务所 事务所 队".split())
INSIDE = ("n", "j", "b", "vn", "ng", "s", "eng", "l", "i", "g", "an")
# Verbs that stand in names of organisations.
VERBS = frozenset(
    "管理 研究 开发 保护 发展 建设 检察 检验 检测 监督 审计 工作 教育 设计 制造 加工 服务 咨询 投资 保险 运输 勘探 出版 发行 交流 合作 促进 救助 联合 控制 监察 监测 统计 调查 规划 指导 协调 推介 推广 应用 评价 生产 销售 贸易 游泳 射击 登山 旅游 扶贫 防洪 "
    "抗旱 防汛 消防 治理 建筑 改革 发明 创业 观察 评论 翻译 训练 竞赛 制片 经营 承包 装修 装饰 修理 印刷 采购 供应 储备 信托 租赁 执行 仲裁 裁判 学习 养殖 种植 收容 救援 救护 急救 通信 通讯 广播 测绘 测试 测量 航运 飞行 预防 康复 保健 培训 进修 "
    "指挥 顾问 代表 筹备 组织 宣传 统战 劳动 保障 卫生 质量 安装 冶炼 屠宰 批发 零售 托运 海运 空运 储运 进出口 电影 执法 公证 慈善 募捐 禁毒 缉毒 反贪 纪检 离休 退休".split()
)
STOP_WORDS = frozenset(
    "记者 通讯员 同志 先生 主席 总统 总理 部长 书记 主任 局长 院长 校长 会长 教授 专家 群众 领导 职工 工人 农民 作者 负责人 消息 时间 会议 活动 问题 情况 关系 方面 地方 时候 目前 今天 近日 日前 以来 之后 以后 "
    "期间 以及 等 该 本 各 某 每 这个 那个 我国 我省 我市 我县 本报 各级 各地 许多 有关 原 前 新 老 大 小 多 几 个 名 位 所 届 次 年 月 日 号 上 下 中 里 内 外 间 后 时 人 人士 双方 两国 首 主办 举办 举行 参加 出席 会见 访问 成立 来自 前往 "
    "属于 作为 成为 担任 兼任 接受 通过 经过 根据 按照 由于 为了 关于 对于 包括 其中 会同 邀请 应邀 陪同 率领 领导下 反革命 犯罪 走私 盗窃 诈骗 贩毒 各级 主持 支持 帮助 本报讯 本报 暨 电 讯 报道 要求 希望 宣布 决定 认为 指出 表示 强调 介绍 说".split()
)


def inside(words: Sequence[Word], index: int, last: int) -> bool:
    """Whether words[index] can stand in a name that ends in words[last]."""
    word = words[index]
    if word.kind:
        return word.kind != "PER" or last - index == 1
    if word.text in OPENERS:
        return True
    if word.text in STOP_WORDS:
        return False
    if word.text in VERBS or (word.text == "驻" and words[index + 1].kind == "LOC"):
        return True
    if word.text in ("和", "与", "及"):
        return 0 < index and last - index <= 3 and not words[index + 1].kind and words[last].text in JOINING
    if word.tag == "m":
        return word.text[0] == "第" or (last - index == 1 and word.text[-1] in NUMERALS)
    if word.tag == "a":
        return len(word.text) == 2
    return word.tag.startswith(INSIDE) or (len(word.text) == 1 and word.tag in ("x", "zg") and "\u4e00" <= word.text <= "\u9fff")


JOINING = frozenset("委员会 部 局 学会 协会 中心 公司 会".split())  # endings of names that hold an "and"
NUMERALS = frozenset("一二三四五六七八九十百０１２３４５６７８９0123456789")
