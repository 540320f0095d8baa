"""Counts over many pages, and the figures that they come to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

# Rows that hold B-cubed sums rather than counts; `rows` makes one row, "articles", of the two.
PRECISION, RECALL = "articles/precision", "articles/recall"


@dataclass(frozen=True, slots=True)
class Share:
    """Precision, recall and F1, each 0 to 1; `gold` and `system` are what they are shares of."""

    p: float
    r: float
    gold: float
    system: float

    @property
    def f1(self) -> float:
        return 2 * self.p * self.r / (self.p + self.r) if self.p + self.r else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that the system has wrong: its page, the row it counts in, what is wrong, and the text."""

    page: str
    row: str
    fault: str
    text: str

    def format(self) -> str:
        return f"{self.page}: {self.row}: {self.fault}: {self.text}"


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of `said` guesses with one certainty, `right` were right."""

    said: int
    right: int

    @property
    def share(self) -> float | None:
        return self.right / self.said if self.said else None


@dataclass(slots=True)
class Tally:
    """Hits, gold and system counts a row, summed over pages; and guesses by what they are of and their @cert."""

    counts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    guesses: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    misses: list[Miss] = field(default_factory=list)
    pages: int = 0
    lists_misses: bool = True  # without them the memory stays level, however many pages there are

    def add(self, row: str, hit: float, gold: float, system: float) -> None:
        count = self.counts[row]
        count[0] += hit
        count[1] += gold
        count[2] += system

    def guess(self, what: str, cert: str, right: bool) -> None:
        entry = self.guesses[what, cert or "unsaid"]
        entry[0] += 1
        entry[1] += right

    def rows(self) -> dict[str, Share]:
        """The figures by row; "articles" joins its two sums, and "repairs" is there only where the gold tells any."""
        shares = {row: count_to_share(*count) for row, count in self.counts.items() if row not in (PRECISION, RECALL)}
        if PRECISION in self.counts:
            precision, recall = count_to_share(*self.counts[PRECISION]), count_to_share(*self.counts[RECALL])
            shares["articles"] = Share(precision.p, recall.p, precision.gold, precision.system)
        if "repairs" in shares and not shares["repairs"].gold:
            del shares["repairs"]  # a gold that marks none says nothing about those that the system marks
        return dict(sorted(shares.items()))

    def reliability(self) -> dict[str, dict[str, Reliability]]:
        """what -> certainty -> how many of those guesses were right; surest first."""
        table: dict[str, dict[str, Reliability]] = {}
        for what in ("joins", "heads", "articles"):
            for cert in ("high", "medium", "low", "unsaid"):
                if (what, cert) in self.guesses:
                    table.setdefault(what, {})[cert] = Reliability(*self.guesses[what, cert])
        return table


def count_to_share(hit: float, gold: float, system: float) -> Share:
    """Nothing sought and nothing found is right."""
    return Share(hit / system if system else float(gold == 0), hit / gold if gold else 1.0, gold, system)
