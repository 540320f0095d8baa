"""Folds text for search, a character to a character: traditional to simplified, capitals to small, full width to half."""

from __future__ import annotations

import unicodedata
from functools import cache

from baokan.simplified import simplified_characters

COMPATIBILITY = range(0xF900, 0xFB00)


@cache
def fold_table() -> dict[int, str]:
    """Code point -> what it is searched as, for all that change."""
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1 and folded != chr(code):
            table[code] = folded
    simplified = simplified_characters()
    table |= simplified
    for code in COMPATIBILITY:  # folded as the character that they stand for
        character = unicodedata.normalize("NFKC", chr(code))
        if len(character) == 1:
            folded = simplified.get(ord(character), character)
            if folded != chr(code):
                table[code] = folded
    return table


def fold(text: str) -> str:
    """The text as it is searched; as many characters as before."""
    return text.translate(fold_table())
