"""The editions that are made of an issue alone, from one place to another: text, markdown, epub, print."""

from __future__ import annotations

import posixpath
from abc import abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from baokan.afar.fetching import beside, fetched, picture_names, stem, trees_of
from baokan.afar.places import Place, names_there
from baokan.afar.sending import send
from baokan.editions.epub import EpubStep
from baokan.editions.pdf import PrintStep, print_digest
from baokan.editions.plain import MarkdownStep, TextStep
from baokan.editions.printing import PrintOptions
from baokan.editions.steps import FileStep
from baokan.running import Step
from baokan.running.state import code_digest, digest
from baokan.running.steps import Record


@dataclass(frozen=True, slots=True)
class AfarEdition(Step[str]):
    """A TEI file of a place, by its name there -> its file in the folder `out` of `results`."""

    source_place: Place
    results: Place
    out: str
    options: PrintOptions = field(default_factory=PrintOptions)
    scratch: Path = Path()
    pictures: ClassVar[bool] = False
    ending: ClassVar[str]

    @abstractmethod
    def step(self, out: Path, folder: Path) -> FileStep:
        """The step that does it at home, where its source lies in a folder."""

    def settings(self) -> str:
        """What else the result depends on."""
        return ""

    def key(self, item: str) -> str:
        return stem(item)

    def source(self, item: str) -> Path:
        return Path(item)

    def made_from(self, item: str) -> str:
        with fetched(self.source_place, item) as folder:
            parts: list[str | bytes] = [code_digest("render"), self.settings(), item, self.out]
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                parts += [file.relative_to(folder).as_posix(), file.read_bytes()]
            for name in picture_names(trees_of(folder / item)) if self.pictures else ():
                parts += [name, repr(self.source_place.seen(beside(item, name)))]
            return digest(*parts)

    def stands(self, item: str, record: Record) -> bool:
        return self.results.holds(record["files"])

    def make(self, item: str) -> Record:
        with fetched(self.source_place, item, self.pictures) as folder:
            out = folder.parent / "results" / self.out
            made = self.step(out, folder).make(folder / item)
            record = send(made, folder, self.source_place, folder.parent / "results", self.results)
        self.remove_others(item, {name for name, *_ in record["files"]})
        return record

    def remove_others(self, item: str, made: set[str]) -> None:
        """Remove what an earlier run made of this issue and this one didn't."""
        whole = posixpath.join(self.out, stem(item))
        for name in {f"{whole}{self.ending}", *names_there(self.results, whole)} - made:
            self.results.remove(name)

    def warm(self) -> None:
        """As at home nothing."""


class AfarText(AfarEdition):
    """Plain text."""

    name: ClassVar[str] = "render text"
    ending: ClassVar[str] = TextStep.ending

    def step(self, out: Path, folder: Path) -> FileStep:
        return TextStep(out, folder, folder)


class AfarMarkdown(AfarEdition):
    """CommonMark."""

    name: ClassVar[str] = "render markdown"
    ending: ClassVar[str] = MarkdownStep.ending

    def step(self, out: Path, folder: Path) -> FileStep:
        return MarkdownStep(out, folder, folder)


class AfarEpub(AfarEdition):
    """E-books."""

    name: ClassVar[str] = "render epub"
    ending: ClassVar[str] = EpubStep.ending
    pictures: ClassVar[bool] = True

    def step(self, out: Path, folder: Path) -> FileStep:
        return EpubStep(out, folder, folder)


class AfarPrint(AfarEdition):
    """PDFs; the folder `scratch` goes after the run."""

    name: ClassVar[str] = "render print"
    ending: ClassVar[str] = PrintStep.ending
    pictures: ClassVar[bool] = True

    def settings(self) -> str:
        return print_digest(self.options)

    def step(self, out: Path, folder: Path) -> FileStep:
        return PrintStep(out, folder, folder, self.settings(), self.options, self.scratch)


EDITIONS: dict[str, type[AfarEdition]] = {
    "text": AfarText,
    "markdown": AfarMarkdown,
    "epub": AfarEpub,
    "print": AfarPrint,
}
