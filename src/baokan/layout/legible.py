"""A page as the inference reads it: one script, one set of marks; every character stays in its place.

The dictionary and the forms know simplified characters and full-width marks. A page of traditional characters, or one typed
with half-width marks, is read through a copy in which each of its characters has a stand-in, so offsets hold in both.
"""

from __future__ import annotations

import re
from dataclasses import replace

from baokan.model import Page
from baokan.simplified import HALF_WIDTH, SIGNS, simplified_characters

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


def legible(page: Page) -> Page:
    """The page itself, or a copy whose blocks have texts of the same lengths that the forms and the dictionary know."""
    seen = set("".join([block.text for block in page.blocks]))
    table = {code: HALF_WIDTH[code] for code in map(ord, seen) if code in HALF_WIDTH}
    table |= {ord(c): MARKS[c] for c in seen & MARKS.keys()}
    if not seen.isdisjoint(SIGNS):
        folds = simplified_characters()
        table |= {code: folds[code] for code in map(ord, seen) if code in folds}
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
