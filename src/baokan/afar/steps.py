"""What workers do with an issue of a place: fetch it into a folder of their own, work as at home, put the results back.

Here encoding and validating; editions have modules of their own.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from baokan.afar.fetching import put
from baokan.afar.places import Place, members
from baokan.batches import EncodeStep, ValidateStep
from baokan.errors import OutputInTheWay
from baokan.findings import error_to_finding
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
class AfarValidate(Step[str]):
    """An issue's TEI, by its name in the place -> what is wrong with it."""

    place: Place
    name: ClassVar[str] = "validate"

    def key(self, item: str) -> str:
        return item

    def source(self, item: str) -> Path:
        return Path(item)

    def made_from(self, item: str) -> str:
        return digest(code_digest("validate"), item, self.place.read(item))

    def stands(self, item: str, record: Record) -> bool:
        with self._fetched(item) as folder:
            return ValidateStep(folder).stands(folder / item, record)

    def make(self, item: str) -> Record:
        with self._fetched(item) as folder:
            return ValidateStep(folder).make(folder / item)

    def warm(self) -> None:
        ValidateStep(Path()).warm()

    @contextmanager
    def _fetched(self, item: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="baokan-") as top:
            self.place.fetch([item], Path(top))
            yield Path(top)


def checksum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def still_there(place: Place, files: list[tuple[str, str]]) -> bool:
    """Whether these files, each with its checksum, are what they were."""
    return all((data := place.read_if_there(name)) is not None and checksum_of(data) == was for name, was in files)
