"""METS: an issue as its files in page order, with the articles of its logical structure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.model import Article, Fact, Metadata, Page, Residue, Source
from baokan.read.folders import DiskFolder, Folder, escapes, href_to_name
from baokan.read.markup import bytes_to_tree, child, children, descendants, line_of
from baokan.read.mets_articles import Place, logical_items, placed_articles
from baokan.read.mods import mods_to_metadata
from baokan.read.pages import page_format, page_to_reading
from baokan.read.problems import Notes
from baokan.read.reading import Reading

READER = "mets/1"
MEDIA_TYPE = "application/mets+xml"
HREF = "{http://www.w3.org/1999/xlink}href"
PAGE_TYPE = re.compile(r"page|^leaf$|^side$", re.I)
ISSUE_TYPE = re.compile(r"newspaper|issue|volume|periodical", re.I)
NOT_PAGE = re.compile(r"area|block|pages", re.I)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the METS's fileSec; `name` is None where the folder doesn't hold it."""

    ident: str
    href: str
    name: str | None
    media_type: str
    line: int
    outside: bool = False


def read_mets(path: Path) -> Reading:
    """A METS file with the page files beside it. Raises UnreadableInput when it isn't well-formed METS with a page."""
    return mets_to_reading(DiskFolder(path.parent), path.name)


def mets_to_reading(folder: Folder, name: str) -> Reading:
    """As `read_mets`, of a file in a folder or an archive; what it refers to outside of it is not read."""
    where = folder.path_of(name)
    data = folder.read(name)
    root = bytes_to_tree(data, where)
    notes = Notes(where)
    files = read_files(root, folder, name)
    sources = [Source(name, hashlib.sha256(data).hexdigest(), len(data), MEDIA_TYPE, READER, Page(()),
                      Residue("", False, (), raw=data), None)]  # fmt: skip
    findings: list[Finding] = []
    place: dict[str, int] = {}  # id of a page's text file -> its source
    for members, label, line in read_pages(root, files):
        found = read_text_file(members, folder, notes, line)
        if found is None:
            continue
        text, reading = found
        findings += reading.findings
        place[text.ident] = len(sources)
        image = image_of(members, notes)
        for source in reading.sources:
            page = replace(source.page, number=label or source.page.number, image=image or source.page.image)
            sources.append(replace(source, page=page))
    if len(sources) == 1:
        why = f" ({told[0].message})" if (told := notes.findings()) else ""
        raise UnreadableInput(f"{where}:1: has no page that can be read{why}.", "put the page files where its FLocat say.")
    articles = read_articles(root, sources, place, notes)
    metadata = read_metadata(root)
    return Reading(tuple(sources), (*notes.findings(), *findings), metadata, articles)


def base_name(name: str) -> str:
    return name.rpartition("/")[2]


def read_files(root: etree._Element, folder: Folder, base: str) -> dict[str, File]:
    """id -> file, for every file of the fileSec."""
    names = set(folder.names())
    files = {}
    for element in descendants(root, "file"):
        locator = child(element, "FLocat")
        if locator is None:
            continue
        href = locator.get(HREF) or locator.get("href") or ""
        name, outside = href_to_name(href, base, names)
        ident = element.get("ID") or href
        files[ident] = File(ident, href, name, element.get("MIMETYPE") or "", line_of(locator), outside)
    return files


def read_pages(root: etree._Element, files: dict[str, File]) -> list[tuple[list[File], str | None, int]]:
    """(files, printed number, line) a page, in page order: by the physical structure, else as the fileSec has them."""
    pages = []
    physical = next((m for m in descendants(root, "structMap") if (m.get("TYPE") or "").upper().startswith("PHYS")), None)
    if physical is not None:
        for number, div in enumerate(page_divs(physical)):
            order = div.get("ORDER") or ""
            members = [files[ref] for ref in file_ids(div) if ref in files]
            label = div.get("ORDERLABEL") or (order if order.isdecimal() else None)
            pages.append((int(order) if order.isdecimal() else number, number, members, label, line_of(div)))
    if not any(members for _, _, members, _, _ in pages):
        grouped: dict[str, list[File]] = {}
        for element in descendants(root, "file"):
            ident = element.get("ID") or ""
            if ident in files:
                grouped.setdefault(element.get("GROUPID") or element.get("SEQ") or ident, []).append(files[ident])
        return [(members, None, members[0].line) for members in grouped.values()]
    return [(members, label, line) for _, _, members, label, line in sorted(pages, key=lambda p: p[:2])]


def page_divs(physical: etree._Element) -> list[etree._Element]:
    """The div of each page; where no TYPE says page, the innermost that have files."""
    divs = list(descendants(physical, "div"))
    named = [d for d in divs if PAGE_TYPE.search(d.get("TYPE") or "") and not NOT_PAGE.search(d.get("TYPE") or "")]
    return named or [d for d in divs if child(d, "fptr") is not None]


def file_ids(div: etree._Element) -> list[str]:
    """The FILEIDs of a page, its own first, then those of areas on it."""
    found = dict.fromkeys(e.get("FILEID") for pointer in children(div, "fptr") for e in pointer.iter() if isinstance(e.tag, str))
    found.update(dict.fromkeys(e.get("FILEID") for e in div.iterdescendants() if isinstance(e.tag, str)))
    return [ident for ident in found if ident]


def read_text_file(members: list[File], folder: Folder, notes: Notes, line: int) -> tuple[File, Reading] | None:
    """The page's file of text, which is ALTO, PAGE or hOCR by its content. Notes one that isn't there or can't be read."""
    texts = [f for f in members if re.search(r"xml|html|text", f.media_type or f.href, re.I)]
    for file in texts:
        if file.outside:
            notes.add("outside", file.line, what=f"File {file.ident}", value=file.href)
        elif file.name is None:
            notes.add("reference", file.line, what=f"File {file.ident}", value=file.href)
        else:
            try:
                data = folder.read(file.name)
                if page_format(data) is not None:
                    return file, page_to_reading(data, base_name(file.name), folder.path_of(file.name))
            except UnreadableInput as error:
                notes.add("page-unreadable", file.line, value=error.message, hint=error.hint)
    if not texts:
        notes.add("reference", line, what="A page of the issue", value="a file of its text")
    return None


def image_of(members: list[File], notes: Notes) -> str | None:
    """The first image of a page, as the METS names it, without a scheme."""
    for file in members:
        if file.media_type.startswith("image/") or re.search(r"\.(?:tiff?|jpe?g|jp2|png)$", file.href, re.I):
            path = re.sub(r"^file:/*(?:\./)?|^\./", "", file.href)
            if file.outside or escapes(path):
                notes.add("image-path", file.line, value=file.href)
                return base_name(path.replace("\\", "/"))
            return path
    return None


def read_articles(
    root: etree._Element, sources: list[Source], place: dict[str, int], notes: Notes
) -> tuple[tuple[Article, ...] | None, ...]:
    """The articles of each source by the logical structure; empty where the METS has none that names blocks."""
    blocks: dict[tuple[str, str], Place] = {}
    for ident, number in place.items():
        page = sources[number].page
        blocks.update({(ident, block.name): Place(number, block.index, False) for block in page.blocks if block.name})
        blocks.update({(ident, p.name): Place(number, n, True) for n, p in enumerate(page.pictures) if p.name})
    items = logical_items(root, blocks, place, notes)
    if not any(item.parts for item in items):
        return ()
    return placed_articles(items, sources)


def read_metadata(root: etree._Element) -> Metadata:
    """What the METS says of the issue: by the MODS of the issue's own div, else by the METS's label."""
    sections = {s.get("ID"): s for s in descendants(root, "dmdSec")}
    wanted: list[str] = []
    for div in descendants(root, "div"):
        if ISSUE_TYPE.search(div.get("TYPE") or ""):
            wanted += (div.get("DMDID") or "").split()
    metadata = mods_to_metadata([sections[ident] for ident in dict.fromkeys(wanted) if ident in sections])
    label = root.get("LABEL")
    if metadata.paper is None and label:
        metadata = replace(metadata, paper=Fact(label))
    return metadata


