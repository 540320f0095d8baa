"""A list that is kept on disk once it is long, so that what a run tells doesn't grow its memory."""

from __future__ import annotations

import contextlib
import os
import pickle
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from baokan.errors import OutputInTheWay

Row = TypeVar("Row")


def temporary_database() -> sqlite3.Connection:
    """A database of this process alone: in memory while it is small (2 MB), then in the system's folder for such files."""
    return sqlite3.connect("", isolation_level=None, check_same_thread=False)


class Rows(Generic[Row]):
    """Rows in order of their numbers; `append` puts one at the end, `put` at a number. Read as often as you like.

    Raises OutputInTheWay where the folder for temporary files is full.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._database = temporary_database()
        self._database.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, row BLOB)")
        weakref.finalize(self, self._database.close)
        self._next = 0
        self.extend(rows)

    def append(self, row: Row) -> None:
        self.put(self._next, row)

    def put(self, number: int, row: Row) -> None:
        """The row with this number, 0 or more; one that stood there is replaced."""
        try:
            self._database.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (number, pickle.dumps(row)))
        except sqlite3.OperationalError as error:
            raise OutputInTheWay(
                f"The folder for temporary files can't take more: {error}.", "free its space, or name another in TMPDIR."
            ) from error
        self._next = max(self._next, number + 1)

    def extend(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.append(row)

    def __iadd__(self, rows: Iterable[Row]) -> Rows[Row]:
        self.extend(rows)
        return self

    def __iter__(self) -> Iterator[Row]:
        for (row,) in self._database.execute("SELECT row FROM rows ORDER BY number"):
            yield pickle.loads(row)

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM rows").fetchone()[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows | list) or len(self) != len(other):
            return False
        return all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __getitem__(self, place: int) -> Any:
        number = f"ORDER BY number {'DESC' if place < 0 else ''} LIMIT 1 OFFSET ?"
        found = self._database.execute(f"SELECT row FROM rows {number}", (-place - 1 if place < 0 else place,)).fetchone()
        if found is None:
            raise IndexError(place)
        return pickle.loads(found[0])

    def __repr__(self) -> str:
        return f"Rows({list(self)!r})"


class SortedNames:
    """Names, each once, in the order of their bytes; as often as you like. Kept as `Rows` are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._database = temporary_database()
        self._database.execute("CREATE TABLE names (name BLOB PRIMARY KEY) WITHOUT ROWID")
        weakref.finalize(self, self._database.close)
        with self._database:
            self._database.executemany("INSERT OR IGNORE INTO names VALUES (?)", ((os.fsencode(name),) for name in names))

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM names").fetchone()[0])

    def __iter__(self) -> Iterator[str]:
        for (name,) in self._database.execute("SELECT name FROM names ORDER BY name"):
            yield os.fsdecode(name)


class FilesByName:
    """The files of a folder whose names are wanted, by name; none where there is no folder."""

    def __init__(self, folder: Path, wanted: Callable[[str], bool]) -> None:
        self.folder = folder
        self._names = SortedNames(entry.name for entry in _entries(folder) if wanted(entry.name))

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, path: object) -> bool:
        return any(path == each for each in self)

    def __iter__(self) -> Iterator[Path]:
        for name in self._names:
            yield self.folder / name


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        yield from entries
