"""The issues of an edition as a step of a run: each by itself, in any process, made again only when something changed."""

from __future__ import annotations

import os
import stat
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from lxml import etree

from baokan.editions.issues import Report, read_texts
from baokan.errors import BaokanError, EditionFailed, OutputInTheWay, UnreadableInput
from baokan.files import is_file
from baokan.findings import Finding, error_to_finding
from baokan.running import Batch, Done, Limits, Rows, Step, run_step
from baokan.running.state import code_digest, digest, file_digest, is_as_made, made_file
from baokan.running.steps import Record, from_rows, to_rows

Item = TypeVar("Item")
HERE = Limits(jobs=-1)  # of a batch whose items are all made in this process
# Errors that end a run when every issue has one: exit code -> the finding's code in a run where others have none.
STOPS = {UnreadableInput.exit_code: "unreadable", OutputInTheWay.exit_code: "output-in-the-way"}


@dataclass(slots=True)
class Made:
    """What came of an issue: its files, what else than its TEI they were made from, what is to be said of it."""

    files: list[Path] = field(default_factory=list)
    needs: set[Path] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileStep(Step[Path]):
    """An issue's TEI -> one file in `out`; each edition has its own `make_file`."""

    out: Path
    base: Path
    within: Path  # the folder from which files may be included
    settings: str = ""  # what else the result depends on
    ending: ClassVar[str]  # ".pdf"

    @abstractmethod
    def make_file(self, tree: etree._ElementTree, path: Path, target: Path, made: Made) -> None:
        """Write the edition of a text of the file at `path`, and note in `made` what came of it."""

    def key(self, item: Path) -> str:
        return item.stem

    def source(self, item: Path) -> Path:
        return item

    def made_from(self, item: Path) -> str:
        return digest(code_digest("render"), self.settings, item.name, file_digest(item))

    def stands(self, item: Path, record: Record) -> bool:
        return stands(record, self.base)

    def make(self, item: Path) -> Record:
        """Make the file of each text; where that can't be done, say why, and leave none of an earlier run."""
        made, code = Made(), 0
        try:
            for text in read_texts(item, self.within, made.findings.append, made.needs):
                target = self.out / f"{item.stem}{text.suffix}{self.ending}"
                try:
                    self.make_file(text.tree, item, target, made)
                except EditionFailed as error:
                    made.findings.append(error_to_finding(error, str(item), "edition"))
                    target.unlink(missing_ok=True)
        except BaokanError as error:
            made.findings.append(error_to_finding(error, str(item), STOPS.get(error.exit_code, "edition")))
            code = error.exit_code
            if isinstance(error, UnreadableInput):
                (self.out / f"{item.stem}{self.ending}").unlink(missing_ok=True)
        return to_record(made, [made_file(path, self.base) for path in made.files], self.base, code)

    def warm(self) -> None:
        """Nothing: a stylesheet is compiled in a few milliseconds, and Typst's threads don't outlive a fork."""


def to_record(made: Made, files: list[list[Any]], base: Path, code: int = 0) -> Record:
    """What is kept of an issue; `files` as `made_file` gives them."""
    needs = [seen_file(path, base) for path in sorted(made.needs)]
    return {"files": files, "needs": needs, "findings": to_rows(made.findings, base), "code": code}


def stands(record: Record, base: Path) -> bool:
    """Whether the files are as they were made, and what they were made from is as it was."""
    return all(is_as_made(file, base) for file in record["files"]) and all(is_as_seen(file, base) for file in record["needs"])


def seen_file(path: Path, base: Path) -> list[Any]:
    """As `made_file`, of a file that may not be there."""
    if is_file(path):
        return made_file(path, base)
    return [str(path.relative_to(base) if path.is_relative_to(base) else path), -1, 0, ""]


def is_as_seen(seen: list[Any], base: Path) -> bool:
    if seen[1] >= 0:
        return is_as_made(seen, base)
    try:
        return not stat.S_ISREG(os.stat(os.path.join(base, seen[0])).st_mode)  # noqa: PTH116, PTH118 - as in `is_as_made`
    except (OSError, ValueError):
        return True


def run_issues(step: Step[Item], items: Iterable[Item], batch: Batch, take: Callable[[Done[Item]], None], total: int) -> int:
    """Give every item with its record to `take`, as it is done; returns how many had to be made."""
    if batch.limits.jobs >= 0:
        return run_step(step, items, batch, take, total)
    made = 0
    for number, item in enumerate(items):
        made_from = step.made_from(item) if batch.state else ""
        record = batch.state.result(step.name, step.key(item), made_from) if batch.state else None
        again = record is None or not step.stands(item, record)
        if record is None or again:
            made += 1
            record = step.make(item)
            if batch.state:
                batch.state.keep(step.name, step.key(item), made_from, record)
        batch.progress(step.name, number + 1, total)
        take(Done(number, item, record, again))
    return made


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of an edition, in order, and how many issues had to be made in this run."""

    paths: list[Path]
    made: int


def run_files(step: FileStep, issues: list[Path], report: Report, batch: Batch) -> Rendered:
    """Make each issue's file, and report what is wrong, in the order of the issues.

    Raises UnreadableInput when no issue can be read, OutputInTheWay when nothing can be written.
    """
    told: Rows[list[Finding]] = Rows()
    made: dict[int, list[Path]] = {}
    stopped = 0  # issues that can't be read, or not written

    def take(done: Done[Path]) -> None:
        nonlocal stopped
        told.put(done.number, from_rows(done.record["findings"], batch.base))
        made[done.number] = [batch.base / name for name, *_ in done.record.get("files", ())]
        stopped += done.record["code"] in STOPS

    count = run_issues(step, issues, batch, take, len(issues))
    tell(told, report, stopped == len(issues))
    return Rendered([path for number in sorted(made) for path in made[number]], count)


def tell(told: Iterable[list[Finding]], report: Report, stop: bool) -> None:
    """Report the findings; to `stop` is to raise the first that says why nothing came of any issue, as an error of its kind."""
    first: Finding | None = None
    for findings in told:
        for finding in findings:
            if stop and first is None and finding.code in STOPS.values():
                first = finding
            else:
                report(finding)
    if first is not None:
        place = f"{first.path}:{first.line}" if first.line else first.path
        kind = OutputInTheWay if first.code == STOPS[OutputInTheWay.exit_code] else UnreadableInput
        raise kind(f"{place}: {first.message[:1].lower()}{first.message[1:]}", first.hint)
