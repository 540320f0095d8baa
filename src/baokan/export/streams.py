"""Output files that grow as the corpus is read, and appear only when they are whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from baokan.errors import OutputInTheWay


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write bytes into; it takes its place when the block ends well, and leaves nothing when it doesn't.

    Raises OutputInTheWay when the folder can't be written, the disk is full or something other than a file stands there.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".baokan-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise OutputInTheWay(
            f"{path}: can't be written: {error.strerror or error}.",
            "choose another folder with -o, or free the space or the permission.",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
