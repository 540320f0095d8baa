"""Traditional characters to simplified ones for the dictionaries; the length stays, so offsets hold."""

from __future__ import annotations

from functools import cache

import opencc

# What simplified text has none of: commoner traditional characters, enough to tell that a text needs converting.
SIGNS = frozenset(
    "這個們來時說國會對為過學與後還動經現點電話問題開關見長東車馬風飛號書報紙員廣發無業產與黨總統軍戰爭實體當應將從"
    "進達運連遠選邊內兩萬億幾歲歷縣鄉鎮樓橋鐵銀錢銷錄難雲電頭題類顧飯館體魚鳥麥黃齊龍華區場聲處務勞動勝單嚴團圖園圍"
)


WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def plain_text(text: str) -> str:
    """Simplified characters, digits and letters of half width; as long as text."""
    return simplify(text).translate(WIDE)


@cache
def converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """text in simplified characters, character by character where a phrase would change the length."""
    if SIGNS.isdisjoint(text):
        return text
    converted: str = converter().convert(text)
    if len(converted) == len(text):
        return converted
    single = ((converter().convert(c), c) for c in text)
    return "".join(new if len(new) == 1 else old for new, old in single)
