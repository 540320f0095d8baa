"""Places named by one character: 中美两国, 访华, 在京, 美方, 港澳同胞."""

from __future__ import annotations

import re
from collections.abc import Sequence

COUNTRIES = frozenset("中美英法德俄苏日韩朝越印巴意西葡澳加埃以伊泰缅菲老蒙波匈罗保捷南阿古智秘委墨荷比奥希土乌哈吉塔马新尼赞坦肯刚布挪瑞丹芬冰爱叙约黎也利突摩欧亚非拉")
REGIONS = frozenset("京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新蒙港澳台江淮黄汉穗深厦")
LISTED_PAIRS = frozenset(
    "江淮 黄淮 京津 津京 京沪 沪京 沪宁 宁沪 沪杭 平津 港澳 澳港 港台 台港 闽赣 赣闽 云贵 川陕 陕川 苏杭 粤港 京广 湘赣 湘鄂 川藏 青藏 京九 陇海 津浦 苏浙 江浙 豫皖 皖豫 苏皖 鲁豫 晋冀 晋陕 陕甘 甘青 川黔 川渝 京冀 粤桂 桂粤 黔桂 湘桂 滇黔 滇缅 闽粤 闽浙 浙赣 "
    "中外 中西 马列".split()
) - {"中西", "马列"}
AFTER_PAIR = tuple(
    (
    "两国 双方 关系 联合 友好 建交 贸易 经贸 经济 首脑 之间 合作 人民 两军 边界 边境 战争 邦交 双边 领导人 外长 外交 会谈 协定 协议 条约 三个 和平 签署 科技 文化 法律 军事 青年 公报 建设性 战略 都 在 就 及 合资 友谊 交流 高层 政府 两党 "
    "民间 互 冲突 对话 谈判 混委会 混合委员会 最高级 峰会 同盟 安保 海战 交战 停战 边贸 直航 通商 自由贸易 传统 林业 农业 教育 工商 艺术"
    ).split()
)
PAIR = -10.5  # nats of two such places side by side, as said by what follows
BEFORE = {
    "访": COUNTRIES | frozenset("华港澳台京藏沪"),
    "驻": COUNTRIES | frozenset("华港澳台京藏沪津疆"),
    "赴": COUNTRIES | frozenset("华港澳台京藏沪津川疆"),
    "抵": COUNTRIES | frozenset("华港澳台京沪"),
    "离": frozenset("华港澳台京沪"),
    "来": frozenset("华港澳京沪"),
    "在": frozenset("华港澳京沪"),
    "进": frozenset("京藏沪"),
    "返": frozenset("京港台沪"),
    "回": frozenset("京港沪"),
    "侵": frozenset("华"),
    "抗": frozenset("日美英"),
    "援": frozenset("华朝越"),
    "对": frozenset("华台日美"),
    "留": frozenset("美日英法德苏"),
    "旅": frozenset("日美英法澳"),
    "亲": frozenset("美日"),
    "反": frozenset("美日英"),
    "赠": frozenset("华"),
    "保": frozenset("钓"),
}  # fmt: skip
# A word of the dictionary that only looks so: 来华 is one, 对日 may be 对|日记.
FIXED = frozenset("华侨 华人 华商 华裔 中方 美方 日方 英方 俄方 德方 法方 韩方 朝方 越方 印方 巴方 港方 澳方 台方 以方 华资 港资 台资 港商 台商 港胞 日军 美军 英军 法军 德军 苏军 俄军 日寇 日伪 港人 澳人 台胞 日商 侨".split()) - {"侨", "美军", "英军", "法军", "德军", "苏军", "俄军", "日寇", "日伪"}


def is_pair(text: str, start: int) -> bool:
    """Whether text[start:start+2] are two abbreviations of places."""
    two = text[start : start + 2]
    if two in LISTED_PAIRS:
        return True
    if len(two) < 2 or two[0] == two[1] or not (two[0] in COUNTRIES and two[1] in COUNTRIES):
        return False
    if "中" not in two and not all(c in "美英法德俄苏日韩朝越印巴以伊欧" for c in two):
        return False
    if "中" in two and any(c in "美日英法德俄苏韩朝越印欧" for c in two) and two not in ("中欧", "法中"):
        return True
    return text.startswith(AFTER_PAIR, start + 2)


ALWAYS = re.compile(r"(?<=[访驻侵])华|(?<=抗)日|(?<=抗)美(?=援)|(?<=援)朝")


def single(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Abbreviations that stand behind a verb or before 方: their spans; spans are the words of text."""
    found = [m.span() for m in ALWAYS.finditer(text)]
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        if word in FIXED:
            found.append((start, start + 1))
        elif len(word) == 2 and word[1] in BEFORE.get(word[0], ()):
            found.append((start + 1, end))
        elif len(word) == 1 and number and text[spans[number - 1][0] : start] in BEFORE and word in BEFORE[text[start - 1]]:
            found.append((start, end))
        elif len(word) == 1 and text[end : end + 1] == "方" and word in COUNTRIES and number + 1 < len(spans) and spans[number + 1] == (end, end + 1):
            found.append((start, end))
    return found
