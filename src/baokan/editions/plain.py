"""The text edition: an issue -> one plain text file."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import Report, read_issues
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


def render_text(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for _, name, tree in read_issues(issues, report):
        target = out / f"{name}.txt"
        write_atomic(target, transform(tree, "text.xsl"))
        made.append(target)
    return made
