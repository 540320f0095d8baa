"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, unquote, urlsplit

from baokan.errors import OutputInTheWay


def write_atomic(path: Path | str, data: bytes, durable: bool = True) -> bool:
    """Put data at path; True when the file changed, False when it held these bytes already.

    `durable` waits until the disk has it; what a next run makes again in any case need not. A killed run leaves the old file
    or the new one. Raises OutputInTheWay when the folder can't be written, the disk is full or something other than a file
    stands there.
    """
    name = os.fspath(path)  # as text: a site has millions of files, and a Path takes longer to make than they to look at
    try:
        if _holds(name, data):
            return False
        beside, file = _opened_beside(os.path.dirname(name))  # noqa: PTH120
        try:
            with file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(beside, name)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)  # noqa: PTH108
            raise
    except OSError as error:
        raise OutputInTheWay(
            f"{path}: can't be written: {error.strerror or error}.",
            "choose another folder with -o, or free the space or the permission.",
        ) from error
    return True


def _holds(name: str, data: bytes) -> bool:
    """Whether a file is there with just these bytes."""
    try:
        status = os.stat(name)  # noqa: PTH116
    except FileNotFoundError:
        return False
    if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
        return False
    with open(name, "rb") as file:  # noqa: PTH123
        return file.read() == data


def _opened_beside(folder: str) -> tuple[str, BinaryIO]:
    """A new file in a folder, which is made if need be, and its name; as readable as the user's umask says."""
    while True:
        name = os.path.join(folder, f".baokan-{os.urandom(4).hex()}")  # noqa: PTH118
        try:
            return name, open(name, "xb")  # noqa: PTH123
        except FileExistsError:
            continue  # the name is taken by another process
        except FileNotFoundError:
            Path(folder).mkdir(parents=True, exist_ok=True)


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file can have (too long, with a NUL) has none. Nothing is raised."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def href_to_path(path: str) -> str:
    """The path in an href as a file system has it; %00 stays as it is written, since no name can hold a NUL."""
    return unquote(path).replace("\0", "%00")


def split_href(href: str) -> SplitResult:
    """The parts of an href; one that is no address, as `//[x`, is all path. Nothing is raised."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", href, "", "")
