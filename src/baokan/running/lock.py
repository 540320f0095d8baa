"""One writer at a time in a project, a build or a server: a lock that the system takes back when its holders die.

It is of one machine, and of others where their file system carries it over; a lease in the same folder holds for all machines.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from baokan.errors import OutputInTheWay
from baokan.running.lease import FOLDER, FolderBoard, Lease, is_alive

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}
PATIENCE = 5.0  # seconds: the workers of a killed build end with the page that they are at
SHORT = 1.0  # seconds that a living holder is waited for: a server holds the lock for one write, a build for long
PAUSE = 0.05
STATE = ".baokan"  # the folder of a project that holds the lock and the state
MADE = {"corpus", "dist"}  # the folders of a project that a build writes
Progress = Callable[[str, int, int], None]


def corpus_lock(corpus: Path) -> Lock:
    """The lock of the project whose corpus folder this is, for one write beside builds: `with corpus_lock(corpus): ...`.

    It waits a second for another writer, then raises OutputInTheWay, since a build takes long.
    """
    project = corpus.resolve().parent
    if not os.access(project, os.W_OK):  # then no build is made there either, and the corpus itself keeps the lock
        project = corpus.resolve()
    return Lock(project / STATE / "build.lock", sweeps=False)


def writing_lock(out: Path) -> Lock | nullcontext[None]:
    """The lock of the project in whose corpus/ or dist/ a folder lies, for a long write beside builds; none elsewhere."""
    out = out.resolve()
    for project in out.parents:
        if out.relative_to(project).parts[0] in MADE and ((project / "seeds").is_dir() or (project / STATE).is_dir()):
            return Lock(project / STATE / "build.lock", sweeps=False)
    return nullcontext()


def watched(held: Lock | Lease | None, progress: Progress) -> Progress:
    """Progress that stops a run whose lease is lost."""

    def told(what: str, done: int, total: int) -> None:
        if held:
            held.check()
        progress(what, done, total)

    return told


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
        self._lease: Lease | None = None

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
            while (taken := _take(file)) is False:
                last = _holder(file)
                if time.monotonic() - began > (SHORT if is_alive(last) else PATIENCE):
                    raise OutputInTheWay(
                        f"{self.path}: another build is at work here (process {last or 'unknown'}).",
                        "wait for its end, or end it; this one changed nothing.",
                    )
                time.sleep(PAUSE)
            lease = Lease(FolderBoard(self.path.parent / FOLDER), alone_here=taken is True)
            lease.take(SHORT)
            self._lease = lease
            self._left = str(_holder(file) or "")
            self.unfinished = bool(self._left)
            _write(file, str(os.getpid()))
        except BaseException:
            file.close()
            raise
        self._file = file
        return self

    def check(self) -> None:
        """Raises OutputInTheWay where this machine couldn't be heard of for so long that others may be at work."""
        if self._lease:
            self._lease.check()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._file:
            if not self.sweeps:
                _write(self._file, self._left)
            elif kind is None:
                _write(self._file, "")
            if self._lease:
                self._lease.free()
            self._file.close()
            self._file = self._lease = None


def _take(file: IO[bytes]) -> bool | None:
    """Whether the lock is ours now; None where the file system has no locks, so that the lease alone counts."""
    try:
        if sys.platform == "win32":
            file.seek(1 << 20)  # what is locked can't be read there, and the process's number is read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return None if error.errno in NO_LOCKS else False
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
