"""The text edition: an issue -> one plain text file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from baokan.editions.steps import FileStep, Made
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


@dataclass(frozen=True, slots=True)
class TextStep(FileStep):
    """An issue's TEI -> its file of the text edition."""

    name: ClassVar[str] = "render text"
    ending: ClassVar[str] = ".txt"

    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Write the reading text of the issue at `path`, a paragraph a line."""
        write_atomic(target, transform(tree, "text.xsl"), durable=False)
        made.files.append(target)
