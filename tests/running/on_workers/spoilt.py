"""What the tests let a cluster's workers do; lies on the workers' PYTHONPATH."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


class Spoilt:
    """A function on numbers: 13 kills the Dask worker that it runs under, 7 its own process, 5 hangs."""

    name = "spoilt"

    @property
    def step(self) -> Spoilt:
        return self

    def warm(self) -> None:
        print("a library that prints to standard output")

    def __call__(self, item: int) -> int:
        print("and again")
        if item == 13:
            foreman = os.getppid()
            os.kill(int(Path(f"/proc/{foreman}/stat").read_text().rpartition(")")[2].split()[1]), signal.SIGKILL)
            time.sleep(30)
        if item == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 5:
            time.sleep(60)
        return item * item
