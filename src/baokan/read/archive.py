"""A ZIP archive of an issue: a METS with its files, or page files in the order of their names."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import UnreadableInput
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
        elif page_format(data) is not None:
            pages[name] = data
        elif name.lower().endswith(".txt"):
            texts[name] = data
    reading = members_to_reading(folder, pages, texts, notes)
    if not reading.sources:
        wrong = reading.findings[0].message if reading.findings else "it holds no ALTO, METS, PAGE, hOCR or .txt file"
        raise UnreadableInput(f"{path}:1: holds no page that can be read: {wrong.rstrip('.')}.", "give the whole issue.")
    return reading


def members_to_reading(folder: ZipFolder, pages: dict[str, bytes], texts: dict[str, bytes], notes: Notes) -> Reading:
    """The page files of an archive as one issue; its text files only where it has no others."""
    sources: list[Source] = []
    findings: list[Finding] = []
    for name, data in (pages or texts).items():
        where = folder.path_of(name)
        try:
            if pages:
                reading = page_to_reading(data, base_name(name), where)
                sources += reading.sources
                findings += reading.findings
            else:
                sources.append(text_to_source(data, base_name(name), where))
        except UnreadableInput as error:
            notes.add("page-unreadable", 1, value=error.message, hint=error.hint)
    return Reading(tuple(sources), (*notes.findings(), *findings))
