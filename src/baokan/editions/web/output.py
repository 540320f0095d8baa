"""The site's folder: files written only when they changed, and files of an earlier run that are no longer made removed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from baokan.files import write_atomic
from baokan.running.state import file_digest

MADE = ".baokan-files"  # what the last run made, one path a line, sorted
ODD = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|[\\\0]")  # in a name: a part that is empty, "." or "..", a backslash, a NUL
Row = tuple[str, str, str, int, int]  # a file of a list: its name, the list, checksum of what it says, size, date


class Output:
    """A folder that a run fills; paths are relative, with "/" between their parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, str] = {}  # name -> checksum

    def place(self, name: str) -> str:
        """Where a file of this site lies. Raises ValueError for a name that leads out of the folder."""
        if ODD.search(name):
            raise ValueError(f"{name!r} is no name for a file of the site")
        return f"{self.folder}/{name}"

    def path(self, name: str) -> Path:
        """As `place`, as a path."""
        return Path(self.place(name))

    def write(self, name: str, data: bytes | str) -> None:
        content = data.encode("utf-8") if isinstance(data, str) else data
        write_atomic(self.place(name), content, durable=False)
        self.made[name] = hashlib.sha256(content).hexdigest()

    def link(self, name: str, source: Path) -> None:
        """Another name for an edition's file: it takes no room twice. Where the file system has no links it is copied."""
        target = self.path(name)
        try:
            if not (target.is_file() and target.samefile(source)):
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f".baokan-{os.urandom(4).hex()}")
                beside.hardlink_to(source.resolve())
                beside.replace(target)
        except OSError:
            write_atomic(target, source.read_bytes(), durable=False)
        self.made[name] = file_digest(target)

    def remove(self) -> None:
        """Take back what was written."""
        for name in self.made:
            with contextlib.suppress(OSError):
                self.path(name).unlink()
        self.made.clear()

    def clear(self, folder: str, ending: str) -> None:
        """Remove the files of a folder of ours that weren't made now: a run that was stopped may have left some untold."""
        with contextlib.suppress(OSError), os.scandir(self.place(folder)) as entries:
            for name in [f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(ending)]:
                if name not in self.made:
                    self.path(name).unlink()

    def records(self, base: Path) -> list[list[object]]:
        """What was made: name seen from base, size, date, checksum, as `baokan.running.state.made_file` has it."""
        rows: list[list[object]] = []
        seen = str(self.folder.relative_to(base) if self.folder.is_relative_to(base) else self.folder)
        for name, checksum in self.made.items():
            status = os.stat(f"{self.folder}/{name}")  # noqa: PTH116
            rows.append([f"{seen}{os.sep}{name.replace('/', os.sep)}", status.st_size, status.st_mtime_ns, checksum])
        return rows


class ListOutput(Output):
    """A folder for lists: `has` tells whether a page stands with these words already, and counts it as made."""

    def __init__(self, folder: Path, memory: Path, settings: str) -> None:
        super().__init__(folder)
        self.settings = settings.encode()
        self.list = ""  # of which files are made now
        self.lists: dict[str, str] = {}  # file -> its list
        self.rows: dict[str, Row] = {}
        self.said: dict[str, str] = {}
        self.known = sqlite3.connect(f"file:{memory}?mode=ro", uri=True)

    def has(self, name: str, words: bytes) -> bool:
        said = self.said[name] = hashlib.sha256(self.settings + words).hexdigest()
        row = self.known.execute("select size, date from file where name = ? and said = ?", (name, said)).fetchone()
        if row is None or not stands(self.folder / name, *row):
            return False
        self.rows[name] = (name, self.list, said, *row)
        return True

    def write(self, name: str, data: bytes | str) -> None:
        self.lists[name] = self.list
        super().write(name, data)

    def close(self) -> list[Row]:
        """The rows of all that was made or stands."""
        self.known.close()
        for name in self.made:
            status = self.path(name).stat()
            self.rows[name] = (name, self.lists[name], self.said.get(name, ""), status.st_size, status.st_mtime_ns)
        return list(self.rows.values())


def stands(path: str | Path, size: int, date: int) -> bool:
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path takes longer to make than the file to look at
    except OSError:
        return False
    return status.st_size == size and status.st_mtime_ns == date


def remove_others(folder: Path, names: Iterable[str]) -> None:
    """Remove what an earlier run made and this one didn't, and note what this one made. `names` come sorted, each once."""
    record = folder / MADE
    fresh = record.with_name(f"{MADE}-new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{name}\n" for name in names)
    for name in only_in_first(lines(record), lines(fresh)):
        with contextlib.suppress(OSError, ValueError):
            path = Output(folder).path(name)
            path.unlink()
            while path.parent != folder and not any(path.parent.iterdir()):
                path = path.parent
                path.rmdir()
    if record.is_file() and record.read_bytes() == fresh.read_bytes():
        fresh.unlink()
    else:
        fresh.replace(record)


def lines(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield line.removesuffix("\n")


def only_in_first(first: Iterator[str], second: Iterator[str]) -> Iterator[str]:
    """The names of one sorted list that another one hasn't; neither is held in memory."""
    other = next(second, None)
    for name in first:
        while other is not None and other < name:
            other = next(second, None)
        if name != other:
            yield name
