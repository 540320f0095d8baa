"""Searches for characters: every occurrence of a string in the passages, wherever words were cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from baokan.search.deadline import Deadline
from baokan.search.fold import fold
from baokan.search.hits import Span
from baokan.search.indexing import Index, spaced
from baokan.search.scope import Scope


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A string to be found as it stands; `ignore_case` and `variants` loosen that."""

    text: str
    ignore_case: bool = False
    variants: bool = False  # simplified and traditional match each other

    def normal(self) -> Callable[[str], str]:
        """What both sides are put through before they are compared; keeps length."""
        steps: list[Callable[[str], str]] = []
        if self.variants:
            steps.append(fold)
        if self.ignore_case:
            steps.append(lower)

        def run(text: str) -> str:
            for step in steps:
                text = step(text)
            return text

        return run


def lower(text: str) -> str:
    """Lower case of the same length: what has no single lower-case character stays (İ)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_text(index: Index, query: TextQuery, scope: Scope, deadline: Deadline) -> Iterator[Span]:
    """The occurrences, overlapping ones too, in the order of date, issue and place; stops when time is up."""
    normal = query.normal()
    wanted = normal(query.text)
    for passage, issue, text in candidates(index, query, scope):
        if deadline.over():
            return
        plain = normal(text)
        at = plain.find(wanted)
        while at >= 0:
            yield Span(issue, passage, at, passage, at + len(wanted))
            at = plain.find(wanted, at + 1)


def candidates(index: Index, query: TextQuery, scope: Scope) -> Iterator[tuple[int, int, str]]:
    """(passage, issue, text) of passages that have the characters one after the other."""
    condition, values = scope.sql()
    characters = [lower(c) if query.ignore_case else c for c in query.text]
    if query.ignore_case and any(c.lower() != c or c.upper() != c for c in characters):
        # FTS5 keeps each case as its own term: search for what has no case, compare the rest.
        runs = "".join(c if c.lower() == c.upper() else "\n" for c in query.text).split("\n")
        terms = [spaced(run) for run in runs if run]
    else:
        terms = [spaced(query.text)]
    if terms:
        condition += " AND p.id IN (SELECT rowid FROM characters WHERE characters MATCH ?)"
        values.append(" AND ".join(f'"{term}"' for term in terms))
    yield from index.connection.execute(
        "SELECT p.id, p.issue, p.text FROM passage p JOIN issue i ON i.id = p.issue"
        f" WHERE {condition} ORDER BY i.date, i.name, p.id",
        values,
    )
