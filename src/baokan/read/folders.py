"""A folder or a ZIP archive as names and bytes; nothing outside of it is ever read or written."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from baokan.errors import UnreadableInput
from baokan.read.files import read_bytes
from baokan.read.problems import Notes
from baokan.read.reading import LARGEST_FILE

MOST_MEMBERS = 20_000
LARGEST_ARCHIVE = 2 * 1024**3  # bytes of all members unpacked
LARGEST_RATIO = 200  # of an XML page is some 30; a bomb's is a thousand and more
RATIO_MATTERS = 4 * 1024 * 1024  # bytes; below that no ratio does harm
DRIVE = re.compile(r"^[A-Za-z]:")
# What zipfile raises on archives that are damaged, or packed in a way that it doesn't know.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, ValueError, EOFError, OSError,
)  # fmt: skip
SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):")


class Folder(Protocol):
    """Files by their names relative to the folder, with / between the parts."""

    where: str

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes: ...

    def path_of(self, name: str) -> str: ...


class DiskFolder:
    """A folder on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = str(path)

    def names(self) -> list[str]:
        found = (p for p in self.path.rglob("*") if p.is_file())
        names = (p.relative_to(self.path).as_posix() for p in found)
        return sorted((n for n in names if not any(part.startswith(".") for part in n.split("/"))), key=natural)

    def read(self, name: str) -> bytes:
        path = self.path / name
        # A link may lead out; what it leads to is not part of the issue.
        if not path.resolve().is_relative_to(self.path.resolve()):
            raise UnreadableInput(f"{path}: lies outside the issue's folder; it is not read.", "put the file into the folder.")
        return read_bytes(path)

    def path_of(self, name: str) -> str:
        return str(self.path / name)


class ZipFolder:
    """A ZIP archive, read in memory, a member at a time."""

    def __init__(self, path: Path, notes: Notes) -> None:
        self.where = str(path)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(read_bytes(path)))
            members = self.archive.infolist()
        except BROKEN as error:
            raise UnreadableInput(f"{path}:1: is not a whole ZIP archive: {error}.", "make the archive anew.") from error
        if len(members) > MOST_MEMBERS:
            raise UnreadableInput(f"{path}:1: holds {len(members)} members; {MOST_MEMBERS} are read at most.", "split it.")
        if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
            raise UnreadableInput(
                f"{path}:1: would unpack to more than {LARGEST_ARCHIVE // 2**30} GB; it is not read.", "split the archive."
            )
        self.members = {m.filename: m for m in members if self.may_read(m, notes)}

    def may_read(self, member: zipfile.ZipInfo, notes: Notes) -> bool:
        """Whether a member is a file of this archive that can be read; notes what can't."""
        name = member.filename
        if member.is_dir():
            return False
        if escapes(name) or (member.external_attr >> 16) & 0o170000 == 0o120000:
            notes.add("member-path", 1, value=name)
            return False
        if name.startswith("__MACOSX/") or any(part.startswith(".") for part in name.split("/")):
            return False
        why = ""
        if member.flag_bits & 0x1:
            why = "it is encrypted"
        elif member.file_size > LARGEST_FILE:
            why = f"it would unpack to {member.file_size // 2**20} MB"
        elif member.file_size > RATIO_MATTERS and member.file_size > LARGEST_RATIO * max(member.compress_size, 1):
            why = f"it would unpack to {member.file_size // max(member.compress_size, 1)} times its size"
        if why:
            notes.add("member-bomb" if "unpack" in why else "member-unread", 1, value=name, why=why)
        return not why

    def names(self) -> list[str]:
        return sorted(self.members, key=natural)

    def read(self, name: str) -> bytes:
        """A member's bytes, no more than its entry says."""
        member = self.members[name]
        try:
            with self.archive.open(member) as file:
                data = file.read(member.file_size + 1)
        except BROKEN as error:
            raise UnreadableInput(f"{self.path_of(name)}:1: can't be unpacked: {error}.", "make the archive anew.") from error
        if len(data) > member.file_size:
            raise UnreadableInput(f"{self.path_of(name)}:1: is larger than the archive says.", "make the archive anew.")
        return data

    def path_of(self, name: str) -> str:
        return f"{self.where}!{name}"


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts page2 before page10."""
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in re.split(r"(\d+)", name) if p]


def escapes(name: str) -> bool:
    """Whether a name leads out of its folder, or to a place of this machine."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(DRIVE.match(plain)) or ".." in plain.split("/") or "\0" in plain


def href_to_name(href: str, base: str, names: set[str]) -> tuple[str | None, bool]:
    """(the name of the file that a reference of the file `base` means, whether it leads outside).

    `file://./text/1.xml` and `text/1.xml` are relative to `base`; of a URL on some server only the file name
    is looked for. None where the folder has no such file.
    """
    scheme = SCHEME.match(href)
    plain = unquote(href).replace("\\", "/")
    if scheme and scheme[1].lower() != "file":
        return same_name(plain.split("?")[0], names), False
    plain = re.sub(r"^file:(?://(?=\.|[^/])|///)?", "", plain, flags=re.I)
    if plain.startswith("/") or DRIVE.match(plain):
        return None, True
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), plain))
    if joined == ".." or joined.startswith("../"):
        return None, True
    return (joined if joined in names else None), False


def same_name(path: str, names: set[str]) -> str | None:
    last = path.rstrip("/").rpartition("/")[2]
    found = [name for name in names if name.rpartition("/")[2] == last]
    return found[0] if len(found) == 1 else None


def readable(folder: Folder) -> Iterator[tuple[str, bytes | UnreadableInput]]:
    """Each file of a folder with its bytes, or with what stands in the way."""
    for name in folder.names():
        try:
            yield name, folder.read(name)
        except UnreadableInput as error:
            yield name, error
