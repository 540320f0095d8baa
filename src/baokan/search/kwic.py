"""Sets hits as key words in context: one line a hit, the hits below each other, in columns of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from baokan.search.hits import BETWEEN, Hit

ORDERS = ("place", "left", "right", "text")
PASSAGE_MARK = "¶"  # where a hit goes over the end of a passage


def width(text: str) -> int:
    """Columns that a terminal gives a text: two for a wide character, none for a combining one."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def printable(text: str) -> str:
    """The text without what would move a terminal's cursor or colour it."""
    return "".join(PASSAGE_MARK if c == BETWEEN else c if c.isprintable() else "\ufffd" for c in text)


def cut_left(text: str, columns: int) -> str:
    """The end of a text that fits, filled up with blanks before it."""
    kept: list[str] = []
    room = columns
    for character in reversed(text):
        if width(character) > room:
            break
        room -= width(character)
        kept.append(character)
    return " " * room + "".join(reversed(kept))


def cut_right(text: str, columns: int) -> str:
    """The beginning of a text that fits."""
    room = columns
    for number, character in enumerate(text):
        room -= width(character)
        if room < 0:
            return text[:number]
    return text


def hits_to_lines(hits: Iterable[Hit], columns: int) -> Iterator[str]:
    """Lines of about `columns` columns: where it stands, left context, [hit], right context."""
    rows = list(hits)
    places = [place(hit) for hit in rows]
    label = min(max((width(p) for p in places), default=0), 34)
    side = max((columns - label - 6) // 2 - 4, 10)
    for hit, where in zip(rows, places, strict=True):
        text = printable(hit.text)
        yield f"{cut_right(where, label)}{' ' * max(label - width(where), 0)} {cut_left(printable(hit.left), side)}[{text}]" + (
            cut_right(printable(hit.right), side)
        )


def place(hit: Hit) -> str:
    """Date or issue, page, kind of passage."""
    page = f" p{hit.page}" if hit.page else ""
    return printable(f"{hit.date or hit.issue}{page} {hit.kind}")


def ordered(hits: Iterable[Hit], order: str) -> list[Hit]:
    """Hits by what stands before them (read from the hit outwards), after them, or by themselves; else as they come."""
    keys = {"left": lambda h: h.left[::-1], "right": lambda h: h.right, "text": lambda h: (h.text, h.right)}
    return sorted(hits, key=keys[order]) if order in keys else list(hits)
