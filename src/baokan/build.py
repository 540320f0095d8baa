"""The main job: seeds/ -> corpus/ -> dist/, in a project folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from baokan.batches import EncodeStep, encode_jobs, validate_files
from baokan.editions import render
from baokan.encode import Outcome
from baokan.errors import EXIT_UNREADABLE, BaokanError, UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Plan
from baokan.running import Batch, Limits, Lock, Rows, State
from baokan.running.cluster import Cluster
from baokan.running.lock import STATE
from baokan.running.rows import FilesByName
from baokan.running.state import code_digest, digest, file_digest
from baokan.running.steps import Progress, from_rows, to_rows
from baokan.tei.corpus import CORPUS_FILE, corpus_to_bytes, is_issue

EDITIONS = ("print", "text", "web")  # the web edition offers the PDFs of the print edition


@dataclass(slots=True)
class Summary:
    """What a build made, where, and what wants a person's eye; the issues and the findings in their order, kept on disk."""

    outcomes: Rows[Outcome] = field(default_factory=Rows)
    findings: Rows[Finding] = field(default_factory=Rows)
    rendered: dict[str, list[Path]] = field(default_factory=dict)
    exit_code: int = 0
    done: dict[str, int] = field(default_factory=dict)  # step -> how many files or editions it had to make

    def report(self, finding: Finding) -> None:
        """Add a finding; anything above information makes the build exit with 3."""
        self.findings.append(finding)
        if finding.severity is not Severity.INFO:
            self.fail(3)

    def fail(self, code: int) -> None:
        """Keep the worst exit code: unreadable input and missing parts before findings."""
        self.exit_code = max(self.exit_code, code)


def build(
    project: Path,
    progress: Progress = lambda what, done, total: None,
    limits: Limits | None = None,
    cluster: Cluster | None = None,
) -> Summary:
    """Encode seeds/ into corpus/, validate it, and render every edition into dist/, as far as something has changed.

    On a cluster the project lies where all its machines see it under the same path.
    Raises UnreadableInput where the folder has no seeds/, OutputInTheWay where another build is at work or nothing can be
    written; a faulty file is a finding in the summary.
    """
    project = project.resolve() if cluster else project
    seeds, corpus, dist = project / "seeds", project / "corpus", project / "dist"
    if not seeds.is_dir():
        raise UnreadableInput(f"{seeds}: is not there.", "run baokan build in a folder that has seeds/ with pages in it.")
    summary = Summary()
    with Lock(project / STATE / "build.lock") as lock, contextlib.closing(State(project / STATE / "build.sqlite")) as state:
        if lock.unfinished:
            sweep([corpus, dist])
        batch = Batch(project, progress, limits or Limits(), state, cluster)
        encode_sources([seeds], corpus, summary, batch)
        update_corpus(corpus)
        state.forget_unseen("encode")
        validate_corpus(corpus, summary, batch)
        state.forget_unseen("validate")
        state.save()
        render_editions(project, summary, batch)
    return summary


def validate_corpus(corpus: Path, summary: Summary, batch: Batch) -> None:
    """Report what is wrong with each issue, then with corpus.xml, which refers to them all."""
    files = FilesByName(corpus, is_issue)
    found: Rows[list[Finding]] = Rows()
    summary.done["validate"] = validate_files(files, batch, found.put)
    summary.done["validate"] += validate_files([corpus / CORPUS_FILE], batch, lambda _, last: found.append(last), files)
    for findings in found:
        for finding in findings:
            summary.report(finding)


def render_editions(project: Path, summary: Summary, batch: Batch) -> None:
    """Render the editions whose corpus, settings, code or files have changed since they were made."""
    corpus, dist = project / "corpus", project / "dist"
    corpus_as_it_is = corpus_digest(corpus)
    for number, edition in enumerate(EDITIONS, 1):
        made_from = digest(corpus_as_it_is, *(f"{path.name} {path.stat().st_size}" for path in printed(edition, dist)))
        known = batch.state.result("render", edition, made_from) if batch.state else None
        if known is not None and all(stamp(project / name) == was for name, *was in known["files"]):
            summary.rendered[edition] = [project / name for name in known["shown"]]
            for finding in from_rows(known["findings"], project):
                summary.report(finding)
            continue
        batch.progress(f"render {edition}", number, len(EDITIONS))
        summary.done["render"] = summary.done.get("render", 0) + 1
        found: list[Finding] = []
        try:
            paths = render(edition, corpus, dist / edition, found.append)
        except BaokanError as error:
            summary.findings.append(Finding(str(dist / edition), 0, "edition", Severity.ERROR, error.message, error.hint))
            summary.fail(error.exit_code)
            continue
        for finding in found:
            summary.report(finding)
        summary.rendered[edition] = paths
        files = [[str(p.relative_to(project)), *stamp(p)] for p in sorted((dist / edition).rglob("*")) if p.is_file()]
        shown = [str(path.relative_to(project)) for path in paths]
        if batch.state:
            record = {"files": files, "shown": shown, "findings": to_rows(found, project)}
            batch.state.keep("render", edition, made_from, record)


def printed(edition: str, dist: Path) -> list[Path]:
    """The PDFs that the web edition offers."""
    return sorted((dist / "print").glob("*.pdf")) if edition == "web" else []


def stamp(path: Path) -> list[int]:
    """What shows cheaply that a file of an edition is still as it was made."""
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def corpus_digest(corpus: Path) -> str:
    """The checksum of all that editions are made from: every file of the corpus, the site's settings, code, stylesheets."""
    files = [path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith(".") and STATE not in path.parts]
    parts = [f"{path.relative_to(corpus)} {file_digest(path)}" for path in sorted(files)]
    for settings in (corpus / "site.toml", corpus.parent / "site.toml"):
        if settings.is_file():
            parts += [str(settings.name), file_digest(settings), *settings_digests(settings)]
    return digest(code_digest("render"), *parts)


def settings_digests(settings: Path) -> list[str]:
    """The checksums of the style and the templates that a site.toml names."""
    from baokan.editions.web.site import read_site

    try:
        site = read_site(settings)
    except UnreadableInput:
        return []  # rendering says what is wrong
    files: list[Path] = []
    for path in (site.style, site.templates):
        if path:
            files += [*sorted(path.parent.rglob("*.xsl")), path] if path.is_file() else sorted(path.rglob("*"))
    return [f"{path} {file_digest(path)}" for path in files]


def sweep(folders: Iterable[Path]) -> None:
    """Remove the half-written files that a killed build left; they were never part of the corpus."""
    for folder in folders:
        for path in folder.rglob(".baokan-????????"):
            if path.is_file():
                with contextlib.suppress(OSError):
                    path.unlink()


def encode_all(
    sources: Iterable[Path],
    out: Path,
    summary: Summary,
    progress: Progress,
    explain: bool = False,
    limits: Limits | None = None,
) -> None:
    """Encode every issue among sources into out; what fails is in the summary and the rest goes on."""
    encode_sources(sources, out, summary, Batch(Path(), progress, limits or Limits()), explain)


def encode_sources(sources: Iterable[Path], out: Path, summary: Summary, batch: Batch, explain: bool = False) -> None:
    """As `encode_all`, within a batch, which may be a cluster's."""
    if batch.cluster:
        sources, out = [source.resolve() for source in sources], out.resolve()
    plan = Plan()
    for source in sources:
        try:
            plan.add(source)
        except BaokanError as error:
            summary.report(error_to_finding(error, str(source), "unreadable"))
            summary.fail(error.exit_code)
    for finding in plan.findings:
        summary.report(finding)
        summary.fail(EXIT_UNREADABLE)
    summary.done["encode"] = encode_jobs(plan, EncodeStep(out, batch.base, explain), batch, summary.outcomes.put)
    for outcome in summary.outcomes:
        summary.fail(outcome.exit_code)
        for finding in outcome.findings:
            summary.report(finding)


def update_corpus(corpus: Path) -> None:
    """Write corpus.xml, which includes every issue of the folder."""
    write_atomic(corpus / CORPUS_FILE, corpus_to_bytes(FilesByName(corpus, is_issue)))
