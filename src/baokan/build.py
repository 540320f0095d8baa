"""The main job: seeds/ -> corpus/ -> dist/, in a project folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from baokan.editions import render
from baokan.encode import Outcome, encode_job, find_jobs
from baokan.errors import BaokanError, UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei.corpus import CORPUS_FILE, corpus_to_bytes, issue_files
from baokan.validate import validate

EDITIONS = ("print", "text", "web")  # the web edition offers the PDFs of the print edition
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Summary:
    """What a build made, where, and what wants a person's eye."""

    outcomes: list[Outcome] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rendered: dict[str, list[Path]] = field(default_factory=dict)
    exit_code: int = 0

    def report(self, finding: Finding) -> None:
        """Add a finding; anything above information makes the build exit with 3."""
        self.findings.append(finding)
        if finding.severity is not Severity.INFO:
            self.fail(3)

    def fail(self, code: int) -> None:
        """Keep the worst exit code: unreadable input and missing parts before findings."""
        self.exit_code = max(self.exit_code, code)


def build(project: Path, progress: Progress = lambda what, done, total: None) -> Summary:
    """Encode seeds/ into corpus/, validate it, and render every edition into dist/.

    Raises UnreadableInput where the folder has no seeds/; a faulty file is a finding in the summary.
    """
    seeds, corpus, dist = project / "seeds", project / "corpus", project / "dist"
    if not seeds.is_dir():
        raise UnreadableInput(f"{seeds}: is not there.", "run baokan build in a folder that has seeds/ with pages in it.")
    summary = Summary()
    encode_all([seeds], corpus, summary, progress)
    update_corpus(corpus)
    files = issue_files(corpus)
    for number, path in enumerate([*files, corpus / CORPUS_FILE], 1):
        progress("validate", number, len(files) + 1)
        summary.findings += validate(path)
    if any(f.severity is not Severity.INFO for f in summary.findings):
        summary.fail(3)
    for number, edition in enumerate(EDITIONS, 1):
        progress(f"render {edition}", number, len(EDITIONS))
        try:
            summary.rendered[edition] = render(edition, corpus, dist / edition, summary.report)
        except BaokanError as error:
            summary.findings.append(Finding(str(dist / edition), 0, "edition", Severity.ERROR, error.message, error.hint))
            summary.fail(error.exit_code)
    return summary


def encode_all(sources: Iterable[Path], out: Path, summary: Summary, progress: Progress, explain: bool = False) -> None:
    """Encode every issue among sources into out; what fails is in the summary and the rest goes on."""
    jobs = []
    for source in sources:
        try:
            jobs += find_jobs([source])
        except BaokanError as error:
            summary.findings.append(error_to_finding(error, str(source), "unreadable"))
            summary.fail(error.exit_code)
    taken: set[str] = set()
    for number, job in enumerate(jobs, 1):
        progress("encode", number, len(jobs))
        outcome = encode_job(job, out, taken, explain)
        summary.outcomes.append(outcome)
        summary.findings += outcome.findings
        summary.fail(outcome.exit_code)
        if any(f.severity is not Severity.INFO for f in outcome.findings):
            summary.fail(3)


def update_corpus(corpus: Path) -> None:
    """Write corpus.xml, which includes every issue of the folder."""
    write_atomic(corpus / CORPUS_FILE, corpus_to_bytes(issue_files(corpus)))
