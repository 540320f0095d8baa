"""Encoding and validating as steps over many files: in many processes, only where something they depend on has changed."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from baokan.assets import asset
from baokan.findings import Finding
from baokan.jobs import Job, Outcome, Plan, same_file
from baokan.running import Batch, Done, Step, run_step
from baokan.running.state import code_digest, digest, file_digest, is_as_made, made_file
from baokan.running.steps import Record, from_rows, to_rows
from baokan.shelves import mets_members
from baokan.validate import validate

YOUNG = 100_000  # new objects at which Python looks for garbage


@dataclass(frozen=True, slots=True)
class EncodeStep(Step[Job]):
    """An issue's sources -> its TEI in `out`."""

    out: Path
    base: Path
    explain: bool = False
    name: ClassVar[str] = "encode"

    def key(self, job: Job) -> str:
        return f"{job.issue} again {job.paths[0]}" if job.clash else job.issue

    def source(self, job: Job) -> Path:
        return job.paths[0]

    def made_from(self, job: Job) -> str:
        return job_digest(job, self.base, self.explain)

    def stands(self, job: Job, record: Record) -> bool:
        tei, *others = record["files"] or [None]
        if tei is not None and file_digest(self.base / tei[0]) != tei[3]:
            return False  # deleted, or worked on by hand
        return all(is_as_made(other, self.base) for other in others)

    def make(self, job: Job) -> Record:
        taken = {same_file(job.issue)} if job.clash else set()
        from baokan.encode import encode_job  # loads the inference, which a run with nothing to do needs not

        outcome = encode_job(job, self.out, taken, self.explain)
        files = [outcome.path, *(self.out / name for name in outcome.others)] if outcome.path else []
        return {
            "files": [made_file(path, self.base) for path in files],
            "changed": outcome.changed,
            "articles": outcome.articles,
            "guesses": outcome.guesses,
            "findings": to_rows(outcome.findings, self.base),
            "code": outcome.exit_code,
        }

    def warm(self) -> None:
        warm_encoder()


def encode_jobs(
    plan: Plan, step: Step[Job], batch: Batch, take: Callable[[int, Outcome], None], base: Path | str | None = None
) -> int:
    """Give the number and the outcome of every job of a plan to `take`; returns how many had to be encoded.

    The records' paths are seen from `base`, a folder, or an address, to which outcomes' paths stay relative.
    """
    base = batch.base if base is None else base

    def told(done: Done[Job]) -> None:
        record = done.record
        path = Path(record["files"][0][0]) if record.get("files") else None
        path = base / path if path and isinstance(base, Path) else path
        findings = tuple(from_rows(record["findings"], base))
        changed = done.made and record.get("changed", False)
        counts = record.get("articles", 0), record.get("guesses", 0)
        take(done.number, Outcome(done.item, path, changed, *counts, findings, record["code"]))

    return run_step(step, plan, batch, told, len(plan))


def job_digest(job: Job, base: Path, explain: bool) -> str:
    """The checksum of all that an issue is made from: its files, what is known of them, the code."""
    parts = [code_digest("encode"), job.issue, str(explain), str(job.clash)]
    for path, metadata in zip(job.paths, job.metadata, strict=True):
        parts += [str(path.relative_to(base)) if path.is_relative_to(base) else str(path), file_digest(path), repr(metadata)]
        if path.suffix.lower() in {".xml", ".mets"}:
            for member in sorted(set(mets_members(path))):
                parts += [member.name, file_digest(member)]
    return digest(*parts)


def warm_encoder() -> None:
    """Load the inference and the dictionary once, before the workers are forked, so that they share it."""
    import baokan.encode  # noqa: F401
    from baokan.layout import words

    for table in (words.words_ending_in, words.total, words.positions):
        table()
    gc.set_threshold(YOUNG)  # a page's records aren't tied in circles, and go without being searched for
    gc.freeze()  # what stays for good is neither searched for garbage nor, so, copied into each worker


@dataclass(frozen=True, slots=True)
class ValidateStep(Step[Path]):
    """A TEI file of a corpus -> what is wrong with it; `others` is the checksum of the files that it may refer to."""

    base: Path
    others: str = ""
    name: ClassVar[str] = "validate"

    def key(self, path: Path) -> str:
        return path.name

    def source(self, path: Path) -> Path:
        return path

    def made_from(self, path: Path) -> str:
        return digest(code_digest("validate"), path.name, file_digest(path), self.others)

    def stands(self, path: Path, record: Record) -> bool:
        return not names_other_schemas(path)  # they can change

    def make(self, path: Path) -> Record:
        return {"findings": to_rows(validate(path), self.base), "code": 0}

    def warm(self) -> None:
        warm_validator()


def validate_files(
    files: Collection[Path], batch: Batch, take: Callable[[int, list[Finding]], None], links: Iterable[Path] = ()
) -> int:
    """Give the number and the findings of each file to `take`; returns how many had to be validated.

    Their findings hold as long as the `links`, to which they may refer, are what they are.
    """

    def told(done: Done[Path]) -> None:
        take(done.number, from_rows(done.record["findings"], batch.base))

    return run_step(ValidateStep(batch.base, files_digest(links)), files, batch, told, len(files))


def files_digest(files: Iterable[Path]) -> str:
    """One checksum for many files."""
    key = hashlib.sha256()
    for path in files:
        key.update(f"{path.name}\0{file_digest(path)}\n".encode("utf-8", "surrogateescape"))
    return key.hexdigest()


def warm_validator() -> None:
    """Compile baokan's schema and rules once, before the workers are forked."""
    from baokan.validate.schemas import load_grammar
    from baokan.validate.schematron import load_rules

    load_grammar(asset("schemas", "baokan.rng"))
    load_rules(asset("schemas", "baokan.sch"))


def names_other_schemas(path: Path) -> bool:
    """Whether a file names schemas of its own: they can change, so it is validated each time."""
    try:
        with path.open("rb") as file:
            return b"<?xml-model" in file.read(4096)
    except OSError:
        return True
