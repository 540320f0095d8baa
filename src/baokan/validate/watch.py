"""Watches files: what has changed since the last look, by size and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from baokan.validate.inputs import find_all

_PAUSE = 0.5  # seconds between two looks
Stamp = tuple[int, int]


def stamps(paths: list[Path], also: list[Path]) -> dict[Path, Stamp]:
    """The time and size of each file of the paths, and of what they are validated by."""
    found: dict[Path, Stamp] = {}
    for file in (*find_all(paths)[0], *also):
        try:
            state = file.stat()
        except OSError:
            continue
        found[file] = (state.st_mtime_ns, state.st_size)
    return found


def changes(
    paths: list[Path], also: list[Path], pause: Callable[[float], None] = time.sleep
) -> Iterator[tuple[list[Path], bool]]:
    """Waits for changes; gives the changed files, and whether it was what they are validated by."""
    before = stamps(paths, also)
    while True:
        pause(_PAUSE)
        now = stamps(paths, also)
        if now == before:
            continue
        changed = [path for path, stamp in now.items() if before.get(path) != stamp]
        changed += [path for path in before if path not in now]
        before = now
        yield [path for path in changed if path not in also], any(path in also for path in changed)
