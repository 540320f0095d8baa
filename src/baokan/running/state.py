"""What a build remembers between runs, by content: a small SQLite file that may be deleted; then all is made again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sqlite3
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path
from typing import Any

from baokan import __version__
from baokan.assets import PACKAGE, asset
from baokan.errors import OutputInTheWay

SHAPE = 2  # of the tables; another one is made anew
LIBRARIES = (
    "lxml",
    "jieba",
    "opencc",
    "lunar_python",
    "elementpath",
    "typst",
    "fonttools",
    "uharfbuzz",
    "pypdfium2",
    "pillow",
    "mplfonts",
)
CODE = frozenset({".py", ".toml", ".json", ".tsv", ".txt"})
SAVED_EVERY = 1.0  # seconds
OLD_TABLES = ("encoded", "validated", "rendered")  # of shape 1
# What each step's result can depend on, as folders and modules of the package; what isn't named here counts for all.
ONLY_FOR = {
    "encode": {"validate", "editions", "annotate", "search", "export", "schema", "score", "cli", "running", "serve"},
    "validate": {"read", "editions", "annotate", "search", "export", "score", "cli", "running", "explain", "serve"},
    "render": {"read", "validate", "export", "score", "cli", "running", "explain", "serve"},
}


class State:
    """Step and name -> what it was made from, and what came of it. Raises OutputInTheWay where it can't be written."""

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
                for table in (*OLD_TABLES, "results"):
                    database.execute(f"DROP TABLE IF EXISTS {table}")
                columns = "step TEXT, name TEXT, made_from TEXT, result TEXT, PRIMARY KEY (step, name)"
                database.execute(f"CREATE TABLE results ({columns}) WITHOUT ROWID")
                database.execute(f"PRAGMA user_version={SHAPE}")
                database.commit()
            database.execute("SELECT step, name, made_from, result FROM results LIMIT 1").fetchone()
            database.execute("CREATE TEMP TABLE seen (step TEXT, name TEXT, PRIMARY KEY (step, name)) WITHOUT ROWID")
        except sqlite3.Error:
            database.close()
            raise
        return database

    def result(self, step: str, name: str, made_from: str) -> Any | None:
        """What came of `name` when it was made from just this; None where it wasn't."""
        known = self.last(step, name)
        return known[1] if known and known[0] == made_from else None

    def last(self, step: str, name: str) -> tuple[str, Any] | None:
        """What `name` was last made from, and what came of it; it counts as seen."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            self._see(step, name)
            row = self._database.execute("SELECT made_from, result FROM results WHERE step=? AND name=?", (step, name)).fetchone()
            if row:
                return row[0], json.loads(row[1])
        return None

    def keep(self, step: str, name: str, made_from: str, result: Any) -> None:
        """Note a result; a full disk, or a name that isn't Unicode, makes the next run do it again, no more."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            self._see(step, name)
            text = json.dumps(result, ensure_ascii=True)
            self._database.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", (step, name, made_from, text))
            if time.monotonic() - self._saved > SAVED_EVERY:
                self.save()

    def forget_unseen(self, step: str) -> None:
        """Drop what is there under names that this run hasn't asked for."""
        with contextlib.suppress(sqlite3.Error):
            gone = "step=? AND name NOT IN (SELECT name FROM temp.seen WHERE step=?)"
            self._database.execute(f"DELETE FROM results WHERE {gone}", (step, step))

    def unseen(self, step: str) -> list[Any]:
        """What came of the names that this run hasn't asked for."""
        query = "SELECT result FROM results WHERE step=? AND name NOT IN (SELECT name FROM temp.seen WHERE step=?)"
        return [json.loads(row[0]) for row in self._database.execute(query, (step, step))]

    def _see(self, step: str, name: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO temp.seen VALUES (?, ?)", (step, name))

    def save(self) -> None:
        """Put what was noted on the disk; a full one loses it, and the next run makes those results again."""
        with contextlib.suppress(sqlite3.Error):
            self._database.commit()
        self._saved = time.monotonic()

    def close(self) -> None:
        self.save()
        self._database.close()


def digest(*parts: str | bytes) -> str:
    """One checksum for several texts; where one ends matters."""
    key = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        key.update(len(data).to_bytes(8, "big") + data)
    return key.hexdigest()


def made_file(path: Path, base: Path) -> list[Any]:
    """What a record keeps of a file that was made: its name seen from the base, its bytes' number, date and checksum."""
    status = path.stat()
    name = str(path.relative_to(base)) if path.is_relative_to(base) else str(path)
    return [name, status.st_size, status.st_mtime_ns, file_digest(path)]


def is_as_made(made: list[Any], base: Path) -> bool:
    """Whether a file is still as `made_file` saw it. A later date alone, as a copy has, is no change."""
    name, size, when, checksum = made  # as JSON gives them
    path = os.path.join(base, name)  # noqa: PTH118 - a Path takes longer to make than the file to look at, and there are many
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return False
    return bool(status.st_size == size and (status.st_mtime_ns == when or file_digest(Path(path)) == checksum))


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
    shipped = {"xslt", "schemas"}  # inside the package or beside it, and counted under one name
    code = {p.relative_to(PACKAGE): p for p in PACKAGE.rglob("*") if p.suffix in CODE and p.is_file()}
    files = {n: p for n, p in code.items() if n.parts[0] not in shipped and (n.parts[0] not in others or n.suffix != ".py")}
    for folder in {"encode": (), "validate": ("schemas",), "render": ("schemas", "xslt")}[step]:
        files |= {Path(folder) / p.relative_to(asset(folder)): p for p in asset(folder).rglob("*") if p.is_file()}
    parts = [f"{name.as_posix()} {file_digest(files[name])}" for name in sorted(files)]
    plugins = sorted(f"{e.name} {e.value} {e.dist.version if e.dist else ''}" for e in entry_points(group="baokan.readers"))
    return digest(__version__, platform.python_version(), *parts, *plugins, *(_version(name) for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name
