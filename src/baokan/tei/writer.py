"""Articles -> a TEI tree, as the encoding conventions have it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from baokan import ids
from baokan.model import Article, Certainty, EncodedPage, Kind, Role, Subtype, Unit
from baokan.tei.elements import Element, add, to_tree
from baokan.tei.facsimile import ocr_cert, picture_url, write_surface
from baokan.tei.header import write_header
from baokan.tei.names import TEI
from baokan.tei.units import guess, write_unit_text

# role -> element, @type, the letter in its xml:id
ELEMENTS: dict[Role, tuple[str, str | None, str]] = {
    Role.KICKER: ("head", "kicker", "h"),
    Role.MAIN: ("head", "main", "h"),
    Role.SUB: ("head", "sub", "h"),
    Role.RUBRIC: ("head", "rubric", "h"),
    Role.CROSS: ("head", "cross", "h"),
    Role.BYLINE: ("byline", None, "b"),
    Role.DATELINE: ("dateline", None, "d"),
    Role.PARAGRAPH: ("p", None, "p"),
    Role.CAPTION: ("p", None, "c"),
    Role.CAPTION_HEAD: ("head", None, "c"),
    Role.CREDIT: ("byline", None, "c"),
    Role.NOTE: ("note", "author", "n"),
    Role.JUMP_TO: ("ref", "continuedOn", "r"),
    Role.JUMP_FROM: ("ref", "continuedFrom", "r"),
    Role.FOLIO: ("fw", "folio", "w"),
}
JUMPS = frozenset({Role.JUMP_TO, Role.JUMP_FROM})
# Between paragraphs a div may hold none of these: they stand at its top or its foot.
EDGE_ROLES = frozenset({Role.BYLINE, Role.DATELINE})


def pages_to_tei(issue: str, pages: Sequence[EncodedPage]) -> etree._Element:
    """The TEI element of an issue from its encoded pages; `issue` is its xml:id."""
    return to_tree(pages_to_elements(issue, pages))


def pages_to_elements(issue: str, pages: Sequence[EncodedPage]) -> Element:
    """The same, only to be written."""
    root = Element("TEI", {"xmlns": TEI, "xml:id": issue, "xml:lang": pages[0].metadata.language})
    write_header(root, issue, pages)
    facsimile = add(root, "facsimile")
    body = add(add(root, "text"), "body")
    numbers = surface_numbers(pages)
    for page, number in zip(pages, numbers, strict=True):
        if number:
            write_surface(facsimile, issue, number, page.source.page)
    names = ArticleNames(issue, pages)
    for place, (page, number) in enumerate(zip(pages, numbers, strict=True)):
        if not number:
            continue
        add(body, "pb", facs="#" + ids.page_id(issue, number), n=page_number(page, number))
        writer = ArticleWriter(body, issue, number, page, names)
        for index, article in enumerate(page.articles):
            writer.write(article, place, index)
    if not any(page.articles for page, number in zip(pages, numbers, strict=True) if number):
        add(body, "p")  # TEI has no empty body
    return root


def surface_numbers(pages: Sequence[EncodedPage]) -> list[int]:
    """1, 2, … for each source that is a page; 0 for a file that has none of its own."""
    count = itertools.count(1)
    return [0 if page.source.part is None else next(count) for page in pages]


def page_number(page: EncodedPage, number: int) -> str:
    known = page.metadata.page.value if page.metadata.page else page.source.page.number
    return known or str(number)


class ArticleNames:
    """xml:id, and the parts that it is tied to, of every article of an issue; an article is a (page, index) pair."""

    def __init__(self, issue: str, pages: Sequence[EncodedPage]) -> None:
        self.issue = issue
        counts = [len(page.articles) for page in pages]
        self.first = [1 + sum(counts[:place]) for place in range(len(pages))]
        self.onward = {
            (place, index): article.goes_on
            for place, page in enumerate(pages)
            for index, article in enumerate(page.articles)
            if article.goes_on is not None
        }
        self.back = {target: origin for origin, target in self.onward.items()}

    def of(self, place: int, index: int) -> str:
        return ids.article_id(self.issue, self.first[place] + index)

    def parts(self, place: int, index: int) -> dict[str, str]:
        """@part, @next and @prev of an article that stands on several pages."""
        here = (place, index)
        before, after = self.back.get(here), self.onward.get(here)
        if before is None and after is None:
            return {}
        found = {"part": "M" if before and after else "I" if after else "F"}
        if after:
            found["next"] = "#" + self.of(*after)
        if before:
            found["prev"] = "#" + self.of(*before)
        return found


class ArticleWriter:
    """Writes the articles of one page into the body."""

    def __init__(self, body: Element, issue: str, number: int, page: EncodedPage, names: ArticleNames) -> None:
        self.body = body
        self.issue = issue
        self.number = number  # of the surface, from 1
        self.page = page.source.page
        self.names = names
        self.counts: Counter[str] = Counter()
        self.guessed = True  # whether roles and heads are guesses, not what the source says
        self.parts: dict[str, str] = {}  # @part, @next and @prev of the article being written

    def zone(self, block: int) -> str:
        return ids.zone_id(self.issue, self.number, block + 1)

    def line_zone(self, block: int, line: int) -> str:
        return ids.line_id(self.issue, self.number, block + 1, line + 1)

    def write(self, article: Article, place: int, index: int) -> None:
        """Append the div of a page's index-th article; xml:ids count per kind of element within the article."""
        self.counts.clear()
        self.prefix = self.names.of(place, index)
        self.guessed = not article.given
        self.parts = self.names.parts(place, index)
        subtype = article.subtype.value if article.kind is Kind.ARTICLE else None
        div = add(
            self.body,
            "div",
            xml_id=self.prefix,
            type=article.kind.value,
            subtype=None if subtype == Subtype.NEWS else subtype,
            corresp=None if article.host is None else "#" + self.names.of(place, article.host),
            **self.parts,
            **(guess(article.cert) if self.guessed else {}),
        )
        self.write_units(div, article.units)
        for picture in article.pictures:
            self.write_figure(div, [], picture)

    def write_units(self, article: Element, units: tuple[Unit, ...]) -> None:
        div = article
        last_text = max((n for n, u in enumerate(units) if u.role is Role.PARAGRAPH), default=-1)
        inside = False  # whether a paragraph has been written into this div
        groups = itertools.groupby(enumerate(units), key=lambda e: e[1].figure if e[1].role.is_in_figure else None)
        for figure, group in groups:
            if figure is not None:
                members = [unit for _, unit in group]
                self.write_figure(div, members, next((u.picture for u in members if u.picture is not None), None))
                continue
            for number, unit in group:
                if unit.role.is_in_figure:
                    self.write_figure(div, [unit], unit.picture)
                elif unit.role is Role.CROSS or (unit.role.is_head and inside):
                    div = add(article, "div", type="subsection", xml_id=self.next_id("s"))
                    self.write_unit(div, unit)
                    inside = False
                else:
                    edge_inside = unit.role in EDGE_ROLES and inside and number < last_text
                    self.write_unit(div, unit, wrapped=edge_inside)
                    inside = inside or unit.role is Role.PARAGRAPH or edge_inside

    def write_unit(self, parent: Element, unit: Unit, wrapped: bool = False) -> Element:
        """Append the element of a unit; `wrapped` puts a byline between paragraphs into a p."""
        name, kind, letter = ELEMENTS[unit.role]
        facs = "#" + self.zone(unit.fragments[0].block)
        if wrapped or unit.role in JUMPS:
            parent = add(parent, "p", xml_id=self.next_id("p"), facs=facs)
            name, kind = ("ref", kind) if unit.role in JUMPS else ("seg", unit.role.value)
        attributes: dict[str, str | None] = {}
        if self.guessed and (unit.role.is_head or unit.cert is not Certainty.HIGH):
            attributes |= guess(unit.cert)
        else:
            attributes["cert"] = self.read_cert(unit)
        element = add(
            parent,
            name,
            xml_id=self.next_id(letter),
            type=kind,
            target=self.parts.get({Role.JUMP_TO: "next", Role.JUMP_FROM: "prev"}.get(unit.role, "")),
            rendition="#runin" if unit.run_in and not wrapped else None,
            facs=facs,
            **attributes,
        )
        write_unit_text(element, self.page, unit, (self.zone, self.line_zone))
        return element

    def read_cert(self, unit: Unit) -> str | None:
        """@cert of a text that the OCR itself is not sure of; None where it is, or says nothing."""
        known = [c for f in unit.fragments if (c := self.page.blocks[f.block].confidence) is not None]
        cert = ocr_cert(min(known)) if known else None
        return None if cert == Certainty.HIGH else cert

    def write_figure(self, div: Element, units: list[Unit], picture: int | None) -> None:
        """A figure of its units, the picture's own zone and file where they are known."""
        facs = "#" + self.zone(units[0].fragments[0].block) if units else None
        url = None
        if picture is not None:
            facs = "#" + ids.picture_id(self.issue, self.number, picture + 1)
            url = picture_url(self.issue, self.number, picture + 1, self.page.pictures[picture])
        figure = add(div, "figure", xml_id=self.next_id("f"), facs=facs)
        if url is not None:
            add(figure, "graphic", url=url)
        for unit in units:
            self.write_unit(figure, unit)

    def next_id(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{self.prefix}.{letter}{self.counts[letter]}"
