"""Breaks text into lines of a column, with the rules of Chinese line breaks; widths are in ems of the line's own size."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NEVER_FIRST = "，。、；：！？”’）》」』〉】〕…—·,.;:!?)]%％"
NEVER_LAST = "“‘（《「『〈【〔([—"


@dataclass(frozen=True)
class SetLine:
    """A line: its text, how far it is set in, and whether it is stretched to the column's width."""

    text: str
    indent: float = 0.0
    full: bool = True


def width(text: str) -> float:
    """How wide a text is printed; what isn't a wide character is half as wide."""
    return sum(map(character_width, text))


def character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character == " ":
        return 0.3
    return 0.95 if character in "@WMm%" else 0.75 if character.isupper() else 0.6


def break_text(text: str, measure: float, indent: float = 0.0, upright: bool = False) -> list[SetLine]:
    """The lines of a paragraph whose first line is set in by `indent`; upright, every character takes one em."""
    lines: list[SetLine] = []
    while text:
        room = measure - (indent if not lines else 0.0)
        take, used = 0, 0.0
        while take < len(text):
            step = 1.0 if upright else width(text[take])
            if used + step > room + 0.01:
                break
            used += step
            take += 1
        take = max(1, take)
        if take < len(text):
            take = legal_break(text, take, upright)
        lines.append(SetLine(text[:take], indent if not lines else 0.0, take < len(text)))
        text = text[take:].lstrip(" ")
    return lines


def legal_break(text: str, take: int, upright: bool) -> int:
    """The last place at or before `take` where a line may end; words and numbers are kept whole where they fit."""
    at = take
    while at > max(1, take - 12):
        left, right = text[at - 1], text[at]
        inside_word = not upright and left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
        if right not in NEVER_FIRST and left not in NEVER_LAST and not inside_word:
            return at
        at -= 1
    return take
