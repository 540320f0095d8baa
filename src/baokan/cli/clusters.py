"""--scheduler of the commands that can run on a Dask cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baokan.running.cluster import Cluster

SCHEDULER = "Run on the Dask cluster of this scheduler, as tcp://host:8786, instead of this machine's processes."


def cluster_at(address: str | None) -> AbstractContextManager[Cluster | None]:
    """The cluster at an address, or none."""
    if not address:
        return nullcontext()
    from baokan.running.cluster import Cluster

    return Cluster(address)
