"""Stages 1 to 5 in a row: source files -> the TEI of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from baokan.articles import page_to_articles
from baokan.articles.jumps import link_jumps
from baokan.errors import BaokanError, OutputInTheWay, UnreadableInput
from baokan.explain import explanation_to_bytes
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Job, Outcome, find_jobs, same_file
from baokan.manifest import NAME as MANIFEST
from baokan.metadata import infer_metadata, known_language
from baokan.model import Article, EncodedPage, Metadata, Source
from baokan.read import Reading, read_source
from baokan.read.text import READER as TEXT_READER
from baokan.tei import Element, pages_to_elements, pages_to_tei, parse_tei, tei_to_bytes, to_bytes, to_tree
from baokan.tei.facsimile import pictures_to_files
from baokan.tei.merge import keep_hand_work


def source_to_page(source: Source, known: Metadata) -> EncodedPage:
    """Stages 2 to 4 on one source file, and its metadata."""
    page = source.page
    return EncodedPage(source, page_to_articles(page), infer_metadata(page, known))


def encode_sources(issue: str, sources: Sequence[Source], metadata: Sequence[Metadata] = ()) -> etree._Element:
    """The TEI of an issue from its sources, one a page, in page order."""
    known = list(metadata) or [Metadata()] * len(sources)
    return pages_to_tei(issue, [source_to_page(s, m) for s, m in zip(sources, known, strict=True)])


def readings_to_pages(readings: Sequence[Reading], metadata: Sequence[Metadata]) -> list[EncodedPage]:
    """Stages 2 to 4 on every page of an issue. What a person knows of a file goes before what the file says."""
    pages: list[EncodedPage] = []
    for reading, known in zip(readings, metadata, strict=True):
        merged = merge_metadata(known, reading)
        offset = len(pages)
        for number, source in enumerate(reading.sources):
            given = reading.articles[number] if reading.articles else None
            if given is None:
                page = source_to_page(source, merged)
            else:
                page = EncodedPage(source, tuple(moved(a, offset) for a in given), merged)
            if number and len(reading.sources) > 1 and reading.sources[0].part is not None:
                page = replace(page, metadata=replace(page.metadata, page=None))
            pages.append(page)
    return link_jumps(in_page_order(pages, len(readings)))


def moved(article: Article, offset: int) -> Article:
    """The article, where the pages of its file begin `offset` pages into the issue."""
    return replace(article, goes_on=(article.goes_on[0] + offset, article.goes_on[1])) if article.goes_on else article


def merge_metadata(known: Metadata, reading: Reading) -> Metadata:
    """`known`, with what the source says where it says nothing."""
    said = reading.metadata
    names = ("paper", "date", "issue", "page", "section", "rights")
    facts = {name: getattr(said, name) for name in names if getattr(known, name) is None and getattr(said, name) is not None}
    language = known.language
    if language == Metadata().language and reading.sources[:1] and reading.sources[0].reader != TEXT_READER:
        language = known_language(said.language, [s.page for s in reading.sources])
    return replace(known, language=language, **facts)


def in_page_order(pages: list[EncodedPage], readings: int) -> list[EncodedPage]:
    """Pages of several files by their printed numbers, where all have one and no two the same; else as they are."""
    numbers = [page.source.page.number or "" for page in pages]
    told = any(page.metadata.page for page in pages) or any(a.goes_on for page in pages for a in page.articles)
    if readings < 2 or told or len(set(numbers)) < len(numbers) or not all(n.isdecimal() for n in numbers):
        return pages
    return [page for _, page in sorted(zip((int(n) for n in numbers), pages, strict=True), key=lambda e: e[0])]


def encode_job(job: Job, out: Path, taken: set[str], explain: bool = False) -> Outcome:
    """Encode one issue into out; never raises for bad input: the outcome says what was wrong.

    explain writes what the inference did, and why, beside it as ISSUE.explain.html.
    """
    try:
        path = out / f"{job.issue}.xml"
        if same_file(job.issue) in taken:
            raise OutputInTheWay(
                f"{job.paths[0]}: would be written to {path}, like another source, or differs from it in case alone.",
                "give it an id of its own in manifest.toml or manifest.csv.",
            )
        taken.add(same_file(job.issue))
        readings, known, unread = read_job(job)
        pages = readings_to_pages(readings, known)
        written = pages_to_elements(job.issue, pages)
        tei, counts = to_bytes(written), count_articles(written)
        if path.exists():
            root = keep_hand_work(to_tree(written), parse_tei(path).getroot(), str(path))
            tei, counts = tei_to_bytes(root), count_kept_articles(root)
        others = pictures_to_files(job.issue, pages)
        if explain:
            others[f"{job.issue}.explain.html"] = explanation_to_bytes(job.issue, pages)
        for name, data in others.items():
            write_atomic(out / name, data)
        changed = write_atomic(path, tei)
    except BaokanError as error:
        at = next((p for p in job.paths if error.message.startswith(str(p))), job.paths[0])
        finding = error_to_finding(error, str(at), error_code(error))
        return Outcome(job, None, findings=(finding,), exit_code=error.exit_code)
    findings = (*unread, *(f for reading in readings for f in reading_findings(reading, job)))
    code = UnreadableInput.exit_code if any(f.severity is Severity.ERROR for f in findings) else 0
    return Outcome(job, path, changed, *counts, findings, code, tuple(others))


def count_articles(root: Element) -> tuple[int, int]:
    """How many articles an issue has, and how many elements of its text are guesses of low certainty."""
    found = list(root.iter())
    text = next(n for n, element in enumerate(found) if element.name == "text")
    articles = sum([e.name == "div" and e.attributes["type"] == "article" for e in found[text:]])
    return articles, sum([element.attributes.get("cert") == "low" for element in found[text:]])


def count_kept_articles(root: etree._Element) -> tuple[int, int]:
    """The same of a file that a person may have worked on."""
    low = len(root.xpath("//*[local-name()='text']//*[@cert='low']"))
    return len(root.xpath("//*[local-name()='div'][@type='article']")), low


def read_job(job: Job) -> tuple[list[Reading], list[Metadata], list[Finding]]:
    """The files of an issue that can be read, what is known of each, and a finding for each that can't.

    Raises UnreadableInput where none can be read.
    """
    readings: list[Reading] = []
    known: list[Metadata] = []
    unread: list[Finding] = []
    for path, metadata in zip(job.paths, job.metadata, strict=True):
        try:
            readings.append(read_source(path))
            known.append(metadata)
        except UnreadableInput as error:
            if len(job.paths) == 1:
                raise
            unread.append(error_to_finding(error, str(path), error_code(error)))
    if not readings:
        raise UnreadableInput(f"{job.paths[0]}: no file of this issue can be read: {unread[0].message}", unread[0].hint)
    return readings, known, unread


def error_code(error: BaokanError) -> str:
    """The finding's code for an error met in a batch."""
    return "output" if isinstance(error, OutputInTheWay) else "unreadable"


def reading_findings(reading: Reading, job: Job) -> list[Finding]:
    """What a reader of the summary should know of a source: what is wrong in it, that it is empty, or can't be XML."""
    findings = list(reading.findings)
    first = reading.sources[0]
    path = next((p for p in job.paths if p.name == first.name), job.paths[0])
    if not any(source.page.blocks for source in reading.sources):
        findings.append(
            Finding(
                str(path), 1, "source-empty", Severity.ERROR, "The file holds no text.", "check that it is the right file.",
                "文件没有文字。", "请检查是否选对了文件。",
            )
        )  # fmt: skip
    return findings + [finding for source in reading.sources for finding in source_findings(path, source)]


def source_findings(path: Path, source: Source) -> list[Finding]:
    """The characters of a source that XML can't hold."""
    findings = []
    for block, offset, character in source.residue.replaced[:20]:
        findings.append(
            Finding(
                str(path), source.page.blocks[block].line, "source-character", Severity.WARNING,
                f"Character U+{ord(character):04X} at column {offset + 1} can't stand in XML and is shown as U+FFFD.",
                "nothing is lost: restore gives it back; mend the source if it is a slip.",
                f"第 {offset + 1} 列的字符 U+{ord(character):04X} 不能写入 XML，以 U+FFFD 显示。",
                "restore 会原样还原；若是误字，请改正源文件。",
            )
        )  # fmt: skip
    return findings


__all__ = ["MANIFEST", "Job", "Outcome", "encode_job", "encode_sources", "find_jobs", "readings_to_pages", "source_to_page"]
