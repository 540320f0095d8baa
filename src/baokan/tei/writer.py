"""Articles -> a TEI tree, as the encoding conventions have it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from baokan import ids
from baokan.model import Article, Certainty, EncodedPage, Kind, Page, Role, Subtype, Unit
from baokan.tei.header import write_header
from baokan.tei.names import TEI, XML_ID, XML_LANG, add, tei
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
    root = etree.Element(tei("TEI"), nsmap={None: TEI})
    root.set(XML_ID, issue)
    root.set(XML_LANG, pages[0].metadata.language)
    write_header(root, issue, pages)
    facsimile = add(root, "facsimile")
    for number, page in enumerate(pages, 1):
        write_surface(facsimile, issue, number, page.source.page)
    body = add(add(root, "text"), "body")
    first = 1
    for number, page in enumerate(pages, 1):
        add(body, "pb", facs="#" + ids.page_id(issue, number), n=page_number(page, number))
        for offset, article in enumerate(page.articles):
            ArticleWriter(body, issue, number, page, first).write(article, first + offset)
        first += len(page.articles)
    if not body.findall(tei("div")):
        add(body, "p")  # TEI has no empty body
    return root


def page_number(page: EncodedPage, number: int) -> str:
    return page.metadata.page.value if page.metadata.page else str(number)


def write_surface(facsimile: etree._Element, issue: str, number: int, page: Page) -> None:
    """A surface with a zone a block, in source order; @n is the line in the source file."""
    surface = add(facsimile, "surface", xml_id=ids.page_id(issue, number), n=page.number)
    for block in page.blocks:
        add(surface, "zone", xml_id=ids.zone_id(issue, number, block.index + 1), n=str(block.line))


class ArticleWriter:
    """Writes the articles of one page into the body."""

    def __init__(self, body: etree._Element, issue: str, number: int, page: EncodedPage, first: int) -> None:
        self.body = body
        self.issue = issue
        self.number = number
        self.page = page.source.page
        self.first = first  # the number of the page's first article
        self.counts: Counter[str] = Counter()

    def zone(self, block: int) -> str:
        return ids.zone_id(self.issue, self.number, block + 1)

    def write(self, article: Article, number: int) -> None:
        """Append one div with its units; xml:ids count per kind of element within the article."""
        self.counts.clear()
        self.prefix = ids.article_id(self.issue, number)
        subtype = article.subtype.value if article.kind is Kind.ARTICLE else None
        div = add(
            self.body,
            "div",
            xml_id=self.prefix,
            type=article.kind.value,
            subtype=None if subtype == Subtype.NEWS else subtype,
            corresp=None if article.host is None else "#" + ids.article_id(self.issue, self.first + article.host),
            **guess(article.cert),
        )
        self.write_units(div, article.units)

    def write_units(self, div: etree._Element, units: tuple[Unit, ...]) -> None:
        last_text = max((n for n, u in enumerate(units) if u.role is Role.PARAGRAPH), default=-1)
        inside = False  # whether a paragraph has been written into this div
        groups = itertools.groupby(enumerate(units), key=lambda e: e[1].figure if e[1].role.is_in_figure else None)
        for figure, group in groups:
            if figure is not None:
                self.write_figure(div, [unit for _, unit in group])
                continue
            for number, unit in group:
                if unit.role.is_in_figure:
                    self.write_figure(div, [unit])
                elif unit.role is Role.CROSS or (unit.role.is_head and inside):
                    div = self.open_subsection(div)
                    self.write_unit(div, unit)
                    inside = False
                else:
                    edge_inside = unit.role in EDGE_ROLES and inside and number < last_text
                    self.write_unit(div, unit, wrapped=edge_inside)
                    inside = inside or unit.role is Role.PARAGRAPH or edge_inside

    def open_subsection(self, div: etree._Element) -> etree._Element:
        parent = div.getparent() if div.get("type") == "subsection" else div
        assert parent is not None  # a subsection was added to its article
        return add(parent, "div", type="subsection", xml_id=self.next_id("s"))

    def write_unit(self, parent: etree._Element, unit: Unit, wrapped: bool = False) -> etree._Element:
        """Append the element of a unit; `wrapped` puts a byline between paragraphs into a p."""
        name, kind, letter = ELEMENTS[unit.role]
        facs = "#" + self.zone(unit.fragments[0].block)
        if wrapped or unit.role in JUMPS:
            parent = add(parent, "p", xml_id=self.next_id("p"), facs=facs)
            name, kind = ("ref", kind) if unit.role in JUMPS else ("seg", unit.role.value)
        attributes: dict[str, str | None] = {}
        if unit.role.is_head or unit.cert is not Certainty.HIGH:
            attributes |= guess(unit.cert)
        element = add(
            parent,
            name,
            xml_id=self.next_id(letter),
            type=kind,
            rendition="#runin" if unit.run_in and not wrapped else None,
            facs=facs,
            **attributes,
        )
        write_unit_text(element, self.page, unit, self.zone)
        return element

    def write_figure(self, div: etree._Element, units: list[Unit]) -> None:
        facs = "#" + self.zone(units[0].fragments[0].block)
        figure = add(div, "figure", xml_id=self.next_id("f"), facs=facs)
        for unit in units:
            self.write_unit(figure, unit)

    def next_id(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{self.prefix}.{letter}{self.counts[letter]}"
