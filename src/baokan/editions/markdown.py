"""The Markdown edition: an issue -> one CommonMark file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from baokan.editions.steps import FileStep, Made
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


@dataclass(frozen=True, slots=True)
class MarkdownStep(FileStep):
    """An issue's TEI -> its file of the markdown edition."""

    name: ClassVar[str] = "render markdown"
    ending: ClassVar[str] = ".md"

    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Write the issue at `path` as CommonMark."""
        write_atomic(target, transform(tree, "markdown.xsl"), durable=False)
        made.files.append(target)
