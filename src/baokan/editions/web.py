"""The web edition: TEI -> static pages, by XSLT."""

from __future__ import annotations

import copy
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.editions.issues import Report, read_issue
from baokan.editions.stylesheets import transform
from baokan.editions.webfont import write_fonts
from baokan.files import write_atomic
from baokan.tei.names import TEI, XML_ID, tei

STYLES = ("baokan.css",)


def render_web(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    characters: set[str] = set()
    summary = etree.Element(tei("teiCorpus"), nsmap={None: TEI})
    for path in issues:
        tree = read_issue(path)
        target = out / f"{path.stem}.html"
        page = transform(tree, "web", "issue.xsl")
        characters.update(page.decode("utf-8"))
        write_atomic(target, page)
        made.append(target)
        write_atomic(out / "tei" / path.name, path.read_bytes())
        summary.append(issue_summary(tree.getroot(), path.stem))
    index = out / "index.html"
    write_atomic(index, transform(etree.ElementTree(summary), "web", "index.xsl"))
    write_fonts(characters, out)
    for name in STYLES:
        write_atomic(out / name, asset("xslt", "web", name).read_bytes())
    return [index, *made]


def issue_summary(root: etree._Element, stem: str) -> etree._Element:
    """The issue's header and the heads of its articles: all that an index needs of it."""
    summary = etree.Element(tei("TEI"), nsmap={None: TEI})
    summary.set(XML_ID, stem)
    header = root.find(tei("teiHeader"))
    if header is not None:
        summary.append(copy.deepcopy(header))
    body = etree.SubElement(etree.SubElement(summary, tei("text")), tei("body"))
    for div in root.iterfind(f"{tei('text')}/{tei('body')}/{tei('div')}"):
        row = etree.SubElement(body, tei("div"), dict(div.attrib))
        for head in div.findall(tei("head")):
            row.append(copy.deepcopy(head))
    return summary
