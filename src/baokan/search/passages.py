"""What is searched: an issue as passages of reading text, with their words, names and sentences.

A passage is a stretch of text that stands by itself: a head, a byline, a paragraph, a caption. Offsets count characters
(code points) of the passage's text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Word(NamedTuple):
    """A token of a passage; what its tagger doesn't say is ""."""

    start: int
    end: int
    pos: str = ""
    upos: str = ""
    lemma: str = ""
    feats: str = ""  # Case=Nom|Number=Sing


class Name(NamedTuple):
    """A named entity of a passage; `type` is PER, LOC, ORG or MISC."""

    start: int
    end: int
    type: str


@dataclass(slots=True)
class Passage:
    """One passage of reading text."""

    id: str  # xml:id of its element, "" where it has none
    kind: str  # head, byline, dateline, paragraph, caption, credit, note, jump or the element's name
    subtype: str  # of a head: kicker, main, sub, rubric, cross
    article: int  # index in the issue's articles; -1 outside of all
    text: str
    pages: list[tuple[int, str]] = field(default_factory=list)  # (offset, page number) in text order
    names: list[Name] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # offset at which each sentence begins

    def page_at(self, offset: int) -> str:
        """The number of the page on which the character at offset stands."""
        page = ""
        for start, number in self.pages:
            if start > offset:
                break
            page = number
        return page


@dataclass(slots=True)
class ArticleInfo:
    """What a hit says of its article."""

    id: str
    type: str  # div/@type: article, notice, advertisement …
    subtype: str
    title: str = ""  # main head


@dataclass(slots=True)
class IssueText:
    """One issue as it is searched and exported."""

    id: str
    path: Path
    paper: str = ""
    date: str = ""  # YYYY, YYYY-MM or YYYY-MM-DD; "" when not known
    date_kind: str = ""  # the attribute it comes from: when, from, notBefore …; only "when" says that it came out then
    rights: str = ""  # what the header says of them
    licence: str = ""  # a URL, when the header has one
    number: str = ""
    language: str = ""
    images: dict[str, str] = field(default_factory=dict)  # page number -> address of its image, as the encoding has it
    articles: list[ArticleInfo] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    annotated: bool = False  # whether words come from a file with tokens, not from the tokeniser

    @property
    def dated(self) -> bool:
        """Whether it came out on its date, not only after or before it."""
        return self.date_kind == "when"
