"""What the ways in need to know of all issues, on disk while the lists are made, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baokan.editions.web.parts import IssuePart

SCHEMA = """
create table issue (id integer primary key, folder text, stem text, title text, paper text, day text, date text, articles integer,
                    pictures integer, updated text, chunks text);
create table article (id integer primary key, issue integer, href text, title text, type text, authors text, length integer);
create table mention (kind text, key text, label text, article integer, anchor text, before text, said text, after text);
"""
CONTEXT = 24  # characters on either side of a mention


class Catalogue:
    """Issues, articles and mentions of names, in a database that is thrown away. Filled by one process, read by many."""

    def __init__(self, path: Path, fill: bool = False) -> None:
        self.db = sqlite3.connect(path if fill else f"file:{path}?mode=ro", isolation_level=None, uri=not fill)
        self.db.row_factory = sqlite3.Row
        if fill:
            self.db.executescript("pragma journal_mode=off; pragma synchronous=off;" + SCHEMA)
            self.db.execute("begin")

    def add(self, part: IssuePart) -> None:
        """Add an issue; its articles follow those of the one before it."""
        facts = (part.folder, part.stem, part.title, part.paper, part.day, part.date, len(part.articles))
        issue = self.db.execute(
            "insert into issue (folder, stem, title, paper, day, date, articles, pictures, updated, chunks)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*facts, part.pictures, part.updated, " ".join(map(str, part.chunks))),
        ).lastrowid
        for article in part.articles:
            number = self.db.execute(
                "insert into article (issue, href, title, type, authors, length) values (?, ?, ?, ?, ?, ?)",
                (issue, article.href, article.title, article.type, article.authors, article.length),
            ).lastrowid
            self.db.executemany(
                "insert into mention values (?, ?, ?, ?, ?, ?, ?, ?)",
                ((kind, key, label, number, *rest) for kind, key, label, *rest in article.mentions),
            )

    def close_filled(self) -> None:
        """Make it fast to ask; call it when all is added."""
        self.db.executescript(
            "create index by_name on mention (kind, key); create index by_type on article (type);"
            "create index by_issue on article (issue); create index by_paper on issue (paper, day); analyze;"
        )
        self.db.close()

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        yield from self.db.execute(query, values)

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row."""
        return self.db.execute(query, values).fetchone()[0]

    def close(self) -> None:
        self.db.close()
