"""Where sources lie: a folder on disk, or one file of it; other kinds of folder have the same form."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from baokan.findings import Finding, Severity
from baokan.manifest import Entry, manifest_entries
from baokan.read import format_of
from baokan.read.folders import href_to_name

HREF = re.compile(rb"""\bhref\s*=\s*["']([^"'<>]{1,1000})["']""")


class Shelf(Protocol):
    """A folder of sources, on disk or elsewhere, or one file of it."""

    name: str  # for messages
    folder: Path  # to which paths are relative
    is_file: bool

    def files(self) -> Iterator[Path]:
        """Every file below, hidden ones aside; links to folders aren't followed."""

    def format(self, path: Path) -> str | None: ...

    def members(self, path: Path) -> Iterable[Path]:
        """The files that a METS refers to."""

    def entries(self) -> Iterable[Entry]:
        """What a manifest says."""


class DiskShelf:
    """A folder on disk, or a file in one; what can't be looked at goes to `findings`."""

    def __init__(self, source: Path, findings: list[Finding]) -> None:
        self.name = str(source)
        self.source = source
        self.findings = findings
        self.is_file = not source.is_dir()
        self.folder = source.parent if self.is_file else source

    def files(self) -> Iterator[Path]:
        return iter([self.source]) if self.is_file else self._below(self.folder)

    def _below(self, folder: Path) -> Iterator[Path]:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        yield from self._below(folder / entry.name)
                    elif entry.is_file():
                        yield folder / entry.name
                    elif entry.is_symlink() and not Path(entry.path).exists():
                        self.findings.append(unread(entry.path, "is a link to what isn't there"))
        except OSError as error:
            self.findings.append(unread(str(folder), f"can't be listed: {error.strerror or error}"))

    def format(self, path: Path) -> str | None:
        return format_of(path)

    def members(self, path: Path) -> Iterable[Path]:
        return mets_members(path)

    def entries(self) -> Iterable[Entry]:
        return manifest_entries(self.folder)


def unread(path: str, why: str) -> Finding:
    return Finding(path, 0, "unreadable", Severity.ERROR, f"It {why}.", "mend the link or the permission, or take it out.")


def mets_members(path: Path) -> Iterable[Path]:
    """The files of its folder that a METS refers to."""
    try:
        data = path.read_bytes()
    except OSError:
        return []
    names = {p.relative_to(path.parent).as_posix() for p in path.parent.rglob("*") if p.is_file()}
    return [path.parent / name for name in mets_names(data, path.name, names)]


def mets_names(data: bytes, name: str, names: set[str]) -> list[str]:
    """Which of the names of its folder a METS refers to."""
    found = (href_to_name(href.decode("utf-8", "replace"), name, names)[0] for href in HREF.findall(data))
    return [each for each in found if each is not None]
