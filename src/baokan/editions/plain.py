"""The text and Markdown editions: an issue -> one file, by one stylesheet each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from baokan.editions.steps import FileStep, Made
from baokan.editions.stylesheets import transform
from baokan.files import write_atomic


@dataclass(frozen=True, slots=True)
class SheetStep(FileStep):
    """An issue's TEI -> what a stylesheet makes of it."""

    sheet: ClassVar[str]

    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Write what the stylesheet says of the text. Raises EditionFailed."""
        write_atomic(target, transform(tree, self.sheet), durable=False)
        made.files.append(target)


@dataclass(frozen=True, slots=True)
class TextStep(SheetStep):
    """Plain text, a paragraph a line."""

    name: ClassVar[str] = "render text"
    ending: ClassVar[str] = ".txt"
    sheet: ClassVar[str] = "text.xsl"


@dataclass(frozen=True, slots=True)
class MarkdownStep(SheetStep):
    """CommonMark."""

    name: ClassVar[str] = "render markdown"
    ending: ClassVar[str] = ".md"
    sheet: ClassVar[str] = "markdown.xsl"
