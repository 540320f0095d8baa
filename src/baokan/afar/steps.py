"""What workers do with an issue of a place: fetch it into a folder of their own, work as at home, put the results back."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from baokan.afar.places import Place, members
from baokan.batches import EncodeStep, ValidateStep
from baokan.editions import render
from baokan.errors import BaokanError, OutputInTheWay
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Job
from baokan.running import Step
from baokan.running.state import code_digest, digest
from baokan.running.steps import Record, to_rows


@dataclass(frozen=True, slots=True)
class AfarEncode(Step[Job]):
    """An issue's sources in a place -> its TEI in a folder of `results`."""

    sources: Place
    results: Place
    out: str
    explain: bool = False
    name: ClassVar[str] = "encode"

    def key(self, job: Job) -> str:
        return EncodeStep(Path(), Path()).key(job)

    def source(self, job: Job) -> Path:
        return job.paths[0]

    def made_from(self, job: Job) -> str:
        with self._fetched(job) as (folder, local):
            return EncodeStep(folder / self.out, folder, self.explain).made_from(local)

    def stands(self, job: Job, record: Record) -> bool:
        return still_there(self.results, [(name, checksum) for name, _, _, checksum in record["files"]])

    def make(self, job: Job) -> Record:
        with self._fetched(job) as (folder, local):
            tei = f"{self.out}/{job.issue}.xml".lstrip("/")
            before = self.results.read_if_there(tei)
            if before is not None:  # what people did in it is kept
                put(folder / tei, before)
            record = EncodeStep(folder / self.out, folder, self.explain).make(local)
            try:
                for name, *_ in reversed(record["files"]):  # the TEI last: what it names is there before it
                    record["changed"] |= self.results.write(name, (folder / name).read_bytes())
            except OutputInTheWay as error:
                finding = error_to_finding(error, str(job.paths[0]), "output")
                return record | {"files": [], "findings": to_rows([finding], folder), "code": error.exit_code}
            return record

    def warm(self) -> None:
        EncodeStep(Path(), Path()).warm()

    @contextmanager
    def _fetched(self, job: Job) -> Iterator[tuple[Path, Job]]:
        """A folder of this machine with the job's files under their names, and the job of these."""
        with tempfile.TemporaryDirectory(prefix="baokan-") as top:
            folder = Path(top)
            names = [path.as_posix() for path in job.paths]
            self.sources.fetch(names, folder)
            for name in names:
                if name.lower().endswith((".xml", ".mets")):
                    self.sources.fetch(members(self.sources, name), folder)
            yield folder, replace(job, paths=tuple(folder / name for name in names))


@dataclass(frozen=True, slots=True)
class AfarIssue(Step[str]):
    """What is done with an issue's TEI by itself: `validate`, or an edition `print` or `text`. Items are names in the place."""

    place: Place
    what: str
    name: ClassVar[str] = "issue"

    def key(self, item: str) -> str:
        return f"{self.what} {item}"

    def source(self, item: str) -> Path:
        return Path(item)

    def made_from(self, item: str) -> str:
        with self._fetched(item) as folder:
            code = code_digest("validate" if self.what == "validate" else "render")
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            return digest(code, self.what, *(part for file in files for part in (file.name, file.read_bytes())))

    def stands(self, item: str, record: Record) -> bool:
        if self.what != "validate":
            return still_there(self.place, record["files"])
        with self._fetched(item) as folder:
            return ValidateStep(folder).stands(folder / item, record)

    def make(self, item: str) -> Record:
        with self._fetched(item) as folder:
            path = folder / item
            if self.what == "validate":
                return ValidateStep(folder).make(path)
            found: list[Finding] = []
            files: list[tuple[str, str]] = []
            code = 0
            try:
                for made in render(self.what, path, folder / "dist" / self.what, found.append):
                    data = made.read_bytes()
                    self.place.write(made.relative_to(folder).as_posix(), data)
                    files.append((made.relative_to(folder).as_posix(), checksum_of(data)))
            except BaokanError as error:
                found.append(Finding(item, 0, "edition", Severity.ERROR, error.message.replace(f"{folder}/", ""), error.hint))
                code = error.exit_code
            return {"files": files, "findings": to_rows(found, folder), "code": code}

    def warm(self) -> None:
        if self.what == "validate":
            ValidateStep(Path()).warm()

    @contextmanager
    def _fetched(self, item: str) -> Iterator[Path]:
        """The issue, with its pictures where an edition shows them, in a folder of this machine."""
        with tempfile.TemporaryDirectory(prefix="baokan-") as top:
            folder = Path(top)
            self.place.fetch([item], folder)
            for name in pictures(folder / item) if self.what == "print" else ():
                beside = f"{item.rpartition('/')[0]}/{name}"
                if (data := self.place.read_if_there(beside)) is not None:
                    put(folder / beside, data)
            yield folder


def pictures(issue: Path) -> list[str]:
    """The pictures that an issue names, as far as they lie below its folder."""
    from baokan.editions.issues import read_issue
    from baokan.tei.names import tei

    try:
        names = {unquote(graphic.get("url", "")) for graphic in read_issue(issue).getroot().iter(tei("graphic"))}
    except BaokanError:
        return []  # rendering says what is wrong
    return sorted(n for n in names if n and not {":", "\\", "\0"} & set(n) and not {"", ".", ".."} & set(n.split("/")))


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def checksum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def still_there(place: Place, files: list[tuple[str, str]]) -> bool:
    """Whether these files, each with its checksum, are what they were."""
    return all((data := place.read_if_there(name)) is not None and checksum_of(data) == was for name, was in files)
