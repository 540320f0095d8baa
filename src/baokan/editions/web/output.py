"""The site's folder: files written only when they changed, and files of an earlier run that are no longer made removed."""

from __future__ import annotations

import contextlib
import hashlib
import re
from pathlib import Path

from baokan.files import write_atomic

MADE = ".baokan-files"  # what the last run made, one path a line
UNSAFE = re.compile(r"[^\w.\-·]+")
MOST_BYTES = 120  # of a file's stem; file systems allow 255


class Output:
    """A folder that a run fills; paths are relative, with "/" between their parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: set[str] = set()

    def path(self, name: str) -> Path:
        """Where a file of this site lies. Raises ValueError for a name that leads out of the folder."""
        parts = name.split("/")
        if any(part in {"", ".", ".."} or "\\" in part or "\0" in part for part in parts):
            raise ValueError(f"{name!r} is no name for a file of the site")
        return self.folder.joinpath(*parts)

    def write(self, name: str, data: bytes | str) -> Path:
        target = self.path(name)
        write_atomic(target, data.encode("utf-8") if isinstance(data, str) else data, durable=False)
        self.made.add(name)
        return target

    def keep(self, name: str) -> None:
        """Count a file as made that something else wrote."""
        self.made.add(name)

    def close(self) -> None:
        """Remove what an earlier run made and this one didn't, and note what this one made."""
        record = self.folder / MADE
        before = set(record.read_text(encoding="utf-8").splitlines()) if record.is_file() else set()
        for name in before - self.made:
            with contextlib.suppress(OSError, ValueError):
                path = self.path(name)
                path.unlink()
                while path.parent != self.folder and not any(path.parent.iterdir()):
                    path = path.parent
                    path.rmdir()
        write_atomic(record, "".join(f"{name}\n" for name in sorted(self.made)).encode("utf-8"))


def safe_name(text: str) -> str:
    """A file's stem for a text of any kind: letters of all scripts, digits, "-", "_", "."; a long or changed one gets a hash."""
    name = UNSAFE.sub("_", text).strip(".")
    while len(name.encode()) > MOST_BYTES:
        name = name[:-1]
    return name if name == text else f"{name}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
