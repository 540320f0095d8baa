"""Where in the corpus a query looks: papers, dates, kinds of passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What isn't given doesn't restrict; dates are YYYY, YYYY-MM or YYYY-MM-DD, both ends included."""

    papers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kinds: tuple[str, ...] = ()

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
