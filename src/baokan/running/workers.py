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
from pathlib import Path
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
FEW = 4  # items that aren't worth a second process
TIME_LIMIT = 300.0  # seconds an item
MEMORY = 2048  # megabytes that a worker may ask the system for, over what it was forked with
TASKS = 1000  # items after which a worker is replaced, so that what a library leaks ends with it
ORPHANED = 1.0  # seconds after which an idle worker looks whether its parent still lives


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes (0: as many as there are cores); the seconds and the megabytes an item may take.

    A worker is replaced by a new one after `tasks` items, and when it has grown by half of `megabytes`. `forked` workers share
    what was loaded before; those of a library whose threads don't outlive a fork must not be.
    """

    jobs: int = 0
    seconds: float = TIME_LIMIT
    megabytes: int = MEMORY
    tasks: int = TASKS
    forked: bool = True

    def workers(self, items: int) -> int:
        """How many processes so many items get."""
        if self.jobs:
            return max(1, min(self.jobs, items))
        return 1 if items <= FEW else min(cores(), items)


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of an item without a result.

    It `hung`, or wanted more `memory` than it may have, or its process died with a code (negative: by a signal), or it raised.
    """

    hung: bool = False
    memory: bool = False
    exit_code: int = 0
    error: str = ""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(Generic[Item, Result]):
    """A process with the pipe to it, and the item that it is at."""

    def __init__(self, function: Callable[[Item], Result], others: list[Connection], limits: Limits) -> None:
        # fork shares what was loaded before; macOS's libraries don't bear it, Windows has none.
        forked = limits.forked and sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.pipe, theirs = context.Pipe()
        inherited = [*others, self.pipe] if forked else []
        self.process = context.Process(target=_serve, args=(function, theirs, inherited, limits), daemon=True)
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

    def answer(self) -> tuple[Result | Failure, bool]:
        """What the worker says, or how it died; and whether it ends with that."""
        try:
            answer: tuple[Result | Failure, bool] = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1)
            return Failure(exit_code=self.process.exitcode or 0), True
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
                    answer, ended = worker.answer()
                elif now >= worker.until:
                    answer, ended = Failure(hung=True), True
                else:
                    continue
                number = worker.number
                if ended:
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
    worker = _Worker(function, [w.pipe for w in workers], limits)
    worker.give(*following, limits.seconds)
    return worker


def _serve(function: Callable[[Any], Any], pipe: Connection, inherited: list[Connection], limits: Limits) -> None:
    """A worker's life: items in, results out, until it has done its share, the pipe closes or the parent is gone."""
    for other in inherited:
        other.close()
    parent = os.getppid()
    bound_memory(limits.megabytes)
    began = resident()  # a forked process counts what it shares with its parent
    done = 0
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            while not pipe.poll(ORPHANED):
                if os.getppid() != parent:
                    return
            result = attempted(function, pipe.recv())
            done += 1
            grown = resident() - began > limits.megabytes / 2
            leaves = done >= limits.tasks or grown or (isinstance(result, Failure) and result.memory)
            pipe.send((result, leaves))
            if leaves:
                return


def attempted(function: Callable[[Item], Result], item: Item) -> Result | Failure:
    """What the function makes of an item, or a Failure: a fault of ours in one page must not end the others."""
    try:
        return function(item)
    except MemoryError:
        return Failure(memory=True)
    except Exception as error:
        return Failure(error=f"{type(error).__name__}: {error}")


def bound_memory(megabytes: int) -> None:
    """Let this process ask for no more than so much besides what it has; where the system can't, nothing is bounded."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + megabytes * 2**20
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))


def resident() -> float:
    """The megabytes that this process has in memory, 0 where the system doesn't tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError):
        return 0.0
