"""An issue -> its pages: runs xslt/web/issue.xsl and hands each page on as HTML with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from baokan.editions.stylesheets import stylesheet_at
from baokan.errors import UnreadableInput

DOCTYPE = "<!DOCTYPE html>"


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page of an issue's folder; `html` is its tree. Articles have title, type, xml:id and authors."""

    href: str
    kind: str  # issue, page or article
    html: etree._Element
    title: str = ""
    type: str = ""
    id: str = ""
    authors: tuple[tuple[str, str, str], ...] = ()  # name, authority's ref or "", the byline's xml:id


@dataclass(frozen=True, slots=True)
class IssuePages:
    """An issue's pages and what its header says; `when` is ISO 8601 or ""."""

    title: str
    paper: str
    when: str
    date: str
    lang: str
    pages: tuple[WebPage, ...] = field(repr=False)


@cache
def compiled(path: Path) -> etree.XSLT:
    return stylesheet_at(path)


def issue_to_pages(tree: etree._ElementTree, sheet: Path, parameters: dict[str, str]) -> IssuePages:
    """Run the stylesheet at `sheet` on one TEI. Raises UnreadableInput when a stylesheet of the project's is faulty."""
    arguments = {key: etree.XSLT.strparam(value) for key, value in parameters.items() if value}
    try:
        root = compiled(sheet)(tree, **arguments).getroot()
    except etree.XSLTError as error:
        raise UnreadableInput(f"{sheet}: fails: {error}.", "mend the stylesheet.") from error
    if root is None or root.tag != "pages":
        raise UnreadableInput(f"{sheet}: doesn't make <pages>.", "let it import baokan's web/issue.xsl.")
    pages = tuple(read_page(element) for element in root.iterchildren("page"))
    if len({page.href.casefold() for page in pages}) < len(pages):
        raise ValueError("two of its parts have the same xml:id")
    return IssuePages(
        root.get("title", ""), root.get("paper", ""), root.get("when", ""), root.get("date", ""), root.get("lang", ""), pages
    )


def read_page(element: etree._Element) -> WebPage:
    authors = tuple((" ".join((a.text or "").split()), a.get("ref", ""), a.get("at", "")) for a in element.iterchildren("author"))
    html = element.find("html")
    assert html is not None  # every template of ours makes one
    return WebPage(
        element.get("href", ""),
        element.get("kind", ""),
        html,
        element.get("title", ""),
        element.get("type", ""),
        element.get("id", ""),
        authors,
    )


def html_to_bytes(html: etree._Element) -> bytes:
    """Serialise a page; text is escaped, scripts hold only our own JSON."""
    text: str = etree.tostring(html, method="html", encoding="unicode", doctype=DOCTYPE, with_tail=False)
    return text.encode("utf-8")
