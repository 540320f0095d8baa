"""What a build remembers between runs, by content: a small SQLite file that may be deleted; then all is made again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import sqlite3
import time
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from baokan import __version__
from baokan.assets import PACKAGE, asset
from baokan.errors import OutputInTheWay

SHAPE = 1  # of the tables; another one is made anew
LIBRARIES = ("lxml", "jieba", "opencc", "borax", "elementpath", "typst", "fonttools", "pypdfium2", "pillow", "mplfonts")
SAVED_EVERY = 1.0  # seconds
TABLES = ("encoded", "validated", "rendered")
# What each step's result can depend on, as folders and modules of the package; what isn't named here counts for all.
ONLY_FOR = {
    "encode": {"validate", "editions", "annotate", "search", "export", "schema", "score", "cli", "running"},
    "validate": {"read", "editions", "annotate", "search", "export", "score", "cli", "running", "explain"},
    "render": {"read", "validate", "annotate", "export", "score", "cli", "running", "explain"},
}


class State:
    """Three tables of key -> (what it was made from, what came of it). Raises OutputInTheWay where it can't be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._database = self._opened()
            except sqlite3.DatabaseError:
                path.unlink(missing_ok=True)  # damaged, or no database: nothing is lost but time
                path.with_name(path.name + "-journal").unlink(missing_ok=True)
                self._database = self._opened()
        except (OSError, sqlite3.Error) as error:
            raise OutputInTheWay(
                f"{path}: can't be written: {error}.", "a build writes in its project folder: get the permission or the space."
            ) from error
        self._saved = time.monotonic()

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, isolation_level="DEFERRED")
        try:
            database.execute("PRAGMA synchronous=OFF")  # a lost power line costs this file alone, and it can be made again
            if database.execute("PRAGMA user_version").fetchone()[0] != SHAPE:
                for table in TABLES:
                    database.execute(f"DROP TABLE IF EXISTS {table}")
                    database.execute(f"CREATE TABLE {table} (name TEXT PRIMARY KEY, made_from TEXT, result TEXT) WITHOUT ROWID")
                database.execute(f"PRAGMA user_version={SHAPE}")
                database.commit()
            for table in TABLES:
                database.execute(f"SELECT name, made_from, result FROM {table} LIMIT 1").fetchone()
        except sqlite3.Error:
            database.close()
            raise
        return database

    def result(self, table: str, name: str, made_from: str) -> Any | None:
        """What came of `name` when it was made from just this; None where it wasn't."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            row = self._database.execute(f"SELECT made_from, result FROM {table} WHERE name=?", (name,)).fetchone()
            if row and row[0] == made_from:
                return json.loads(row[1])
        return None

    def keep(self, table: str, name: str, made_from: str, result: Any) -> None:
        """Note a result; a full disk makes the next run do it again, no more."""
        with contextlib.suppress(sqlite3.Error):
            text = json.dumps(result, ensure_ascii=True)
            self._database.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", (name, made_from, text))
            if time.monotonic() - self._saved > SAVED_EVERY:
                self.save()

    def forget_others(self, table: str, names: Iterable[str]) -> None:
        """Drop what is there under other names."""
        known = set(names)
        with contextlib.suppress(sqlite3.Error):
            rows = self._database.execute(f"SELECT name FROM {table}").fetchall()
            gone = [row for row in rows if row[0] not in known]
            if gone:
                self._database.executemany(f"DELETE FROM {table} WHERE name=?", gone)

    def save(self) -> None:
        self._database.commit()
        self._saved = time.monotonic()

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self.save()
        self._database.close()


def digest(*parts: str | bytes) -> str:
    """One checksum for several texts; where one ends matters."""
    key = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        key.update(len(data).to_bytes(8, "big") + data)
    return key.hexdigest()


def file_digest(path: Path) -> str:
    """The checksum of a file's bytes; "" where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@cache
def code_digest(step: str) -> str:
    """The checksum of all that a step's results depend on besides its input: code, schemas, stylesheets, libraries."""
    others = ONLY_FOR[step]
    files = [p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0] not in others]
    if step != "encode":
        files += [p for p in asset("schemas").rglob("*") if p.is_file()]
    if step == "render":
        files += [p for p in asset("xslt").rglob("*") if p.is_file()]
    files += [p for p in PACKAGE.rglob("*") if p.suffix in {".toml", ".json", ".tsv", ".txt"} and p.is_file()]
    parts = [f"{p} {file_digest(p)}" for p in sorted(set(files))]
    plugins = sorted(f"{e.name} {e.value} {e.dist.version if e.dist else ''}" for e in entry_points(group="baokan.readers"))
    return digest(__version__, platform.python_version(), *parts, *plugins, *(_version(name) for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name
