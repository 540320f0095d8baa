"""Which files make which issue: files and folders -> jobs."""

from __future__ import annotations

import os
import pickle
import unicodedata
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from baokan import ids
from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.manifest import Entry, is_manifest
from baokan.model import Metadata
from baokan.read.folders import natural
from baokan.read.formats import PAGE_FORMATS
from baokan.running.rows import temporary_database
from baokan.shelves import DiskShelf, Shelf

# Files that stand beside pages and never are one.
NOT_PAGES = frozenset(".jpg .jpeg .png .tif .tiff .jp2 .gif .bmp .webp .toml .csv .json .md .css .js .xsl .xslt .rng".split())


@dataclass(frozen=True, slots=True)
class Job:
    """An issue to encode: its xml:id and its source files with what is known of each.

    `clash`: another issue before it has a name that some file system holds for the same.
    """

    issue: str
    paths: tuple[Path, ...]
    metadata: tuple[Metadata, ...]
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the file written, or the errors that stood in its way."""

    job: Job
    path: Path | None
    changed: bool = False
    articles: int = 0
    guesses: int = 0  # elements whose certainty is low
    findings: tuple[Finding, ...] = ()
    exit_code: int = 0
    others: tuple[str, ...] = ()  # what was written besides the TEI, seen from its folder: pictures, the explanation


def find_jobs(sources: Sequence[Path]) -> list[Job]:
    """The issues of files and folders, as `Plan` finds them."""
    plan = Plan()
    for source in sources:
        plan.add(source)
    return list(plan)


class Plan:
    """The issues among files and folders, in order. It is kept on disk once it is long, so its memory doesn't grow with them.

    A METS, a PDF, an archive and a text file are an issue each; the page files of a folder (ALTO, PAGE, hOCR) are one
    together, unless the folder has a manifest: then those that share an id, or a paper and a date, are one.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []  # what lies there and can't be looked at
        self._database = temporary_database()
        self._database.executescript(TABLES)
        weakref.finalize(self, self._database.close)
        self._readings = 0

    def add(self, source: Path) -> None:
        """Take the issues of a file or a folder in. Raises UnreadableInput, and takes nothing, where there is none."""
        self.add_shelf(DiskShelf(source, self.findings))

    def add_shelf(self, shelf: Shelf) -> None:
        """As `add`, of any kind of folder."""
        with self._whole():
            rows = ((entry.name, pickle.dumps(entry)) for entry in shelf.entries())
            self._database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", rows)
            self._look_through(shelf)
            if not self._database.execute("SELECT count(*) FROM found WHERE path NOT IN claimed").fetchone()[0]:
                raise UnreadableInput(
                    f"{shelf.name}: holds no page: no .txt file, PDF, ALTO, METS, PAGE or hOCR.",
                    "name a folder that has pages in it.",
                )
            self._group(shelf.folder)

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM issues").fetchone()[0])

    def __iter__(self) -> Iterator[Job]:
        self._readings += 1
        reading = self._readings
        for _, rows in groupby(self._database.execute(MEMBERS), key=lambda row: row[0]):
            found = list(rows)
            paths = tuple(Path(os.fsdecode(row[3])) for row in found)
            entries: list[Entry] = [pickle.loads(row[4]) for row in found]
            name = os.fsdecode(found[0][2] or b"") or (paths[0].stem if len(paths) == 1 else os.fsdecode(found[0][1]))
            issue = ids.issue_id(entries[0].id or name)
            new = self._database.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (reading, same_file(issue))).rowcount
            yield Job(issue, paths, tuple(entry.metadata for entry in entries), not new)
        self._database.execute("DELETE FROM taken WHERE reading=?", (reading,))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of a source, or nothing."""
        self._database.execute("BEGIN")
        try:
            yield
            for table in ("found", "claimed", "entries"):
                self._database.execute(f"DELETE FROM {table}")
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _look_through(self, shelf: Shelf) -> None:
        """Note each source file; what a METS refers to is read with it and doesn't stand by itself."""
        for path in shelf.files():
            name = path.relative_to(shelf.folder).as_posix()
            shared = ""
            if not shelf.is_file:  # a file that a person names is a source whatever it looks like
                if path.suffix.lower() in NOT_PAGES or is_manifest(path) or (found := shelf.format(path)) is None:
                    continue
                if found in PAGE_FORMATS:
                    shared = issue_of(path.parent, shelf.folder)
                if found == "mets":
                    claimed = ((os.fsencode(member),) for member in shelf.members(path))
                    self._database.executemany("INSERT OR IGNORE INTO claimed VALUES (?)", claimed)
            row = (natural_key(name), os.fsencode(name), os.fsencode(path), shared)
            self._database.execute("INSERT INTO found VALUES (?, ?, ?, ?)", row)

    def _group(self, folder: Path) -> None:
        """Put the files that were found into issues."""
        has_entries = bool(self._database.execute("SELECT count(*) FROM entries").fetchone()[0])
        wanted = "SELECT name, path, shared FROM found WHERE path NOT IN claimed ORDER BY place, name"
        for name, coded, shared in self._database.execute(wanted):
            path = Path(os.fsdecode(coded))
            entry = self._entry(path.name, os.fsdecode(name), shared)
            together = "" if has_entries and path.parent == folder else shared  # here the manifest says what belongs together
            key = os.fsencode(folder), os.fsencode(issue_key(path, entry, together))
            self._database.execute("INSERT OR IGNORE INTO issues (folder, key) VALUES (?, ?)", key)
            (number,) = self._database.execute("SELECT number FROM issues WHERE folder=? AND key=?", key).fetchone()
            if together and not entry.id:
                self._database.execute("UPDATE issues SET name=? WHERE number=?", (os.fsencode(together), number))
            row = (number, page_order(entry), coded, pickle.dumps(entry))
            self._database.execute("INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?)", row)

    def _entry(self, *names: str) -> Entry:
        """What the manifest says of a file under one of its names."""
        for name in names:
            found = self._database.execute("SELECT entry FROM entries WHERE name=?", (printable(name),)).fetchone()
            if name and found:
                entry: Entry = pickle.loads(found[0])
                return entry
        return Entry(names[0], None, Metadata())


TABLES = """
CREATE TABLE found (place BLOB, name BLOB, path BLOB, shared TEXT);
CREATE TABLE claimed (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE entries (name TEXT PRIMARY KEY, entry BLOB) WITHOUT ROWID;
CREATE TABLE issues (number INTEGER PRIMARY KEY, folder BLOB, key BLOB, name BLOB, UNIQUE (folder, key));
CREATE TABLE files (issue INTEGER, page BLOB, path BLOB UNIQUE, entry BLOB);
CREATE INDEX files_by_issue ON files (issue, page);
CREATE TABLE taken (reading INTEGER, name TEXT, PRIMARY KEY (reading, name)) WITHOUT ROWID;
"""
MEMBERS = """
SELECT issues.number, issues.key, issues.name, files.path, files.entry FROM issues JOIN files ON files.issue = issues.number
ORDER BY issues.number, files.page, files.rowid
"""


def same_file(issue: str) -> str:
    """One text for all names that a file system may hold for the same: it may know neither case nor how an accent is coded."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", issue).casefold())


def printable(name: str) -> str:
    """A file's name as a manifest can hold it: bytes that aren't Unicode are left out."""
    return name.encode("utf-8", "ignore").decode()


def issue_of(folder: Path, top: Path) -> str:
    """The name of a folder's issue: its own, with those of the folders between it and the one that was given."""
    parts = folder.relative_to(top).parts
    return "_".join(parts) or folder.resolve().name or "issue"


def issue_key(path: Path, entry: Entry, shared: str) -> str:
    known = entry.metadata
    if entry.id:
        return entry.id
    if known.paper and known.date:
        return f"{known.paper.value}_{known.date.value}"
    return f"{shared}/" if shared else str(path)


def page_order(entry: Entry) -> bytes:
    """A key that sorts the pages of an issue: by number where that is one, then by name."""
    page = entry.metadata.page.value if entry.metadata.page else ""
    number = min(int(page), 2**63) if page.isdecimal() else 0
    return number.to_bytes(8, "big") + page.encode("utf-8", "surrogatepass") + b"\0" + natural_key(entry.name)


def natural_key(name: str) -> bytes:
    """`natural` as bytes, which sort alike: numbers by their value, before text."""
    parts = []
    for is_text, number, text in natural(name):
        if is_text:
            parts.append(b"\1" + text.encode("utf-8", "surrogatepass") + b"\0")
        else:
            digits = str(number).encode()
            parts.append(b"\0" + len(digits).to_bytes(4, "big") + digits)
    return b"".join(parts)


