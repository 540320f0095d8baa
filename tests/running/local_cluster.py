"""A Dask cluster of this machine, its scheduler and workers processes of their own; for tests and benchmarks."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


class LocalCluster:
    """A scheduler and its workers as processes of their own, on the loopback address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until = time.monotonic() + 30
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.05)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        settings = {
            "PYTHONPATH": str(HERE / "on_workers"),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
            "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
        }
        with (self.folder / "log").open("ab") as log:
            command = [str(BIN / "dask"), *words, "--scheduler-file", str(self.file), "--no-dashboard"]
            return subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | settings, start_new_session=True)

    def worker(self, *words: str) -> subprocess.Popen[bytes]:
        folder = ["--local-directory", str(self.folder / "scratch")]
        self.workers.append(self.start("worker", "--host", "127.0.0.1", "--nthreads", "1", *folder, *words))
        return self.workers[-1]

    @property
    def address(self) -> str:
        return str(json.loads(self.file.read_text())["address"])

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.terminate()
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # and what it started
            process.wait()
