"""ECPO's transcriptions of early Chinese papers (root `fold`): pages, items and their lines -> pages of blocks.

A fold is what one sheet of paper holds: its pages stand in the order in which the sheet has them. An item's own
id groups its blocks, so the division into articles is the transcribers'.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from baokan.model import Block, Line, Page, Picture
from baokan.read.files import read_bytes
from baokan.read.markup import bytes_to_tree, child, children, descendants, line_of, local
from baokan.read.measures import LineText, lines_to_text, note_page, number_blocks
from baokan.read.problems import Notes
from baokan.read.reading import Reading, bytes_to_sources

READER = "ecpo/1"
MEDIA_TYPE = "application/xml"


def read_ecpo(path: Path) -> Reading:
    """An ECPO file as its pages, without boxes. Raises UnreadableInput when it isn't well-formed."""
    return ecpo_to_reading(read_bytes(path), path.name, str(path))


def ecpo_to_reading(data: bytes, name: str, where: str) -> Reading:
    """As `read_ecpo`, from bytes; `where` names the file in findings."""
    root = bytes_to_tree(data, where)
    notes = Notes(where)
    pages = []
    for element in descendants(root, "div"):
        if element.get("type") == "page":
            page = div_to_page(element)
            note_page(page, line_of(element), notes)
            pages.append(page)
    if not pages:
        notes.add("page-unreadable", line_of(root), value="The file has no div of type page.", hint="give the whole file.")
        pages = [Page(())]
    return Reading(bytes_to_sources(data, name, MEDIA_TYPE, READER, pages), notes.findings())


def div_to_page(element: etree._Element) -> Page:
    blocks: list[Block] = []
    pictures: list[Picture] = []
    vertical = (element.get("mode") or "").startswith("vertical")
    for number, div in enumerate(children(element, "div"), 1):
        if div.get("type") == "image":
            pictures.append(Picture(None, line_of(div), name=div.get("itemid") or ""))
        blocks += div_to_blocks(div, vertical, div.get("itemid") or f"{div.get('type') or 'div'}-{number}")
    return Page(number_blocks(blocks), element.get("n"), pictures=tuple(pictures))


def div_to_blocks(div: etree._Element, vertical: bool, group: str) -> Iterator[Block]:
    """A block a paragraph; text that stands in the div itself is one too, and nested items go with theirs."""
    vertical = is_upright(div, vertical)
    label = div.get("type") or ""
    if (div.text or "").strip() or child(div, "p") is None:
        yield element_to_block(div, vertical, label, group, nested=False)
    for part in children(div, "p", "div", "head", "ab"):
        if local(part) == "div":
            yield from div_to_blocks(part, vertical, group)
        else:
            yield element_to_block(part, is_upright(part, vertical), label, group)


def is_upright(element: etree._Element, inherited: bool) -> bool:
    mode = element.get("mode")
    return inherited if mode is None else mode.startswith("vertical")


def element_to_block(element: etree._Element, vertical: bool, label: str, group: str, nested: bool = True) -> Block:
    """The block of an element, a line each up to its lb."""
    lines = [LineText(text, Line(0, 0)) for part in printed_lines(element, nested) if (text := part.strip())]
    text, placed = lines_to_text(lines)
    return Block(0, text, line_of(element), lines=placed, vertical=vertical, label=label, group=group)


def printed_lines(element: etree._Element, nested: bool) -> list[str]:
    """The text of an element cut at each lb; line breaks of the file itself are not printed ones."""
    parts = [element.text or ""]
    for part in element.iterdescendants():
        if not nested and (local(part) in {"p", "div"} or any(local(a) in {"p", "div"} for a in up_to(part, element))):
            continue
        if local(part) == "lb":
            parts.append("")
        else:
            parts[-1] += part.text or ""
        parts[-1] += part.tail or ""
    return ["".join(piece.strip() for piece in part.splitlines()) for part in parts]


def up_to(part: etree._Element, element: etree._Element) -> Iterator[etree._Element]:
    for ancestor in part.iterancestors():
        if ancestor is element:
            return
        yield ancestor
