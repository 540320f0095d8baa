"""The same tasks on a Dask cluster: batches of items go to its workers, results come back as they are done.

Sources and results lie where all its machines see them. Only what came of an item travels back.
"""

from __future__ import annotations

import platform
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from itertools import count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from baokan import __version__
from baokan.errors import MissingPart, UsageError
from baokan.running.foreman import dismiss, my_foreman
from baokan.running.state import LIBRARIES, code_digest
from baokan.running.workers import Failure, Limits

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")
BATCH = 50  # items a task: Dask takes some 2 ms to hand one over, which is then a thousandth of its work
AHEAD = 2  # batches a thread, so that none waits for work while the client reads
PAUSE = 0.02  # seconds
FETCHED = 5.0  # seconds in which a result, some kilobytes, is here
DESERTED = 60.0  # seconds without a worker after which a run gives up; a nanny has a new one in a few
PATIENCE = 10.0  # seconds to reach the scheduler, and to wait for its first worker
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://\S+:\d{1,5}$|inproc://\S+$")
STEPS = ("encode", "validate", "render")


class Cluster:
    """A scheduler at an address as tcp://host:8786, for the length of a `with`.

    Raises UsageError for what is no address, MissingPart where the extra isn't installed, nobody answers there, it has no
    workers, or a worker has other code.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self.address = address
        self.patience = patience
        self._client: Client

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client
        except ImportError as error:
            raise MissingPart(
                f"--scheduler needs a part that isn't installed ({error.name}).", "pip install 'baokan[dask]'."
            ) from error
        if not ADDRESS.match(self.address):
            raise UsageError(
                f"{self.address!r} is no scheduler's address.", "give it as dask scheduler prints it, tcp://host:8786."
            )
        try:
            self._client = Client(self.address, timeout=self.patience, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise MissingPart(
                f"{self.address}: no Dask scheduler answers there ({str(error).splitlines()[0]}).",
                "start one with dask scheduler, or mend the address.",
            ) from error
        try:
            self._wait_for_workers()
            self._compare_versions()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def run_tasks(
        self, function: Callable[[Item], Result], items: Iterable[Item], total: int, limits: Limits
    ) -> Iterator[tuple[int, Result | Failure]]:
        """As `workers.run_tasks`: the number of each item and what became of it, in the order in which they are done.

        A batch whose worker died goes to another one. When that has happened too often for the scheduler, its items are tried
        at the end, each with nothing else on its way, so that nobody is suspected for a neighbour's fault; one that still takes
        its workers with it is a Failure. No more than two batches a thread are on their way at a time.
        """
        from distributed import as_completed

        waiting = enumerate(items)
        size = max(1, min(BATCH, total // (AHEAD * max(1, self._threads()))))
        batches: dict[Future, list[tuple[int, Item]]] = {}
        suspects: list[tuple[int, Item]] = []
        done = as_completed([], raise_errors=False, loop=self._client.loop)

        def submit(batch: list[tuple[int, Item]]) -> None:
            key = f"baokan-{run}-{next(numbers)}"
            future = self._client.submit(work, function, [item for _, item in batch], limits, code, key=key, pure=False)
            batches[future] = batch
            done.add(future)

        run, numbers, code = uuid.uuid4().hex[:8], count(), codes()
        while True:
            while len(batches) < AHEAD * max(1, self._threads()) and (batch := list(islice(waiting, size))):
                submit(batch)
            alone = not batches
            if alone:
                if not suspects:
                    return
                submit([suspects.pop(0)])
            self._wait_for(done)
            future = next(done)
            batch = batches.pop(future)
            try:
                results = future.result(timeout=FETCHED)
            except TimeoutError:  # the worker that had it died, and it is made again
                batches[future] = batch
                done.add(future)
                continue
            except OtherCode as error:
                raise MissingPart(str(error), INSTALL_ALIKE) from error
            except (Exception, CancelledError) as error:
                self._check()
                failed = error
            else:
                yield from zip((number for number, _ in batch), results, strict=True)
                continue
            finally:
                if future not in batches:
                    future.release()
            if alone:
                yield batch[0][0], Failure(error=what_happened(failed))
            else:
                suspects += batch

    def _wait_for(self, done: Any) -> None:
        """Until something is done. Raises MissingPart where there is nobody left to do it."""
        last = time.monotonic()  # when there were workers
        looked = last
        while not done.has_ready():
            time.sleep(PAUSE)
            self._check()
            if time.monotonic() - looked > 1:
                looked = time.monotonic()
                last = looked if self._threads() else last
                if looked - last > DESERTED:
                    raise MissingPart(
                        f"{self.address}: has had no workers for {DESERTED:.0f} seconds.",
                        f"start some with dask worker {self.address}, and run the same command again: what is done is kept.",
                    )

    def _check(self) -> None:
        """Raises MissingPart where the scheduler is gone."""
        if self._client.status != "running":
            raise self._gone()

    def _gone(self) -> MissingPart:
        return MissingPart(f"{self.address}: the scheduler went away.", "run the same command again: what is done is kept.")

    def _threads(self) -> int:
        """The threads of all workers. Raises MissingPart where the scheduler is gone."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise self._gone() from error

    def _wait_for_workers(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self.patience)
        except TimeoutError as error:
            raise MissingPart(
                f"{self.address}: the scheduler has no workers.", f"start some with dask worker {self.address}."
            ) from error

    def _compare_versions(self) -> None:
        mine = facts()
        for worker, theirs in self._client.run(facts, on_error="return").items():
            if isinstance(theirs, Exception):
                raise MissingPart(f"{worker}: can't run baokan: {type(theirs).__name__}: {theirs}.", INSTALL_ALIKE)
            differ = [f"{name} {theirs.get(name)} there, {own} here" for name, own in mine.items() if theirs.get(name) != own]
            if differ:
                raise MissingPart(f"{worker}: has other versions: {'; '.join(differ)}.", INSTALL_ALIKE)


INSTALL_ALIKE = "install the same baokan, Python and libraries on the scheduler, its workers and here; else results would differ."


class OtherCode(Exception):
    """A worker that came later has other code than the client; it says so itself."""


def work(function: Callable[[Item], Result], items: list[Item], limits: Limits, code: tuple[str, ...]) -> list[Result | Failure]:
    """In a Dask worker: what became of each item."""
    if code != codes():
        raise OtherCode(f"A worker on {platform.node()} has another baokan, Python or libraries than those here.")
    try:
        return my_foreman().results(function, items, replace(limits, jobs=1))
    except BaseException:
        dismiss()  # it has died, or is in the middle of a batch that nobody waits for
        raise


def codes() -> tuple[str, ...]:
    return tuple(code_digest(step) for step in STEPS)


def facts() -> dict[str, str]:
    """What must be alike on all machines for the same bytes."""
    found = {"baokan": __version__, "Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found | {"baokan's code": codes()[0][:12], "its schemas": codes()[1][:12], "its stylesheets": codes()[2][:12]}


def what_happened(error: BaseException) -> str:
    """An item's end on the cluster in words."""
    if type(error).__name__ == "KilledWorker":
        return "its workers died each time it was tried"
    return f"{type(error).__name__}: {error}"
