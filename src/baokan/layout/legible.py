"""A page as the inference reads it: one script, one set of marks; every character stays in its place.

The dictionary and the forms know simplified characters and full-width marks. A page of traditional characters, or one typed
with half-width marks, is read through a copy in which each of its characters has a stand-in, so offsets hold in both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import opencc

from baokan.model import Page

# What simplified text has none of: commoner traditional characters, enough to tell that a page needs folding.
SIGNS = frozenset(
    "這個們來時說國會對為過學與後還動經現點電話問題開關見長東車馬風飛號書報紙員廣發無業產與黨總統軍戰爭實體當應將從"
    "進達運連遠選邊內兩萬億幾歲歷縣鄉鎮樓橋鐵銀錢銷錄難雲頭類顧飯館魚鳥麥黃齊龍華區場聲處務勞勝單嚴團圖園圍訊記"
)
RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
HALF = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
CHINESE = r"\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’—…"
IS_CHINESE = re.compile(rf"[{CHINESE}]")
HALF_MARK = re.compile(r"[,;:!?().]")
MARKS = {
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "﹁": "“",
    "﹂": "”",
    "︰": "：",
    "∶": "：",
    "﹐": "，",
    "／": "/",
    "\xa0": " ",
}
WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


@cache
def fold_table() -> dict[str, str]:
    """Traditional character -> simplified, of OpenCC's t2s, character by character."""
    characters = [chr(code) for first, end in RANGES for code in range(first, end)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {c: s for c, s in zip(characters, simplified, strict=True) if len(s) == 1 and s != c}


def legible(page: Page) -> Page:
    """The page itself, or a copy whose blocks have texts of the same lengths that the forms and the dictionary know."""
    seen = set("".join([block.text for block in page.blocks]))
    table = {code: WIDE[code] for code in map(ord, seen) if code in WIDE}
    table |= {ord(c): MARKS[c] for c in seen & MARKS.keys()}
    if not seen.isdisjoint(SIGNS):
        folds = fold_table()
        table |= {ord(c): folds[c] for c in seen if c in folds}
    half = not seen.isdisjoint(HALF)
    if not table and not half:
        return page
    blocks = []
    for block in page.blocks:
        text = block.text.translate(table) if table else block.text
        if half:
            text = HALF_MARK.sub(full_width, text)
        blocks.append(block if text == block.text else replace(block, text=text))
    return replace(page, blocks=tuple(blocks))


def full_width(match: re.Match[str]) -> str:
    """A half-width mark as Chinese text has it, where some stands at its side; a full stop only behind it."""
    mark, text, at = match.group(), match.string, match.start()
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark == ".":
        return "。" if IS_CHINESE.match(before) and not (after.isalnum() or after == ".") else mark
    return HALF[mark] if IS_CHINESE.match(before) or IS_CHINESE.match(after) else mark
