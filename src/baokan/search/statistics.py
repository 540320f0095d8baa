"""Counts over the occurrences of a query: frequencies, collocations, dispersion over time."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from baokan.errors import UsageError
from baokan.search.asking import Answer
from baokan.search.columns import bits_to_positions, ones, positions_to_bits
from baokan.search.indexing import ATTRIBUTES
from baokan.search.issue_columns import IssueColumns

PERIODS = {"year": 4, "month": 7, "day": 10}  # characters of an ISO date
PLACES = ("paper", "issue", "article", "kind", "page")
GROUPS = ("text", *ATTRIBUTES, *PERIODS, *PLACES)
SIGNS = frozenset({"PUNCT", "SYM"})  # upos of what is no word
UNKNOWN = "?"  # stands where the corpus doesn't say


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something occurs; `per_million` characters of the same period, paper or issue, None for other groups."""

    value: str
    count: int
    share: float  # of all occurrences
    per_million: float | None = None


def frequencies(answer: Answer, group: str) -> list[Frequency]:
    """The occurrences counted by what was found, by its annotation, or by where it stands; commonest first, periods in order.

    Raises UsageError for an unknown group.
    """
    if group not in GROUPS:
        raise UsageError(f"there is nothing to count by as {group}.", f"choose one of {', '.join(GROUPS)}.")
    counts = Counter(occurrence_groups(answer, group))
    total = counts.total()
    sizes = group_sizes(answer, group)
    rows = [
        Frequency(value, count, count / total, 1e6 * count / sizes[value] if sizes.get(value) else None)
        for value, count in counts.items()
    ]
    if group in PERIODS:
        return sorted(rows, key=lambda row: row.value)
    return sorted(rows, key=lambda row: (-row.count, row.value))


def occurrence_groups(answer: Answer, group: str) -> Iterator[str]:
    """The group of each occurrence."""
    if group in ATTRIBUTES:
        for span in answer.spans():
            yield " ".join(row.get(group, "") or UNKNOWN for row in answer.words_of(span)) or UNKNOWN
        return
    for hit in answer.hits():
        yield (hit.date[: PERIODS[group]] if group in PERIODS else str(getattr(hit, group))) or UNKNOWN


def group_sizes(answer: Answer, group: str) -> dict[str, int]:
    """Characters of the scope by period, paper or issue; empty for groups that have no size of their own."""
    column = {"paper": "i.paper", "issue": "i.name"} | {p: f"substr(i.date, 1, {n})" for p, n in PERIODS.items()}
    if group not in column:
        return {}
    condition, values = answer.options.scope.issue_sql()
    ask = f"SELECT {column[group]}, sum(i.characters) FROM issue i WHERE {condition} GROUP BY 1"
    return {name or UNKNOWN: size for name, size in answer.index.connection.execute(ask, values)}


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the occurrences: how often there, how often in the whole scope, and how much that says."""

    value: str
    near: int  # in the windows
    total: int  # in the scope, the occurrences themselves left out
    expected: float  # in the windows, if words stood anywhere alike
    log_likelihood: float  # Dunning's G2; below 3.84 chance does as well (p = 0.05)
    mutual_information: float  # log2 of near / expected


def collocates(answer: Answer, window: int, attribute: str = "word", least: int = 2) -> list[Collocate]:
    """Words within `window` words of an occurrence, on both sides, in the same passage; the most telling first.

    Each place counts once however many occurrences it is near, so that the counts form a table of two by two:
    near or not, this word or another. Words of occurrences, marks and signs are left out. `least` is the fewest times
    that a word must be near. Source: T. Dunning (1993); K. Church and P. Hanks (1990).
    """
    if attribute not in ATTRIBUTES:
        raise UsageError(f"words have no {attribute}.", f"choose one of {', '.join(ATTRIBUTES)}.")
    nodes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for span in answer.spans():
        nodes[span.issue].append(answer.word_range(span))
    near: Counter[int] = Counter()
    total: Counter[int] = Counter()
    condition, values = answer.options.scope.issue_sql()
    ask = f"SELECT i.id, i.words FROM issue i WHERE {condition} AND i.words > 0"
    for issue, words in answer.index.connection.execute(ask, values).fetchall():
        if answer.deadline.over():
            break
        count_issue(IssueColumns(answer.index.connection, issue, words), attribute, nodes.get(issue, []), window, (near, total))
    size, inside = total.total(), near.total()
    rows = [
        collocate(answer.texts[value], count, total[value], inside, size)
        for value, count in near.items()
        if count >= least and answer.texts[value]
    ]
    return sorted(rows, key=lambda row: (-row.log_likelihood, row.value))


def count_issue(
    columns: IssueColumns, attribute: str, nodes: list[tuple[int, int]], window: int, into: tuple[Counter[int], Counter[int]]
) -> None:
    """Add an issue's words to (near, total), by number of their value."""
    layer = columns.layer(attribute)
    if layer is None:
        return
    vocabulary, codes = layer
    own = positions_to_bits((w for first, last in nodes for w in range(first, last)), columns.length)
    counted = ones(columns.length) & ~own & ~sign_bits(columns)
    near, total = into
    for code, count in Counter(codes[w] for w in bits_to_positions(counted)).items():
        total[vocabulary[code]] += count
    for word in bits_to_positions(window_bits(columns, own, window) & counted):
        near[vocabulary[codes[word]]] += 1


def window_bits(columns: IssueColumns, own: int, window: int) -> int:
    """The words up to `window` words away from the given ones, never past the ends of a passage."""
    inner = ones(columns.length) & ~columns.last_words("p")  # words that another of the passage follows
    left = right = reached = own
    for _ in range(window):
        right = (right & inner) << 1
        left = (left >> 1) & inner
        reached |= left | right
    return reached


def sign_bits(columns: IssueColumns) -> int:
    """Punctuation and signs, by upos, else by having no letter or figure."""
    layer = columns.layer("upos")
    attribute = "word" if layer is None else "upos"
    layer = columns.layer(attribute)
    if layer is None:
        return 0
    ask = "SELECT text FROM value WHERE id = ?"
    texts = {v: columns.connection.execute(ask, [v]).fetchone()[0] for v in layer[0]}
    signs = {v for v, t in texts.items() if (t in SIGNS if attribute == "upos" else not any(c.isalnum() for c in t))}
    return columns.bits_of(attribute, frozenset(signs), False) if signs else 0


def collocate(value: str, near: int, total: int, inside: int, size: int) -> Collocate:
    """The measures of one word: `inside` words in all windows, `size` in the scope."""
    expected = inside * total / size
    return Collocate(value, near, total, expected, log_likelihood(near, total, inside, size), math.log2(near / expected))


def log_likelihood(near: int, total: int, inside: int, size: int) -> float:
    """G2 of the table of two by two; negative where the word is rarer near than elsewhere."""
    observed = (near, total - near, inside - near, size - total - inside + near)
    rows, columns = (total, total, size - total, size - total), (inside, size - inside, inside, size - inside)
    parts = (o * math.log(o * size / (r * c)) for o, r, c in zip(observed, rows, columns, strict=True) if o)
    value = 2 * sum(parts)
    return -value if near * size < inside * total else value


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the corpus: how many occurrences, in how many characters."""

    name: str
    count: int
    characters: int

    @property
    def per_million(self) -> float:
        return 1e6 * self.count / self.characters if self.characters else 0.0


@dataclass(frozen=True, slots=True)
class Dispersion:
    """The occurrences over time, and how unevenly they lie."""

    unit: str  # year, month or day
    periods: list[Period]  # those that the corpus has text of, in order; dates not known as "?"
    deviation: float  # Gries' DP: 0 spread as the text is, towards 1 all in one place


def dispersion(answer: Answer, unit: str = "") -> Dispersion:
    """Occurrences per year, month or day, where it isn't given as the dates have it. Source: S. Th. Gries (2008)."""
    unit = unit or fitting_unit(answer)
    sizes = group_sizes(answer, unit)
    counts = Counter(occurrence_groups(answer, unit))
    periods = [Period(name, counts[name], sizes[name]) for name in sorted(sizes)]
    hits, characters = sum(p.count for p in periods), sum(p.characters for p in periods)
    deviation = 0.0
    if hits and characters:
        deviation = sum(abs(p.count / hits - p.characters / characters) for p in periods) / 2
    return Dispersion(unit, periods, deviation)


def fitting_unit(answer: Answer) -> str:
    """The unit that gives the corpus's dates some two to sixty periods."""
    for unit in ("day", "month"):
        if len(group_sizes(answer, unit)) <= 62:
            return unit
    return "year"
