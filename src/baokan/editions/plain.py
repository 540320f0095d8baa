"""The text edition: an issue -> one plain text file."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import read_issue
from baokan.editions.steps import Made
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


def make_text(path: Path, target: Path, made: Made) -> None:
    """Write the reading text of the issue at `path`, a paragraph a line."""
    write_atomic(target, transform(read_issue(path), "text.xsl"), durable=False)
    made.files.append(target)
