"""Searches for characters: every occurrence of a string in the passages, wherever words were cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from baokan.search.columns import unpack_text
from baokan.search.deadline import Deadline
from baokan.search.hits import Span
from baokan.search.indexing import Index, spaced
from baokan.search.scope import Scope
from baokan.simplified import fold


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
    kinds = frozenset(scope.kinds)
    for stretch, issue, text, places in stretch_places(index, query, scope, deadline):
        before = number = line = 0
        for at in places:
            if deadline.over():
                return
            breaks = text.count("\n", before, at)
            if breaks:
                number += breaks
                line = text.rindex("\n", before, at) + 1
            before = at
            if not kinds or kind_of(index, stretch + number) in kinds:
                yield Span(issue, stretch + number, at - line, stretch + number, at - line + len(query.text))


def count_text(index: Index, query: TextQuery, scope: Scope, deadline: Deadline) -> int:
    """How many occurrences there are."""
    if scope.kinds:
        return sum(1 for _ in find_text(index, query, scope, deadline))
    return sum(len(places) for _, _, _, places in stretch_places(index, query, scope, deadline))


def kind_of(index: Index, passage: int) -> str:
    return str(index.connection.execute("SELECT kind FROM passage WHERE id = ?", [passage]).fetchone()[0])


def stretch_places(
    index: Index, query: TextQuery, scope: Scope, deadline: Deadline
) -> Iterator[tuple[int, int, str, list[int]]]:
    """(stretch, issue, its text, offsets of the occurrences) of the stretches that have any."""
    normal = query.normal()
    wanted = normal(query.text)
    for stretch, issue in candidates(index, query, scope):
        if deadline.over():
            return
        (data,) = index.connection.execute("SELECT text FROM stretch WHERE id = ?", [stretch]).fetchone()
        text = unpack_text(data)
        places = all_places(normal(text), wanted)
        if places:
            yield stretch, issue, text, places


def all_places(text: str, wanted: str) -> list[int]:
    """Every offset at which wanted begins."""
    places = []
    at = text.find(wanted)
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places


def candidates(index: Index, query: TextQuery, scope: Scope) -> list[tuple[int, int]]:
    """(stretch, issue) of the stretches that have the characters one after the other, by date, issue and place."""
    condition, values = scope.issue_sql()
    ask = f"SELECT i.id FROM issue i WHERE {condition} ORDER BY i.date, i.name, i.id"
    order = {issue: n for n, (issue,) in enumerate(index.connection.execute(ask, values))}
    terms = query_to_terms(query)
    ask, values = "SELECT id, issue FROM stretch", []
    if terms:
        ask, values = f"{ask} WHERE id IN (SELECT rowid FROM characters WHERE characters MATCH ?)", [terms]
    rows = index.connection.execute(ask, values).fetchall()
    return sorted((row for row in rows if row[1] in order), key=lambda row: (order[row[1]], row[0]))


def query_to_terms(query: TextQuery) -> str:
    """What FTS5 is asked for, "" for everything: the characters in a row, without those that have a large and a small form."""
    runs = [query.text]
    if query.ignore_case:
        runs = "".join(c if c.lower() == c.upper() else "\n" for c in query.text).split("\n")
    return " AND ".join(f'"{spaced(run)}"' for run in runs if run)
