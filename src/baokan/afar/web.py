"""The web edition from one place to another: issues by any worker, the lists on the machine where the command runs."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from baokan.afar.fetching import fetch_if_there, fetched
from baokan.afar.places import Place
from baokan.afar.sending import send, send_files
from baokan.afar.site import SiteFiles
from baokan.annotate.mentions import ana_path
from baokan.editions.web.issue import IssueStep, Shown, warm_sheets
from baokan.editions.web.site import Site
from baokan.errors import BaokanError
from baokan.running import Step
from baokan.running.state import code_digest, digest
from baokan.running.steps import Record


@dataclass(frozen=True, slots=True)
class AfarWeb(Step[Shown]):
    """A TEI file of a place -> its pages in the folder `out` of the results, and in `parts` what the lists need to know."""

    place: Place
    corpus: str  # the folder of the place in which it lies
    results: Place
    out: str
    parts: str
    settings: SiteFiles
    name: ClassVar[str] = "render web"

    def key(self, item: Shown) -> str:
        return item.folder

    def source(self, item: Shown) -> Path:
        return item.path

    def made_from(self, item: Shown) -> str:
        issue = item.path.as_posix()
        files = [self.place.read_if_there(name) or b"" for name in (issue, ana_path(item.path).as_posix())]
        return digest(code_digest("render"), self.settings.digest(), self.out, item.folder, issue, *files)

    def stands(self, item: Shown, record: Record) -> bool:
        needs = (
            (self.results if there else self.place).seen(name) == (size, mark) for name, there, size, mark in record["needs"]
        )
        return self.results.holds([*record["files"], *record["parts"]]) and all(needs)

    def make(self, item: Shown) -> Record:
        issue = item.path.as_posix()
        with fetched(self.place, issue, self.corpus) as source:
            top = source.parent
            fetch_if_there(self.place, ana_path(item.path).as_posix(), source)
            self.settings.fetch(issue, source, top / "results")
            site = self.settings.site(source, self.corpus, top / "results", self.out)
            step = IssueStep(site, top / "results" / self.out, top / "parts" / self.parts, source, source / self.corpus, "")
            made = step.make(Shown(source / item.path, item.folder))
            if self.settings.templates:
                said = str(self.settings.sheet()), self.place.says(self.settings.templates)
                made["findings"] = [row | {"message": row["message"].replace(*said)} for row in made["findings"]]
            record = send(made, source, self.place, top / "results", self.results)
            if not record["code"]:
                self._clear(record)
            parts = send_files(made["parts"], source, top / "parts", self.results) if record["code"] == made["code"] else []
            return record | {"parts": parts, "needs": list(self._needs(made["needs"], source))}

    def _clear(self, record: Record) -> None:
        """Remove pages of these issues that weren't made now: a run that was stopped may have left some untold."""
        made = {name for name, *_ in record["files"]}
        for folder in (f"{top}/{folder}" for folder in record["folders"] for top in ("issues", "dts/document")):
            for name in self.results.seen_in(posixpath.join(self.out, folder)):
                if name.endswith((".html", ".txt", ".xml")) and name not in made:
                    self.results.remove(name)

    def _needs(self, rows: list[list[Any]], source: Path) -> Iterator[list[Any]]:
        """What was looked for besides the issue: name, whether among the results, and what is there now."""
        for name, *_ in rows:
            path = source / name
            there = not path.is_relative_to(source)
            seen = path.relative_to(source.parent / "results" if there else source).as_posix()
            yield [seen, there, *(self.results if there else self.place).seen(seen)]

    def warm(self) -> None:
        """As at home; a stylesheet of the project's that is faulty is told of each issue."""
        sheet = self.settings.sheet() if self.settings.templates else Site().issue_sheet
        with contextlib.suppress(BaokanError):
            warm_sheets(sheet)
