"""How much a run may take, --scheduler, and folders given by their addresses, of the commands that can run on many machines."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

if TYPE_CHECKING:
    from baokan.running import Lock
    from baokan.running.cluster import Cluster
    from baokan.running.lease import Lease

SECONDS = "Seconds that a file may take; one that takes longer is a finding, the others go on."
MEGABYTES = "Megabytes that a file may take; one that wants more is a finding, the others go on."
SCHEDULER = "Run on the Dask cluster of this scheduler, as tcp://host:8786, instead of this machine's processes."


class Where(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click
    """A path, or the address of a folder in an object store, as s3://bucket/paper: Path or str."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        if isinstance(value, Path) or "://" not in value:
            return Path(value)
        return Path(url2pathname(urlsplit(value).path)) if value.startswith("file://") else str(value)


WHERE = Where()


def running(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a command that works on many files; it gets them as `limits` and `cluster`, a context manager."""

    @click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes at work; all cores by default.")
    @click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=300, show_default=True, help=SECONDS)
    @click.option("--memory", type=click.IntRange(min=256), default=2048, show_default=True, help=MEGABYTES)
    @click.option("--scheduler", metavar="ADDRESS", help=SCHEDULER)
    @functools.wraps(command)
    def run(*args: Any, jobs: int, time_limit: float, memory: int, scheduler: str | None, **kwargs: Any) -> Any:
        from baokan.running import Limits

        return command(*args, limits=Limits(jobs, time_limit, memory), cluster=cluster_at(scheduler), **kwargs)

    return run


def cluster_at(address: str | None) -> AbstractContextManager[Cluster | None]:
    """The cluster at an address, or none."""
    if not address:
        return nullcontext()
    from baokan.running.cluster import Cluster

    return Cluster(address)


def writing_alone(out: Path | str) -> AbstractContextManager[Lock | Lease | None]:
    """No build writes meanwhile in the project that this folder belongs to, if it belongs to one."""
    if isinstance(out, str):
        from baokan.afar import place_of
        from baokan.afar.board import writing_lease

        return writing_lease(place_of(out))
    from baokan.running import writing_lock

    return writing_lock(out)
