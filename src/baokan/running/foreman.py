"""A process beside each thread of a Dask worker, whose own forked worker does the pages.

So a page that hangs, dies or wants too much memory ends a process of ours, never the Dask worker, and the same limits hold as
on one machine. A Dask worker has many threads and may not be forked; this process has one. It ends with the Dask worker,
whose end closes the pipe.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from baokan.running.workers import Failure, Limits, run_tasks

_mine = threading.local()


class Foreman:
    """The other process, seen from the Dask worker."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "baokan.running.foreman"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def results(self, function: Callable[[Any], Any], items: Sequence[Any], limits: Limits) -> list[Any]:
        """What the function made of each item, or a Failure. Raises EOFError or OSError where the other process has died."""
        assert self._process.stdin and self._process.stdout
        pickle.dump((function, list(items), limits), self._process.stdin)
        self._process.stdin.flush()
        results: list[Any] = [Failure()] * len(items)
        while (answer := pickle.load(self._process.stdout)) is not None:
            number, results[number] = answer
        return results

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def my_foreman() -> Foreman:
    """This thread's; started when it is first asked for."""
    if not hasattr(_mine, "foreman"):
        _mine.foreman = Foreman()
    foreman: Foreman = _mine.foreman
    return foreman


def dismiss() -> None:
    """End this thread's foreman, that a new one may be started."""
    if hasattr(_mine, "foreman"):
        _mine.foreman.end()
        del _mine.foreman


def serve() -> None:
    """Batches of items in, results out, until the pipe is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    warmed: set[str] = set()
    while True:
        try:
            function, items, limits = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        if function.step.name not in warmed:
            function.step.warm()
            warmed.add(function.step.name)
        for answer in (*run_tasks(function, items, len(items), limits), None):
            pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    serve()
