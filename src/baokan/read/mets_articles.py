"""The logical structure of a METS -> articles whose units are the blocks that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from baokan.model import Article, Certainty, Fragment, Kind, Role, Seam, Source, Subtype, Unit
from baokan.read.markup import children, descendants, local
from baokan.read.problems import Notes

XLINK = "{http://www.w3.org/1999/xlink}"
ITEMS = {
    "ARTICLE": Kind.ARTICLE, "SECTION": Kind.ARTICLE, "LETTER": Kind.ARTICLE, "CHAPTER": Kind.ARTICLE, "OBITUARY": Kind.ARTICLE,
    "POEM": Kind.ARTICLE, "SERIAL": Kind.ARTICLE, "FEUILLETON": Kind.ARTICLE, "ILLUSTRATEDARTICLE": Kind.ARTICLE,
    "ADVERTISEMENT": Kind.ADVERTISEMENT, "ADVERTISEMENTS": Kind.ADVERTISEMENT, "ADVERT": Kind.ADVERTISEMENT,
    "AD": Kind.ADVERTISEMENT, "CLASSIFIED": Kind.ADVERTISEMENT,
    "TITLE_SECTION": Kind.MASTHEAD, "MASTHEAD": Kind.MASTHEAD, "TITLESECTION": Kind.MASTHEAD, "NEWSPAPERTITLE": Kind.MASTHEAD,
    "WEATHER": Kind.NOTICE, "NOTICE": Kind.NOTICE, "DEATH_NOTICE": Kind.NOTICE, "FREEAD": Kind.ADVERTISEMENT,
}  # fmt: skip
ROLES = {
    "HEADING": Role.MAIN, "HEADLINE": Role.MAIN, "TITLE": Role.MAIN, "MAINTITLE": Role.MAIN, "HEAD": Role.MAIN,
    "SUBHEADLINE": Role.SUB, "SUBTITLE": Role.SUB, "SUBHEADING": Role.SUB, "SUBHEAD": Role.SUB,
    "OVERLINE": Role.KICKER, "KICKER": Role.KICKER, "CROSSHEADING": Role.CROSS, "INTERMEDIATE_HEADLINE": Role.CROSS,
    "AUTHOR": Role.BYLINE, "BYLINE": Role.BYLINE, "CAPTION": Role.CAPTION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A block, or a picture, of a source."""

    source: int
    index: int
    picture: bool


@dataclass(slots=True)
class Part:
    """What one pointer names: the blocks of a paragraph, a head, a picture."""

    role: Role
    places: list[Place]


@dataclass(slots=True)
class Item:
    """An article in the making."""

    kind: Kind
    parts: list[Part] = field(default_factory=list)


def logical_items(
    root: etree._Element, blocks: dict[tuple[str, str], Place], place: dict[str, int], notes: Notes
) -> list[Item]:
    """The items of the logical structure, in its order."""
    logical = next((m for m in descendants(root, "structMap") if (m.get("TYPE") or "").upper().startswith("LOGI")), None)
    if logical is None:
        return []
    walk = Walk(blocks, place, linked_areas(root), notes)
    for div in children(logical, "div"):
        walk.div(div, None, Role.PARAGRAPH)
    return walk.items


def linked_areas(root: etree._Element) -> dict[str, list[etree._Element]]:
    """id of a logical div -> the physical divs that the structLink ties to it, in its order."""
    divs = {div.get("ID"): div for div in descendants(root, "div") if div.get("ID")}
    links: dict[str, list[etree._Element]] = {}
    for link in descendants(root, "smLink"):
        start, end = ((link.get(f"{XLINK}{side}") or "").lstrip("#") for side in ("from", "to"))
        if end in divs:
            links.setdefault(start, []).append(divs[end])
    for group in descendants(root, "smLinkGrp"):
        names = [(e.get(f"{XLINK}href") or "").lstrip("#") for e in children(group, "smLocatorLink")]
        if names:
            links.setdefault(names[0], []).extend(divs[name] for name in names[1:] if name in divs)
    return links


class Walk:
    """Goes down the logical structure and gathers items."""

    def __init__(
        self, blocks: dict[tuple[str, str], Place], place: dict[str, int], links: dict[str, list[etree._Element]], notes: Notes
    ) -> None:
        self.blocks = blocks
        self.place = place
        self.links = links
        self.notes = notes
        self.items: list[Item] = []
        self.taken: set[Place] = set()

    def div(self, div: etree._Element, item: Item | None, role: Role) -> None:
        """Gather a div and all below it; `item` is the article that it stands in."""
        kind = (div.get("TYPE") or "").upper().replace(" ", "_")
        if kind in ITEMS:
            item = Item(ITEMS[kind])
            self.items.append(item)
            role = Role.PARAGRAPH
        elif kind in ROLES:
            role = ROLES[kind]
        pointers = list(children(div, "fptr"))
        for linked in self.links.get(div.get("ID") or "", []):
            pointers += descendants(linked, "fptr")
        for pointer in pointers:
            places = self.places(pointer)
            if places and item is None:
                item = Item(Kind.NOTICE)
                self.items.append(item)
            if places and item is not None:
                item.parts.append(Part(role, places))
        for inner in children(div, "div"):
            self.div(inner, item, role)

    def places(self, pointer: etree._Element) -> list[Place]:
        """The blocks of a pointer that no item has taken yet. A file that isn't read was noted with its page."""
        found = []
        for area in pointer.iter():
            ident = area.get("FILEID") if isinstance(area.tag, str) else None
            if ident not in self.place or local(area) not in {"area", "fptr"}:
                continue
            begin = area.get("BEGIN")
            if not begin:
                continue
            place = self.blocks.get((ident, begin))
            if place is not None and place not in self.taken:
                self.taken.add(place)
                found.append(place)
        return found


def placed_articles(items: Sequence[Item], sources: Sequence[Source]) -> tuple[tuple[Article, ...] | None, ...]:
    """The articles of each source; one that crosses pages has a part on each, tied by `goes_on`.

    None for a page none of whose blocks the structure names.
    """
    articles: list[list[Article]] = [[] for _ in sources]
    for item in items:
        before: tuple[int, int] | None = None
        numbers = dict.fromkeys(place.source for part in item.parts for place in part.places)
        for number in numbers:
            articles[number].append(item_to_article(item, number, sources[number]))
            here = (number, len(articles[number]) - 1)
            if before is not None:
                earlier = articles[before[0]][before[1]]
                articles[before[0]][before[1]] = replace(earlier, goes_on=here)
            before = here
    for number, source in enumerate(sources):
        if articles[number]:
            articles[number] += leftovers(source, articles[number])
    silent = [not found and bool(source.page.blocks) for found, source in zip(articles, sources, strict=True)]
    return tuple(None if nothing else tuple(found) for found, nothing in zip(articles, silent, strict=True))


def item_to_article(item: Item, number: int, source: Source) -> Article:
    """The part of an item that stands on one source's page."""
    units: list[Unit] = []
    pictures: list[int] = []
    for part in item.parts:
        here = [place for place in part.places if place.source == number]
        pictures += [place.index for place in here if place.picture]
        blocks = [place.index for place in here if not place.picture]
        if part.role is Role.PARAGRAPH and blocks:
            units.append(joined_unit(blocks, source))
        else:
            units += [Unit(part.role, (whole(index, source),)) for index in blocks]
    subtype = Subtype.PHOTO if pictures and not units and item.kind is Kind.ARTICLE else Subtype.NEWS
    return Article(item.kind, tuple(units), subtype, given=True, pictures=tuple(pictures))


def whole(index: int, source: Source, seam: Seam | None = None) -> Fragment:
    return Fragment(index, 0, len(source.page.blocks[index].text), seam)


def joined_unit(blocks: Sequence[int], source: Source) -> Unit:
    """A paragraph of one or more blocks, which the source itself says belong together."""
    seam = Seam(Certainty.HIGH, evidence=("the METS has them in one pointer",))
    return Unit(Role.PARAGRAPH, tuple(whole(index, source, seam if n else None) for n, index in enumerate(blocks)))


def leftovers(source: Source, articles: Sequence[Article]) -> list[Article]:
    """A notice for each block that the structure doesn't name, so that nothing is lost."""
    named = {f.block for article in articles for unit in article.units for f in unit.fragments}
    rest = [block.index for block in source.page.blocks if block.index not in named]
    return [Article(Kind.NOTICE, (Unit(Role.PARAGRAPH, (whole(i, source),)),), cert=Certainty.LOW) for i in rest]


