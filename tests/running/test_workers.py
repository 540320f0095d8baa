"""One item that hangs, dies or fails takes nothing else with it."""

from __future__ import annotations

import os
import signal
import sys
import time
import tracemalloc
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

import baokan.encode
from baokan.build import Summary, encode_all
from baokan.encode import encode_job
from baokan.running import Batch, Failure, Limits, Rows, State, Step, run_step, run_tasks
from baokan.running.steps import Record

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the functions of these tests are handed over by fork")


def work(item: int) -> int:
    if item == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 5:
        time.sleep(60)
    if item == 7:
        raise ValueError("seven")
    return item * item


@pytest.mark.parametrize("jobs", [1, 2, 20])
def test_hang_crash_and_fault(jobs: int) -> None:
    results = dict(run_tasks(work, range(12), 12, Limits(jobs, 0.5)))
    assert sorted(results) == list(range(12))
    assert results.pop(3) == Failure(exit_code=-signal.SIGKILL)
    assert results.pop(5) == Failure(hung=True)
    assert results.pop(7) == Failure(error="ValueError: seven")
    assert results == {n: n * n for n in results} and len(results) == 9


def test_results_larger_than_a_pipe_holds_and_no_items() -> None:
    assert [len(r) for _, r in run_tasks(lambda n: b"x" * n, [10_000_000] * 3, 3, Limits(2))] == [10_000_000] * 3  # type: ignore[arg-type]
    assert list(run_tasks(work, [], 0, Limits())) == []


def test_workers_end_when_the_caller_stops_asking() -> None:
    results = run_tasks(lambda n: os.getpid(), range(100), 100, Limits(2))
    _, process = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)  # type: ignore[arg-type]


def test_workers_are_replaced_after_their_share_and_when_they_have_grown() -> None:
    processes = [p for _, p in run_tasks(lambda n: os.getpid(), range(10), 10, Limits(1, tasks=3))]
    assert [processes.count(p) for p in dict.fromkeys(processes)] == [3, 3, 3, 1]
    held: list[bytearray] = []

    def grow(item: int) -> int:
        held.append(bytearray(150 * 2**20))  # a leak
        return os.getpid()

    processes = [p for _, p in run_tasks(grow, range(4), 4, Limits(1, megabytes=600))]  # type: ignore[misc]
    assert len(set(processes)) > 1 and not held


def test_an_item_that_wants_too_much_memory_is_a_failure_and_the_rest_goes_on() -> None:
    results = dict(run_tasks(lambda n: len(bytes(2**30)) if n == 2 else n, range(5), 5, Limits(2, megabytes=300)))
    assert results == {0: 0, 1: 1, 2: Failure(memory=True), 3: 3, 4: 4}


@dataclass(frozen=True, slots=True)
class Doubled(Step[int]):
    """Numbers, with a record of a kilobyte each."""

    name: ClassVar[str] = "doubled"

    def key(self, item: int) -> str:
        return str(item)

    def source(self, item: int) -> Path:
        return Path(str(item))

    def made_from(self, item: int) -> str:
        return "x"

    def stands(self, item: int, record: Record) -> bool:
        return True

    def make(self, item: int) -> Record:
        return {"findings": [], "code": 0, "text": str(item).rjust(1000)}

    def warm(self) -> None: ...


def test_what_a_run_holds_does_not_grow_with_its_items(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows: Rows[Record] = Rows()
        tracemalloc.start()
        try:
            with closing(State(tmp_path / f"{count}.sqlite")) as state:
                batch = Batch(tmp_path, lambda *_: None, Limits(2), state)
                assert run_step(Doubled(), range(count), batch, lambda d: rows.put(d.number, d.record), count) == count
                assert run_step(Doubled(), range(count), batch, lambda d: rows.put(d.number, d.record), count) == 0
            assert sum(1 for _ in rows) == len(rows) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(3000) < peak(300) + 200_000  # bytes; their records are 3 MB


def test_few_items_get_one_process() -> None:
    assert Limits().workers(3) == 1 and Limits(8).workers(3) == 3 and Limits().workers(1000) >= 1


def test_a_page_that_hangs_or_crashes_is_a_finding_and_the_rest_goes_on(
    tmp_path: Path, page_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "crash", "hang", "z"):
        (tmp_path / f"{name}.txt").write_text(page_text, encoding="utf-8")

    def spoilt(job, out, taken, explain):  # type: ignore[no-untyped-def]
        if job.issue == "hang":
            time.sleep(60)
        if job.issue == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        return encode_job(job, out, taken, explain)

    monkeypatch.setattr(baokan.encode, "encode_job", spoilt)
    summary = Summary()
    encode_all([tmp_path], tmp_path / "out", summary, lambda *_: None, limits=Limits(2, 3))
    assert [(Path(f.path).name, f.code) for f in summary.findings] == [("crash.txt", "crashed"), ("hang.txt", "took-too-long")]
    assert summary.exit_code == 4 and sorted(p.name for p in (tmp_path / "out").glob("*.xml")) == ["a.xml", "z.xml"]
