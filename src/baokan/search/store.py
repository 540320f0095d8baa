"""The index file: one SQLite database, made anew when it is damaged or of another version."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from baokan.errors import OutputInTheWay, UnreadableInput

APPLICATION = 0x62616F6B  # "baok" in the database's header: this file is ours
VERSION = 3  # of the tables below and of what is written into them
# A stretch is some passages of an issue in a row; its id is the first one's, a line break stands between their texts,
# so that the passage after the nth line break is id + n. FTS5 has each as one document, which keeps it small.
FOLDER, FILE = ".baokan", "search.sqlite"
BUSY = 30  # seconds to wait for another run that is writing
# What SQLite can't write for: no permission, another run, a full disk, a failing one.
UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
    }
)  # fmt: skip
SIDE_FILES = ("-wal", "-shm", "-journal")

SCHEMA = """
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE issue (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, name TEXT NOT NULL, paper TEXT NOT NULL, date TEXT NOT NULL,
    number TEXT NOT NULL, annotated INTEGER NOT NULL, characters INTEGER NOT NULL, words INTEGER NOT NULL,
    layout BLOB NOT NULL);
CREATE INDEX issue_file ON issue (file);
CREATE TABLE article (
    issue INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, subtype TEXT NOT NULL,
    title TEXT NOT NULL, PRIMARY KEY (issue, number)) WITHOUT ROWID;
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, article INTEGER NOT NULL,
    pages TEXT NOT NULL);
CREATE INDEX passage_issue ON passage (issue);
CREATE TABLE stretch (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, text BLOB NOT NULL);
CREATE INDEX stretch_issue ON stretch (issue);
CREATE TABLE value (id INTEGER PRIMARY KEY, attribute INTEGER NOT NULL, text TEXT NOT NULL, count INTEGER NOT NULL,
    UNIQUE (attribute, text));
CREATE TABLE layer (issue INTEGER NOT NULL, attribute INTEGER NOT NULL, vocabulary BLOB NOT NULL, codes BLOB NOT NULL,
    UNIQUE (issue, attribute));
CREATE VIRTUAL TABLE characters USING fts5 (text, content='', columnsize=0, tokenize='ascii');
"""


def index_path(corpus: Path) -> Path:
    """Where the index of a corpus folder or file lies when nobody says otherwise."""
    if corpus.is_dir():
        return corpus / FOLDER / FILE
    return corpus.parent / FOLDER / f"{corpus.stem}.{FILE}"


def connect(path: Path) -> sqlite3.Connection:
    with contextlib.ExitStack() as opening:
        connection = opening.enter_context(contextlib.closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)))
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MiB
        opening.pop_all()  # all went well: it stays open
    return connection


def open_store(path: Path) -> tuple[sqlite3.Connection, str]:
    """The database at path, made when absent; the second value says why it was made anew, "" when it wasn't.

    An index of ours that is damaged or of another version is thrown away. A database of another program is left alone:
    raises OutputInTheWay.
    """
    reason = why_unusable(path) if path.exists() else ""
    if reason:
        discard(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as opening:
            connection = opening.enter_context(contextlib.closing(connect(path)))
            if not has_tables(connection):
                with transaction(connection):
                    if not has_tables(connection):  # another run may have made them meanwhile
                        create(connection)
            opening.pop_all()  # all went well: it stays open
    except (OSError, sqlite3.OperationalError) as error:
        raise unwritable(path, error) from error
    return connection, reason


def has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'file'").fetchone() is not None


def create(connection: sqlite3.Connection) -> None:
    """Make the tables within the running transaction."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def why_unusable(path: Path) -> str:
    """Why the index has to be made anew, "" when it hasn't. Raises OutputInTheWay for a file that isn't an index."""
    if not path.is_file():
        raise OutputInTheWay(f"{path}: is not a file.", "name another place with --index FILE.")
    default = path.parent.name == FOLDER
    try:
        with contextlib.closing(connect(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:  # another run may just be about to make them
                return ""
            if application != APPLICATION:
                raise OutputInTheWay(f"{path}: is a database of another program.", "name another place with --index FILE.")
            if version != VERSION:
                return f"it was written by another version of baokan ({version}, now {VERSION})"
            connection.execute("SELECT 1 FROM file").fetchone()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise UnreadableInput(f"{path}: another run is writing the index.", "try again when it has ended.") from error
        if not default and path.stat().st_size and not path.read_bytes()[:15] == b"SQLite format 3":
            raise OutputInTheWay(f"{path}: is not an index of baokan.", "name another place with --index FILE.") from error
        return f"it was damaged ({error})"
    return ""


def is_unwritable(error: BaseException) -> bool:
    """Whether SQLite failed for the place and not for what is in the file."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in UNWRITABLE


def unwritable(path: Path, error: BaseException) -> OutputInTheWay:
    return OutputInTheWay(f"{path}: the index can't be written: {error}.", "name another place with --index FILE.")


def discard(path: Path) -> None:
    """Remove an index and what SQLite keeps beside it."""
    for suffix in ("", *SIDE_FILES):
        try:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error


def discard_index(corpus: Path, path: Path | None = None) -> None:
    """Remove a corpus's index if there is one. Raises OutputInTheWay for a file that isn't an index."""
    path = path or index_path(corpus)
    if path.exists():
        why_unusable(path)
        discard(path)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
