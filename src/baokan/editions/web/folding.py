"""Folds text for search, a character to a character: traditional to simplified, capitals to small, full width to half."""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC

HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2A6E0))


@cache
def fold_table() -> dict[int, str]:
    """Code point -> what it is searched as, for all that change."""
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1 and folded != chr(code):
            table[code] = folded
    table |= traditional_table()
    return table


def traditional_table() -> dict[int, str]:
    """Traditional character -> simplified, of OpenCC's t2s, character by character."""
    characters = [chr(code) for first, end in HAN for code in range(first, end)]
    plain = [unicodedata.normalize("NFKC", c) for c in characters]
    simple = OpenCC("t2s").convert("\n".join(plain)).split("\n")
    return {ord(c): s for c, s in zip(characters, simple, strict=True) if len(s) == 1 and s != c}


def fold(text: str) -> str:
    """The text as it is searched; as many characters as before."""
    return text.translate(fold_table())
