"""A PDF -> its pages: text, pictures, rules and frames, and what ruins its text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from baokan.errors import UnreadableInput
from baokan.model import Box, Page, Residue, Source
from baokan.read.files import read_bytes
from baokan.read.measures import number_blocks
from baokan.read.pdf.blocks import lines_to_blocks
from baokan.read.pdf.characters import MOST_CHARACTERS, TextPage
from baokan.read.pdf.drawings import page_to_drawings
from baokan.read.pdf.health import is_spaced, note_health
from baokan.read.pdf.printed import layer_to_lines
from baokan.read.problems import Notes
from baokan.read.reading import Reading

READER = "pdf/1"
MEDIA_TYPE = "application/pdf"
MOST_PAGES = 2_000
PAGE_BREAK = "\f"  # between the pages of a text layer


def read_pdf(path: Path) -> Reading:
    """A PDF by its text layer, in points. Raises UnreadableInput when it is encrypted, broken or far too long."""
    data = read_bytes(path)
    return pdf_to_reading(data, path.name, str(path))


def pdf_to_reading(data: bytes, name: str, where: str) -> Reading:
    """As `read_pdf`, from bytes; `where` names the file in findings."""
    notes = Notes(where)
    document = open_document(data, where)
    try:
        pages: list[Page] = []
        texts: list[str] = []
        for number in range(len(document)):
            page, text = read_page(document, number, notes)
            pages.append(page)
            texts.append(text)
    finally:
        document.close()
    if not pages:
        raise UnreadableInput(f"{where}:1: is a PDF without pages.", "make the PDF anew.")
    layer = PAGE_BREAK.join(texts).encode("utf-8", "surrogatepass")
    checksum = hashlib.sha256(data).hexdigest()
    sources = tuple(
        Source(name, checksum, len(data), MEDIA_TYPE, READER, page,
               Residue("", False, (), raw=b"" if part else layer, layer=True), part)
        for part, page in enumerate(pages)
    )  # fmt: skip
    return Reading(sources, notes.findings())


def open_document(data: bytes, where: str) -> Any:
    """The open PDF. Raises UnreadableInput with what pdfium says of it."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableInput(
                f"{where}:1: is encrypted: it opens only with a password.", "give it without a password."
            ) from error
        raise UnreadableInput(f"{where}:1: is not a whole PDF: {error}.", "fetch the file again, or make it anew.") from error
    if count > MOST_PAGES:
        raise UnreadableInput(f"{where}:1: has {count} pages; {MOST_PAGES} are read at most.", "split it by issues.")
    return document


def read_page(document: Any, number: int, notes: Notes) -> tuple[Page, str]:
    """(page, its text layer as pdfium gives it); what can't be read is noted and gives an empty page."""
    try:
        page = document[number]
        opened = TextPage(page)
    except pypdfium2.PdfiumError as error:
        notes.add("page-unreadable", 1, value=f"Page {number + 1} can't be read: {error}.", hint="make the PDF anew.")
        return Page((), str(number + 1)), ""
    try:
        if opened.count > MOST_CHARACTERS:
            notes.add("words-many", 1, value=opened.count, most=MOST_CHARACTERS)
            return Page((), str(number + 1)), ""
        return read_layer(opened, number, notes)
    finally:
        opened.close()
        page.close()


def read_layer(opened: TextPage, number: int, notes: Notes) -> tuple[Page, str]:
    layer = opened.layer()
    size = page_size(opened)
    if size is None:
        notes.add("page-size", 1, name="size", value=f"{opened.box.width:g} x {opened.box.height:g}")
    note_health(layer, number + 1, notes)
    drawings = page_to_drawings(opened.page, opened.box)
    lines = layer_to_lines(layer, opened, is_spaced(layer), size)
    blocks = number_blocks(lines_to_blocks(lines))
    if any(block.vertical for block in blocks) and 2 * sum(len(b.text) for b in blocks if b.vertical) > sum(
        len(b.text) for b in blocks
    ):
        notes.add("text-vertical", 1, page=number + 1)
    page = Page(
        blocks,
        str(number + 1),
        size.right if size else None,
        size.bottom if size else None,
        unit="pt",
        pictures=drawings.pictures,
        rules=drawings.rules,
        frames=drawings.frames,
    )
    return page, layer.text


def page_size(opened: TextPage) -> Box | None:
    """The page as it is shown; None for one without a size."""
    width, height = opened.box.width, opened.box.height
    if opened.page.get_rotation() in (90, 270):
        width, height = height, width
    return Box(0, 0, width, height) if width > 0 and height > 0 else None
