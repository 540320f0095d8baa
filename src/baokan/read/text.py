"""Plain text, one block a line: bytes -> Source, with all that is needed to give the bytes back."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.model import Block, Page, Residue, Source

READER = "text/1"
# Everything that ends a line somewhere; none of it may stand inside a block.
LINE_END = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# First bytes of formats that people hand over by mistake.
SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or an Office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3\x00": "a database",
}
# Above this share of control characters a file is not text; clean text has none.
CONTROL_SHARE = 0.3
CONTROL_MINIMUM = 64


def read_text(path: Path) -> Source:
    """Read a text file. Raises UnreadableInput for a folder, a binary file or an unknown encoding."""
    if path.is_dir():
        raise UnreadableInput(f"{path}: is a folder, not a file.", "name the files in it, or the folder itself to encode.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(
            f"{path}: can't be read: {error.strerror or error}.", "check the name and the permission."
        ) from error
    return text_to_source(data, path.name, str(path))


def text_to_source(data: bytes, name: str, where: str = "") -> Source:
    """The bytes of a text file as a Source; `where` names the file in errors."""
    where = where or name
    for signature, what in SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableInput(f"{where}: is {what}, not text.", "give baokan the text of the page.")
    text, encoding, bom = bytes_to_text(data, where)
    if len(text) >= CONTROL_MINIMUM and len(CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise UnreadableInput(f"{where}: is binary, not text.", "give baokan the text of the page.")
    page, separators, replaced = text_to_page(text)
    raw = None if text_to_bytes(text, encoding, bom) == data else data
    residue = Residue(encoding, bom, separators, replaced, raw)
    return Source(name, hashlib.sha256(data).hexdigest(), len(data), "text/plain", READER, page, residue)


def bytes_to_text(data: bytes, where: str) -> tuple[str, str, bool]:
    """(text, encoding, had a byte order mark): UTF-8 first, then GB18030."""
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        return data[len(codecs.BOM_UTF8) :].decode("utf-8") if bom else data.decode("utf-8"), "utf-8", bom
    except UnicodeDecodeError as utf8_error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise UnreadableInput(f"{where}: is UTF-16, which is not read.", "save it as UTF-8.") from utf8_error
        try:
            return data.decode("gb18030"), "gb18030", False
        except UnicodeDecodeError:
            line = data.count(b"\n", 0, utf8_error.start) + 1
            raise UnreadableInput(
                f"{where}:{line}: is neither UTF-8 nor GB18030 (byte 0x{data[utf8_error.start]:02X}).",
                "save the file as UTF-8.",
            ) from utf8_error


def text_to_bytes(text: str, encoding: str, bom: bool) -> bytes | None:
    """The inverse of bytes_to_text; None where the encoding can't take the text back."""
    try:
        return (codecs.BOM_UTF8 if bom else b"") + text.encode(encoding)
    except UnicodeEncodeError:
        return None


def text_to_page(text: str) -> tuple[Page, tuple[str, ...], tuple[tuple[int, int, str], ...]]:
    """Cut text into its non-empty lines: (page, separators, replaced characters)."""
    blocks: list[Block] = []
    separators: list[str] = []
    replaced: list[tuple[int, int, str]] = []
    clean = NOT_XML.search(text) is None
    done = 0  # all before it is in a block or a separator
    start, number, last_number = 0, 1, 0
    while start <= len(text):
        end_match = LINE_END.search(text, start)
        end = end_match.start() if end_match else len(text)
        line = text[start:end]
        content = line.strip()
        if content:
            at = start + len(line) - len(line.lstrip())
            if not clean:
                replaced += [(len(blocks), m.start(), m.group()) for m in NOT_XML.finditer(content)]
                content = NOT_XML.sub("\ufffd", content)
            separators.append(text[done:at])
            done = at + len(content)
            gap = number - last_number - 1 if blocks else number - 1
            blocks.append(Block(len(blocks), content, number, gap))
            last_number = number
        if not end_match:
            break
        start, number = end_match.end(), number + 1
    separators.append(text[done:])
    return Page(tuple(blocks)), tuple(separators), tuple(replaced)
