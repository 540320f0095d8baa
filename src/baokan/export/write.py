"""Exports a corpus into one of the formats that the tools of linguists read, issue by issue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from baokan.annotate.exchange.brat_files import export_brat
from baokan.annotate.exchange.inception import export_inception, export_tsv
from baokan.annotate.exchange.web_files import export_web_annotations
from baokan.errors import UnreadableInput, UsageError
from baokan.export.blacklab import write_blacklab, write_configuration
from baokan.export.conllu import write_conllu
from baokan.export.pressmint import write_pressmint
from baokan.export.tables import write_jsonl, write_parquet, write_text
from baokan.export.vertical import write_vertical
from baokan.findings import Finding
from baokan.search.corpus import read_source
from baokan.search.files import ANA, find_sources
from baokan.search.passages import IssueText
from baokan.tei.corpus import CORPUS_FILE
from baokan.tei.including import corpus_issues

Report = Callable[[Finding], None]
Progress = Callable[[int, int], None]
NOT_IN_STEM = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Job:
    """What an export is asked for."""

    corpus: Path
    out: Path
    country: str = "CN"  # ISO 3166, for PressMint
    report: Report = lambda finding: None
    progress: Progress = lambda done, total: None

    @property
    def name(self) -> str:
        """The name of files that hold the whole corpus."""
        return safe_stem(self.corpus.resolve().stem.lower()) or "corpus"

    def issues(self) -> Iterator[IssueText]:
        """The issues one by one, so that memory stays flat. Raises UnreadableInput when there is no corpus."""
        sources = find_sources(self.corpus)
        for done, source in enumerate(sources):
            self.progress(done, len(sources))
            yield from read_source(source, self.report)
        self.progress(len(sources), len(sources))

    def plain_files(self) -> Iterator[Path]:
        """The issues' own files, without corpus.xml and the derived ones. Raises UnreadableInput when there is no corpus."""
        found = corpus_issues(self.corpus) if self.corpus.exists() else []
        paths = [path for path in found if path.name != CORPUS_FILE and not path.name.endswith(ANA)]
        if not paths:
            raise UnreadableInput(f"{self.corpus}: holds no issue.", "name a corpus folder, as `baokan encode` makes it.")
        for done, path in enumerate(paths):
            self.progress(done, len(paths))
            yield path
        self.progress(len(paths), len(paths))


def safe_stem(text: str) -> str:
    """A text as a file's name: no folder, no hidden file."""
    return NOT_IN_STEM.sub("_", text).lstrip(".")


def export(kind: str, job: Job) -> list[Path]:
    """Write the corpus in one format; returns the files made, the first one to open first.

    What can't be read goes to the job's report, and the rest goes on. Raises UsageError for an unknown format, UnreadableInput
    when there is no corpus, MissingPart when the format needs a part that isn't installed, OutputInTheWay.
    """
    if kind not in FORMATS:
        raise UsageError(f"There is no export {kind}.", f"choose one of {', '.join(FORMATS)}.")
    return FORMATS[kind](job)


def each(write: Callable[[IssueText, Path, str], Path]) -> Callable[[Job], list[Path]]:
    """An export of one file an issue; issues of one name get numbers."""

    def run(job: Job) -> list[Path]:
        return list(write_each(job.issues(), job.out, write))

    return run


def write_each(issues: Iterable[IssueText], out: Path, write: Callable[[IssueText, Path, str], Path]) -> Iterator[Path]:
    taken: set[str] = set()
    for issue in issues:
        stem = base = safe_stem(issue.id) or "issue"
        number = 2
        while stem in taken:
            stem = f"{base}-{number}"
            number += 1
        taken.add(stem)
        yield write(issue, out, stem)


FORMATS: dict[str, Callable[[Job], list[Path]]] = {
    "pressmint": lambda job: write_pressmint(job.issues(), job.out, job.country, job.report),
    "conllu": each(write_conllu),
    "vert": lambda job: write_vertical(job.issues(), job.out, job.name),
    "blacklab": lambda job: [write_configuration(job.out), *each(write_blacklab)(job)],
    "jsonl": lambda job: write_jsonl(job.issues(), job.out, job.name),
    "parquet": lambda job: write_parquet(job.issues(), job.out, job.name),
    "text": each(write_text),
    "webannotation": lambda job: export_web_annotations(job.plain_files(), job.out, job.report),
    "inception": lambda job: export_inception(job.plain_files(), job.out, job.report),
    "webanno": lambda job: export_tsv(job.plain_files(), job.out, job.report),
    "brat": lambda job: export_brat(job.plain_files(), job.out, job.report),
}
