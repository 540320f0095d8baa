"""What a site's lists were made of, so that a later run makes only those again whose words have changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from baokan.editions.web.output import Output

Row = tuple[str, str, int, int]  # a file's name, checksum of what it says, size, date
TABLE = "(name text primary key, said text, size integer, date integer) without rowid"


class ListOutput(Output):
    """A folder for lists: `has` tells whether a page stands with these words already, and counts it as made."""

    def __init__(self, folder: Path, memory: Path, settings: str) -> None:
        super().__init__(folder)
        self.settings = settings.encode()
        self.rows: dict[str, Row] = {}
        self.said: dict[str, str] = {}
        self.known = sqlite3.connect(f"file:{memory}?mode=ro", uri=True)

    def has(self, name: str, words: bytes) -> bool:
        said = self.said[name] = hashlib.sha256(self.settings + words).hexdigest()
        row = self.known.execute("select size, date from file where name = ? and said = ?", (name, said)).fetchone()
        if row is None or not stands(self.folder / name, *row):
            return False
        self.rows[name] = (name, said, *row)
        return True

    def close(self) -> list[Row]:
        """The rows of all that was made or stands."""
        self.known.close()
        for name in self.made:
            status = self.path(name).stat()
            self.rows[name] = (name, self.said.get(name, ""), status.st_size, status.st_mtime_ns)
        return list(self.rows.values())


def stands(path: Path, size: int, date: int) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_size == size and status.st_mtime_ns == date


class Memory:
    """The rows of the last run, and what all of them were made from; what this run makes is noted beside them until its end.

    Other processes read the file meanwhile, so nothing is written into it before. A damaged one is made anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.db = self.opened()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self.db = self.opened()

    def opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None)
        db.executescript(f"pragma synchronous=off; create table if not exists file {TABLE};")
        db.executescript("create table if not exists about (made_from text)")
        db.executescript(f"create temp table fresh {TABLE}; create temp table shown (name text primary key) without rowid")
        db.execute("select name, said, size, date from file limit 1").fetchone()
        return db

    def stands(self, made_from: str, folder: Path) -> bool:
        """Whether the lists were made from just this, and all their files are as they were made."""
        if self.db.execute("select made_from from about").fetchone() != (made_from,):
            return False
        rows = self.db.execute("select name, size, date from file")
        return all(stands(folder / name, size, date) for name, size, date in rows)

    def begin(self) -> None:
        """Begin to note the lists that this run makes."""
        self.db.execute("delete from about")

    def add(self, rows: Iterable[Row]) -> None:
        self.db.executemany("insert or replace into fresh values (?, ?, ?, ?)", rows)

    def end(self, made_from: str) -> None:
        """What this run made is now what is known."""
        self.db.executescript("begin; delete from file; insert into file select * from fresh")
        self.db.execute("insert into about values (?)", (made_from,))
        self.db.execute("commit")

    def show(self, names: Iterable[str]) -> None:
        """Note files of issues, which stand beside the lists."""
        self.db.executemany("insert or ignore into shown values (?)", ((name,) for name in names))

    def names(self) -> Iterator[str]:
        """All files of the site, sorted."""
        return (name for (name,) in self.db.execute("select name from shown union select name from file order by 1"))

    def close(self) -> None:
        self.db.close()
