"""The print edition: an issue -> one PDF/A."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from lxml import etree

from baokan.editions.printing import PrintOptions, Typesetter, article_stems, articles, print_folders
from baokan.editions.steps import FileStep, Made
from baokan.files import write_atomic
from baokan.running.state import digest, file_digest


@dataclass(frozen=True, slots=True)
class PrintStep(FileStep):
    """An issue's TEI -> its PDF; `scratch` is a folder for all processes at work, which goes after the run."""

    options: PrintOptions = field(default_factory=PrintOptions)
    scratch: Path = Path()
    name: ClassVar[str] = "render print"
    ending: ClassVar[str] = ".pdf"

    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Set the issue at `path`. Raises EditionFailed when that can't be done."""
        setter = typesetter(self.options, self.scratch, os.getpid())
        pdf, findings = setter.set_issue(tree, path)
        write_atomic(target, pdf, durable=False)
        made.files.append(target)
        made.needs |= setter.needs
        made.findings += findings
        if self.options.articles:
            self.make_articles(tree, path, target.with_suffix(""), made)
        else:  # else those of an earlier run would be offered, whatever the text is now
            for stem in article_stems(tree):
                (target.with_suffix("") / f"{stem}.pdf").unlink(missing_ok=True)

    def make_articles(self, tree: etree._ElementTree, path: Path, folder: Path, made: Made) -> None:
        """Set each article by itself; what is wrong with its text was told with the issue."""
        setter = typesetter(self.options.of_an_article(), self.scratch, os.getpid())
        for stem, alone in articles(tree):
            pdf, _ = setter.set_issue(alone, path)
            write_atomic(folder / f"{stem}.pdf", pdf, durable=False)
            made.files.append(folder / f"{stem}.pdf")


@lru_cache(maxsize=2)  # for issues, and for articles
def typesetter(options: PrintOptions, scratch: Path, process: int) -> Typesetter:
    """This process's own; its folder is in `scratch`, so that it goes even where the process is killed."""
    return Typesetter(options, scratch if scratch.is_dir() else None)


def print_digest(options: PrintOptions) -> str:
    """The checksum of what the print edition depends on besides its issues: the options, a template, the fonts that are there."""
    template = file_digest(options.template) if options.template else ""
    fonts = [f"{path.name} {path.stat().st_size}" for folder in print_folders() for path in sorted(folder.glob("*.[ot]t[fc]"))]
    return digest(repr(options), template, *fonts)
