"""The text edition: an issue -> one plain text file."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import Report, read_issue
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


def render_text(issues: list[Path], out: Path, report: Report) -> list[Path]:
    made = []
    for path in issues:
        target = out / f"{path.stem}.txt"
        write_atomic(target, transform(read_issue(path), "text.xsl"))
        made.append(target)
    return made
