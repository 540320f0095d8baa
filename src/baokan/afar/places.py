"""A folder in an object store, or on any file system that fsspec knows, by its URL.

Sources are read from it and results written into it whole; the work itself is done in a folder of the worker's own disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import posixpath
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from baokan.errors import BaokanError, MissingPart, OutputInTheWay, UnreadableInput
from baokan.manifest import NAME, TABLE_NAME, Entry, manifest_entries
from baokan.read.formats import format_of_head
from baokan.read.pages import START
from baokan.shelves import mets_names

# Stores in which an object appears whole; elsewhere a file is written under another name and moved.
WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "memory"})

# What stores say of an object that is another after each write, best first.
MARKS = ("ETag", "etag", "md5Hash", "generation", "mtime", "LastModified", "last_modified", "updated", "created")
WORTH_A_LIST = 8  # files in a folder, of which a list of it tells sooner than a request each
HALF = ".baokan-"  # what files are called until they are whole, with eight more characters
REQUESTS = 16  # at a time
Item = TypeVar("Item")
Result = TypeVar("Result")


def is_url(text: str) -> bool:
    """Whether a folder is given as an address of fsspec's, as s3://bucket/paper; file:// is a path."""
    return "://" in text and not text.startswith("file://")


def place_of(path: Path | str) -> Place:
    """The place of an address, or of a folder of this machine."""
    return Place(path if isinstance(path, str) else f"file://{path.resolve()}")


@dataclass(frozen=True, slots=True)
class Place:
    """The folder at a URL. Names of files are relative to it, with / between the parts.

    Raises MissingPart where what reads this kind of URL isn't installed, UnreadableInput and OutputInTheWay as files do.
    """

    url: str

    @property
    def _store(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs

            store, root = url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise MissingPart(
                f"{self.url}: what reads such addresses isn't installed ({error}).",
                "pip install 'baokan[dask]' and fsspec's package for this store, as s3fs, gcsfs or adlfs.",
            ) from error
        return store, str(root).rstrip("/")

    def says(self, name: str) -> str:
        """A file's whole address, for messages; of a folder of this machine its path."""
        return f"{self.shown}/{name}"

    @property
    def shown(self) -> str:
        return self.url.removeprefix("file://").rstrip("/")

    def names(self, folder: str = "") -> Iterator[str]:
        """Every file below a folder of it, hidden ones aside."""
        store, root = self._store
        top = f"{root}/{folder}".rstrip("/")
        with self._reading(folder):
            store.invalidate_cache(top)
            for path, _, files in store.walk(top):
                below = str(path)[len(root) :].strip("/")
                for name in files:
                    whole = f"{below}/{name}".lstrip("/")
                    if name and not any(part.startswith(".") for part in whole.split("/")):
                        yield whole

    def read(self, name: str, end: int | None = None) -> bytes:
        """A file's bytes, or the first of them."""
        store, root = self._store
        with self._reading(name):
            data: bytes = store.cat_file(f"{root}/{name}", start=0, end=end) if end else store.cat_file(f"{root}/{name}")
        return data

    def read_if_there(self, name: str) -> bytes | None:
        store, root = self._store
        with self._reading(name):
            try:
                data: bytes = store.cat_file(f"{root}/{name}")
            except FileNotFoundError:
                return None
        return data

    def write(self, name: str, data: bytes) -> bool:
        """Put a file there whole; True when it changed."""
        if self.read_if_there(name) == data:
            return False
        self.put(name, data)
        return True

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole."""
        store, root = self._store
        path = f"{root}/{name}"
        try:
            with contextlib.suppress(NotImplementedError):
                store.makedirs(posixpath.dirname(path), exist_ok=True)
            if protocols(store) & WHOLE:
                store.pipe_file(path, data)
            else:
                half = f"{posixpath.dirname(path)}/{HALF}{uuid.uuid4().hex[:8]}"
                store.pipe_file(half, data)
                store.mv(half, path)
        except Exception as error:  # each store has its own
            raise OutputInTheWay(
                f"{self.says(name)}: can't be written: {error}.", "check the address, the permission and the space."
            ) from error

    def write_all(self, files: Mapping[str, Path]) -> dict[str, tuple[int, str]]:
        """Put files of this machine there, several at a time; what `seen` tells of each then."""

        def written(name: str) -> tuple[int, str]:
            self.write(name, files[name].read_bytes())
            return self.seen(name)

        return dict(zip(files, self._at_once(written, files), strict=True))

    def seen(self, name: str) -> tuple[int, str]:
        """A file's size, and a mark that other bytes change, its checksum or date; -1 where it isn't there."""
        store, root = self._store
        path = f"{root}/{name}"
        with self._reading(name):
            store.invalidate_cache(posixpath.dirname(path))
            try:
                return size_and_mark(store.info(path))
            except FileNotFoundError:
                return -1, ""

    def seen_in(self, folder: str) -> dict[str, tuple[int, str]]:
        """The same of all files in a folder, by their names in the place; those of its folders aside."""
        return {
            f"{folder}/{posixpath.basename(str(each['name']))}".lstrip("/"): size_and_mark(each)
            for each in self._listed(folder)
            if each["type"] == "file"
        }

    def holds(self, rows: Sequence[Sequence[Any]]) -> bool:
        """Whether files are what they were: name, size and mark as `seen` told them, checksum of the bytes (SHA-256)."""

        folders = Counter(posixpath.dirname(row[0]) for row in rows)
        listed = {folder: self.seen_in(folder) for folder, count in folders.items() if count >= WORTH_A_LIST}

        def same(row: Sequence[Any]) -> bool:
            name, size, mark, checksum = row
            folder = listed.get(posixpath.dirname(name))
            seen = self.seen(name) if folder is None else folder.get(name, (-1, ""))
            if seen == (size, mark):
                return True
            data = self.read_if_there(name) if seen[0] == size else None
            return data is not None and hashlib.sha256(data).hexdigest() == checksum

        return all(self._at_once(same, rows))

    def _at_once(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """What a function says of each item, in their order: a store answers many requests in the time of one."""
        with ThreadPoolExecutor(REQUESTS) as pool:
            yield from pool.map(function, items)

    def claim(self, name: str, data: bytes) -> bool:
        """Put a file there unless there is one; False where there is. Of several who claim it at once one gets it."""
        store, root = self._store
        path = f"{root}/{name}"
        try:
            with contextlib.suppress(NotImplementedError):
                store.makedirs(posixpath.dirname(path), exist_ok=True)
            if protocols(store) & WHOLE:
                store.pipe_file(path, data, mode="create")
            else:  # there fsspec would look first and write then
                with store.open(path, "xb") as file:
                    file.write(data)
        except FileExistsError:
            return False
        except Exception as error:  # each store has its own
            raise OutputInTheWay(
                f"{self.says(name)}: can't be written: {error}.", "check the address and the permission."
            ) from error
        return True

    def listed(self, folder: str) -> list[str]:
        """The names of the files in a folder, hidden ones too, those of its folders aside; none where it isn't there."""
        return [posixpath.basename(str(each["name"]).rstrip("/")) for each in self._listed(folder) if each["type"] == "file"]

    def _listed(self, folder: str) -> list[dict[str, Any]]:
        store, root = self._store
        path = f"{root}/{folder}".rstrip("/")
        with self._reading(folder):
            store.invalidate_cache(path)
            try:
                found: list[dict[str, Any]] = store.ls(path, detail=True)
            except FileNotFoundError:
                return []
        return found

    def date(self, name: str) -> float | None:
        """When a file was written, in seconds by the store's clock; None where it isn't there or the store doesn't tell."""
        store, root = self._store
        with self._reading(name):
            store.invalidate_cache(posixpath.dirname(f"{root}/{name}"))
            try:
                date: datetime = store.modified(f"{root}/{name}")
            except (FileNotFoundError, NotImplementedError):
                return None
        return date.timestamp()

    def remove(self, name: str) -> None:
        store, root = self._store
        with contextlib.suppress(FileNotFoundError):
            store.rm_file(f"{root}/{name}")

    def sweep(self, folder: str) -> None:
        """Remove the half-written files that a killed run left where files don't appear whole."""
        store, root = self._store
        if not protocols(store) & WHOLE:
            with self._reading(folder):
                for path, _, files in store.walk(f"{root}/{folder}"):
                    for name in files:
                        if name.startswith(HALF) and len(name) == len(HALF) + 8:
                            store.rm_file(f"{path}/{name}")

    def remove_folder(self, name: str) -> None:
        """Remove a folder with all that is in it; one that isn't there is fine."""
        store, root = self._store
        with contextlib.suppress(FileNotFoundError):
            store.rm(f"{root}/{name}", recursive=True)

    def fetch(self, names: Iterable[str], folder: Path) -> None:
        """Copy files into a folder of this machine, under the same names."""

        def copy(name: str) -> None:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.write_bytes(self.read(name))
            except FileNotFoundError as error:
                raise UnreadableInput(f"{self.says(name)}: is not there.", "it was there a moment ago: run again.") from error

        for _ in self._at_once(copy, names):
            pass

    @contextlib.contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, BaokanError):
            raise
        except Exception as error:  # each store has its own
            raise UnreadableInput(
                f"{self.says(name)}: can't be read: {error}.", "check the address and the permission."
            ) from error


def size_and_mark(info: dict[str, Any]) -> tuple[int, str]:
    """Of what a store says of a file: its size, and the first of what it has to tell versions apart."""
    return int(info.get("size") or 0), next((f"{info[key]}" for key in MARKS if info.get(key)), "")


def protocols(store: Any) -> set[str]:
    return {store.protocol} if isinstance(store.protocol, str) else set(store.protocol)


def names_there(place: Place, folder: str) -> Iterator[str]:
    """The files below a folder of a place, by name where the store lists them so; none where it isn't there."""
    with contextlib.suppress(FileNotFoundError):
        yield from place.names(folder)


class PlaceShelf:
    """The sources in a folder of a place; their paths are relative to the place."""

    is_file = False

    def __init__(self, place: Place, folder: str) -> None:
        self.place = place
        self.name = place.says(folder)
        self.folder = Path(folder)

    def files(self) -> Iterator[Path]:
        try:
            yield from map(Path, self.place.names(str(PurePosixPath(self.folder)) if self.folder.parts else ""))
        except FileNotFoundError as error:
            raise UnreadableInput(f"{self.name}: is not there.", "check the address.") from error

    def format(self, path: Path) -> str | None:
        return format_of_head(self.place.read(path.as_posix(), START), path.name)

    def members(self, path: Path) -> Iterable[Path]:
        return [Path(name) for name in members(self.place, path.as_posix())]

    def entries(self) -> Iterator[Entry]:
        with tempfile.TemporaryDirectory(prefix="baokan-") as folder:
            for name in (NAME, TABLE_NAME):
                data = self.place.read_if_there((self.folder / name).as_posix())
                if data is not None:
                    (Path(folder) / name).write_bytes(data)
            try:
                yield from manifest_entries(Path(folder))
            except UnreadableInput as error:
                raise UnreadableInput(error.message.replace(folder, self.name), error.hint) from error


def members(place: Place, name: str) -> list[str]:
    """The files that a METS refers to, relative to the place."""
    folder = posixpath.dirname(name)
    below = {posixpath.relpath(each, folder or ".") for each in place.names(folder)}
    return [posixpath.join(folder, each) for each in mets_names(place.read(name), posixpath.basename(name), below)]
