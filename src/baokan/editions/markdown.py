"""The Markdown edition: an issue -> one CommonMark file."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import read_issue
from baokan.editions.steps import Made
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


def make_markdown(path: Path, target: Path, made: Made) -> None:
    """Write the issue at `path` as CommonMark."""
    write_atomic(target, transform(read_issue(path), "markdown.xsl"), durable=False)
    made.files.append(target)
