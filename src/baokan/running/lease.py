"""A lease: one writer at a time among machines that share nothing but a folder, in which a dead one's lease runs out.

Leases are numbered files on a board; the one with the highest number counts. To take one is to create the next number, which
one asker alone can. Its holder renews it now and then. How old it is, is told by the dates of two files there, the lease and
one that the asker writes for this, so both come from one clock, and whether that one is right doesn't matter.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import threading
import time
import uuid
from pathlib import Path
from typing import Protocol

from baokan.errors import OutputInTheWay

FOLDER = "lease"  # of the board, in a project's folder for what baokan knows
LEASE = 300.0  # seconds without a sign of life after which a holder counts as dead; dates on NFS may be a minute old
RENEWED = 30.0  # seconds between two signs of life
PAUSE = 0.1
PROBE = "now-"


class Board(Protocol):
    """A folder of small files, as a file system or an object store has it. What can't be written raises OutputInTheWay."""

    def says(self, name: str) -> str:
        """A file's address, for messages."""

    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes:
        """A file's bytes; none where it isn't there."""

    def create(self, name: str, data: bytes) -> bool:
        """Write a file unless there is one; False where there is."""

    def free(self, name: str) -> None:
        """Say that nobody holds this lease any more; it stays, so that no number comes twice."""

    def is_free(self, name: str) -> bool: ...

    def renew(self, name: str, data: bytes) -> None:
        """Give a file, which holds this, the date of now."""

    def date(self, name: str) -> float | None:
        """When a file was written, in seconds by the board's own clock; None where that isn't told."""

    def remove(self, name: str) -> None:
        """Remove a file; one that isn't there is fine."""


class FolderBoard:
    """A board in a folder of a file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def says(self, name: str) -> str:
        return str(self.folder / name)

    def names(self) -> list[str]:
        try:
            return [path.name for path in self.folder.iterdir()]
        except OSError:
            return []

    def read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

    def create(self, name: str, data: bytes) -> bool:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / name).open("xb")
        except FileExistsError:
            return False
        except OSError as error:
            raise self._unwritten(name, error) from error
        try:
            with file:
                file.write(data)
        except OSError as error:
            self.remove(name)
            raise self._unwritten(name, error) from error
        return True

    def free(self, name: str) -> None:
        with contextlib.suppress(OSError):
            os.utime(self.folder / name, (0, 0))  # a full disk takes that too

    def is_free(self, name: str) -> bool:
        return self.date(name) == 0

    def renew(self, name: str, data: bytes) -> None:
        try:
            os.utime(self.folder / name)  # on a shared file system its server's time
        except OSError as error:
            raise self._unwritten(name, error) from error

    def date(self, name: str) -> float | None:
        try:
            return (self.folder / name).stat().st_mtime
        except OSError:
            return None

    def remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            (self.folder / name).unlink()

    def _unwritten(self, name: str, error: OSError) -> OutputInTheWay:
        return OutputInTheWay(f"{self.says(name)}: can't be written: {error.strerror}.", "get the permission or the space.")


class Lease:
    """Held from `take` to `free`. Who can tell by other means that no holder of this machine lives takes theirs at once.

    `take` waits `patience` seconds for another holder, then raises OutputInTheWay; so does `check` once the lease is lost,
    since others were let in while this machine couldn't renew it.
    """

    def __init__(self, board: Board, alone_here: bool = False) -> None:
        self.board = board
        self.alone_here = alone_here  # that no other process of this machine's kernel is a holder
        self.number = 0
        self.unfinished = False  # whether the last holder was stopped in the middle
        self._data = json.dumps({**whoami(), "key": uuid.uuid4().hex}).encode()
        self._lost = ""
        self._renewed = 0.0
        self._done = threading.Event()

    def take(self, patience: float = 0.0) -> None:
        until = time.monotonic() + patience
        while True:
            top = self._top()
            try:
                self.unfinished = self._look(top)
            except OutputInTheWay:
                if time.monotonic() > until:
                    raise
            else:
                if self.board.create(lease_name(top + 1), self._data):
                    if self._top() == top + 1:
                        return self._begin(top + 1)
                    self.board.remove(lease_name(top + 1))  # what was listed before was old
            time.sleep(PAUSE)

    def check(self) -> None:
        if not self._lost and time.monotonic() - self._renewed > LEASE:
            self._lost = "could not be renewed"
        if self._lost:
            raise OutputInTheWay(
                f"{self.board.says(lease_name(self.number))}: the lease of this run {self._lost}; it has stopped.",
                "run it again when nobody else is at work there: what is done is kept.",
            )

    def free(self) -> None:
        self._done.set()
        if self.number and self._top() == self.number:
            self.board.free(lease_name(self.number))
        self.number = 0

    def _begin(self, number: int) -> None:
        self.number, self._renewed = number, time.monotonic()
        for name in self.board.names():
            left = name.startswith(PROBE) and (self._age(name) or 0.0) > LEASE
            if left or (name.isdecimal() and int(name) < number):
                self.board.remove(name)
        threading.Thread(target=self._renew, daemon=True).start()

    def _renew(self) -> None:
        while not self._done.wait(RENEWED):
            with contextlib.suppress(Exception):  # tried again; `check` tells when it has been too long
                top = self._top()
                if top > self.number:
                    self._lost = f"was taken over by {told(read_holder(self.board.read(lease_name(top))))}"
                    return
                self.board.renew(lease_name(self.number), self._data)
                self._renewed = time.monotonic()

    def _top(self) -> int:
        return max((int(name) for name in self.board.names() if name.isdecimal()), default=0)

    def _look(self, number: int) -> bool:
        """Whether the lease with this number was left by a dead holder. Raises OutputInTheWay where it is held."""
        name = lease_name(number)
        if not number or self.board.is_free(name):
            return False
        holder = read_holder(self.board.read(name))
        if self._is_dead(holder):
            return True
        age = self._age(name)
        if age is not None and age > LEASE:
            return True
        sign = "" if age is None else f", last sign of life {max(0.0, age):.0f} seconds ago"
        raise OutputInTheWay(
            f"{self.board.says(name)}: another build is at work here ({told(holder)}{sign}).",
            f"wait for its end; {LEASE / 60:.0f} minutes after the last sign of life of one that died the next one begins."
            if age is not None
            else "wait for its end; if it was killed, delete this file.",
        )

    def _is_dead(self, holder: dict[str, str]) -> bool:
        """Whether this machine knows that a holder is dead, since it was one of its own."""
        mine = whoami()
        if holder.get("kernel") != mine["kernel"]:
            return False
        return self.alone_here or (holder.get("processes") == mine["processes"] and not is_alive(int(holder.get("process", 0))))

    def _age(self, name: str) -> float | None:
        """The seconds since a lease was renewed; None where the board tells no dates."""
        probe = f"{PROBE}{uuid.uuid4().hex}"
        self.board.create(probe, b"")
        try:
            now, then = self.board.date(probe), self.board.date(name)
        finally:
            self.board.remove(probe)
        return None if now is None or then is None else now - then


def lease_name(number: int) -> str:
    return f"{number:010}"


def read_holder(data: bytes) -> dict[str, str]:
    """What a lease says of its holder; nothing where it is being written."""
    try:
        holder = json.loads(data)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in holder.items()} if isinstance(holder, dict) else {}


def told(holder: dict[str, str]) -> str:
    return f"{holder.get('host', 'unknown')}, process {holder.get('process', 'unknown')}"


def whoami() -> dict[str, str]:
    """This machine and process; `kernel` tells machines apart, on Linux their starts too, `processes` those who number them."""
    facts = {"host": platform.node(), "process": str(os.getpid()), "kernel": f"{uuid.getnode()}", "processes": ""}
    with contextlib.suppress(OSError):
        facts["kernel"] = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        facts["processes"] = str(Path("/proc/self/ns/pid").readlink())
    return facts


def is_alive(process: int) -> bool:
    """Whether a process of this machine lives; where that can't be told, it does."""
    if process <= 0 or os.name != "posix":
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
