"""A ZIP archive of an issue: a METS with its files, or page files in the order of their names."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import MissingPart, UnreadableInput
from baokan.findings import Finding
from baokan.model import Source
from baokan.read.folders import ZipFolder, readable
from baokan.read.mets import base_name, mets_to_reading
from baokan.read.pages import page_format, page_to_reading, root_name
from baokan.read.problems import Notes
from baokan.read.reading import Reading
from baokan.read.text import text_to_source


def read_zip(path: Path) -> Reading:
    """The issue in an archive, read in memory. Raises UnreadableInput where it holds no page that can be read."""
    notes = Notes(str(path))
    folder = ZipFolder(path, notes)
    pages: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    for name, data in readable(folder):
        if isinstance(data, UnreadableInput):
            notes.add("page-unreadable", 1, value=data.message, hint=data.hint)
        elif root_name(data) == "mets":
            reading = mets_to_reading(folder, name)
            return Reading(reading.sources, (*notes.findings(), *reading.findings), reading.metadata, reading.articles)
        elif page_format(data) is not None or is_pdf(data):
            pages[name] = data
        elif name.lower().endswith(".txt"):
            texts[name] = data
    reading = members_to_reading(folder, pages, texts, notes)
    if not reading.sources:
        wrong = reading.findings[0].message if reading.findings else "it holds no PDF, ALTO, METS, PAGE, hOCR or .txt file"
        raise UnreadableInput(f"{path}:1: holds no page that can be read: {wrong.rstrip('.')}.", "give the whole issue.")
    return reading


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def pdf_member(data: bytes, name: str, where: str) -> Reading:
    """A PDF among the members. Raises MissingPart where what reads PDFs isn't installed."""
    try:
        from baokan.read.pdf.reader import pdf_to_reading
    except ImportError as error:
        raise MissingPart(
            f"{where}: is a PDF, and the part that reads PDFs isn't installed.", "pip install 'baokan[pdf]'."
        ) from error
    return pdf_to_reading(data, base_name(name), where)


def members_to_reading(folder: ZipFolder, pages: dict[str, bytes], texts: dict[str, bytes], notes: Notes) -> Reading:
    """The page files of an archive as one issue; its text files only where it has no others."""
    sources: list[Source] = []
    findings: list[Finding] = []
    for name, data in (pages or texts).items():
        where = folder.path_of(name)
        try:
            if pages:
                reading = pdf_member(data, name, where) if is_pdf(data) else page_to_reading(data, base_name(name), where)
                sources += reading.sources
                findings += reading.findings
            else:
                sources.append(text_to_source(data, base_name(name), where))
        except (UnreadableInput, MissingPart) as error:
            notes.add("page-unreadable", 1, value=error.message, hint=error.hint)
    return Reading(tuple(sources), (*notes.findings(), *findings))
