"""One build at a time in a project: a lock that the system takes back when its holders die."""

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
PAUSE = 0.05


class Lock:
    """Held from entering to leaving; raises OutputInTheWay where another build holds it or the folder can't be written.

    Workers that a build forks hold it too, so that a next build waits for those of a killed one. `unfinished` says whether
    the last holder was stopped in the middle.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unfinished = False
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
            until = time.monotonic() + PATIENCE
            while not _take(file):
                last = _holder(file)
                if _alive(last) or time.monotonic() > until:
                    raise OutputInTheWay(
                        f"{self.path}: another build is at work here (process {last or 'unknown'}).",
                        "wait for its end, or end it; this build changed nothing.",
                    )
                time.sleep(PAUSE)
            self.unfinished = bool(_holder(file))
            _write(file, str(os.getpid()))
        except BaseException:
            file.close()
            raise
        self._file = file
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._file:
            if kind is None:
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
