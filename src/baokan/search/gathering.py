"""Builds the text of one passage piece by piece, and knows where each word, name and sentence in it lies."""

from __future__ import annotations

import re

from baokan.search.passages import Name, Passage, Word

SPACE = re.compile(r"[ \t\r\n]+")  # XML's white space; U+3000 is a printed blank and stays
CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
CJK_QUOTES = frozenset("“”‘’…—·")  # Chinese punctuation that Unicode files elsewhere


def joins(before: str, after: str) -> bool:
    """Whether a line break between these characters is nothing, as between two Chinese characters."""
    wide = bool(CJK.match(before)), bool(CJK.match(after))
    return all(wide) or (any(wide) and (before in CJK_QUOTES or after in CJK_QUOTES))


class Open:
    """A span that has begun; its start is known once a character of it has come."""

    __slots__ = ("start", "what")

    def __init__(self, what: object) -> None:
        self.start = -1
        self.what = what


class Gathering:
    """The text of a passage under construction: white space collapsed, line breaks within Chinese dropped."""

    def __init__(self, passage: Passage, slot: int = 0) -> None:
        self.passage = passage
        self.slot = slot  # how many passages of the issue stand before it
        self.pieces: list[str] = []
        self.length = 0
        self.last = ""  # last character
        self.pending = ""  # white space seen since the last character: " " or "\n"
        self.glued = False  # whether white space is to be swallowed, after a break within a word
        self.waiting: list[Open] = []  # spans whose first character has not come
        self.page = ""  # page to note at the next character

    def add(self, text: str | None) -> None:
        """Append text as it stands in the XML."""
        if not text:
            return
        at = 0
        for space in SPACE.finditer(text):
            self.put(text[at : space.start()])
            self.space("\n" if "\n" in space[0] else " ")
            at = space.end()
        self.put(text[at:])

    def space(self, kind: str) -> None:
        if not self.glued and self.pending != " ":
            self.pending = kind

    def put(self, text: str) -> None:
        """Append text without white space."""
        if not text:
            return
        if self.pending:
            if self.length and not (self.pending == "\n" and joins(self.last, text[0])):
                self.pieces.append(" ")
                self.length += 1
            self.pending = ""
        self.glued = False
        for span in self.waiting:
            span.start = self.length
        self.waiting.clear()
        if self.page:
            self.passage.pages.append((self.length, self.page))
            self.page = ""
        self.pieces.append(text)
        self.length += len(text)
        self.last = text[-1]

    def break_line(self, within_word: bool) -> None:
        """A pb, cb or lb: nothing where it stands within a word, else the end of a line."""
        if within_word:
            self.pending = ""
            self.glued = True
        else:
            self.space("\n")

    def open(self, what: object) -> Open:
        span = Open(what)
        self.waiting.append(span)
        return span

    def close(self, span: Open) -> None:
        """End a span at the last character; one without characters leaves no trace."""
        if span.start < 0:
            self.waiting.remove(span)
        elif isinstance(span.what, Word):
            self.passage.words.append(span.what._replace(start=span.start, end=self.length))
        elif isinstance(span.what, Name):
            self.passage.names.append(span.what._replace(start=span.start, end=self.length))
        else:
            self.passage.sentences.append(span.start)

    def finish(self) -> Passage | None:
        """The passage, or None when no character came."""
        self.passage.text = "".join(self.pieces)
        self.passage.names.sort()
        return self.passage if self.length else None
