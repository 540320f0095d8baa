"""An object store of the tests: files of this machine under addresses shelf:///…, so that several processes share it."""

from __future__ import annotations

from typing import Any

from fsspec import register_implementation
from fsspec.implementations.local import LocalFileSystem


class ShelfStore(LocalFileSystem):  # type: ignore[misc]
    protocol = ("shelf",)

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, str):
            path = path.removeprefix("shelf://")
        return super()._strip_protocol(path)


register_implementation("shelf", ShelfStore, clobber=True)
