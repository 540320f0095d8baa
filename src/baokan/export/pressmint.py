"""PressMint: a corpus of newspapers in the form of CLARIN's project, plain and annotated, by its schema and its names.

Source: the PressMint guidelines and schema (CLARIN ERIC, 2025-11-13).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from baokan.errors import UsageError
from baokan.export.pressmint_header import (
    NER_FILE,
    Corpus,
    Totals,
    count_tags,
    ner_taxonomy,
    primary_language,
    write_component_header,
    write_root_header,
)
from baokan.export.pressmint_text import TextWriter
from baokan.files import write_atomic
from baokan.findings import Finding, Severity
from baokan.search.passages import IssueText
from baokan.tei.canonical import tei_to_bytes
from baokan.tei.names import TEI, XI, XML_ID, XML_LANG, tei

Report = Callable[[Finding], None]
NOT_IN_NAME = re.compile(r"[^A-Za-z0-9-]+")
PRESSMINT_NAME = re.compile(r"PressMint-[A-Z]{2}(?:-[A-Z0-9]+)?_")
DATE = re.compile(r"\d{4}(?:-\d\d){0,2}\Z")
ENTITIES = frozenset({"PER", "LOC", "ORG", "MISC"})


def write_pressmint(issues: Iterable[IssueText], out: Path, country: str, report: Report) -> list[Path]:
    """Write PressMint-XX.TEI and PressMint-XX.TEI.ana into out; returns the files, the roots first.

    An issue without at least a year can't be named and is a finding. Raises UsageError for what is no country code.
    """
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise UsageError(f"{country} is no country code.", "give the two capital letters of ISO 3166, as CN.")
    corpora = [Corpus(country, annotated=False), Corpus(country, annotated=True)]
    totals = [Totals(), Totals()]
    names: set[str] = set()
    made: list[Path] = []
    for issue in issues:
        name = component_name(issue, country, names)
        if not name:
            report(without_year(issue))
            continue
        if not issue.dated:
            report(uncertain_year(issue, name))
        names.add(name)
        unify_entities(issue)
        for corpus, total in zip(corpora, totals, strict=True):
            path = folder(out, corpus) / name[len(corpus.name) + 1 :][:4] / f"{name}{corpus.suffix}.xml"
            own = replace(corpus, language=primary_language(issue))
            write_atomic(path, component_to_bytes(own, issue, name, total))
            made.append(path)
    if not names:
        return []
    if not all("creativecommons.org/licenses/by/4.0" in licence for licence in totals[0].licences):
        report(without_licence(out))
    roots = []
    for corpus, total in zip(corpora, totals, strict=True):
        path = folder(out, corpus) / f"{corpus.name}{corpus.suffix}.xml"
        own = replace(corpus, language=total.languages.most_common(1)[0][0])
        write_atomic(path, root_to_bytes(own, sorted(names), total))
        roots.append(path)
    taxonomy = folder(out, corpora[1]) / NER_FILE
    write_atomic(taxonomy, tei_to_bytes(ner_taxonomy()))
    return [*roots, taxonomy, *made]


def folder(out: Path, corpus: Corpus) -> Path:
    return out / f"{corpus.name}.TEI{corpus.suffix}"


def component_name(issue: IssueText, country: str, taken: set[str]) -> str:
    """PressMint-XX_DATE_SUFFIX: the date as far as it is known, the suffix from the issue's id; "" without a year."""
    if not DATE.match(issue.date):
        return ""
    date = issue.date if issue.dated else issue.date[:4]
    source = issue.id.removesuffix(".ana")
    source = PRESSMINT_NAME.sub("", source, count=1).removeprefix(date)
    plain = NOT_IN_NAME.sub("-", source).strip("-")
    if re.search(r"[^A-Za-z0-9_.-]", source) or not plain:  # letters were lost: a checksum keeps it apart from others
        plain = f"{plain}-{hashlib.sha256(issue.id.encode()).hexdigest()[:8]}".strip("-")
    name = f"PressMint-{country}_{date}_{plain}"
    number = 2
    while name in taken:
        name = f"PressMint-{country}_{date}_{plain}-{number}"
        number += 1
    return name


def unify_entities(issue: IssueText) -> None:
    """PressMint's four types of names: every other becomes MISC."""
    for passage in issue.passages:
        passage.names = [n if n.type in ENTITIES else n._replace(type="MISC") for n in passage.names]


def component_to_bytes(corpus: Corpus, issue: IssueText, name: str, totals: Totals) -> bytes:
    """One issue; what it holds is added to totals."""
    root = etree.Element(tei("TEI"), nsmap={None: TEI})
    root.set(XML_ID, name + corpus.suffix)
    root.set(XML_LANG, corpus.language)
    writer = TextWriter(root, name + corpus.suffix, issue, corpus.annotated)
    writer.write(corpus.language)
    text = root.find(tei("text"))
    assert text is not None  # the writer has made it
    own = Totals()
    own.add(issue, count_tags(text), writer.words)
    totals.add(issue, own.tags, writer.words)
    write_component_header(root, corpus, issue, name.rpartition("_")[2], own)
    return tei_to_bytes(root)


def root_to_bytes(corpus: Corpus, names: list[str], totals: Totals) -> bytes:
    """The teiCorpus, which includes the components by year."""
    root = etree.Element(tei("teiCorpus"), nsmap={None: TEI, "xi": XI})
    root.set(XML_ID, corpus.name + corpus.suffix)
    root.set(XML_LANG, corpus.language)
    write_root_header(root, corpus, totals, include)
    for name in names:
        year = name[len(corpus.name) + 1 :][:4]
        include(root, f"{year}/{name}{corpus.suffix}.xml")
    return tei_to_bytes(root)


def include(parent: etree._Element, name: str) -> None:
    etree.SubElement(parent, f"{{{XI}}}include").set("href", quote(name))


def without_year(issue: IssueText) -> Finding:
    return Finding(
        str(issue.path), 0, "pressmint-date", Severity.ERROR,
        f"{issue.id} has no year, so PressMint has no name for it; it was left out.",
        "give the date in seeds/manifest.toml or in the header's date/@when.",
        f"{issue.id} 没有年份，PressMint 无法命名，未导出。", "请在 seeds/manifest.toml 或 teiHeader 的 date/@when 中给出日期。",
    )  # fmt: skip


def uncertain_year(issue: IssueText, name: str) -> Finding:
    return Finding(
        str(issue.path), 0, "pressmint-year", Severity.INFO,
        f"The day is not known, only {issue.date_kind} {issue.date}; the file is named {name}.",
        "give the date in seeds/manifest.toml or in the header's date/@when.",
        f"出版日期不详，只知 {issue.date_kind} {issue.date}；文件名为 {name}。",
        "请在 seeds/manifest.toml 或 teiHeader 的 date/@when 中给出日期。",
    )  # fmt: skip


def without_licence(out: Path) -> Finding:
    return Finding(
        str(out), 0, "pressmint-licence", Severity.INFO,
        "Not every issue is under CC BY 4.0, which PressMint asks for; the headers say what the issues say.",
        "if you hold the rights, put a licence into the issues' availability.",
        "并非每一期都采用 PressMint 要求的 CC BY 4.0 许可；导出的文件头照录各期的说明。",
        "如拥有权利，请在各期 availability 中写明 licence。",
    )  # fmt: skip
