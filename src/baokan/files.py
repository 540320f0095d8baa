"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, unquote, urlsplit

from baokan.errors import OutputInTheWay


def write_atomic(path: Path, data: bytes, durable: bool = True) -> bool:
    """Put data at path; True when the file changed, False when it held these bytes already.

    `durable` waits until the disk has it; what a next run makes again in any case need not. A killed run leaves the old file
    or the new one. Raises OutputInTheWay when the folder can't be written, the disk is full or something other than a file
    stands there.
    """
    try:
        if _holds(path, data):
            return False
        file = _opened_beside(path)
        name = Path(file.name)
        try:
            with file:
                file.write(data)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            name.replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                name.unlink()
            raise
    except OSError as error:
        raise OutputInTheWay(
            f"{path}: can't be written: {error.strerror or error}.",
            "choose another folder with -o, or free the space or the permission.",
        ) from error
    return True


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there with just these bytes."""
    try:
        if path.stat().st_size != len(data):
            return False
        return path.is_file() and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _opened_beside(path: Path) -> BinaryIO:
    """A new file in path's folder, which is made if need be; as readable as the user's umask says."""
    while True:
        try:
            return (path.parent / f".baokan-{os.urandom(4).hex()}").open("xb")
        except FileExistsError:
            continue  # the name is taken by another process
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)


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
