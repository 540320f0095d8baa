"""What a file is, by its content, and the reader for it; other packages may add readers.

A package adds a reader by an entry point of the group `baokan.readers`, whose name is the format's and whose
object has `accepts(data: bytes) -> bool`, given the file's first 16 KB, and `read(path: Path) -> Reading`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from baokan.errors import MissingPart, UnreadableInput
from baokan.read.alto import read_alto
from baokan.read.archive import read_zip
from baokan.read.ecpo import read_ecpo
from baokan.read.folio import read_folios
from baokan.read.hocr import read_hocr
from baokan.read.mets import read_mets
from baokan.read.page_xml import read_page_xml
from baokan.read.pages import ROOTS, START, root_name
from baokan.read.reading import Reading
from baokan.read.text import read_text

GROUP = "baokan.readers"
# Formats that hold an issue, one page, or one page of several that a folder makes an issue of.
ISSUE_FORMATS = frozenset({"mets", "pdf", "zip"})
PAGE_FORMATS = frozenset({"alto", "page", "hocr", "ecpo"})


class Reader(Protocol):
    """What an entry point of the group baokan.readers gives."""

    def accepts(self, data: bytes) -> bool: ...

    def read(self, path: Path) -> Reading: ...


def read_pdf(path: Path) -> Reading:
    """A PDF by its text layer; its library is loaded only here. Raises MissingPart where it isn't installed."""
    try:
        from baokan.read.pdf import read_pdf as read
    except ImportError as error:
        raise MissingPart(
            f"{path}: is a PDF, and the part that reads PDFs isn't installed ({error.name}).", "pip install 'baokan[pdf]'."
        ) from error
    return read(path)


def read_plain(path: Path) -> Reading:
    return Reading((read_text(path),))


READERS: dict[str, Callable[[Path], Reading]] = {
    "text": read_plain,
    "alto": read_alto,
    "page": read_page_xml,
    "hocr": read_hocr,
    "ecpo": read_ecpo,
    "mets": read_mets,
    "pdf": read_pdf,
    "zip": read_zip,
}


@cache
def other_readers() -> dict[str, Reader]:
    """Format -> reader, of the readers that other installed packages bring."""
    return {entry.name: entry.load() for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name)}


def format_of(path: Path) -> str | None:
    """The format of a file by its content: a key of READERS, a name of other_readers(), or None where none fits.

    Text is known by no mark: whatever else looks like nothing here is text only when it is named .txt.
    """
    try:
        with path.open("rb") as file:
            head = file.read(START)
    except OSError:
        return "text" if path.suffix.lower() == ".txt" else None
    return format_of_head(head, path.name)


def format_of_head(head: bytes, name: str) -> str | None:
    """As `format_of`, from a file's first 16 KB and its name."""
    for format_name, reader in other_readers().items():
        if reader.accepts(head):
            return format_name
    found = format_of_bytes(head)
    return found or ("text" if name.lower().endswith(".txt") else None)


def format_of_bytes(head: bytes) -> str | None:
    """As `format_of`, from a file's first 16 KB, without its name."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    root = root_name(head)
    if ROOTS.get(root) == "html" or (root not in ROOTS and b"ocr_page" in head):
        return "hocr"
    return ROOTS.get(root) if ROOTS.get(root) in READERS else None


def read_source(path: Path) -> Reading:
    """Read a file in whichever format its content shows.

    Raises UnreadableInput for a format that nobody here reads; a file that looks like no format is read as text.
    """
    found = format_of(path)
    if found == "text":
        return read_plain(path)
    if found is not None:
        reader = READERS[found] if found in READERS else other_readers()[found].read
        return read_folios(reader(path))
    if path.is_file():
        with path.open("rb") as file:
            root = root_name(file.read(START))
        if root:
            raise UnreadableInput(
                f"{path}:1: is XML with the root {root!r}, which baokan doesn't read.",
                "give it text, PDF, ALTO, METS, PAGE or hOCR.",
            )
    return read_plain(path)
