"""Asks a corpus: brings its index up to date, reads the query, answers with occurrences, and mends a damaged index."""

from __future__ import annotations

import itertools
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from baokan.errors import UnreadableInput, UsageError
from baokan.search.corpus import Report
from baokan.search.cql import Comparison, Sequence, TokenQuery, looks_like_cql, parse_query
from baokan.search.deadline import Deadline
from baokan.search.gathering import SPACE
from baokan.search.hits import Hit, Span, Surroundings
from baokan.search.indexing import ATTRIBUTES, Index, Progress, open_index
from baokan.search.issue_columns import IssueColumns, ValueTexts
from baokan.search.scope import Scope
from baokan.search.store import discard, index_path, is_unwritable, unwritable
from baokan.search.text_query import TextQuery, count_text, find_text
from baokan.search.token_query import Matching, TokenSearch, count_words, find_words
from baokan.search.vocabulary import META

DAMAGE = (sqlite3.DatabaseError, zlib.error, UnicodeDecodeError, ValueError, EOFError)  # what a damaged index raises
AHEAD = 50  # occurrences looked for before any is handed out: damage met by then is mended unseen


@dataclass(frozen=True, slots=True)
class Options:
    """How a query is read and where it looks; the defaults are those of the command."""

    language: str = "auto"  # text, cql, or auto: by how the query begins
    within: str = "p"  # s, p or article
    matching: Matching = "shortest"
    ignore_case: bool = False
    variants: bool = False
    scope: Scope = field(default_factory=Scope)
    context: int = 20  # characters
    seconds: float | None = None  # time limit of the answer, from when the index is up to date


class Answer:
    """The occurrences of one query; they are looked for while they are taken."""

    def __init__(self, index: Index, query: TextQuery | TokenQuery, options: Options) -> None:
        self.index = index
        self.query = query
        self.options = options
        self.deadline = Deadline(options.seconds)
        self.texts = ValueTexts(index.connection)
        self.search = (
            TokenSearch(index, query, self.deadline, options.variants) if isinstance(query, TokenQuery) else None
        )
        self.columns: IssueColumns | None = None
        self.source: Iterator[Span] | None = None  # occurrences of which the first were looked for already

    @property
    def partial(self) -> bool:
        """Whether time was up before all was looked at."""
        return self.deadline.partial

    def spans(self) -> Iterator[Span]:
        """The occurrences by date, issue and place. Raises UnreadableInput when the index proves damaged on the way."""
        source, self.source = self.source or self.find(), None
        return self.guarded(source)

    def probe(self) -> None:
        """Look for the first occurrences, so that damage shows before any is handed out."""
        source = self.find()
        head = list(itertools.islice(source, AHEAD))
        self.source = itertools.chain(head, source)

    def find(self) -> Iterator[Span]:
        scope = self.options.scope
        if self.search is not None:
            return find_words(self.search, scope, self.options.matching)
        assert isinstance(self.query, TextQuery)
        return find_text(self.index, self.query, scope, self.deadline)

    def guarded(self, spans: Iterator[Span]) -> Iterator[Span]:
        try:
            yield from spans
        except DAMAGE as error:
            self.index.connection.close()
            discard(self.index.path)
            raise UnreadableInput(
                f"{self.index.path}: the index is damaged ({error}).", "run the search again: the index is made anew."
            ) from error

    def count(self) -> int:
        """How many occurrences there are."""
        if self.search is not None and self.options.matching != "all":
            return count_words(self.search, self.options.scope)
        if isinstance(self.query, TextQuery):
            return count_text(self.index, self.query, self.options.scope, self.deadline)
        return sum(1 for _ in self.spans())

    def hits(self) -> Iterator[Hit]:
        """The occurrences with their surroundings."""
        around = Surroundings(self.index.connection, self.options.context)
        for span in self.spans():
            yield around.span_to_hit(span, self.words_of(span) if self.search is not None else None)

    def columns_of(self, issue: int) -> IssueColumns:
        """The columns of an issue; the last one is kept, since occurrences come issue by issue."""
        if self.search is not None and issue in self.search.recent:
            return self.search.recent[issue]
        if self.columns is None or self.columns.issue != issue:
            (words,) = self.index.connection.execute("SELECT words FROM issue WHERE id = ?", [issue]).fetchone()
            self.columns = IssueColumns(self.index.connection, issue, words)
        return self.columns

    def word_range(self, span: Span) -> tuple[int, int]:
        """(first, after the last) of the words that an occurrence touches, numbered through its issue."""
        if span.first_word >= 0:
            return span.first_word, span.last_word
        return self.columns_of(span.issue).words_between(span.passage, span.start, span.end)

    def words_of(self, span: Span) -> list[dict[str, str]]:
        """The words of an occurrence, each with its annotation."""
        columns = self.columns_of(span.issue)
        first, last = self.word_range(span)
        rows: list[dict[str, str]] = [{} for _ in range(first, last)]
        for attribute in ATTRIBUTES:
            layer = columns.layer(attribute)
            if layer is None:
                continue
            vocabulary, codes = layer
            for row, code in zip(rows, codes[first:last], strict=True):
                text = self.texts[vocabulary[code]]
                if text:
                    row[attribute] = text
        return rows

    def as_characters(self) -> TextQuery | None:
        """The same search for characters, where the query is nothing but words as they are written."""
        if not isinstance(self.query, TokenQuery):
            return None
        pattern = self.query.pattern
        parts = pattern.parts if isinstance(pattern, Sequence) else (pattern,)
        words = [
            p.value
            for p in parts
            if isinstance(p, Comparison) and p.attribute == "word" and not p.negated and (p.literal or not META.search(p.value))
        ]
        ignore = any(isinstance(p, Comparison) and p.ignore_case for p in parts)
        return TextQuery("".join(words), ignore, self.options.variants) if len(words) == len(parts) else None


def read_query(text: str, options: Options) -> TextQuery | TokenQuery:
    """Raises QuerySyntaxError for a query for words that can't be read, UsageError for an empty one."""
    if not text:
        raise UsageError("the query is empty.", "give the characters or the words to search for.")
    if options.language == "cql" or (options.language == "auto" and looks_like_cql(text)):
        return parse_query(text, options.within)
    return TextQuery(SPACE.sub(" ", text.strip("\r\n\t")), options.ignore_case, options.variants)


def ask(
    corpus: Path,
    text: str,
    options: Options,
    path: Path | None = None,
    report: Report = lambda finding: None,
    progress: Progress = lambda done, total: None,
) -> Answer:
    """Answer a query about a corpus from its index, which is made or brought up to date first.

    `path` is the index file, by default in a folder .baokan in the corpus. An index that proves damaged is made anew
    once; `answer.index.rebuilt` then says so. Raises UsageError, UnreadableInput, OutputInTheWay, MissingPart.
    """
    query = read_query(text, options)
    damage = ""
    for last in (False, True):
        index = None
        try:
            index = open_index(corpus, path, report, progress)
            answer = Answer(index, query, options)
            answer.probe()
        except DAMAGE as error:
            if index is not None:
                index.connection.close()
            if is_unwritable(error):
                raise unwritable(path or index_path(corpus), error) from error
            if last:
                raise
            damage = f"it was damaged ({error})"
            discard(path or index_path(corpus))
        else:
            index.rebuilt = damage or index.rebuilt
            return answer
    raise AssertionError  # the second round returns or raises
