"""Traditional characters as simplified ones, a character for a character, so that lengths and offsets hold.

Source: OpenCC's t2s, which dictionaries of simplified words, search and the layout's forms share.
"""

from __future__ import annotations

from functools import cache

import opencc

# What simplified text has none of: commoner traditional characters, enough to tell that a text needs converting.
SIGNS = frozenset(
    "這個們來時說國會對為過學與後還動經現點電話問題開關見長東車馬風飛號書報紙員廣發無業產與黨總統軍戰爭實體當應將從"
    "進達運連遠選邊內兩萬億幾歲歷縣鄉鎮樓橋鐵銀錢銷錄難雲頭類顧飯館魚鳥麥黃齊龍華區場聲處務勞勝單嚴團圖園圍訊記"
)
# Digits and letters of full width -> of half width.
HALF_WIDTH = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# Where Chinese characters stand: the unified ideographs, extension A, the compatibility and the supplementary ones.
RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
SEPARATOR = "\n"  # keeps the converter from reading neighbours as one word


@cache
def converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified_characters() -> dict[int, str]:
    """Code point -> simplified character wherever it stands (髮 and 發 both 发), for those that differ."""
    characters = [chr(code) for first, end in RANGES for code in range(first, end)]
    simplified = converter().convert(SEPARATOR.join(characters)).split(SEPARATOR)
    return {ord(c): s for c, s in zip(characters, simplified, strict=True) if len(s) == 1 and s != c}


def simplify(text: str) -> str:
    """text in simplified characters, as its words have them; character by character where a word would change the length."""
    if SIGNS.isdisjoint(text):
        return text
    converted: str = converter().convert(text)
    return converted if len(converted) == len(text) else text.translate(simplified_characters())


def plain_text(text: str) -> str:
    """Simplified characters, digits and letters of half width; as long as text."""
    return simplify(text).translate(HALF_WIDTH)


def fold(text: str) -> str:
    """Each character simplified wherever it stands, so that two texts match when their folds are equal; as long as text."""
    return text.translate(simplified_characters())
