"""What the ways in need to know of all issues, on disk from one run to the next, so that memory stays flat and a change costs
what depends on it. It may be deleted: then it is filled anew from the issues' parts.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHAPE = 1  # of the tables; one of another shape, or whose filling was stopped, is made anew
TABLES = """
create table site.about (name text primary key, said text) without rowid;
create table site.item (key text primary key, place integer, checksum text, files text) without rowid;
create table site.issue (id integer primary key, item text, number integer, folder text, stem text, title text, paper text,
                    day text, date text, articles integer, pictures integer, updated text, chunks text,
                    base integer, length integer, said text);
create table site.part (issue integer primary key, said blob);
create table site.article (issue integer, number integer, href text, title text, type text, authors text, length integer,
                      primary key (issue, number)) without rowid;
create table site.mention (kind text, key text, label text, issue integer, article integer, number integer, anchor text,
                      before text, said text, after text);
create table site.name (kind text, key text, label text, count integer, primary key (kind, key)) without rowid;
create table site.character (said text primary key, count integer) without rowid;
create table site.made (name text, item text, primary key (name, item)) without rowid;
create table site.file (name text primary key, list text, said text, size integer, date integer) without rowid;
create table site.todo (list text, page integer, primary key (list, page)) without rowid;
"""
INDEXES = """
create index site.mention_by_name on mention (kind, key); create index site.mention_by_issue on mention (issue);
create index site.article_by_type on article (type); create index site.issue_by_item on issue (item);
create index site.issue_by_paper on issue (paper, day, folder); create index site.issue_by_day on issue (day desc, folder);
create index site.made_by_item on made (item); create index site.file_by_list on file (list);
"""
IN_ORDER = "issue i join item t on t.key = i.item order by t.place, i.number"  # of the TEI files
WHOLE = -1  # in place of the number of a list's page: all its pages
CONTEXT = 24  # characters on either side of a mention


class Catalogue:
    """Issues, articles and mentions of names, as many processes may ask for them while none writes."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(f"file:{path}?mode=ro", isolation_level=None, uri=True)
        self.db.row_factory = sqlite3.Row

    def rows(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        yield from self.db.execute(query, values)

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row."""
        return self.db.execute(query, values).fetchone()[0]

    def wants(self, name: str) -> bool:
        """Whether a list is to be made."""
        return bool(self.one("select count(*) from todo where list = ?", name))

    def wanted(self, kind: str, first: str = "", end: str | None = None) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The lists of a kind, as "type ", that are to be made, of those that are of [first, end); which pages, () for all."""
        last = kind[:-1] + "!" if end is None else kind + end
        rows = self.rows("select list, page from todo where list >= ? and list < ? order by list, page", kind + first, last)
        for name, group in itertools.groupby(rows, key=lambda row: row["list"]):
            pages = tuple(row["page"] for row in group)
            yield name.removeprefix(kind), () if WHOLE in pages else pages

    def close(self) -> None:
        self.db.close()


def attach_catalogue(db: sqlite3.Connection, path: Path) -> bool:
    """Let `db` write in the catalogue at `path`; whether it is a whole one, or has to be emptied and filled first."""
    for _ in range(2):
        try:
            db.execute("attach ? as site", (str(path),))
            db.execute("pragma site.synchronous=off")  # a lost power line costs this file alone, and it can be made again
            whole = db.execute("pragma site.user_version").fetchone()[0] == SHAPE
            if whole:
                db.execute("select list, page from site.todo limit 1").fetchone()
            return bool(whole)
        except sqlite3.OperationalError:
            raise  # no room, or no right to write
        except sqlite3.DatabaseError:
            remove_catalogue(db, path)
    return False


def remove_catalogue(db: sqlite3.Connection, path: Path) -> None:
    if "site" in {name for _, name, _ in db.execute("pragma database_list")}:
        db.execute("detach site")
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def empty_catalogue(db: sqlite3.Connection, path: Path) -> None:
    """Begin with tables without rows and indexes; until `finish_catalogue` they don't count as whole."""
    remove_catalogue(db, path)
    db.execute("attach ? as site", (str(path),))
    db.executescript(f"pragma site.journal_mode=off; pragma site.synchronous=off; {TABLES}")


def finish_catalogue(db: sqlite3.Connection) -> None:
    """Make a filled catalogue fast to ask, and say that it is whole."""
    db.executescript(f"{INDEXES} analyze site; pragma site.user_version={SHAPE}; pragma site.journal_mode=delete;")
