"""Makes the site: issue by issue, then the ways in, the search index, and what machines read."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from baokan.assets import asset
from baokan.editions.issues import Report, common_folder, read_trees
from baokan.editions.stylesheets import transform
from baokan.editions.web.catalogue import CONTEXT, Catalogue
from baokan.editions.web.dts import DtsTree
from baokan.editions.web.feeds import write_feeds
from baokan.editions.web.iiif import has_pictures, write_manifest
from baokan.editions.web.index import SearchIndex
from baokan.editions.web.layer import Named, read_layer
from baokan.editions.web.lists import Lists
from baokan.editions.web.output import Output
from baokan.editions.web.pages import WebPage, html_to_bytes, issue_to_pages
from baokan.editions.web.reading import Passage, article_to_passages
from baokan.editions.web.site import Site, find_site
from baokan.editions.webfont import write_fonts
from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei.names import NS, tei
from baokan.tei.shape import shape_for_web

SHIPPED = ("theme.css", "baokan.css", "reader.js", "search.js", "icon.svg")


def render_web(issues: list[Path], out: Path, report: Report) -> list[Path]:
    """Write the site of these TEI files into out; returns the front page and the issues' pages.

    A file that can't be read or shown is reported and left out. Raises UnreadableInput for a faulty site.toml or when no file
    could be shown, OutputInTheWay when out can't be written.
    """
    site = find_site(issues[0].parent, out)
    with tempfile.TemporaryDirectory() as folder:
        maker = SiteMaker(site, Output(out), Path(folder), report)
        maker.within = common_folder(issues)
        made: list[Path] = []
        failed: UnreadableInput | None = None
        for path in issues:
            try:
                made += maker.add_file(path)
            except UnreadableInput as error:
                report(error_to_finding(error, str(path), "unreadable"))
                failed = failed or error
            except ValueError as error:
                report(Finding(str(path), 0, "edition", Severity.ERROR, f"Can't be shown: {error}.", "mend its xml:ids."))
        if not made:
            raise failed or UnreadableInput(
                f"{issues[0].parent}: holds no TEI that can be shown.", "encode something into it first."
            )
        maker.finish()
    return [out / "index.html", *made]


class SiteMaker:
    """Takes TEI files one by one and writes their pages; `finish` writes what knows them all."""

    def __init__(self, site: Site, out: Output, scratch: Path, report: Report) -> None:
        self.site = site
        self.report = report
        self.within = Path()  # the folder from which files may be included
        self.out = out
        self.catalogue = Catalogue(scratch / "catalogue.db")
        self.index = SearchIndex(out)
        self.characters: Counter[str] = Counter()  # of all articles, for the fonts
        self.dts = DtsTree(site, out, self.catalogue)
        self.common = {"site": site.title, "url": site.url, "style": "own.css" if site.style else ""}

    def add_file(self, path: Path) -> list[Path]:
        """Write the pages of a TEI file, or of each TEI in a teiCorpus. A corpus that only includes others has none."""
        trees = read_trees(path, self.within, self.report)
        made = []
        for number, tree in enumerate(trees, 1):
            shape_for_web(tree.getroot())
            made.append(self.add_issue(path, path.stem + (f"-{number}" if len(trees) > 1 else ""), tree))
        return made

    def add_issue(self, path: Path, stem: str, tree: etree._ElementTree) -> Path:
        folder = self.catalogue.stem("issue", stem)
        pdf = self.site.pdf / f"{stem}.pdf" if self.site.pdf else None
        parameters = self.common | {"issue": folder, "pdf": "yes" if pdf and pdf.is_file() else ""}
        paper = transform(tree, "web", "paper.xsl").decode("utf-8").strip()
        parameters["held"] = f"|{'|'.join(self.copy_pictures(tree, self.site.images or path.parent))}|"
        parameters["iiif"] = "yes" if has_pictures(tree, self.site) else ""
        made = issue_to_pages(
            tree, self.site.issue_sheet, parameters | {"paper-file": f"{self.catalogue.stem('paper', paper)}.html"}
        )
        articles = [page for page in made.pages if page.kind == "article"]
        pictures = write_manifest(tree, made, folder, self.site, self.out)
        facts: dict[str, str | int] = {
            "title": made.title,
            "paper": made.paper,
            "day": made.when,
            "date": made.date,
            "articles": len(articles),
            "pictures": pictures,
            "updated": last_change(tree),
        }
        number = self.catalogue.add_issue(folder, stem, facts)
        self.index.open_issue(folder, made.paper, made.when)
        for page in made.pages:
            self.out.write(f"issues/{folder}/{page.href}", html_to_bytes(page.html))
        layer = self.layer_of(path, tree) if stem == path.stem else {}
        for page in articles:
            self.add_article(number, folder, page, layer)
        self.dts.add(folder, tree, made)
        self.out.write(
            f"tei/{folder}.xml",
            path.read_bytes() if stem == path.stem else etree.tostring(tree, encoding="utf-8", xml_declaration=True),
        )
        self.out.write(f"text/{folder}.txt", transform(tree, "text.xsl"))
        if pdf and pdf.is_file():
            self.out.write(f"pdf/{folder}.pdf", pdf.read_bytes())
        return self.out.path(f"issues/{folder}/index.html")

    def layer_of(self, path: Path, tree: etree._ElementTree) -> dict[str, list[Named]]:
        """The issue's entity layer; one that can't be read is reported, and the names marked in the TEI are taken."""
        try:
            return read_layer(path, tree)
        except UnreadableInput as error:
            self.report(error_to_finding(error, str(path), "unreadable"))
            return {}

    def copy_pictures(self, tree: etree._ElementTree, folder: Path) -> list[str]:
        """Copy the pictures that the TEI names and the folder has; returns their graphic/@url."""
        held = []
        for url in sorted({g.get("url", "") for g in tree.getroot().iter(tei("graphic"))}):
            name = unquote(url)
            if not name or ":" in name or "\\" in name or "|" in url or {"", ".", ".."} & set(name.split("/")):
                continue
            source = folder / name
            if source.is_file():
                self.out.write(f"images/{name}", source.read_bytes())
                held.append(url)
        return held

    def add_article(self, issue: int, folder: str, page: WebPage, layer: dict[str, list[Named]]) -> None:
        article = next(page.html.iter("article"))
        passages = article_to_passages(article)
        text = "\n".join(p.text.strip() for p in passages)
        self.characters.update(text)
        number = self.catalogue.add_article(
            issue, page.href, page.title, page.type, "、".join(name for name, _, _ in page.authors)
        )
        self.index.add(page.href, page.title, page.type, passages)
        self.catalogue.add_mentions(layer_mentions(number, article, layer) if layer else mentions(number, passages))
        self.catalogue.add_mentions(
            ("author", ref or bare(name), name, number, at, "", name, "") for name, ref, at in page.authors if bare(name)
        )
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
        for face in write_fonts(self.characters, interface_characters(), self.out.folder):
            self.out.keep(face.name)
        self.out.close()
        self.catalogue.close()


def interface_characters() -> set[str]:
    """What the stylesheets and scripts themselves say."""
    files = [*asset("xslt", "web").glob("*.xsl"), *asset("xslt", "web").glob("*.js")]
    return {c for path in files for c in path.read_text(encoding="utf-8") if c.isprintable()}


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


def layer_mentions(
    article: int, html: etree._Element, layer: dict[str, list[Named]]
) -> list[tuple[str, str, str, int, str, str, str, str]]:
    """Every name that the layer has in an article's blocks; the names that the TEI itself marks are among them."""
    ids = [element.get("id", "") for element in html.iter() if element.get("id") in layer]
    return [
        (kind, ref or bare(said), said, article, anchor, before, said, after)
        for anchor in ids
        for kind, ref, before, said, after in layer[anchor]
    ]


def bare(name: str) -> str:
    """A name without the blanks that typesetters put into it, as 贺　勇; names in letters keep theirs."""
    return name if name.isascii() or any("a" <= c.lower() <= "z" for c in name) else "".join(name.split())


def last_change(tree: etree._ElementTree) -> str:
    """The latest date of revisionDesc, ISO 8601, or ""."""
    dates = tree.xpath("//tei:revisionDesc/tei:change/@when", namespaces=NS)
    return max((str(d)[:10] for d in dates), default="")
