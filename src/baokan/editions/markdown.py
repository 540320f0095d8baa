"""The Markdown edition: an issue -> one CommonMark file."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import Report, read_issue
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


def render_markdown(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for path in issues:
        target = out / f"{path.stem}.md"
        write_atomic(target, transform(read_issue(path), "markdown.xsl"))
        made.append(target)
    return made
