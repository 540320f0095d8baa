"""Eras of China, Japan and Manchukuo, sexagenary years and five-year plans. Facts of general history.

Reign names that two emperors had (太和, 永和, 建武 …) are left out, since a text would have to say whose.
"""

from __future__ import annotations

# name -> (its first year, how many years it counts)
ERAS: dict[str, tuple[int, int]] = {
    "民国": (1912, 130), "洪宪": (1916, 1),
    "康德": (1934, 12), "大同": (1932, 3), "昭和": (1926, 64), "大正": (1912, 15), "明治": (1868, 45), "平成": (1989, 31),
    "令和": (2019, 99), "庆应": (1865, 4), "光武": (1897, 11), "隆熙": (1907, 4),
    "宣统": (1909, 4), "光绪": (1875, 34), "同治": (1862, 13), "咸丰": (1851, 11), "道光": (1821, 30), "嘉庆": (1796, 25),
    "乾隆": (1736, 61), "雍正": (1723, 13), "康熙": (1662, 61), "顺治": (1644, 18), "天聪": (1627, 10), "崇德": (1636, 8),
    "崇祯": (1628, 17), "天启": (1621, 7), "万历": (1573, 48), "隆庆": (1567, 6), "嘉靖": (1522, 45), "正德": (1506, 16),
    "弘治": (1488, 18), "成化": (1465, 23), "天顺": (1457, 8), "景泰": (1450, 8), "宣德": (1426, 10), "洪熙": (1425, 1),
    "永乐": (1403, 22), "建文": (1399, 4), "洪武": (1368, 31), "至正": (1341, 30), "大德": (1297, 11), "延祐": (1314, 7),
    "咸淳": (1265, 10), "景定": (1260, 5), "淳祐": (1241, 12), "绍定": (1228, 6), "嘉定": (1208, 17), "开禧": (1205, 3),
    "庆元": (1195, 6), "绍熙": (1190, 5), "淳熙": (1174, 16), "隆兴": (1163, 2), "绍兴": (1131, 32), "建炎": (1127, 4),
    "靖康": (1126, 2), "宣和": (1119, 7), "政和": (1111, 8), "大观": (1107, 4), "崇宁": (1102, 5), "绍圣": (1094, 5),
    "元祐": (1086, 9), "元丰": (1078, 8), "熙宁": (1068, 10), "治平": (1064, 4), "嘉祐": (1056, 8), "皇祐": (1049, 6),
    "庆历": (1041, 8), "景祐": (1034, 5), "天圣": (1023, 10), "天禧": (1017, 5), "大中祥符": (1008, 9), "景德": (1004, 4),
    "咸平": (998, 6), "淳化": (990, 5), "雍熙": (984, 4), "太平兴国": (976, 9), "开宝": (968, 9), "建隆": (960, 4),
    "显德": (954, 7), "天祐": (904, 4), "乾宁": (894, 5), "中和": (881, 5), "广明": (880, 2), "乾符": (874, 6),
    "咸通": (860, 15),
    "大中": (847, 14), "会昌": (841, 6), "开成": (836, 5), "宝历": (825, 3), "长庆": (821, 4), "元和": (806, 15),
    "永贞": (805, 1),
    "贞元": (785, 21), "建中": (780, 4), "大历": (766, 14), "宝应": (762, 2), "乾元": (758, 3), "至德": (756, 3),
    "天宝": (742, 15),
    "开元": (713, 29), "神龙": (705, 3), "仪凤": (676, 4), "麟德": (664, 3), "显庆": (656, 6), "永徽": (650, 6),
    "贞观": (627, 23),
    "武德": (618, 9), "大业": (605, 14), "仁寿": (601, 4), "开皇": (581, 20), "义熙": (405, 14), "隆安": (397, 5),
    "永嘉": (307, 7),
    "咸宁": (275, 6), "泰始": (265, 10), "正始": (240, 10), "青龙": (233, 5), "黄初": (220, 7), "建安": (196, 25),
    "初平": (190, 4),
    "中平": (184, 6), "光和": (178, 7), "熹平": (172, 7), "延熹": (158, 10), "永元": (89, 17), "章和": (87, 2),
    "永平": (58, 18),
    "地皇": (20, 4), "始建国": (9, 5),
}  # fmt: skip
# Their months and days are those of the lunar calendar; the others took over the sun's.
SOLAR_ERAS = frozenset("民国 洪宪 康德 大同 昭和 大正 平成 令和 隆熙".split())
MEIJI_SOLAR = 6  # the year of 明治 from which its months are the sun's
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
# The first two five-year plans and the ones since the third, which began in 1966.
PLANS = {1: (1953, 1957), 2: (1958, 1962)}
PLAN_YEARS = 5


def era_year(era: str, number: int) -> int | None:
    """The year that an era's year begins in; None when it had none of that number."""
    first, years = ERAS[era]
    return first + number - 1 if 1 <= number <= years else None


def sexagenary_years(stem_and_branch: str) -> int | None:
    """甲子 -> 4, the least year of the common era of that name modulo 60; None for a pair that there isn't."""
    stem, branch = STEMS.find(stem_and_branch[0]), BRANCHES.find(stem_and_branch[1])
    if stem < 0 or branch < 0 or (stem - branch) % 2:
        return None
    return next(n + 4 for n in range(60) if n % 10 == stem and n % 12 == branch) % 60


def plan_years(number: int) -> tuple[int, int] | None:
    """First and last year of a five-year plan: 11 -> (2006, 2010)."""
    if number in PLANS:
        return PLANS[number]
    first = 1966 + PLAN_YEARS * (number - 3)
    return (first, first + PLAN_YEARS - 1) if 3 <= number <= 30 else None
