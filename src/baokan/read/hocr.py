"""hOCR 1.x, as XHTML or as HTML with its tags left open: pages, areas, paragraphs, lines, words -> pages of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from lxml import etree, html

from baokan.errors import UnreadableInput
from baokan.model import Block, Box, Line, Page, Picture
from baokan.read.files import read_bytes
from baokan.read.markup import MOST_WORDS, check_size, line_of, too_many_words
from baokan.read.measures import (
    NOT_XML,
    LineText,
    Word,
    around,
    inside_name,
    lines_to_block,
    mean,
    note_page,
    number,
    number_blocks,
    outline_to_box,
    points_to_outline,
    share,
    words_to_text,
)
from baokan.read.problems import Notes
from baokan.read.reading import Reading, bytes_to_sources

READER = "hocr/1"
MEDIA_TYPE = "text/vnd.hocr+html"
LINES = ("ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat")
WORDS = ("ocrx_word", "ocr_word")
PARAGRAPHS = ("ocr_par",)
AREAS = ("ocr_carea", "ocrx_block")
PICTURES = ("ocr_image", "ocr_photo", "ocr_linedrawing", "ocr_float")
RULES = ("ocr_separator",)
LABELS = {"ocr_header": "header", "ocr_footer": "footer", "ocr_caption": "caption"}
READ = ("class", "id", "title")  # attributes
PROPERTY = re.compile(r"""\s*([A-Za-z_-]{1,40})\s+((?:"[^"]*"|'[^']*'|[^;"'])*)(?:;|$)""")


def read_hocr(path: Path) -> Reading:
    """An hOCR file as its pages, in pixels. Raises UnreadableInput when it holds no ocr_page."""
    return hocr_to_reading(read_bytes(path), path.name, str(path))


def hocr_to_reading(data: bytes, name: str, where: str) -> Reading:
    """As `read_hocr`, from bytes; `where` names the file in findings."""
    root = bytes_to_html(data, where)
    notes = Notes(where)
    elements = [e for e in root.iter(etree.Element) if has_class(e, ("ocr_page",))]
    if not elements:
        raise UnreadableInput(f"{where}:1: has no element of class ocr_page.", "give the hOCR of the page, whole.")
    pages = [HocrReader(element, notes).page() for element in elements]
    return Reading(bytes_to_sources(data, name, MEDIA_TYPE, READER, pages), notes.findings())


def bytes_to_html(data: bytes, where: str) -> etree._Element:
    """The root of an HTML or XHTML file; tags left open are closed as a browser would."""
    check_size(data, where)
    try:
        data.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # what the file's own meta says
    parser = html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"{where}:1: can't be parsed as HTML: {error}.", "make the file anew.") from error
    if NOT_XML.search("".join(root.itertext()) + "".join(v for e in root.iter(etree.Element) for v in e.attrib.values())):
        replace_not_xml(root)
    return root


def replace_not_xml(root: etree._Element) -> None:
    """Put U+FFFD for what HTML may hold and XML not: control characters, as they are or by their number."""
    for element in root.iter(etree.Element):
        element.text = NOT_XML.sub("\ufffd", element.text or "")
        element.tail = NOT_XML.sub("\ufffd", element.tail or "")
        for name in READ:  # an attribute's name may be none in XML
            if value := element.get(name):
                element.set(name, NOT_XML.sub("\ufffd", value))


def has_class(element: etree._Element, names: tuple[str, ...]) -> bool:
    found = element.get("class")
    return found is not None and (found in names or any(name in names for name in found.split()))


def holds(element: etree._Element, names: tuple[str, ...]) -> bool:
    return any(has_class(e, names) for e in element.iter(etree.Element))


def properties(element: etree._Element) -> dict[str, str]:
    """The properties that hOCR keeps in @title, as name -> value; quotation marks around a value are taken off."""
    title = element.get("title") or ""
    if '"' in title or "'" in title:
        return {name: value.strip().strip("\"'") for name, value in PROPERTY.findall(title)}
    parts = (part.strip().partition(" ") for part in title.split(";"))
    return {name: value.strip() for name, _, value in parts if name}


class HocrReader:
    """Reads one element of class ocr_page."""

    def __init__(self, element: etree._Element, notes: Notes) -> None:
        self.element = element
        self.notes = notes

    def page(self) -> Page:
        element = self.element
        words = sum(1 for e in element.iter(etree.Element) if has_class(e, WORDS))
        if words > MOST_WORDS:
            raise too_many_words(self.notes.path, line_of(element), words)
        known = properties(element)
        box = self.box(element)
        width = height = None
        if box is not None:
            width, height = box.right, box.bottom
            for name, value in (("width", width), ("height", height)):
                if value <= 0:
                    self.notes.add("page-size", line_of(element), name=name, value=f"{value:g}")
            width, height = (width, height) if width > 0 and height > 0 else (None, None)
        place = known.get("ppageno")
        page = Page(
            number_blocks(self.block(part) for part in self.parts(element)),
            known.get("lpageno") or (str(int(place) + 1) if place and place.isdecimal() else None),
            width,
            height,
            inside_name(unquote(known["image"]), line_of(element), self.notes) if known.get("image") else None,
            "pixel",
            pictures=tuple(self.pictures(element)),
            rules=tuple(box for e in element.iter(etree.Element) if has_class(e, RULES) and (box := self.box(e)) is not None),
        )
        note_page(page, line_of(element), self.notes)
        return page

    def parts(self, element: etree._Element) -> Iterator[etree._Element]:
        """The smallest elements that hold whole blocks: paragraphs, else areas, else lines by themselves, else text."""
        for part in element:
            if not isinstance(part.tag, str):
                continue
            whole = has_class(part, AREAS) and not holds(part, PARAGRAPHS)
            if whole or has_class(part, (*PARAGRAPHS, *LINES, *WORDS)):
                yield part
            elif not has_class(part, PICTURES) or holds(part, LINES):
                yield from self.parts(part)

    def box(self, element: etree._Element) -> Box | None:
        text = properties(element).get("bbox")
        if text is None:
            return None
        values = [number(part) for part in text.split()]
        known = [value for value in values if value is not None]
        if len(values) != 4 or len(known) != 4 or known[2] < known[0] or known[3] < known[1]:
            self.notes.add("coordinate", line_of(element), name="bbox", what=element.get("id") or element.tag, value=text[:60])
            return None
        return Box(*known)

    def block(self, element: etree._Element) -> Block:
        inside = [e for e in element.iter(etree.Element) if e is not element and has_class(e, LINES)]
        block = lines_to_block([self.line(line) for line in inside or [element]], line_of(element))
        classes = [c for e in [element, *inside] for c in (e.get("class") or "").split()]
        own = [c for c in classes if c in LABELS]
        outline = points_to_outline(properties(element).get("poly"))
        return replace(
            block,
            box=self.box(element) or outline_to_box(outline) or block.box,
            outline=outline,
            label=LABELS[own[0]] if own and len(own) * 2 > len(inside or [element]) else "",
            name=element.get("id") or "",
        )

    def line(self, element: etree._Element) -> LineText:
        """A line: its words with what stands between them; its bare text where it has no words."""
        words = [e for e in element.iter(etree.Element) if has_class(e, WORDS)]
        if not words or (words == [element]):
            text = " ".join("".join(element.itertext()).split())
            confidence = self.confidence(element)
            return LineText(text, Line(0, 0, self.box(element), confidence))
        read = [Word(" ".join("".join(w.itertext()).split()), self.box(w), self.confidence(w)) for w in words]
        box = self.box(element) or around(word.box for word in read)
        return LineText(words_to_text([w for w in read if w.text]), Line(0, 0, box, mean(w.confidence for w in read)))

    def confidence(self, element: etree._Element) -> float | None:
        known = properties(element)
        value = share(known.get("x_wconf"), 100.0)
        if value is None and known.get("x_confs"):
            value = mean(share(part, 100.0) for part in known["x_confs"].split())
        return value

    def pictures(self, element: etree._Element) -> Iterator[Picture]:
        for part in element.iter(etree.Element):
            box = self.box(part) if has_class(part, PICTURES) else None
            if box is not None and box.width > 0 and box.height > 0:
                yield Picture(box, line_of(part), name=part.get("id") or "")
