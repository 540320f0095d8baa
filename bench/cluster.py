"""The same pages encoded by this machine's processes and by a Dask cluster on it: what the cluster costs.

python bench/cluster.py [PAGES] [WORKERS] [TIMES]        (300 pages, 2 workers, 3 times)

Both take as many processes. Each is run TIMES times in turn, the processes warm after the first, and the table gives the least
wall time of each, and whether the bytes are the same. In the last run a worker is killed (kill -9) half-way.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from pages.maker import make_page  # noqa: E402 - lies beside the tests
from running.local_cluster import LocalCluster  # noqa: E402

from baokan.build import Summary, encode_sources  # noqa: E402
from baokan.running import Batch, Limits  # noqa: E402
from baokan.running.cluster import Cluster  # noqa: E402


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def timed(out: Path, batch: Batch, seeds: Path) -> float:
    begun = time.monotonic()
    encode_sources([seeds], out, Summary(), batch)
    return time.monotonic() - begun


def compare(local: LocalCluster, top: Path, workers: int, times: int) -> tuple[list[float], list[float], float]:
    """Seconds here, there, and there with a worker killed half-way."""
    seeds = top / "seeds"
    started = [local.worker("--no-nanny") for _ in range(workers)]
    here, there = [], []
    with Cluster(local.address, 60) as cluster:
        cluster._client.wait_for_workers(workers, timeout=60)
        for turn in range(times):
            here.append(timed(top / f"here{turn}", Batch(Path(), lambda *_: None, Limits(workers)), seeds))
            there.append(timed(top / f"there{turn}", Batch(Path(), lambda *_: None, cluster=cluster), seeds))
            assert files(top / f"there{turn}") == files(top / "here0")

        def kill(step: str, done: int, total: int) -> None:
            if done == total // 2:
                started[0].send_signal(signal.SIGKILL)

        killed = timed(top / "killed", Batch(Path(), kill, cluster=cluster), seeds)
        assert started[0].wait(10) == -signal.SIGKILL and files(top / "killed") == files(top / "here0")
    return here, there, killed


def main() -> None:
    pages, workers, times = (int(sys.argv[n]) if len(sys.argv) > n else d for n, d in ((1, 300), (2, 2), (3, 3)))
    with tempfile.TemporaryDirectory(prefix="baokan-cluster-") as top:
        seeds = Path(top) / "seeds"
        seeds.mkdir()
        for number in range(pages):
            (seeds / f"p{number:05}.txt").write_text(make_page("abc"[number % 3], number // 3).text, encoding="utf-8")
        with contextlib.closing(LocalCluster(Path(top))) as local:
            here, there, killed = compare(local, Path(top), workers, times)
    print(f"{pages} pages, {workers} processes, least of {times}:")
    print(f"this machine {min(here):.2f} s, the cluster {min(there):.2f} s, {min(there) / min(here):.2f} times; the same bytes")
    print(f"one of {workers} workers killed half-way: {killed:.2f} s; the same bytes, none missing")


if __name__ == "__main__":
    main()
