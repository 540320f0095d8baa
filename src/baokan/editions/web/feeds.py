"""The site's Atom feed and sitemap. The clock is never asked: dates are those of the TEI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from sqlite3 import Row
from urllib.parse import quote

from lxml import etree

from baokan.editions.web.catalogue import Catalogue
from baokan.editions.web.output import Output
from baokan.editions.web.site import Site

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ENTRIES = 50  # of the feed
MOST_URLS = 50_000  # of one sitemap, by the protocol
DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNKNOWN = "1970-01-01T00:00:00Z"  # Atom wants a time; an undated issue of an undated file has none


def time_of(row: Row) -> str:
    """When an issue's text last changed: its revision, else its day of print, else unknown."""
    found = next((d for d in (row["updated"], row["day"]) if DAY.fullmatch(d)), "")
    return f"{found}T00:00:00Z" if found else UNKNOWN


def latest(catalogue: Catalogue) -> Iterator[Row]:
    """Articles, the newest first."""
    for issue in catalogue.rows("select id from issue order by day desc, folder"):
        yield from catalogue.rows(
            "select a.*, i.folder, i.title paper, i.day, i.date, i.updated from article a join issue i on i.id = a.issue"
            " where i.id = ? and a.type not in ('notice', 'advertisement', 'masthead') order by a.number",
            issue["id"],
        )


def write_atom(site: Site, out: Output, catalogue: Catalogue) -> None:
    """Write feed.xml. Without the site's url its addresses are relative."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    rows = list(islice(latest(catalogue), ENTRIES))
    add(feed, "title", site.title)
    add(feed, "id", site.url or "urn:baokan:site")
    add(feed, "updated", max(map(time_of, rows), default=UNKNOWN))
    add(feed, "link", rel="self", href=f"{site.url}feed.xml")
    add(feed, "link", rel="alternate", type="text/html", href=f"{site.url}index.html")
    add(add(feed, "author"), "name", site.title)
    for row in rows:
        address = f"issues/{quote(row['folder'])}/{quote(row['href'])}"
        entry = add(feed, "entry")
        add(entry, "title", row["title"])
        add(entry, "id", site.url + address if site.url else f"urn:baokan:{address}")
        add(entry, "updated", time_of(row))
        add(entry, "link", rel="alternate", type="text/html", href=site.url + address)
        if row["authors"]:
            add(add(entry, "author"), "name", row["authors"])
        add(entry, "summary", f"{row['paper']} {row['date']}")
    out.write("feed.xml", etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True))


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element


def write_sitemaps(site: Site, out: Output, catalogue: Catalogue) -> None:
    """Write sitemap.xml, or an index of several, and robots.txt. Without the site's url their addresses are relative."""
    names: list[str] = []
    batch: list[str] = []
    for address in addresses(catalogue):
        batch.append(address)
        if len(batch) == MOST_URLS:
            names.append(f"sitemap-{len(names) + 1}.xml")
            write_sitemap(names[-1], batch, site, out)
            batch = []
    if not names:
        write_sitemap("sitemap.xml", batch, site, out)
    else:
        names.append(f"sitemap-{len(names) + 1}.xml")
        write_sitemap(names[-1], batch, site, out)
        rows = "".join(f"<sitemap><loc>{site.url}{name}</loc></sitemap>\n" for name in names)
        out.write(
            "sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAP}">\n{rows}</sitemapindex>\n'
        )
    if site.url:
        out.write("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n")


def write_sitemap(name: str, batch: list[str], site: Site, out: Output) -> None:
    rows = "".join(f"<url><loc>{site.url.replace('&', '&amp;')}{address}</loc></url>\n" for address in batch)
    out.write(name, f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{rows}</urlset>\n')


def addresses(catalogue: Catalogue) -> Iterator[str]:
    """The pages worth finding; quoted, so they need no escape in XML."""
    yield "index.html"
    for row in catalogue.rows("select id, folder from issue order by folder"):
        folder = f"issues/{quote(row['folder'])}/"
        yield folder + "index.html"
        for article in catalogue.rows("select href from article where issue = ? order by number", row["id"]):
            yield folder + quote(article["href"])
