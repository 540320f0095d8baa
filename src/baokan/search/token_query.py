"""Searches for words: a pattern's automaton run over all words of an issue at once, as sets of positions.

For each state the set of words at which it can begin a match is computed from the states that follow it, from the
pattern's right to its left; so a gap costs a shift and not a walk. Only where hits are listed are the ends looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from baokan.errors import UsageError
from baokan.search.automaton import Automaton, pattern_to_automaton
from baokan.search.columns import bits_to_positions, has_bit, ones, packed_bits
from baokan.search.cql import Anything, Both, Comparison, Condition, Either, Not, TokenQuery
from baokan.search.deadline import Deadline
from baokan.search.hits import Span
from baokan.search.indexing import Index
from baokan.search.issue_columns import IssueColumns
from baokan.search.scope import Scope
from baokan.search.vocabulary import comparison_to_ids, comparison_to_predicate

RECENT = 16  # issues whose columns are kept
Matching = Literal["shortest", "longest", "all"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the pattern found in one issue: the words at which matches begin, and per state where it can go on from."""

    columns: IssueColumns
    starts: int
    live: list[bytes]  # per state, the words at which it stands in a match
    last: bytes  # the words after which no match goes on


class TokenSearch:
    """A query for words, its tests looked up in the index once."""

    def __init__(self, index: Index, query: TokenQuery, deadline: Deadline, variants: bool = False) -> None:
        self.index = index
        self.query = query
        self.deadline = deadline
        self.variants = variants
        self.automaton: Automaton = pattern_to_automaton(query.pattern)
        if self.automaton.nullable:
            raise UsageError("the query may match no word at all, so it matches everywhere.", "make one of its words obligatory.")
        self.recent: dict[int, IssueColumns] = {}  # of the issues with matches seen last, for those who set the hits
        self.ids: dict[Comparison, tuple[frozenset[int], bool]] = {}
        for condition in self.automaton.conditions:
            self.look_up(condition)

    def look_up(self, condition: Condition) -> None:
        """Find the values of all tests within a condition."""
        if isinstance(condition, Comparison) and condition not in self.ids:
            ids = comparison_to_ids(self.index.connection, condition, self.query.text, self.variants, self.deadline)
            empty = comparison_to_predicate(condition, self.query.text)("")
            self.ids[condition] = ids, empty
        elif isinstance(condition, Both | Either):
            for part in condition.parts:
                self.look_up(part)
        elif isinstance(condition, Not):
            self.look_up(condition.part)

    def issues(self, scope: Scope) -> Iterator[IssueColumns]:
        """The issues of the scope, by date and name, until time is up."""
        condition, values = scope.issue_sql()
        ask = f"SELECT i.id, i.words FROM issue i WHERE {condition} AND i.words > 0 ORDER BY i.date, i.name, i.id"
        for issue, words in self.index.connection.execute(ask, values).fetchall():
            if self.deadline.over():
                return
            yield IssueColumns(self.index.connection, issue, words)

    def found(self, scope: Scope) -> Iterator[Found]:
        """Per issue with matches, where they begin."""
        kinds = frozenset[int]()
        if scope.kinds:
            tests = [Comparison("kind", kind, literal=True) for kind in scope.kinds]
            kinds = frozenset[int]().union(
                *(comparison_to_ids(self.index.connection, t, self.query.text, False, self.deadline) for t in tests)
            )
        for columns in self.issues(scope):
            found = self.find_in(columns)
            if found is None:
                continue
            starts = found.starts & columns.bits_of("kind", kinds, False) if scope.kinds else found.starts
            if starts:
                self.recent[columns.issue] = columns
                if len(self.recent) > RECENT:
                    del self.recent[next(iter(self.recent))]
                yield Found(columns, starts, found.live, found.last)

    def find_in(self, columns: IssueColumns) -> Found | None:
        """Where matches begin in one issue; None when there is none."""
        cache: dict[Condition, int] = {}
        for condition in self.automaton.conditions:
            if condition not in cache:
                cache[condition] = self.condition_to_bits(condition, columns)
        own = [cache[c] for c in self.automaton.conditions]
        last = columns.last_words(self.query.within) if any(self.automaton.follow) else ones(columns.length)
        live = self.live_states(own, ones(columns.length) & ~last)
        starts = 0
        for state in self.automaton.first:
            starts |= live[state]
        return Found(columns, starts, [packed_bits(bits) for bits in live], packed_bits(last)) if starts else None

    def live_states(self, own: list[int], inner: int) -> list[int]:
        """Per state the words at which it can stand in a match; `inner` are the words that a next one may follow."""
        follow, final = self.automaton.follow, self.automaton.final
        live = [0] * len(own)
        loops = self.automaton.loops
        while True:
            changed = False
            for state in reversed(range(len(own))):
                if not own[state]:
                    continue
                ahead = 0
                for target in follow[state]:
                    ahead |= live[target]
                bits = own[state] if state in final else own[state] & (ahead >> 1) & inner
                if bits != live[state]:
                    live[state] = bits
                    changed = True
            if not (loops and changed) or self.deadline.over():
                return live

    def condition_to_bits(self, condition: Condition, columns: IssueColumns) -> int:
        """The words of an issue that a condition holds for."""
        everything = ones(columns.length)
        if isinstance(condition, Comparison):
            ids, empty = self.ids[condition]
            bits = columns.bits_of(condition.attribute, ids, empty)
            return everything & ~bits if condition.negated else bits
        if isinstance(condition, Both):
            bits = everything
            for part in condition.parts:
                bits &= self.condition_to_bits(part, columns)
                if not bits:
                    break
            return bits
        if isinstance(condition, Either):
            bits = 0
            for part in condition.parts:
                bits |= self.condition_to_bits(part, columns)
            return bits
        if isinstance(condition, Not):
            return everything & ~self.condition_to_bits(condition.part, columns)
        assert isinstance(condition, Anything)
        return everything

    def matches(self, found: Found, matching: Matching) -> Iterator[tuple[int, int]]:
        """(first word, word after the last) of the matches of an issue, in order of their first word."""
        for start in bits_to_positions(found.starts):
            if self.deadline.over():
                return
            for end in self.ends(found, start, matching):
                yield start, end

    def ends(self, found: Found, start: int, matching: Matching) -> list[int]:
        """Where the matches that begin at a word end: the nearest, the farthest or all."""
        live, follow, final = found.live, self.automaton.follow, self.automaton.final
        states = {s for s in self.automaton.first if has_bit(live[s], start)}
        ends = []
        at = start
        while states:
            if not final.isdisjoint(states):
                ends.append(at + 1)
                if matching == "shortest":
                    break
            if has_bit(found.last, at):
                break
            at += 1
            states = {t for s in states for t in follow[s] if has_bit(live[t], at)}
        return ends[-1:] if matching == "longest" else ends


def find_words(search: TokenSearch, scope: Scope, matching: Matching) -> Iterator[Span]:
    """The matches as places in the text."""
    for found in search.found(scope):
        for start, end in search.matches(found, matching):
            yield words_to_span(found.columns, start, end)


def count_words(search: TokenSearch, scope: Scope) -> int:
    """How many matches there are, one for each word at which one begins, without looking for their ends."""
    return sum(found.starts.bit_count() for found in search.found(scope))


def words_to_span(columns: IssueColumns, start: int, end: int) -> Span:
    """The place of the words from start to the one before end."""
    first, last = columns.passage_of(start), columns.passage_of(end - 1)
    begins, ends = columns.offset(start, first), columns.offset(end - 1, last) + columns.lengths[end - 1]
    return Span(columns.issue, columns.passages[first][0], begins, columns.passages[last][0], ends, start, end)
