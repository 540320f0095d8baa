"""Makes the site: issue by issue, then the ways in, the search index, and what machines read."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.editions.issues import Report
from baokan.editions.stylesheets import transform
from baokan.editions.web.catalogue import CONTEXT, Catalogue
from baokan.editions.web.dts import DtsTree
from baokan.editions.web.feeds import write_feeds
from baokan.editions.web.iiif import write_manifest
from baokan.editions.web.index import SearchIndex
from baokan.editions.web.lists import Lists
from baokan.editions.web.output import Output, safe_name
from baokan.editions.web.pages import IssuePages, WebPage, embedded_tei, html_to_bytes, issue_to_pages
from baokan.editions.web.reading import Passage, article_to_passages
from baokan.editions.web.site import Site, find_site
from baokan.editions.webfont import write_fonts
from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei import parse_tei

SHIPPED = ("theme.css", "baokan.css", "reader.js", "search.js", "icon.svg")


def render_web(issues: list[Path], out: Path, report: Report) -> list[Path]:
    """Write the site of these TEI files into out; returns the front page and the issues' pages.

    A file that can't be read or shown is reported and left out. Raises UnreadableInput for a faulty site.toml or when no file
    could be shown, OutputInTheWay when out can't be written.
    """
    site = find_site(issues[0].parent, out)
    with tempfile.TemporaryDirectory() as folder:
        maker = SiteMaker(site, Output(out), Path(folder))
        made = []
        for path in issues:
            try:
                made += maker.add_file(path)
            except UnreadableInput as error:
                report(error_to_finding(error, str(path), "unreadable"))
            except ValueError as error:
                report(Finding(str(path), 0, "edition", Severity.ERROR, f"Can't be shown: {error}.", "mend its xml:ids."))
        if not made:
            raise UnreadableInput(f"{issues[0].parent}: holds no TEI that can be shown.", "see the findings above.")
        maker.finish()
    return [out / "index.html", *made]


class SiteMaker:
    """Takes TEI files one by one and writes their pages; `finish` writes what knows them all."""

    def __init__(self, site: Site, out: Output, scratch: Path) -> None:
        self.site = site
        self.out = out
        self.catalogue = Catalogue(scratch / "catalogue.db")
        self.index = SearchIndex(out)
        self.dts = DtsTree(site, out, self.catalogue)
        self.common = {"site": site.title, "url": site.url, "style": "own.css" if site.style else ""}

    def add_file(self, path: Path) -> list[Path]:
        """Write the pages of a TEI file, or of each TEI in a teiCorpus. A corpus that only includes others has none."""
        tree = parse_tei(path)
        if not isinstance(tree.getroot().tag, str) or etree.QName(tree.getroot()).localname not in {"TEI", "teiCorpus"}:
            raise UnreadableInput(f"{path}:1: is not a TEI issue: its root is {tree.getroot().tag}.", "name a TEI file.")
        made = []
        for suffix, tei in embedded_tei(tree):
            made.append(self.add_issue(path, path.stem + suffix, tei))
        return made

    def add_issue(self, path: Path, stem: str, tree: etree._ElementTree) -> Path:
        folder = self.catalogue.stem("issue", stem)
        pdf = self.site.pdf / f"{stem}.pdf" if self.site.pdf else None
        parameters = self.common | {"issue": folder, "pdf": "yes" if pdf and pdf.is_file() else ""}
        paper = self.paper_of(tree, parameters)
        made = issue_to_pages(tree, self.site.issue_sheet, parameters | {"paper-file": f"{self.catalogue.stem('paper', paper)}.html"})
        articles = [page for page in made.pages if page.kind == "article"]
        pictures = write_manifest(tree, made, folder, self.site, self.out)
        facts = {"title": made.title, "paper": made.paper, "day": made.when, "date": made.date, "articles": len(articles),
                 "pictures": pictures, "updated": last_change(tree)}  # fmt: skip
        number = self.catalogue.add_issue(folder, stem, facts)
        self.index.open_issue(folder, made.paper, made.when)
        for page in made.pages:
            self.out.write_html(f"issues/{folder}/{page.href}", html_to_bytes(page.html))
        for page in articles:
            self.add_article(number, folder, page)
        self.dts.add(folder, tree, made)
        self.out.write(f"tei/{folder}.xml", path.read_bytes() if stem == path.stem else etree.tostring(tree, encoding="utf-8", xml_declaration=True))
        self.out.write(f"text/{folder}.txt", transform(tree, "text.xsl"))
        if pdf and pdf.is_file():
            self.out.write(f"pdf/{folder}.pdf", pdf.read_bytes())
        return self.out.path(f"issues/{folder}/index.html")

    def paper_of(self, tree: etree._ElementTree, parameters: dict[str, str]) -> str:
        """The paper's name, asked of the stylesheet that knows where it stands."""
        return transform(tree, "web", "paper.xsl").decode("utf-8").strip()

    def add_article(self, issue: int, folder: str, page: WebPage) -> None:
        article = next(page.html.iter("article"))
        passages = article_to_passages(article)
        text = "\n".join(p.text.strip() for p in passages)
        number = self.catalogue.add_article(issue, page.href, page.title, page.type, "、".join(name for name, _, _ in page.authors))
        self.index.add(page.href, page.title, page.type, passages)
        self.catalogue.add_mentions(mentions(number, passages))
        self.catalogue.add_mentions(("author", ref or bare(name), name, number, at, "", name, "") for name, ref, at in page.authors if bare(name))
        self.out.write(f"issues/{folder}/{page.href.removesuffix('.html')}.txt", text + "\n")

    def finish(self) -> None:
        self.catalogue.index()
        self.index.close()
        Lists(self.catalogue, self.out, self.common).write()
        self.dts.close()
        write_feeds(self.site, self.out, self.catalogue)
        for name in SHIPPED:
            self.out.write(name, asset("xslt", "web", name).read_bytes())
        if self.site.style:
            self.out.write("own.css", self.site.style.read_bytes())
        if self.site.images:
            for picture in sorted(self.site.images.rglob("*")):
                if picture.is_file() and not picture.name.startswith("."):
                    self.out.write("images/" + picture.relative_to(self.site.images).as_posix(), picture.read_bytes())
        for face in write_fonts(self.out.characters, self.out.folder):
            self.out.keep(face.name)
        self.out.close()
        self.catalogue.close()


def mentions(article: int, passages: list[Passage]) -> list[tuple[str, str, str, int, str, str, str, str]]:
    """Every name of an article with the words around it."""
    rows = []
    for passage in passages:
        text = passage.text
        for kind, ref, start, end in passage.names:
            said = text[start:end].strip()
            if said:
                before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
                rows.append((kind, ref or bare(said), said, article, passage.anchor, before, said, after))
    return rows


def bare(name: str) -> str:
    """A name without the blanks that typesetters put into it, as 贺　勇; names in letters keep theirs."""
    return name if name.isascii() or any("a" <= c.lower() <= "z" for c in name) else "".join(name.split())


def last_change(tree: etree._ElementTree) -> str:
    """The latest date of revisionDesc, ISO 8601, or ""."""
    dates = tree.xpath("//tei:revisionDesc/tei:change/@when", namespaces={"tei": "http://www.tei-c.org/ns/1.0"})
    return max((str(d)[:10] for d in dates), default="")


__all__ = ["BaokanError", "IssuePages", "SiteMaker", "render_web", "safe_name"]
