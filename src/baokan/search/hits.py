"""A hit: one occurrence in the corpus, with where it stands and what stands around it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from baokan.search.columns import unpack_text
from baokan.search.indexing import full_name, text_to_page

BETWEEN = "\n"  # stands in the text of a hit where one passage ends and the next begins


@dataclass(frozen=True, slots=True)
class Span:
    """An occurrence before its surroundings are looked up: passage numbers of the index, offsets in characters."""

    issue: int
    passage: int
    start: int
    last_passage: int  # the same as passage, unless words of several were asked for within an article
    end: int
    first_word: int = -1  # of the issue; -1 where characters were searched, not words
    last_word: int = -1  # the one after the last


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence, as it is shown and exported."""

    issue: str  # xml:id of the issue
    file: str  # relative to the corpus
    paper: str
    date: str
    page: str
    article: str  # xml:id, "" outside of all
    title: str  # the article's main head
    kind: str  # of the passage: head, byline, paragraph, caption …
    passage: str  # xml:id
    start: int  # offset in the passage's reading text, in characters
    end: int  # offset in the passage in which the hit ends
    left: str
    text: str
    right: str
    by: str  # "characters" or "words"
    words: tuple[dict[str, str], ...] = field(default=())  # where words were asked for: the word and its annotation

    def as_row(self) -> dict[str, object]:
        """Field -> value, for JSON and CSV; `words` only where words were asked for."""
        row: dict[str, object] = {name: getattr(self, name) for name in HIT_FIELDS}
        if self.by == "words":
            row["words"] = list(self.words)
        return row


HIT_FIELDS = (
    "issue", "file", "paper", "date", "page", "article", "title", "kind", "passage", "start", "end", "left", "text", "right",
    "by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as the index holds it."""

    issue: int
    name: str
    kind: str
    article: int
    pages: str
    text: str


class Surroundings:
    """Looks up what stands around spans, remembering the passages and articles it has seen last."""

    def __init__(self, connection: sqlite3.Connection, context: int) -> None:
        self.connection = connection
        self.context = context  # characters on each side
        self.last: tuple[int, list[str]] = (0, [])
        self.passage = lru_cache(maxsize=512)(self.read_passage)
        self.issue = lru_cache(maxsize=64)(self.read_issue)
        self.article = lru_cache(maxsize=256)(self.read_article)

    def read_passage(self, number: int) -> PassageRow:
        ask = "SELECT issue, name, kind, article, pages FROM passage WHERE id = ?"
        issue, name, kind, article, pages = self.connection.execute(ask, [number]).fetchone()
        first, texts = self.stretch(number)
        return PassageRow(issue, name, kind, article, pages, texts[number - first])

    def stretch(self, passage: int) -> tuple[int, list[str]]:
        """(number of the first passage, texts) of the stretch that a passage is in; the last one is kept."""
        first, texts = self.last
        if not first <= passage < first + len(texts):
            ask = "SELECT id, text FROM stretch WHERE id <= ? ORDER BY id DESC LIMIT 1"
            first, data = self.connection.execute(ask, [passage]).fetchone()
            texts = unpack_text(data).split("\n")
            self.last = first, texts
        return first, texts

    def read_issue(self, number: int) -> tuple[str, str, str, str]:
        ask = "SELECT i.name, f.path, i.paper, i.date FROM issue i JOIN file f ON f.id = i.file WHERE i.id = ?"
        name, path, paper, date = self.connection.execute(ask, [number]).fetchone()
        return name, path, paper, date

    def read_article(self, issue: int, number: int) -> tuple[str, str]:
        ask = "SELECT name, title FROM article WHERE issue = ? AND number = ?"
        row = self.connection.execute(ask, [issue, number]).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def span_to_hit(self, span: Span, words: Iterable[dict[str, str]] | None = None) -> Hit:
        first, last = self.passage(span.passage), self.passage(span.last_passage)
        name, path, paper, date = self.issue(span.issue)
        article, title = self.article(span.issue, first.article)
        return Hit(
            issue=name, file=path, paper=paper, date=date, page=text_to_page(first.pages, span.start),
            article=article, title=title, kind=first.kind, passage=full_name(first.name, name),
            start=span.start, end=span.end,
            left=first.text[max(0, span.start - self.context) : span.start], text=self.text_of(span),
            right=last.text[span.end : span.end + self.context],
            by="characters" if words is None else "words", words=tuple(words or ()),
        )  # fmt: skip

    def text_of(self, span: Span) -> str:
        if span.passage == span.last_passage:
            return self.passage(span.passage).text[span.start : span.end]
        between = [self.passage(n).text for n in range(span.passage + 1, span.last_passage)]
        first, last = self.passage(span.passage).text, self.passage(span.last_passage).text
        return BETWEEN.join([first[span.start :], *between, last[: span.end]])

    def hits(self, spans: Iterable[Span]) -> Iterator[Hit]:
        for span in spans:
            yield self.span_to_hit(span)
