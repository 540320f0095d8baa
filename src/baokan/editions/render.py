"""Renders a corpus, an issue at a time, into one kind of edition."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.editions.printing import issue_to_pdf
from baokan.editions.stylesheets import transform
from baokan.editions.webfont import write_fonts
from baokan.errors import EditionFailed, UnreadableInput, UsageError
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei import parse_tei
from baokan.tei.corpus import issue_files
from baokan.tei.names import TEI, XML_ID, tei

Report = Callable[[Finding], None]
STYLES = ("baokan.css",)


def render(edition: str, corpus: Path, out: Path, report: Report = lambda finding: None) -> list[Path]:
    """Write the edition of a corpus folder, or of one TEI file, into out; returns the files made, in order.

    What can't be set, or not in full, goes to `report` and the rest goes on. Raises UsageError for an unknown
    edition, UnreadableInput for what isn't TEI, MissingPart when the print edition lacks a part, OutputInTheWay
    when out can't be written.
    """
    if edition not in EDITIONS:
        raise UsageError(f"There is no {edition} edition.", f"choose one of {', '.join(EDITIONS)}.")
    if corpus.is_dir():
        issues = issue_files(corpus)
    elif corpus.is_file():
        issues = [corpus]
    else:
        raise UnreadableInput(f"{corpus}: is not there.", "name a corpus folder or a TEI file.")
    if not issues:
        raise UnreadableInput(f"{corpus}: holds no TEI issue.", "encode something into it first.")
    return EDITIONS[edition](issues, out, report)


def read_issue(path: Path) -> etree._ElementTree:
    tree = parse_tei(path)
    if tree.getroot().tag != tei("TEI"):
        raise UnreadableInput(f"{path}:1: is not a TEI issue: its root is {tree.getroot().tag}.", "name a TEI file.")
    return tree


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


def render_print(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for path in issues:
        target = out / f"{path.stem}.pdf"
        try:
            pdf, missing = issue_to_pdf(read_issue(path), str(path))
        except EditionFailed as error:
            report(error_to_finding(error, str(path), "edition"))
            continue
        write_atomic(target, pdf)
        made.append(target)
        if missing:
            report(missing_glyphs(path, missing))
    return made


def missing_glyphs(path: Path, missing: list[str]) -> Finding:
    names = ", ".join(f"U+{ord(c):04X}" for c in missing[:10]) + (f" and {len(missing) - 10} more" if len(missing) > 10 else "")
    return Finding(
        str(path), 0, "glyph-missing", Severity.WARNING,
        f"No font of the print edition has {names}; the code is printed instead.",
        "set BAOKAN_FONTS to a folder whose fonts have them.",
        f"印刷版的字体缺 {names}，以码位代替。", "请把 BAOKAN_FONTS 设为含有这些字的字体文件夹。",
    )  # fmt: skip


def render_text(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for path in issues:
        target = out / f"{path.stem}.txt"
        write_atomic(target, transform(read_issue(path), "text.xsl"))
        made.append(target)
    return made


EDITIONS: dict[str, Callable[[list[Path], Path, Report], list[Path]]] = {
    "web": render_web,
    "print": render_print,
    "text": render_text,
}
