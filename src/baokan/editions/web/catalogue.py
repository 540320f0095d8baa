"""What the ways in need to know of all issues, on disk while a site is made, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baokan.editions.web.output import safe_name

SCHEMA = """
create table issue (id integer primary key, folder text, stem text, title text, paper text, day text, date text, articles integer,
                    pictures integer, updated text);
create table article (id integer primary key, issue integer, href text, title text, type text, authors text);
create table mention (kind text, key text, label text, article integer, anchor text, before text, said text, after text);
create table file (kind text, key text, stem text, primary key (kind, key));
create unique index one_file on file (kind, lower(stem));
"""
CONTEXT = 24  # characters on either side of a mention


class Catalogue:
    """Issues, articles and mentions of names, in a database that is thrown away."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript("pragma journal_mode=off; pragma synchronous=off;" + SCHEMA)
        self.db.execute("begin")
        # names that the tree of Distributed Text Services gives to its own files
        self.db.executemany("insert into file values ('issue', ?, ?)", [("\0index", "index"), ("\0papers", "papers")])

    def add_issue(self, folder: str, stem: str, facts: dict[str, str | int]) -> int:
        row = self.db.execute(
            "insert into issue (folder, stem, title, paper, day, date, articles, pictures, updated)"
            " values (:folder, :stem, :title, :paper, :day, :date, :articles, :pictures, :updated)",
            {"folder": folder, "stem": stem} | facts,
        )
        return row.lastrowid or 0

    def add_article(self, issue: int, href: str, title: str, kind: str, authors: str) -> int:
        row = self.db.execute(
            "insert into article (issue, href, title, type, authors) values (?, ?, ?, ?, ?)", (issue, href, title, kind, authors)
        )
        return row.lastrowid or 0

    def add_mentions(self, mentions: Iterable[tuple[str, str, str, int, str, str, str, str]]) -> None:
        """Rows of kind, key, label, article, anchor, text before, the name as it stands, text after."""
        self.db.executemany("insert into mention values (?, ?, ?, ?, ?, ?, ?, ?)", mentions)

    def index(self) -> None:
        """Make it fast to ask; call it when all is added."""
        self.db.executescript(
            "create index by_name on mention (kind, key); create index by_type on article (type);"
            "create index by_paper on issue (paper, day); analyze;"
        )

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        yield from self.db.execute(query, values)

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row."""
        return self.db.execute(query, values).fetchone()[0]

    def stem(self, kind: str, key: str) -> str:
        """The file's stem that a key of this kind has: the same for one site, different for different keys."""
        row = self.db.execute("select stem from file where kind = ? and key = ?", (kind, key)).fetchone()
        if row:
            return str(row[0])
        stem = base = safe_name(key) if key else "other"
        number = 1
        while True:
            try:
                self.db.execute("insert into file values (?, ?, ?)", (kind, key, stem))
            except sqlite3.IntegrityError:
                number += 1
                stem = f"{base}-{number}"
            else:
                return stem

    def close(self) -> None:
        self.db.close()
