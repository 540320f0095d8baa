"""ALTO 1 to 4, in any namespace: a page or more of OCR -> pages of blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from baokan.model import Block, Box, Line, Page, Picture
from baokan.read.files import read_bytes
from baokan.read.markup import MOST_WORDS, bytes_to_tree, child, children, descendants, line_of, local, text_of, too_many_words
from baokan.read.measures import (
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

READER = "alto/1"
MEDIA_TYPE = "application/alto+xml"
UNITS = ("pixel", "mm10", "inch1200")
STYLES = {"bold": "bold", "italics": "italic", "italic": "italic"}
VERTICAL_DIRECTIONS = frozenset({"ttb", "btt"})
HYPHENS = "-\u00ac\u00ad\u2010\u2e17="


def read_alto(path: Path) -> Reading:
    """An ALTO file as its pages, in the file's unit. Raises UnreadableInput when it isn't well-formed ALTO."""
    return alto_to_reading(read_bytes(path), path.name, str(path))


def alto_to_reading(data: bytes, name: str, where: str) -> Reading:
    """As `read_alto`, from bytes; `where` names the file in findings."""
    root = bytes_to_tree(data, where)
    notes = Notes(where)
    unit, image = read_description(root, notes)
    reader = AltoReader(root, unit, image, notes)
    pages = [reader.page(element) for element in descendants(root, "Page")]
    if not pages:
        notes.add("page-unreadable", line_of(root), value="The file has no Page.", hint="give the whole ALTO file.")
        pages = [Page((), unit=unit, image=image)]
    return Reading(bytes_to_sources(data, name, MEDIA_TYPE, READER, pages), notes.findings())


def read_description(root: etree._Element, notes: Notes) -> tuple[str, str | None]:
    """(unit of all coordinates, file name of the scan)."""
    description = child(root, "Description")
    unit, image = "pixel", None
    if description is None:
        return unit, image
    element = child(description, "MeasurementUnit")
    if element is not None:
        unit = text_of(element)
        if unit not in UNITS:
            notes.add("unit-unknown", line_of(element), value=unit)
    for information in children(description, "sourceImageInformation"):
        file_name = child(information, "fileName")
        if file_name is not None:
            image = text_of(file_name) or None
            if image is None:
                notes.add("image-missing", line_of(file_name))
            image = inside_name(image, line_of(file_name), notes)
    return unit, image


class AltoReader:
    """Reads the pages of one file; keeps its styles, tags and reading order."""

    def __init__(self, root: etree._Element, unit: str, image: str | None, notes: Notes) -> None:
        self.root = root
        self.unit = unit
        self.image = image
        self.notes = notes
        self.styles = {e.get("ID"): e.get("FONTSTYLE", "") for e in descendants(root, "TextStyle")}
        tags = child(root, "Tags")
        self.tags = {e.get("ID"): e.get("LABEL", "") for e in children(tags)} if tags is not None else {}

    def page(self, element: etree._Element) -> Page:
        width, height = self.length(element, "WIDTH"), self.length(element, "HEIGHT")
        parts = list(self.parts(element))
        words = sum(1 for _ in descendants(element, "String"))
        if words > MOST_WORDS:
            raise too_many_words(self.notes.path, line_of(element), words)
        blocks = number_blocks(self.block(part) for part in parts if local(part) == "TextBlock")
        page = Page(
            blocks,
            element.get("PRINTED_IMG_NR") or element.get("PHYSICAL_IMG_NR") or None,
            width,
            height,
            self.image,
            self.unit,
            self.order(blocks),
            tuple(picture for part in parts if (picture := self.picture(part)) is not None),
            tuple(box for part in parts if local(part) == "GraphicalElement" and (box := self.box(part)) is not None),
        )
        note_page(page, line_of(element), self.notes)
        return page

    def length(self, element: etree._Element, name: str) -> float | None:
        """The page's width or height; None where it is absent, noted where it is none."""
        text = element.get(name)
        if text is None:
            return None
        value = number(text)
        if value is None or value <= 0:
            self.notes.add("page-size", line_of(element), name=name, value=text)
            return None
        return value

    def parts(self, element: etree._Element) -> Iterator[etree._Element]:
        """The blocks below in document order, those of nested ComposedBlocks too."""
        for part in element.iterdescendants():
            if isinstance(part.tag, str) and local(part) in {"TextBlock", "Illustration", "GraphicalElement", "ComposedBlock"}:
                yield part

    def box(self, element: etree._Element) -> Box | None:
        """The box by HPOS, VPOS, WIDTH and HEIGHT, else around the Shape; None where neither is there."""
        values = {}
        for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"):
            text = element.get(name)
            values[name] = number(text)
            if text is not None and values[name] is None:
                what = f"{local(element)} {element.get('ID') or ''}".strip()
                self.notes.add("coordinate", line_of(element), name=name, what=what, value=text)
        left, top, width, height = values["HPOS"], values["VPOS"], values["WIDTH"], values["HEIGHT"]
        if left is not None and top is not None and width is not None and height is not None and width >= 0 and height >= 0:
            return Box(left, top, left + width, top + height)
        return outline_to_box(self.outline(element))

    def outline(self, element: etree._Element) -> tuple[tuple[float, float], ...]:
        shape = child(element, "Shape")
        polygon = child(shape, "Polygon") if shape is not None else None
        return points_to_outline(polygon.get("POINTS")) if polygon is not None else ()

    def block(self, element: etree._Element) -> Block:
        found = [self.line(line) for line in children(element, "TextLine")]
        block = lines_to_block(found, line_of(element), element.get("BASEDIRECTION") in VERTICAL_DIRECTIONS)
        return replace(
            block,
            box=self.box(element) or block.box,
            style=self.style(element),
            outline=self.outline(element),
            label=self.label(element),
            name=element.get("ID") or "",
        )

    def line(self, element: etree._Element) -> LineText:
        """A TextLine: its Strings, with the blanks that SP stands for, or one between each two where it has none."""
        words: list[Word] = []
        blank, hyphen, joins = False, "", False
        spaced = any(True for _ in children(element, "SP"))
        for part in children(element):
            kind = local(part)
            if kind == "SP":
                blank = True
            elif kind == "HYP":
                hyphen = part.get("CONTENT") or "-"
                joins = True
            elif kind == "String":
                words.append(Word(string_text(part), self.box(part), share(part.get("WC")), blank or not spaced))
                blank = False
                if part.get("SUBS_TYPE") == "HypPart1":
                    joins = True
        text = words_to_text(words)
        if joins and not hyphen and text[-1:] and text[-1] in HYPHENS:
            text, hyphen = text[:-1], text[-1]
        box = self.box(element) or around(word.box for word in words)
        line = Line(0, 0, box, mean(word.confidence for word in words), hyphen=hyphen)
        return LineText(text, line, joins)

    def picture(self, element: etree._Element) -> Picture | None:
        """An Illustration, or a ComposedBlock that is one by its TYPE and holds no text."""
        illustration = local(element) == "ComposedBlock" and re.search(r"illustr|image|photo", element.get("TYPE") or "", re.I)
        if local(element) != "Illustration" and not illustration:
            return None
        if illustration and any(True for _ in descendants(element, "Illustration")):
            return None
        box = self.box(element)
        return Picture(box, line_of(element), name=element.get("ID") or "") if box is not None else None

    def style(self, element: etree._Element) -> tuple[str, ...]:
        """What the block's own style says, or else what most of its Strings say."""
        words = self.style_words(element)
        if not words:
            counts: Counter[str] = Counter()
            strings = list(descendants(element, "String"))
            for string in strings:
                counts.update(set(self.style_words(string)))
            words = [word for word, count in counts.items() if 2 * count > len(strings)]
        return tuple(sorted(set(words)))

    def style_words(self, element: etree._Element) -> list[str]:
        text = " ".join([element.get("STYLE", ""), *(self.styles.get(ref, "") for ref in element.get("STYLEREFS", "").split())])
        return [STYLES[word] for word in text.lower().split() if word in STYLES]

    def label(self, element: etree._Element) -> str:
        """The block's TYPE or the label of its first tag, lower case."""
        labels = [self.tags.get(ref, "") for ref in element.get("TAGREFS", "").split()]
        return (element.get("TYPE") or next((label for label in labels if label), "")).lower()

    def order(self, blocks: tuple[Block, ...]) -> tuple[tuple[int, ...], ...]:
        """The file's own order: its ReadingOrder by first mention, else the chain of IDNEXT; empty where it has neither."""
        place = {block.name: block.index for block in blocks if block.name}
        reading = child(self.root, "ReadingOrder")
        if reading is None:
            return self.chained(place)
        owner = dict(place)
        for element in descendants(self.root, "TextBlock"):
            index = place.get(element.get("ID") or "")
            if index is not None:
                owner.update({part.get("ID") or "": index for part in element.iterdescendants() if isinstance(part.tag, str)})
        seen: dict[int, None] = {}
        known = {element.get("ID") for element in self.root.iterdescendants()}
        for reference in descendants(reading, "ElementRef"):
            name = reference.get("REF") or ""
            if name in owner:
                seen.setdefault(owner[name])
            elif name not in known:
                self.notes.add("order-unknown", line_of(reference), value=name)
        rest = [block.index for block in blocks if block.index not in seen]
        return tuple((index,) for index in [*seen, *rest]) if seen else ()

    def chained(self, place: dict[str, int]) -> tuple[tuple[int, ...], ...]:
        following = {}
        for element in descendants(self.root, "TextBlock"):
            left, right = place.get(element.get("ID") or ""), place.get(element.get("IDNEXT") or "")
            if left is not None and right is not None:
                following[left] = right
        if not following:
            return ()
        order: dict[int, None] = {}
        later = set(following.values())
        for start in [*(i for i in sorted(place.values()) if i not in later), *sorted(place.values())]:
            at: int | None = start
            while at is not None and at not in order:
                order[at] = None
                at = following.get(at)
        return tuple((index,) for index in order)


def string_text(element: etree._Element) -> str:
    """A String's text as printed; that of its Glyphs where it has no CONTENT."""
    content: str | None = element.get("CONTENT")
    if content is None:
        return "".join(glyph.get("CONTENT") or "" for glyph in children(element, "Glyph"))
    return content
