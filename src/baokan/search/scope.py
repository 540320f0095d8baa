"""Where in the corpus a query looks: papers, dates, kinds of passage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baokan.errors import UsageError

DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Scope:
    """What isn't given doesn't restrict; dates are YYYY, YYYY-MM or YYYY-MM-DD, both ends included."""

    papers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises UsageError for what is no date."""
        for date in (self.since, self.until):
            if date and not DATE.fullmatch(date):
                raise UsageError(f"{date} is no date.", "write YYYY, YYYY-MM or YYYY-MM-DD.")

    def issue_sql(self) -> tuple[str, list[object]]:
        """A condition on table issue as i, and its values."""
        parts = ["1"]
        values: list[object] = []
        if self.papers:
            parts.append(f"i.paper IN ({', '.join('?' * len(self.papers))})")
            values += self.papers
        if self.since:
            parts.append("i.date >= ?")
            values.append(self.since)
        if self.until:
            parts.append("i.date != '' AND substr(i.date, 1, ?) <= ?")
            values += [len(self.until), self.until]
        return " AND ".join(parts), values
