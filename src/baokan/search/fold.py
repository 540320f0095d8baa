"""Simplified and traditional characters as one: a table of single characters, taken from OpenCC's t2s.

A character folds to its simplified form wherever it stands (髮 and 發 both to 发, 乾 to 干), so lengths and offsets hold,
and two texts match when their folded forms are equal.
"""

from __future__ import annotations

from functools import cache

import opencc

# Where Chinese characters stand: the unified ideographs, extension A, the compatibility and the supplementary ones.
RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
SEPARATOR = "\n"  # keeps the converter from reading neighbours as one word


@cache
def fold_table() -> dict[int, str]:
    """Code point -> simplified character, for those that differ."""
    characters = [chr(c) for low, high in RANGES for c in range(low, high)]
    simplified = opencc.OpenCC("t2s").convert(SEPARATOR.join(characters)).split(SEPARATOR)
    return {ord(c): s for c, s in zip(characters, simplified, strict=True) if len(s) == 1 and s != c}


def fold(text: str) -> str:
    """The text in simplified characters, of the same length."""
    return text.translate(fold_table())
