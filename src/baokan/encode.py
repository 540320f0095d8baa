"""Stages 1 to 5 in a row: source files -> the TEI of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from baokan import ids
from baokan.articles import infer, page_to_articles
from baokan.errors import BaokanError, OutputInTheWay, UnreadableInput
from baokan.explain import SourceView, explanation_to_bytes, inference_to_view
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.manifest import NAME as MANIFEST
from baokan.manifest import Entry, read_manifest
from baokan.metadata import infer_metadata
from baokan.model import EncodedPage, Metadata, Source
from baokan.read import read_text
from baokan.tei import pages_to_tei, parse_tei, tei_to_bytes
from baokan.tei.merge import keep_hand_work


@dataclass(frozen=True, slots=True)
class Job:
    """An issue to encode: its xml:id and its source files with what is known of each."""

    issue: str
    paths: tuple[Path, ...]
    metadata: tuple[Metadata, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the file written, or the errors that stood in its way."""

    job: Job
    path: Path | None
    changed: bool = False
    articles: int = 0
    guesses: int = 0  # elements whose certainty is low
    findings: tuple[Finding, ...] = ()
    exit_code: int = 0


def source_to_page(source: Source, known: Metadata) -> EncodedPage:
    """Stages 2 to 4 on one source file, and its metadata."""
    page = source.page
    return EncodedPage(source, page_to_articles(page), infer_metadata(page, known))


def encode_sources(issue: str, sources: Sequence[Source], metadata: Sequence[Metadata] = ()) -> etree._Element:
    """The TEI of an issue from its sources, one a page, in page order."""
    known = list(metadata) or [Metadata()] * len(sources)
    return pages_to_tei(issue, [source_to_page(s, m) for s, m in zip(sources, known, strict=True)])


def find_jobs(sources: Sequence[Path]) -> list[Job]:
    """Files and folders -> issues. Files that share an id, or a paper and a date, are one issue."""
    groups: dict[tuple[Path, str], list[tuple[Path, Entry]]] = {}
    for source in sources:
        folder = source if source.is_dir() else source.parent
        entries = read_manifest(folder)
        if source.is_dir():
            found = sorted(p for p in source.rglob("*.txt") if not p.name.startswith("."))
            if not found:
                raise UnreadableInput(f"{source}: holds no .txt file.", "name a folder that has pages in it.")
        else:
            found = [source]
        for path in found:
            entry = entries.get(path.name) or Entry(path.name, None, Metadata())
            groups.setdefault((folder, issue_key(path, entry)), []).append((path, entry))
    jobs = []
    for (_, key), members in groups.items():
        members.sort(key=lambda m: page_order(m[1]))
        paths = tuple(path for path, _ in members)
        issue = ids.issue_id(members[0][1].id or (paths[0].stem if len(paths) == 1 else key))
        jobs.append(Job(issue, paths, tuple(entry.metadata for _, entry in members)))
    return jobs


def issue_key(path: Path, entry: Entry) -> str:
    known = entry.metadata
    if entry.id:
        return entry.id
    if known.paper and known.date:
        return f"{known.paper.value}_{known.date.value}"
    return str(path)


def page_order(entry: Entry) -> tuple[int, str]:
    page = entry.metadata.page.value if entry.metadata.page else ""
    return (int(page) if page.isdecimal() else 0, page or entry.name)


def encode_job(job: Job, out: Path, taken: set[str], explain: bool = False) -> Outcome:
    """Encode one issue into out; never raises for bad input: the outcome says what was wrong.

    explain writes what the inference did, and why, beside it as ISSUE.explain.html.
    """
    try:
        path = out / f"{job.issue}.xml"
        if job.issue.casefold() in taken:
            raise OutputInTheWay(
                f"{job.paths[0]}: would be written to {path}, like another source.",
                "give it an id of its own in manifest.toml.",
            )
        taken.add(job.issue.casefold())
        sources = [read_text(p) for p in job.paths]
        root = encode_sources(job.issue, sources, job.metadata)
        if path.exists():
            root = keep_hand_work(root, parse_tei(path).getroot(), str(path))
        changed = write_atomic(path, tei_to_bytes(root))
        if explain:
            write_atomic(out / f"{job.issue}.explain.html", explain_sources(job.issue, sources))
    except BaokanError as error:
        at = next((p for p in job.paths if error.message.startswith(str(p))), job.paths[0])
        finding = error_to_finding(error, str(at), error_code(error))
        return Outcome(job, None, findings=(finding,), exit_code=error.exit_code)
    findings = tuple(f for p, s in zip(job.paths, sources, strict=True) for f in source_findings(p, s))
    low = len(root.xpath("//*[@cert='low']"))
    articles = len(root.xpath("//*[local-name()='div'][@type='article']"))
    empty = any(f.code == "source-empty" for f in findings)
    code = UnreadableInput.exit_code if empty else 0
    return Outcome(job, path, changed, articles, low, findings, code)


def explain_sources(issue: str, sources: Sequence[Source]) -> bytes:
    """How the sources of an issue were put together, as an HTML page."""
    return explanation_to_bytes(issue, [SourceView(s.name, inference_to_view(infer(s.page))) for s in sources])


def error_code(error: BaokanError) -> str:
    """The finding's code for an error met in a batch."""
    return "output" if isinstance(error, OutputInTheWay) else "unreadable"


def source_findings(path: Path, source: Source) -> list[Finding]:
    """What a reader should know of a source: it is empty, or holds what XML can't."""
    findings = []
    if not source.page.blocks:
        findings.append(
            Finding(
                str(path), 1, "source-empty", Severity.ERROR, "The file holds no text.", "check that it is the right file.",
                "文件没有文字。", "请检查是否选对了文件。",
            )
        )  # fmt: skip
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


__all__ = ["MANIFEST", "Job", "Outcome", "encode_job", "encode_sources", "find_jobs", "source_to_page"]
