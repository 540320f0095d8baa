"""The text of an issue as other tools get it, a line a block, and the way back from a line to the block that it was."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from baokan.annotate.exchange.anchors import ALIKE, Target, Texts, alike, quote
from baokan.annotate.kept import Shift


def document(texts: Texts) -> str:
    """The text of an issue as a tool shows it: a line a block, each character at its offset."""
    return "".join(flat(texts[key]) + "\n" for key in texts.blocks)


def flat(text: str) -> str:
    return text.replace("\n", " ")


def block_starts(texts: Texts) -> dict[str, int]:
    """Where each block begins in the document, in characters."""
    starts, at = {}, 0
    for key in texts.blocks:
        starts[key] = at
        at += len(texts[key]) + 1
    return starts


@dataclass
class Row:
    """A line of a tool's text: its place in that text, and the block that it is, "" for none."""

    start: int
    text: str
    key: str = ""
    shifts: dict[bool, Shift] = field(default_factory=dict)


class Places:
    """A text that came back from a tool, laid beside the issue's text as it is now. Offsets count characters."""

    def __init__(self, text: str, texts: Texts, origins: Iterable[tuple[int, str]] = ()) -> None:
        """origins: (offset, block) where the tool tells which block stands there."""
        self.text = text
        self.texts = texts
        self.rows: list[Row] = []
        at = 0
        for line in text.removesuffix("\n").split("\n"):
            self.rows.append(Row(at, line))
            at += len(line) + 1
        self.starts = [row.start for row in self.rows]
        for at, key in origins:
            row = self.row_at(at)
            row.key = row.key or (key if key in texts.blocks else "")
        if not any(row.key for row in self.rows):
            for row, key in zip(self.rows, self.keys(), strict=True):
                row.key = key
        self.by_key = {row.key: row for row in self.rows if row.key}

    def keys(self) -> list[str]:
        """The block of each line, "" for none: by order where there are as many, else by what the lines say."""
        if len(self.rows) == len(self.texts.blocks):
            return list(self.texts.blocks)
        lines, blocks = [row.text for row in self.rows], [flat(self.texts[key]) for key in self.texts.blocks]
        found = [""] * len(lines)
        for what, a, b, c, d in difflib.SequenceMatcher(None, lines, blocks, autojunk=False).get_opcodes():
            if what == "equal" or (what == "replace" and b - a == d - c):
                found[a:b] = self.texts.blocks[c:d]
            elif what == "replace":
                for line in range(a, b):
                    likest = max(range(c, d), key=lambda n, line=line: alike(lines[line], blocks[n]))  # type: ignore[misc]
                    if alike(lines[line], blocks[likest]) >= ALIKE and self.texts.blocks[likest] not in found:
                        found[line] = self.texts.blocks[likest]
        return found

    def share(self) -> float:
        """The part of the text, from 0 to 1, that the issue says too."""
        known = [row for row in self.rows if row.key]
        said = sum(len(r.text) for r in known if flat(self.texts[r.key]) == r.text or alike(r.text, self.texts[r.key]) >= ALIKE)
        return said / (sum(len(r.text) for r in self.rows) or 1)

    def row_at(self, offset: int) -> Row:
        return self.rows[max(0, bisect_right(self.starts, offset) - 1)]

    def targets(self, start: int, end: int) -> Iterator[Target]:
        """A span, cut where it goes over the end of a line, with the words of the text that the tool had."""
        for row in self.rows[max(0, bisect_right(self.starts, start) - 1) :]:
            if row.start >= end:
                break
            first, last = max(start, row.start), min(end, row.start + len(row.text))
            if first < last:
                same = row.key and flat(self.texts[row.key]) == row.text
                yield quote(row.key, self.texts[row.key] if same else row.text, first - row.start, last - row.start)

    def shift(self, row: Row, back: bool = False) -> Shift:
        """From a line to its block as it is now, or the way back."""
        if back not in row.shifts:
            old, new = row.text, self.texts[row.key]
            row.shifts[back] = Shift(new, old) if back else Shift(old, new)
        return row.shifts[back]

    def span_before(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """The span of the tool's text that a span of a block was; None when its words weren't there."""
        row = self.by_key.get(key)
        if row is None:
            return None
        if flat(self.texts[key]) == row.text:
            return row.start + start, row.start + end
        found = self.shift(row, back=True).exact(start, end)
        return (row.start + found[0], row.start + found[1]) if found else None
