"""An issue -> its part of the site: its pages, downloads, manifest and DTS documents, and what the lists need to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from lxml import etree

from baokan.annotate.mentions import ana_path
from baokan.editions.issues import read_trees
from baokan.editions.printing import article_stems
from baokan.editions.printing.pictures import inside
from baokan.editions.steps import STOPS, Made, stands, to_record
from baokan.editions.stylesheets import stylesheet, transform
from baokan.editions.web.addresses import file_stem
from baokan.editions.web.catalogue import CONTEXT
from baokan.editions.web.dts import write_documents
from baokan.editions.web.iiif import has_pictures, write_manifest
from baokan.editions.web.layer import Named, read_layer
from baokan.editions.web.output import Output
from baokan.editions.web.pages import WebPage, compiled, html_to_bytes, issue_to_pages
from baokan.editions.web.parts import ArticlePart, IssuePart, Mention, part_to_bytes
from baokan.editions.web.pictures import is_picture
from baokan.editions.web.reading import Passage, article_to_passages
from baokan.editions.web.site import Site
from baokan.editions.web.texts import write_texts
from baokan.errors import BaokanError, EditionFailed, UnreadableInput
from baokan.files import is_file, write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.running import Step
from baokan.running.state import code_digest, digest, file_digest, is_as_made, made_file
from baokan.running.steps import Record
from baokan.tei.names import NS, tei
from baokan.tei.shape import shape_for_web


@dataclass(frozen=True, slots=True)
class Shown:
    """A TEI file and the folder that its issue has in the site."""

    path: Path
    folder: str


@dataclass(frozen=True, slots=True)
class IssueStep(Step[Shown]):
    """A TEI file -> its pages in `out`, and in `parts` a file of what the lists need to know."""

    site: Site
    out: Path
    parts: Path
    base: Path
    within: Path  # the folder from which files may be included
    settings: str  # checksum of the site's settings
    name: ClassVar[str] = "render web"

    def key(self, item: Shown) -> str:
        return item.folder

    def source(self, item: Shown) -> Path:
        return item.path

    def part(self, item: Shown) -> Path:
        return self.parts / f"{item.folder}.part"

    def made_from(self, item: Shown) -> str:
        files = (item.path, ana_path(item.path))
        return digest(code_digest("render"), self.settings, item.folder, item.path.name, *map(file_digest, files))

    def stands(self, item: Shown, record: Record) -> bool:
        return stands(record, self.base) and all(is_as_made(file, self.base) for file in record["parts"])

    def make(self, item: Shown) -> Record:
        """Write the issue's files; where that can't be done, say why and take back what was written."""
        maker, code = IssueMaker(self.site, Output(self.out), item, self.within), 0
        part = self.part(item)
        try:
            write_atomic(part, b"".join(map(part_to_bytes, maker.make())), durable=False)
        except (BaokanError, ValueError) as error:
            maker.told.findings.append(what_is_wrong(error, item.path))
            code = error.exit_code if isinstance(error, BaokanError) else EditionFailed.exit_code
            maker.out.remove()
            part.unlink(missing_ok=True)
        record = to_record(maker.told, maker.out.records(self.base), self.base, code)
        return record | {"parts": [] if code else [made_file(part, self.base)], "folders": [] if code else maker.folders}

    def warm(self) -> None:
        warm_sheets(self.site.issue_sheet)


def warm_sheets(issue_sheet: Path) -> None:
    """Compile the stylesheets, which forked workers share."""
    compiled(issue_sheet)
    stylesheet("web", "paper.xsl")
    stylesheet("text.xsl")


def what_is_wrong(error: BaokanError | ValueError, path: Path) -> Finding:
    if isinstance(error, BaokanError):
        return error_to_finding(error, str(path), STOPS.get(error.exit_code, "edition"))
    return Finding(str(path), 0, "edition", Severity.ERROR, f"Can't be shown: {error}.", "mend its xml:ids.")


@dataclass(slots=True)
class IssueMaker:
    """Writes what one TEI file gives; `told` has what else it needed and what is to be said of it."""

    site: Site
    out: Output
    item: Shown
    within: Path
    told: Made = field(default_factory=Made)
    folders: list[str] = field(default_factory=list)  # of its issues

    def make(self) -> Iterator[IssuePart]:
        """Write the pages of the TEI, or of each TEI in a teiCorpus. A corpus that only includes others has none."""
        path = self.item.path
        trees = read_trees(path, self.within, self.told.findings.append, self.told.needs)
        for number, tree in enumerate(trees, 1):
            suffix = f"-{number}" if len(trees) > 1 else ""
            shape_for_web(tree.getroot())
            yield self.issue(self.item.folder + suffix, path.stem + suffix, tree)

    def issue(self, folder: str, stem: str, tree: etree._ElementTree) -> IssuePart:
        style = "own.css" if self.site.style else ""
        parameters = {"site": self.site.title, "url": self.site.url, "style": style, "issue": folder}
        paper = transform(tree, "web", "paper.xsl").decode("utf-8").strip()
        parameters["paper-file"] = f"{file_stem(paper)}.html"
        parameters["held"] = f"|{'|'.join(self.copy_pictures(tree))}|"
        parameters["iiif"] = "yes" if has_pictures(tree, self.site) else ""
        parameters["pdf"] = "yes" if self.link_pdf(f"{folder}.pdf", f"{stem}.pdf") else ""
        own = [name for name in article_stems(tree) if self.link_pdf(f"{folder}/{name}.pdf", f"{stem}/{name}.pdf")]
        parameters["pdfs"] = f"|{'|'.join(own)}|" if own else ""
        made = issue_to_pages(tree, self.site.issue_sheet, parameters)
        pictures = write_manifest(tree, made, folder, self.site, self.out)
        self.folders.append(folder)
        part = IssuePart(folder, stem, made.title, made.paper, made.when, made.date, pictures, last_change(tree))
        for page in made.pages:
            self.out.write(f"issues/{folder}/{page.href}", html_to_bytes(page.html))
        whole = stem == self.item.path.stem
        self.add_articles(part, [page for page in made.pages if page.kind == "article"], self.layer(tree) if whole else {})
        source = self.item.path.read_bytes() if whole else etree.tostring(tree, encoding="utf-8", xml_declaration=True)
        self.out.write(f"tei/{folder}.xml", source)
        self.out.write(f"text/{folder}.txt", transform(tree, "text.xsl"))
        write_documents(folder, tree, made, self.site, self.out)
        for place, ending in ((f"issues/{folder}", ".html"), (f"issues/{folder}", ".txt"), (f"dts/document/{folder}", ".xml")):
            self.out.clear(place, ending)
        return part

    def layer(self, tree: etree._ElementTree) -> dict[str, list[Named]]:
        """The issue's entity layer; one that can't be read is reported, and the names marked in the TEI are taken."""
        try:
            return read_layer(self.item.path, tree)
        except UnreadableInput as error:
            self.told.findings.append(error_to_finding(error, str(self.item.path), "unreadable"))
            return {}

    def copy_pictures(self, tree: etree._ElementTree) -> list[str]:
        """Copy the pictures that the TEI names and the folder has; returns their graphic/@url."""
        folder = self.site.images or self.item.path.parent
        held = []
        for url in sorted({g.get("url", "") for g in tree.getroot().iter(tei("graphic"))}):
            name = unquote(url)
            if not name or ":" in name or "\\" in name or "|" in url or {"", ".", ".."} & set(name.split("/")) or "\0" in name:
                continue
            self.told.needs.add(folder / name)
            source = inside(folder, name)  # a link may lead out of the folder
            if source is not None and is_file(source) and is_picture(source):
                self.out.write(f"images/{name}", source.read_bytes())
                held.append(url)
        return held

    def link_pdf(self, name: str, printed: str) -> bool:
        """Offer a PDF of the print edition, if there is one."""
        if self.site.pdf is None:
            return False
        pdf = self.site.pdf / printed
        self.told.needs.add(pdf)
        if not is_file(pdf):
            return False
        self.out.link(f"pdf/{name}", pdf)
        return True

    def add_articles(self, part: IssuePart, pages: list[WebPage], layer: dict[str, list[Named]]) -> None:
        texts = []
        for page in pages:
            article = next(page.html.iter("article"))
            passages = article_to_passages(article)
            said = [(p.anchor, p.text.strip()) for p in passages]
            text = "".join(f"{passage}\n" for _, passage in said) or "\n"
            found = list(layer_mentions(article, layer) if layer else mentions(passages))
            found += [("author", ref or bare(name), name, at, "", name, "") for name, ref, at in page.authors if bare(name)]
            authors = "、".join(name for name, _, _ in page.authors)
            part.articles.append(ArticlePart(page.href, page.title, page.type, authors, text, found))
            texts.append([page.href, page.title, said])
            self.out.write(f"issues/{part.folder}/{page.href.removesuffix('.html')}.txt", text)
        part.chunks = write_texts(part.folder, texts, self.out)


def mentions(passages: list[Passage]) -> Iterator[Mention]:
    """Every name of an article with the words around it."""
    for passage in passages:
        text = passage.text
        for kind, ref, start, end in passage.names:
            said = text[start:end].strip()
            if said:
                before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
                yield (kind, ref or bare(said), said, passage.anchor, before, said, after)


def layer_mentions(html: etree._Element, layer: dict[str, list[Named]]) -> Iterator[Mention]:
    """Every name that the layer has in an article's blocks; the names that the TEI itself marks are among them."""
    for anchor in [element.get("id", "") for element in html.iter() if element.get("id") in layer]:
        for kind, ref, before, said, after in layer[anchor]:
            yield (kind, ref or bare(said), said, anchor, before, said, after)


def bare(name: str) -> str:
    """A name without the blanks that typesetters put into it, as 贺　勇; names in letters keep theirs."""
    return name if name.isascii() or any("a" <= c.lower() <= "z" for c in name) else "".join(name.split())


def last_change(tree: etree._ElementTree) -> str:
    """The latest date of revisionDesc, ISO 8601, or ""."""
    dates = tree.xpath("//tei:revisionDesc/tei:change/@when", namespaces=NS)
    return max((str(d)[:10] for d in dates), default="")
