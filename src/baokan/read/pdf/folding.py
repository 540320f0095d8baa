"""Characters that look like another one in a PDF's text layer: radicals, compatibility and vertical forms."""

from __future__ import annotations

import re
import unicodedata

# Radicals of the supplement that stand alone as words; Unicode gives most of them no equivalent.
RADICALS = dict(zip(
    "⺀⺁⺄⺊⺎⺘⺝⺟⺠⺤⺨⺬⺮⺶⺷⺻⺼⻁⻄⻅⻆⻉⻋⻌⻍⻎⻓⻔⻖⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "冫厂乙卜兀扌月母民爫犭示竹羊羊聿肉虎西见角贝车辶辶辶长门阝青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齊齐歯齿竜龙龜亀龟", strict=True,
))  # fmt: skip
VERTICAL = dict(zip(
    "︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈︐︑︒︓︔︕︖︗︘︙︰︱︲",
    "（）｛｝〔〕【】《》〈〉「」『』［］，、。：；！？〖〗…：—–", strict=True,
))  # fmt: skip
FOLDED = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe48\U0002f800-\U0002fa1f]")


def fold(character: str) -> str:
    """The plain character that this one only looks like; itself for every other."""
    if not FOLDED.match(character):
        return character
    if character in RADICALS:
        return RADICALS[character]
    if character in VERTICAL:
        return VERTICAL[character]
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
