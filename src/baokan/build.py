"""The main job: seeds/ -> corpus/ -> dist/, in a project folder."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from baokan.batches import EncodeStep, encode_jobs, validate_files
from baokan.editions import find_issues, render_edition
from baokan.editions.printing import PrintOptions
from baokan.errors import EXIT_UNREADABLE, BaokanError, OutputInTheWay, UnreadableInput, UsageError
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Outcome, Plan
from baokan.running import Batch, Limits, Lock, Rows, State, watched
from baokan.running.cluster import Cluster
from baokan.running.lock import STATE
from baokan.running.rows import FilesByName
from baokan.running.steps import Progress
from baokan.tei.corpus import CORPUS_FILE, corpus_to_bytes, is_issue

EDITIONS = ("print", "text", "markdown", "epub", "web")  # in this order: the web edition offers what print made
USUAL = ("print", "text", "web")


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
    editions: Sequence[str] | None = None,
    printing: PrintOptions | None = None,
) -> Summary:
    """Encode seeds/ into corpus/, validate it, and render the editions (USUAL) into dist/, as far as something has changed.

    On a cluster the project lies where all its machines see it under the same path. An edition that isn't asked for stays as it
    is. Raises UsageError for one that there isn't, UnreadableInput where the folder has no seeds/, OutputInTheWay where another
    build is at work or nothing can be written; a faulty file is a finding in the summary.
    """
    editions = USUAL if editions is None else editions
    if unknown := [edition for edition in editions if edition not in EDITIONS]:
        raise UsageError(f"There is no {unknown[0]} edition.", f"choose of {', '.join(EDITIONS)}.")
    project = project.resolve() if cluster else project
    seeds, corpus, dist = project / "seeds", project / "corpus", project / "dist"
    if not seeds.is_dir():
        raise UnreadableInput(f"{seeds}: is not there.", "run baokan build in a folder that has seeds/ with pages in it.")
    summary = Summary()
    with Lock(project / STATE / "build.lock") as lock, contextlib.closing(State(project / STATE / "build.sqlite")) as state:
        if lock.unfinished:
            sweep([corpus, dist])
        batch = Batch(project, watched(lock, progress), limits or Limits(), state, cluster)
        encode_sources([seeds], corpus, summary, batch)
        update_corpus(corpus, summary)
        state.forget_unseen("encode")
        validate_corpus(corpus, summary, batch)
        state.forget_unseen("validate")
        state.save()
        render_editions(project, summary, batch, editions, printing)
    return summary


def validate_corpus(corpus: Path, summary: Summary, batch: Batch) -> None:
    """Report what is wrong with each issue, then with corpus.xml, which refers to them all."""
    files = FilesByName(corpus, is_issue)
    found: Rows[list[Finding]] = Rows()
    summary.done["validate"] = validate_files(files, batch, found.put)
    whole = [path for path in [corpus / CORPUS_FILE] if path.is_file()]
    summary.done["validate"] += validate_files(whole, batch, lambda _, last: found.append(last), files)
    for findings in found:
        for finding in findings:
            summary.report(finding)


def render_editions(
    project: Path, summary: Summary, batch: Batch, editions: Sequence[str], printing: PrintOptions | None
) -> None:
    """Render the editions, each issue that has changed since it was made, and remove the files of issues that are gone."""
    issues: list[Path] = []
    for edition in [each for each in EDITIONS if each in editions]:
        out = project / "dist" / edition
        try:
            issues = issues or find_issues(project / "corpus", summary.report)
            rendered = render_edition(edition, issues, out, summary.report, batch, printing)
        except BaokanError as error:
            summary.findings.append(Finding(str(out), 0, "edition", Severity.ERROR, error.message, error.hint))
            summary.fail(error.exit_code)
            continue
        summary.rendered[edition] = rendered.paths
        summary.done["render"] = summary.done.get("render", 0) + rendered.made
        forget_gone(f"render {edition}", batch)


def forget_gone(step: str, batch: Batch) -> None:
    """Remove the files of issues that are no longer there; a site removes its own."""
    if batch.state:
        for record in batch.state.unseen(step) if step != "render web" else ():
            for name, *_ in record["files"]:
                (batch.base / name).unlink(missing_ok=True)
        batch.state.forget_unseen(step)


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


def update_corpus(corpus: Path, summary: Summary) -> None:
    """Write corpus.xml, which includes every issue of the folder; where that can't be, the old one stays and it is told."""
    try:
        write_atomic(corpus / CORPUS_FILE, corpus_to_bytes(FilesByName(corpus, is_issue)))
    except OutputInTheWay as error:
        summary.report(error_to_finding(error, str(corpus / CORPUS_FILE), "output"))
        summary.fail(error.exit_code)
