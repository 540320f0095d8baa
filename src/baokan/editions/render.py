"""Renders a corpus, an issue at a time, into one kind of edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from baokan.editions.epub import render_epub
from baokan.editions.issues import Report, find_issues
from baokan.editions.markdown import render_markdown
from baokan.editions.pdf import render_print
from baokan.editions.plain import render_text
from baokan.editions.printing import PrintOptions
from baokan.editions.web import render_web
from baokan.errors import UsageError
from baokan.findings import Finding


def nobody(finding: Finding) -> None:
    """Takes a finding that nobody asked for."""


def render(
    edition: str, corpus: Path, out: Path, report: Report = nobody, printing: PrintOptions | None = None
) -> list[Path]:
    """Write the edition of a corpus folder, or of one TEI file, into out; returns the files made, in order.

    `printing` says how the print edition looks.
    What can't be set, or not in full, goes to `report` and the rest goes on. Raises UsageError for an unknown
    edition, UnreadableInput for what isn't TEI, MissingPart when the print edition lacks a part, OutputInTheWay
    when out can't be written.
    """
    if edition not in EDITIONS:
        raise UsageError(f"There is no {edition} edition.", f"choose one of {', '.join(EDITIONS)}.")
    issues = find_issues(corpus, report)
    if edition == "print":
        return render_print(issues, out, report, printing)
    return EDITIONS[edition](issues, out, report)


EDITIONS: dict[str, Callable[[list[Path], Path, Report], list[Path]]] = {
    "web": render_web,
    "print": render_print,
    "text": render_text,
    "epub": render_epub,
    "markdown": render_markdown,
}
