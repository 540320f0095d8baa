"""The board of a project in an object store, on which its leases hang (`baokan.running.lease`)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from baokan.afar.places import Place, names_there
from baokan.errors import BaokanError
from baokan.running.lease import FOLDER, Lease
from baokan.running.lock import MADE, STATE

FREE = b"free"


class PlaceBoard:
    """Small objects of a store; a file's name is its last part."""

    def __init__(self, place: Place, folder: str = f"{STATE}/{FOLDER}") -> None:
        self.place = place
        self.folder = folder

    def says(self, name: str) -> str:
        return self.place.says(self._name(name))

    def names(self) -> list[str]:
        return self.place.listed(self.folder)

    def read(self, name: str) -> bytes:
        return self.place.read_if_there(self._name(name)) or b""

    def create(self, name: str, data: bytes) -> bool:
        return self.place.claim(self._name(name), data)

    def renew(self, name: str, data: bytes) -> None:
        self.place.put(self._name(name), data)

    def free(self, name: str) -> None:
        with contextlib.suppress(BaokanError):  # then it runs out
            self.place.put(self._name(name), FREE)

    def is_free(self, name: str) -> bool:
        return self.read(name) == FREE

    def date(self, name: str) -> float | None:
        return self.place.date(self._name(name))

    def remove(self, name: str) -> None:
        self.place.remove(self._name(name))

    def _name(self, name: str) -> str:
        return f"{self.folder}/{name}"


def writing_lease(out: Place) -> AbstractContextManager[Lease | None]:
    """As `writing_lock`, of a place."""
    top, slash, name = out.url.rstrip("/").rpartition("/")
    while slash and not top.endswith("/"):
        place = Place(top)
        if name in MADE and (next(names_there(place, "seeds"), None) or place.listed(STATE)):
            return leased(place)
        top, slash, name = top.rpartition("/")
    return nullcontext()


@contextmanager
def leased(place: Place) -> Iterator[Lease]:
    """One writer at a time in a project at a place. Raises OutputInTheWay where there is one."""
    lease = Lease(PlaceBoard(place))
    lease.take()
    try:
        yield lease
    finally:
        lease.free()
