"""Renders a corpus, an issue at a time, into one kind of edition."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from baokan.editions.epub import EpubStep
from baokan.editions.issues import Report, common_folder, find_issues
from baokan.editions.pdf import PrintStep, print_digest
from baokan.editions.plain import MarkdownStep, TextStep
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.steps import HERE, FileStep, Rendered, run_files
from baokan.editions.web import render_web
from baokan.errors import UsageError
from baokan.findings import Finding
from baokan.running import Batch

EDITIONS = ("web", "print", "text", "epub", "markdown")
FILES: dict[str, type[FileStep]] = {"text": TextStep, "epub": EpubStep, "markdown": MarkdownStep}


def nobody(finding: Finding) -> None:
    """Takes a finding that nobody asked for."""


def silent(what: str, done: int, total: int) -> None:
    """Takes progress that nobody wants to see."""


def render(
    edition: str,
    corpus: Path,
    out: Path,
    report: Report = nobody,
    printing: PrintOptions | None = None,
    batch: Batch | None = None,
) -> list[Path]:
    """Write the edition of a corpus folder, or of one TEI file, into out; returns the files made, in order.

    `printing` says how the print edition looks. A `batch` has processes for the issues, and a state that knows which of them need
    not be made again; without one all are made, in this process. What can't be set, or not in full, goes to `report` and the rest
    goes on. Raises UsageError for an unknown edition, UnreadableInput when none of it can be read, MissingPart when the print
    edition lacks a part, OutputInTheWay when out can't be written.
    """
    return render_edition(edition, find_issues(corpus, report), out, report, batch or Batch(Path(), silent, HERE), printing).paths


def render_edition(
    edition: str, issues: list[Path], out: Path, report: Report, batch: Batch, printing: PrintOptions | None = None
) -> Rendered:
    """As `render`, of these TEI files; tells too how many of them had to be made."""
    if edition not in EDITIONS:
        raise UsageError(f"There is no {edition} edition.", f"choose one of {', '.join(EDITIONS)}.")
    if edition == "web":
        return render_web(issues, out, report, batch)
    if edition == "print":
        return render_print(issues, out, report, batch, printing or PrintOptions())
    return run_files(FILES[edition](out, batch.base, common_folder(issues)), issues, report, batch)


def render_print(issues: list[Path], out: Path, report: Report, batch: Batch, options: PrintOptions) -> Rendered:
    """Set the issues, in folders that go with this call."""
    with tempfile.TemporaryDirectory(prefix="baokan-print-") as folder:
        with Typesetter(options, Path(folder)):
            pass  # what is missing is told before the first issue
        step = PrintStep(out, batch.base, common_folder(issues), print_digest(options), options, Path(folder))
        # Typst's threads don't outlive a fork
        return run_files(step, issues, report, replace(batch, limits=replace(batch.limits, forked=False)))
