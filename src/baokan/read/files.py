"""Reads the bytes of a file that a person named."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.read.reading import LARGEST_FILE


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableInput for a folder, a file that can't be read or is far too large."""
    if path.is_dir():
        raise UnreadableInput(f"{path}: is a folder, not a file.", "name the files in it, or the folder itself to encode.")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableInput(
                f"{path}: is {size // 2**20} MB long; more than {LARGEST_FILE // 2**20} MB is not read.",
                "give each page a file of its own.",
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(
            f"{path}: can't be read: {error.strerror or error}.", "check the name and the permission."
        ) from error
