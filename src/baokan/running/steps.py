"""A step of a build over many items: only those are made that must be, in many processes, and each is told of as it is done.

An item's record is a dict that JSON can hold: `findings` (as `to_rows` gives them), `code` (an exit code) and what else the
step wants to know of it, in this run and in later ones that find it up to date.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from baokan.findings import Finding, Severity
from baokan.running.cluster import Cluster
from baokan.running.state import State
from baokan.running.workers import FEW, Failure, Limits, run_tasks

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
Record = dict[str, Any]
HUNG = 4  # exit code of an item without a result, as of a source that can't be read


class Step(ABC, Generic[Item]):
    """What a step knows of its items. It travels to other processes, so it must be picklable and small."""

    name: ClassVar[str]  # of the step, in the state and on the terminal

    @abstractmethod
    def key(self, item: Item) -> str:
        """The item's name in the state."""

    @abstractmethod
    def source(self, item: Item) -> Path:
        """The file of which a failure is told."""

    @abstractmethod
    def made_from(self, item: Item) -> str:
        """The checksum of all that the item's result depends on."""

    @abstractmethod
    def stands(self, item: Item, record: Record) -> bool:
        """Whether what was made is still there, as it was made."""

    @abstractmethod
    def make(self, item: Item) -> Record:
        """Make it, write it, tell of it; runs in a worker. What it raises becomes a finding."""

    @abstractmethod
    def warm(self) -> None:
        """Load what `make` needs and workers can share."""


@dataclass(slots=True)
class Batch:
    """What all steps of a run share. Without a state everything is done again."""

    base: Path  # the findings kept in the state are relative to it
    progress: Progress
    limits: Limits = field(default_factory=Limits)
    state: State | None = None
    cluster: Cluster | None = None  # where it runs, when not in processes of this machine


@dataclass(frozen=True, slots=True)
class Done(Generic[Item]):
    """An item with its number (0 for the first), its record, and whether it had to be made in this run."""

    number: int
    item: Item
    record: Record
    made: bool


@dataclass(frozen=True, slots=True)
class Making(Generic[Item]):
    """What a worker of this machine does with an item: makes it, then looks whether its sources stayed the same meanwhile."""

    step: Step[Item]

    def __call__(self, task: tuple[Item, str]) -> tuple[Record, bool]:
        item, made_from = task
        record = self.step.make(item)
        return record, not made_from or self.step.made_from(item) == made_from


@dataclass(frozen=True, slots=True)
class Checking(Generic[Item]):
    """What a worker elsewhere does: it also looks whether the item is up to date, since it reads the sources faster.

    The answer is what the item is made from, and the record, None where the known one holds, with whether it is steady.
    """

    step: Step[Item]
    by_content: bool

    def __call__(self, task: tuple[Item, tuple[str, Record] | None]) -> tuple[str, Record | None, bool]:
        item, known = task
        made_from = self.step.made_from(item) if self.by_content else ""
        if known and known[0] == made_from and self.step.stands(item, known[1]):
            return made_from, None, True
        record, steady = Making(self.step)((item, made_from))
        return made_from, record, steady


def run_step(step: Step[Item], items: Iterable[Item], batch: Batch, take: Callable[[Done[Item]], None], total: int) -> int:
    """Give every item with its record to `take`, in the order in which they are done; returns how many had to be made.

    `total` is the number of items, for the progress. Only the items that workers are at are held.
    """
    return (_run_there if batch.cluster else _run_here)(step, items, batch, Telling(step, batch, take, total))


@dataclass(slots=True)
class Telling(Generic[Item]):
    """Hands on what became of items, and keeps it for the next run."""

    step: Step[Item]
    batch: Batch
    take: Callable[[Done[Item]], None]
    total: int
    done: int = 0
    made: int = 0

    def known(self, number: int, item: Item, record: Record) -> None:
        self._tell(Done(number, item, record, False))

    def failed(self, number: int, item: Item, failure: Failure) -> None:
        finding = failure_finding(self.step.source(item), failure, self.batch.limits)
        self.made += 1
        self._tell(Done(number, item, {"findings": to_rows([finding], self.batch.base), "code": HUNG}, True))

    def new(self, number: int, item: Item, made_from: str, record: Record, steady: bool) -> None:
        self.made += 1
        if not steady:
            finding = unsteady_finding(self.step.source(item))
            record = record | {"findings": [*record["findings"], *to_rows([finding], self.batch.base)]}
        elif self.batch.state and record.get("code") != NOT_KEPT:
            self.batch.state.keep(self.step.name, self.step.key(item), made_from, record)
        self._tell(Done(number, item, record, True))

    def _tell(self, result: Done[Item]) -> None:
        self.done += 1
        self.batch.progress(self.step.name, self.done, self.total)
        self.take(result)


def _run_here(step: Step[Item], items: Iterable[Item], batch: Batch, telling: Telling[Item]) -> int:
    """In processes of this machine. What is up to date is seen here, so that no process starts where there is nothing to do."""
    at_work: dict[int, tuple[int, Item, str]] = {}
    places = count()

    def to_make() -> Iterator[tuple[Item, str]]:
        for number, item in enumerate(items):
            made_from = step.made_from(item) if batch.state else ""
            known = batch.state.result(step.name, step.key(item), made_from) if batch.state else None
            if known is not None and step.stands(item, known):
                telling.known(number, item, known)
                continue
            at_work[next(places)] = (number, item, made_from)
            yield item, made_from

    tasks = to_make()
    first = list(islice(tasks, FEW + 1))
    if first:
        step.warm()
    at_most = len(first) if len(first) <= FEW else telling.total
    for place, result in run_tasks(Making(step), chain(first, tasks), at_most, batch.limits):
        number, item, made_from = at_work.pop(place)
        if isinstance(result, Failure):
            telling.failed(number, item, result)
        else:
            telling.new(number, item, made_from, *result)
    return telling.made


def _run_there(step: Step[Item], items: Iterable[Item], batch: Batch, telling: Telling[Item]) -> int:
    """On the cluster."""
    assert batch.cluster
    at_work: dict[int, tuple[Item, tuple[str, Record] | None]] = {}

    def tasks() -> Iterator[tuple[Item, tuple[str, Record] | None]]:
        for number, item in enumerate(items):
            at_work[number] = item, batch.state.last(step.name, step.key(item)) if batch.state else None
            yield at_work[number]

    function = Checking(step, batch.state is not None)
    for number, result in batch.cluster.run_tasks(function, tasks(), telling.total, batch.limits):
        item, known = at_work.pop(number)
        if isinstance(result, Failure):
            telling.failed(number, item, result)
            continue
        made_from, record, steady = result
        if record is None:
            assert known
            telling.known(number, item, known[1])
        else:
            telling.new(number, item, made_from, record, steady)
    return telling.made


NOT_KEPT = 6  # OutputInTheWay: what couldn't be written is tried again by each run


def to_rows(findings: Sequence[Finding], base: Path) -> list[Record]:
    """Findings as JSON, with paths seen from the base, so that a project may be called by other names."""
    rows = []
    for each in findings:
        path = Path(each.path)
        rows.append(asdict(each) | {"path": str(path.relative_to(base)) if path.is_relative_to(base) else each.path})
    return rows


def from_rows(rows: Sequence[Record], base: Path | str) -> list[Finding]:
    """The findings that `to_rows` wrote; a base that is an address stays one."""
    return [Finding(**row | {"path": joined(base, row["path"]), "severity": Severity(row["severity"])}) for row in rows]


def joined(base: Path | str, path: str) -> str:
    return str(base / path) if isinstance(base, Path) else f"{base.rstrip('/')}/{path}"


def unsteady_finding(path: Path) -> Finding:
    """Somebody wrote a source while it was read."""
    return Finding(
        str(path), 0, "changed-meanwhile", Severity.WARNING, "It, or what belongs to it, changed while it was being worked on.",
        "run again when it is complete; the next build makes it again in any case.",
        "处理期间该文件或相关文件被改动。", "请待其写完后再运行；下次构建会重新处理。",
    )  # fmt: skip


def failure_finding(path: Path, failure: Failure, limits: Limits) -> Finding:
    """What a file did to the process that worked on it."""
    if failure.hung:
        return Finding(
            str(path), 0, "took-too-long", Severity.ERROR, f"Took longer than {limits.seconds:g} seconds and was given up.",
            "give it more with --time-limit, or take the file out.",
            f"处理超过 {limits.seconds:g} 秒，已放弃。", "可用 --time-limit 放宽，或移走该文件。",
        )  # fmt: skip
    if failure.memory:
        return Finding(
            str(path), 0, "took-too-much-memory", Severity.ERROR, f"Wanted more than {limits.megabytes} MB and was given up.",
            "give it more with --memory, or divide the file.",
            f"所需内存超过 {limits.megabytes} MB，已放弃。", "可用 --memory 放宽，或拆分该文件。",
        )  # fmt: skip
    if failure.error:
        what, what_zh = f"baokan failed on it: {failure.error}.", f"程序出错：{failure.error}。"
    else:
        what = f"The process that worked on it died (exit code {failure.exit_code})."
        what_zh = f"处理它的进程中途终止（退出码 {failure.exit_code}）。"
    return Finding(
        str(path), 0, "crashed", Severity.ERROR, what, "the other files went on; report this one with the file.",
        what_zh, "其余文件照常处理；请附上该文件报告此问题。",
    )  # fmt: skip
