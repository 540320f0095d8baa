"""Runs a function on many items in warm processes; one that hangs or dies takes only its own item with it.

Why our own and not concurrent.futures: there a worker that dies breaks the whole pool, and one that hangs can't be stopped.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
FEW = 4  # items that aren't worth a second process
TIME_LIMIT = 300.0  # seconds an item
ORPHANED = 1.0  # seconds after which an idle worker looks whether its parent still lives


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes (0: as many as there are cores), and how many seconds an item may take."""

    jobs: int = 0
    seconds: float = TIME_LIMIT

    def workers(self, items: int) -> int:
        """How many processes so many items get."""
        if self.jobs:
            return max(1, min(self.jobs, items))
        return 1 if items <= FEW else min(cores(), items)


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of an item without a result: `hung`, or the process died with a code (negative: by a signal), or raised."""

    hung: bool = False
    exit_code: int = 0
    error: str = ""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(Generic[Item, Result]):
    """A process with the pipe to it, and the item that it is at."""

    def __init__(self, function: Callable[[Item], Result], others: list[Connection]) -> None:
        # fork shares what was loaded before; macOS's libraries don't bear it, Windows has none.
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.pipe, theirs = context.Pipe()
        inherited = [*others, self.pipe] if sys.platform == "linux" else []
        self.process = context.Process(target=_serve, args=(function, theirs, inherited, os.getpid()), daemon=True)
        with warnings.catch_warnings():
            # Threads of other libraries idle while we fork, and the child calls none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()
        self.number = -1
        self.until = 0.0

    def give(self, number: int, item: Item, seconds: float) -> None:
        self.number, self.until = number, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # a dead worker shows when its answer is read
            self.pipe.send(item)

    def answer(self) -> Result | Failure:
        """What the worker says, or how it died."""
        try:
            answer: Result | Failure = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1)
            return Failure(exit_code=self.process.exitcode or 0)
        return answer

    def end(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()


def run_tasks(
    function: Callable[[Item], Result], items: Iterable[Item], count: int, limits: Limits
) -> Iterator[tuple[int, Result | Failure]]:
    """The number of each item and what the function made of it, or a Failure, in the order in which they are done.

    The function must be picklable where processes can't be forked. Whatever was loaded before is there in every worker.
    """
    waiting = enumerate(items)
    workers: list[_Worker[Item, Result]] = []
    try:
        for _ in range(limits.workers(count)):
            if not (worker := _started(function, workers, waiting, limits)):
                break
            workers.append(worker)
        while workers:
            soonest = min(worker.until for worker in workers)
            ready = wait([w.pipe for w in workers], max(0.0, soonest - time.monotonic()))
            now = time.monotonic()
            for worker in list(workers):
                if worker.pipe in ready:
                    answer = worker.answer()
                    failed = isinstance(answer, Failure) and not answer.error
                elif now >= worker.until:
                    answer, failed = Failure(hung=True), True
                else:
                    continue
                number = worker.number
                if failed:
                    worker.end()
                    workers.remove(worker)
                    if replacement := _started(function, workers, waiting, limits):
                        workers.append(replacement)
                elif (following := next(waiting, None)) is not None:
                    worker.give(*following, limits.seconds)
                else:
                    worker.end()
                    workers.remove(worker)
                yield number, answer
    finally:
        for worker in workers:
            worker.end()


def _started(
    function: Callable[[Item], Result],
    workers: list[_Worker[Item, Result]],
    waiting: Iterator[tuple[int, Item]],
    limits: Limits,
) -> _Worker[Item, Result] | None:
    """A new worker at the next item; none when nothing is left."""
    following = next(waiting, None)
    if following is None:
        return None
    worker = _Worker(function, [w.pipe for w in workers])
    worker.give(*following, limits.seconds)
    return worker


def _serve(function: Callable[[Any], Any], pipe: Connection, inherited: list[Connection], parent: int) -> None:
    """A worker's life: items in, results out, until the pipe closes or the parent is gone."""
    for other in inherited:
        other.close()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            while not pipe.poll(ORPHANED):
                if os.getppid() != parent:
                    return
            item = pipe.recv()
            try:
                result = function(item)
            except Exception as error:  # a fault of ours in one page must not end the others
                result = Failure(error=f"{type(error).__name__}: {error}")
            pipe.send(result)
