"""A step of a build over many items: only those are made that must be, in many processes, and each is told of as it is done.

An item's record is a dict that JSON can hold: `findings` (as `to_rows` gives them), `code` (an exit code) and what else the
step wants to know of it, in this run and in later ones that find it up to date.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from baokan.findings import Finding, Severity
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


@dataclass(frozen=True, slots=True)
class Done(Generic[Item]):
    """An item with its number (0 for the first), its record, and whether it had to be made in this run."""

    number: int
    item: Item
    record: Record
    made: bool


@dataclass(frozen=True, slots=True)
class Making(Generic[Item]):
    """What a worker does with an item: makes it, then looks whether what it is made from stayed the same meanwhile."""

    step: Step[Item]

    def __call__(self, task: tuple[Item, str]) -> tuple[Record, bool]:
        item, made_from = task
        record = self.step.make(item)
        steady = not made_from or self.step.made_from(item) == made_from
        return record, steady


def run_step(
    step: Step[Item], items: Iterable[Item], batch: Batch, take: Callable[[Done[Item]], None], total: int
) -> int:
    """Give every item with its record to `take`, in the order in which they are done; returns how many had to be made.

    `total` is the number of items, for the progress. No more items are held at a time than there are workers.
    """
    done = 0
    at_work: dict[int, tuple[int, Item, str]] = {}

    def told(result: Done[Item]) -> None:
        nonlocal done
        done += 1
        batch.progress(step.name, done, total)
        take(result)

    def to_make() -> Iterator[tuple[Item, str]]:
        place = 0
        for number, item in enumerate(items):
            made_from = step.made_from(item) if batch.state else ""
            known = batch.state.result(step.name, step.key(item), made_from) if batch.state else None
            if known is not None and step.stands(item, known):
                told(Done(number, item, known, False))
                continue
            at_work[place] = (number, item, made_from)
            place += 1
            yield item, made_from

    tasks = to_make()
    first = list(islice(tasks, FEW + 1))
    if not first:
        return 0
    step.warm()
    made = 0
    for place, result in run_tasks(
        Making(step), chain(first, tasks), len(first) if len(first) <= FEW else total, batch.limits
    ):
        number, item, made_from = at_work.pop(place)
        made += 1
        if isinstance(result, Failure):
            finding = failure_finding(step.source(item), result, batch.limits)
            told(Done(number, item, {"findings": to_rows([finding], batch.base), "code": HUNG}, True))
            continue
        record, steady = result
        if not steady:
            record = record | {"findings": [*record["findings"], *to_rows([unsteady_finding(step.source(item))], batch.base)]}
        elif batch.state and record.get("code") != NOT_KEPT:
            batch.state.keep(step.name, step.key(item), made_from, record)
        told(Done(number, item, record, True))
    return made


NOT_KEPT = 6  # OutputInTheWay: what couldn't be written is tried again by each run


def to_rows(findings: Sequence[Finding], base: Path) -> list[Record]:
    """Findings as JSON, with paths seen from the base, so that a project may be called by other names."""
    rows = []
    for each in findings:
        path = Path(each.path)
        rows.append(asdict(each) | {"path": str(path.relative_to(base)) if path.is_relative_to(base) else each.path})
    return rows


def from_rows(rows: Sequence[Record], base: Path) -> list[Finding]:
    """The findings that `to_rows` wrote."""
    return [Finding(**row | {"path": str(base / row["path"]), "severity": Severity(row["severity"])}) for row in rows]


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
