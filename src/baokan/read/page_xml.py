"""PAGE XML 2009 to 2019, in any namespace: regions, their reading order and their text -> a page of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from baokan.model import Block, Box, Line, Page, Picture
from baokan.read.files import read_bytes
from baokan.read.markup import MOST_WORDS, bytes_to_tree, child, children, descendants, line_of, local, too_many_words
from baokan.read.measures import (
    LineText,
    Word,
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

READER = "page/1"
MEDIA_TYPE = "application/vnd.prima.page+xml"
PICTURES = frozenset({"ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion"})
# Transkribus and its heirs write properties as custom="structure {type:heading; id:a1;} readingOrder {index:3;}"
CUSTOM = re.compile(r"([\w-]{1,40})\s*\{([^{}]{0,400})\}")
PROPERTY = re.compile(r"([\w-]{1,40})\s*:\s*([^;]{0,200})")
LAST = 1_000_000_000  # the place of what has none


def read_page_xml(path: Path) -> Reading:
    """A PAGE file as its page, in pixels. Raises UnreadableInput when it isn't well-formed PAGE."""
    return page_xml_to_reading(read_bytes(path), path.name, str(path))


def page_xml_to_reading(data: bytes, name: str, where: str) -> Reading:
    """As `read_page_xml`, from bytes; `where` names the file in findings."""
    root = bytes_to_tree(data, where)
    notes = Notes(where)
    pages = [PageReader(element, notes).page() for element in descendants(root, "Page")]
    if not pages:
        notes.add("page-unreadable", line_of(root), value="The file has no Page.", hint="give the whole PAGE file.")
        pages = [Page(())]
    return Reading(bytes_to_sources(data, name, MEDIA_TYPE, READER, pages), notes.findings())


class PageReader:
    """Reads one Page element."""

    def __init__(self, element: etree._Element, notes: Notes) -> None:
        self.element = element
        self.notes = notes

    def page(self) -> Page:
        element = self.element
        words = sum(1 for _ in descendants(element, "Word"))
        if words > MOST_WORDS:
            raise too_many_words(self.notes.path, line_of(element), words)
        image = element.get("imageFilename")
        if not image:
            self.notes.add("image-missing", line_of(element))
        regions = list(self.regions(element))
        blocks = number_blocks(self.block(region) for region in regions if is_text_region(region))
        page = Page(
            blocks,
            None,
            self.length("imageWidth"),
            self.length("imageHeight"),
            inside_name(image, line_of(element), self.notes) or None,
            "pixel",
            self.order(blocks),
            tuple(self.pictures(regions)),
            tuple(box for region in regions if local(region) == "SeparatorRegion" and (box := self.box(region)) is not None),
        )
        note_page(page, line_of(element), self.notes)
        return page

    def length(self, name: str) -> float | None:
        text = self.element.get(name)
        value = number(text)
        if value is None or value <= 0:
            self.notes.add("page-size", line_of(self.element), name=name, value=text or "")
            return None
        return value

    def regions(self, element: etree._Element) -> Iterator[etree._Element]:
        """The regions below in document order, a nested one after the one that holds it."""
        for part in children(element):
            if local(part).endswith("Region"):
                yield part
                yield from self.regions(part)

    def box(self, element: etree._Element) -> Box | None:
        return outline_to_box(self.outline(element))

    def outline(self, element: etree._Element) -> tuple[tuple[float, float], ...]:
        """The polygon of an element: Coords/@points, or the Point elements of before 2013."""
        coords = child(element, "Coords")
        if coords is None:
            return ()
        text = coords.get("points")
        if text is None:
            text = " ".join(f"{point.get('x')},{point.get('y')}" for point in children(coords, "Point"))
        outline = points_to_outline(text)
        if text.strip() and not outline:
            what = f"{local(element)} {element.get('id') or ''}".strip()
            self.notes.add("coordinate", line_of(coords), name="points", what=what, value=text[:60])
        return outline

    def block(self, region: etree._Element) -> Block:
        entries = sorted(enumerate(children(region, "TextLine")), key=lambda e: (custom_index(e[1]), e[0]))
        found = [self.line(line) for _, line in entries]
        direction = region.get("readingDirection") or self.element.get("readingDirection") or ""
        line_order = region.get("textLineOrder") or self.element.get("textLineOrder") or ""
        upright = direction == "top-to-bottom" and line_order in {"", "right-to-left", "left-to-right"}
        if not any(entry.text for entry in found):
            text, confidence = self.text(region)
            found = [LineText(part.strip(), Line(0, 0, confidence=confidence)) for part in text.splitlines()]
        block = lines_to_block(found, line_of(region), upright)
        outline = self.outline(region)
        kind = custom(region).get("structure", {}).get("type") or region.get("type") or region_label(region)
        return replace(
            block,
            box=outline_to_box(outline) or block.box,
            lines=block.lines if block.box or len(block.lines) > 1 else (),
            style=style_words(region),
            outline=outline,
            label=kind.lower(),
            name=region.get("id") or "",
            group=article_of(region),
        )

    def line(self, element: etree._Element) -> LineText:
        """A TextLine's own text, else that of its words, else that of their glyphs."""
        text, confidence = self.text(element)
        if not text:
            words = [self.word(word) for word in children(element, "Word")]
            text, confidence = words_to_text(words), mean(word.confidence for word in words)
        return LineText(" ".join(text.split()), Line(0, 0, self.box(element), confidence))

    def word(self, element: etree._Element) -> Word:
        text, confidence = self.text(element)
        if not text:
            text = "".join(self.text(glyph)[0] for glyph in children(element, "Glyph"))
        return Word(text, self.box(element), confidence)

    def text(self, element: etree._Element) -> tuple[str, float | None]:
        """The text of the best TextEquiv: that of the lowest index, else the first that has any."""
        found = []
        for place, equiv in enumerate(children(element, "TextEquiv")):
            unicode, plain = child(equiv, "Unicode"), child(equiv, "PlainText")
            text = "".join(unicode.itertext()) if unicode is not None else ""
            text = text or ("".join(plain.itertext()) if plain is not None else "")
            if text.strip():
                index = number(equiv.get("index"))
                found.append((index if index is not None else LAST, place, text.strip(), share(equiv.get("conf"))))
        if not found:
            return "", None
        _, _, text, confidence = min(found, key=lambda entry: entry[:2])
        return text, confidence

    def pictures(self, regions: Sequence[etree._Element]) -> Iterator[Picture]:
        for region in regions:
            box = self.box(region) if local(region) in PICTURES else None
            if box is not None:
                yield Picture(box, line_of(region), name=region.get("id") or "")

    def order(self, blocks: tuple[Block, ...]) -> tuple[tuple[int, ...], ...]:
        """The page's ReadingOrder, else the regions' own indices; what it doesn't name comes after. Empty without one."""
        place = {block.name: block.index for block in blocks if block.name}
        reading = child(self.element, "ReadingOrder")
        groups: list[list[int]] = []
        if reading is not None:
            nested = {name: inner for name in place if (inner := self.inside(name, place))}
            for group in children(reading):
                groups += self.group(group, place, nested)
        else:
            regions = {region.get("id"): custom_index(region) for region in self.regions(self.element)}
            indexed = sorted((regions.get(block.name, LAST), block.index) for block in blocks)
            groups = [[index] for at, index in indexed if at < LAST]
        seen: dict[int, None] = {}
        order = []
        for members in groups:
            new = [index for index in members if index not in seen]
            seen.update(dict.fromkeys(new))
            if new:
                order.append(tuple(new))
        return (*order, *((block.index,) for block in blocks if block.index not in seen)) if order else ()

    def inside(self, name: str, place: dict[str, int]) -> list[int]:
        """The blocks of the regions nested in a region."""
        for region in self.regions(self.element):
            if region.get("id") == name:
                return [place[r.get("id") or ""] for r in self.regions(region) if (r.get("id") or "") in place]
        return []

    def group(self, group: etree._Element, place: dict[str, int], nested: dict[str, list[int]]) -> list[list[int]]:
        """The blocks of a group: one after the other, or, for references in an unordered group, all at once."""
        kind = local(group)
        name = group.get("regionRef")
        own: list[list[int]] = []
        if name is not None:
            own = self.reference(group, name, place)
            own += [[index] for index in nested.get(name, []) if [index] not in own]
        members = list(children(group))
        if kind.startswith("Ordered"):
            members = [m for _, m in sorted(enumerate(members), key=lambda e: (number(e[1].get("index")) or 0, e[0]))]
        together: list[int] = []
        for member in members:
            if local(member) in {"UserDefined", "Labels"}:
                continue
            inner = self.group(member, place, nested)
            if kind.startswith("Unordered") and local(member) == "RegionRef":
                together += [index for part in inner for index in part]
            else:
                own += inner
        return own + ([together] if together else [])

    def reference(self, element: etree._Element, name: str, place: dict[str, int]) -> list[list[int]]:
        if name in place:
            return [[place[name]]]
        if not any(region.get("id") == name for region in self.regions(self.element)):
            self.notes.add("order-unknown", line_of(element), value=name)
        return []


def is_text_region(region: etree._Element) -> bool:
    """Whether the region itself holds lines or text: every TextRegion does, others may."""
    return local(region) == "TextRegion" or any(True for _ in children(region, "TextLine", "TextEquiv"))


def region_label(region: etree._Element) -> str:
    """What a region that isn't a TextRegion is: AdvertRegion -> advert; a text region inside takes its label."""
    at: etree._Element | None = region
    while at is not None and local(at).endswith("Region"):
        if local(at) != "TextRegion":
            return local(at).removesuffix("Region")
        at = at.getparent()
    return ""


def custom(element: etree._Element) -> dict[str, dict[str, str]]:
    """@custom as name -> properties."""
    text = element.get("custom") or ""
    return {name: {k: v.strip() for k, v in PROPERTY.findall(body)} for name, body in CUSTOM.findall(text)}


def custom_index(element: etree._Element) -> float:
    index = number(custom(element).get("readingOrder", {}).get("index"))
    return LAST if index is None else index


def article_of(region: etree._Element) -> str:
    """The id of the article that the region or its first line is marked with; "" without one."""
    for element in (region, *children(region, "TextLine")):
        structure = custom(element).get("structure", {})
        if structure.get("type") == "article" and structure.get("id"):
            return structure["id"]
    return ""


def style_words(region: etree._Element) -> tuple[str, ...]:
    style = child(region, "TextStyle")
    return () if style is None else tuple(word for word in ("bold", "italic") if style.get(word) in {"true", "1"})
