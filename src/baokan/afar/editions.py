"""The editions that are made of an issue alone, from one place to another: text, markdown, epub, print."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from baokan.afar.fetching import beside, fetched, picture_names, stem, trees_of
from baokan.afar.places import Place, names_there
from baokan.afar.sending import send
from baokan.editions.epub import EpubStep
from baokan.editions.pdf import PrintStep, print_digest
from baokan.editions.plain import MarkdownStep, TextStep
from baokan.editions.printing import PrintOptions, article_stems
from baokan.editions.steps import FileStep
from baokan.errors import OutputInTheWay
from baokan.running import Step
from baokan.running.state import code_digest, digest
from baokan.running.steps import Record


@dataclass(frozen=True, slots=True)
class AfarEdition(Step[str]):
    """A TEI file of a place, by its name there -> its file in the folder `out` of `results`."""

    source_place: Place
    corpus: str  # the folder of the place in which it lies
    results: Place
    out: str
    options: PrintOptions = field(default_factory=PrintOptions)
    scratch: Path = Path()
    kind: ClassVar[type[FileStep]]  # the step that does it at home
    pictures: ClassVar[bool] = False

    def step(self, out: Path, folder: Path) -> FileStep:
        """That step, where the source lies in a folder."""
        return self.kind(out, folder, folder / self.corpus)

    def settings(self) -> str:
        """What else the result depends on."""
        return ""

    def key(self, item: str) -> str:
        return stem(item)

    def source(self, item: str) -> Path:
        return Path(item)

    def made_from(self, item: str) -> str:
        with fetched(self.source_place, item, self.corpus) as folder:
            parts: list[str | bytes] = [code_digest("render"), self.settings(), item, self.out]
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                parts += [file.relative_to(folder).as_posix(), file.read_bytes()]
            for name in picture_names(trees_of(folder / item)) if self.pictures else ():
                parts += [name, repr(self.source_place.seen(beside(item, name)))]
            return digest(*parts)

    def stands(self, item: str, record: Record) -> bool:
        return self.results.holds(record["files"])

    def make(self, item: str) -> Record:
        with fetched(self.source_place, item, self.corpus, self.pictures) as folder:
            out = folder.parent / "results" / self.out
            made = self.step(out, folder).make(folder / item)
            record = send(made, folder, self.source_place, folder.parent / "results", self.results)
            if record["code"] != OutputInTheWay.exit_code:
                for name in self.old_names(item, folder) - {name for name, *_ in record["files"]}:
                    self.results.remove(name)
        return record

    def old_names(self, item: str, folder: Path) -> set[str]:
        """What an earlier run can have made of this issue, and that is no more where this one didn't."""
        return {posixpath.join(self.out, f"{stem(item)}{self.kind.ending}")}

    def warm(self) -> None:
        """As at home nothing."""


class AfarText(AfarEdition):
    """Plain text."""

    name: ClassVar[str] = TextStep.name
    kind: ClassVar[type[FileStep]] = TextStep


class AfarMarkdown(AfarEdition):
    """CommonMark."""

    name: ClassVar[str] = MarkdownStep.name
    kind: ClassVar[type[FileStep]] = MarkdownStep


class AfarEpub(AfarEdition):
    """E-books."""

    name: ClassVar[str] = EpubStep.name
    kind: ClassVar[type[FileStep]] = EpubStep
    pictures: ClassVar[bool] = True


class AfarPrint(AfarEdition):
    """PDFs; the folder `scratch` goes after the run."""

    name: ClassVar[str] = PrintStep.name
    kind: ClassVar[type[FileStep]] = PrintStep
    pictures: ClassVar[bool] = True

    def settings(self) -> str:
        return print_digest(self.options)

    def step(self, out: Path, folder: Path) -> FileStep:
        return PrintStep(out, folder, folder / self.corpus, self.settings(), self.options, self.scratch)

    def old_names(self, item: str, folder: Path) -> set[str]:
        whole = posixpath.join(self.out, stem(item))
        articles = {f"{whole}/{name}.pdf" for tree in trees_of(folder / item) for name in article_stems(tree)}
        return {f"{whole}{self.kind.ending}", *(articles & set(names_there(self.results, whole)))}


EDITIONS: dict[str, type[AfarEdition]] = {
    "text": AfarText,
    "markdown": AfarMarkdown,
    "epub": AfarEpub,
    "print": AfarPrint,
}
