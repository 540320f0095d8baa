"""One writer at a time in a project, a build or a server: a lock that the system takes back when its holders die."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import IO

from baokan.errors import OutputInTheWay

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 5.0  # seconds: the workers of a killed build end with the page that they are at
SHORT = 1.0  # seconds that a living holder is waited for: a server holds the lock for one write, a build for long
PAUSE = 0.05
STATE = ".baokan"  # the folder of a project that holds the lock and the state


def corpus_lock(corpus: Path) -> Lock:
    """The lock of the project whose corpus folder this is, for one write beside builds: `with corpus_lock(corpus): ...`.

    It waits a second for another writer, then raises OutputInTheWay, since a build takes long.
    """
    project = corpus.resolve().parent
    if not os.access(project, os.W_OK):  # then no build is made there either, and the corpus itself keeps the lock
        project = corpus.resolve()
    return Lock(project / STATE / "build.lock", sweeps=False)


class Lock:
    """Held from entering to leaving; raises OutputInTheWay where another holds it or the folder can't be written.

    Workers that a build forks hold it too, so that a next build waits for those of a killed one. `unfinished` says whether
    the last holder was stopped in the middle; a holder that `sweeps` cleans up after that one, another leaves it said. Between
    threads of a process it keeps order too.
    """

    def __init__(self, path: Path, sweeps: bool = True) -> None:
        self.path = path
        self.sweeps = sweeps
        self.unfinished = False
        self._left = ""  # the number of a holder that was stopped
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Lock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+b")
        except OSError as error:
            raise OutputInTheWay(
                f"{self.path}: can't be written: {error.strerror}.", "a build writes in its project folder: get the permission."
            ) from error
        last = 0
        try:
            began = time.monotonic()
            while not _take(file):
                last = _holder(file)
                if time.monotonic() - began > (SHORT if _alive(last) else PATIENCE):
                    raise OutputInTheWay(
                        f"{self.path}: another build is at work here (process {last or 'unknown'}).",
                        "wait for its end, or end it; this one changed nothing.",
                    )
                time.sleep(PAUSE)
            self._left = str(_holder(file) or "")
            self.unfinished = bool(self._left)
            _write(file, str(os.getpid()))
        except BaseException:
            file.close()
            raise
        self._file = file
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._file:
            if not self.sweeps:
                _write(self._file, self._left)
            elif kind is None:
                _write(self._file, "")
            self._file.close()
            self._file = None


def _take(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(1 << 20)  # what is locked can't be read there, and the process's number is read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(file: IO[bytes]) -> int:
    file.seek(0)
    text = file.read(20).decode("ascii", "replace").strip()
    return int(text) if text.isdecimal() else 0


def _write(file: IO[bytes], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text.encode())
    file.flush()


def _alive(process: int) -> bool:
    if process <= 0 or sys.platform == "win32":
        return process > 0
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
