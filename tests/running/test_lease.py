"""One writer at a time among machines: a dead one's lease runs out, one of this machine at once; of many askers one gets it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("fsspec", reason="fsspec is not installed (pip install -e .[dev])")

from baokan.afar.board import PlaceBoard
from baokan.afar.places import Place
from baokan.errors import OutputInTheWay
from baokan.running import Lock, lease, lock
from baokan.running.lease import Board, FolderBoard, Lease

sys.path.insert(0, str(Path(__file__).parent / "on_workers"))
import shelf_store  # noqa: F401 - brings the addresses shelf://

sys.path.pop(0)
HERE = Path(__file__).parent
THERE = {"host": "scriptorium", "process": "77", "kernel": "another", "processes": "another"}


@pytest.fixture(params=["folder", "memory", "shelf"])
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Board:
    if request.param == "folder":
        return FolderBoard(tmp_path / "lease")
    return PlaceBoard(Place(f"memory://{uuid.uuid4().hex}" if request.param == "memory" else f"shelf://{tmp_path}"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Callable[[Board], Lease]:
    """A lease that another machine asks for."""

    def ask(board: Board) -> Lease:
        with monkeypatch.context() as patch:
            patch.setattr(lease, "whoami", lambda: THERE)
            return Lease(board)

    return ask


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE", 0.4)
    monkeypatch.setattr(lease, "RENEWED", 0.05)


def test_one_at_a_time_and_the_next_when_it_is_free(board: Board, elsewhere: Callable[[Board], Lease]) -> None:
    first, second = elsewhere(board), Lease(board)
    first.take()
    begun = time.monotonic()
    with pytest.raises(OutputInTheWay, match=r"another build is at work here \(scriptorium, process 77, last sign of life \d+ "):
        second.take(0.3)
    assert time.monotonic() - begun < 2 and board.names() == [lease.lease_name(1)]
    threading.Timer(0.2, first.free).start()
    second.take(5)  # one write of a server elsewhere is waited for
    assert second.number == 2 and board.names() == [lease.lease_name(2)]
    second.check()
    second.free()
    elsewhere(board).take()
    assert board.names() == [lease.lease_name(3)]


@pytest.mark.usefixtures("quick")
def test_a_living_holder_keeps_it_and_a_dead_ones_runs_out(
    board: Board, elsewhere: Callable[[Board], Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(time, "time")  # no machine's own clock is asked for the hour
    holder = elsewhere(board)
    holder.take()
    with pytest.raises(OutputInTheWay):
        Lease(board).take(0.8)  # twice as long as a lease runs
    holder._done.set()  # from here on it is as dead
    taken = Lease(board)
    taken.take(2)
    assert taken.number == 2
    with pytest.raises(OutputInTheWay, match=r"lease of this run could not be renewed; it has stopped"):
        holder.check()
    taken.check()
    holder.free()  # a late riser frees nothing of others
    with pytest.raises(OutputInTheWay):
        Lease(board).take()


@pytest.mark.usefixtures("quick")
def test_a_holder_that_comes_back_too_late_is_told_who_took_over(board: Board, elsewhere: Callable[[Board], Lease]) -> None:
    holder, other = Lease(board), elsewhere(board)
    holder.take()
    board.create(lease.lease_name(2), other._data)  # as after a pause in which it ran out
    until = time.monotonic() + 5
    while not holder._lost and time.monotonic() < until:
        time.sleep(0.02)
    with pytest.raises(OutputInTheWay, match="the lease of this run was taken over by scriptorium, process 77; it has stopped"):
        holder.check()


@pytest.mark.usefixtures("quick")
def test_of_many_who_ask_for_a_lease_that_ran_out_one_gets_it(board: Board, elsewhere: Callable[[Board], Lease]) -> None:
    for turn in range(2):
        dead = elsewhere(board)
        dead.take(1)
        dead._done.set()
        time.sleep(0.5)
        asking = [elsewhere(board) for _ in range(8)]
        ready = threading.Barrier(len(asking))

        def ask(each: Lease, ready: threading.Barrier = ready) -> None:
            ready.wait()
            try:
                each.take()
            except OutputInTheWay:
                each.number = -1

        threads = [threading.Thread(target=ask, args=(each,)) for each in asking]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winners = [each for each in asking if each.number > 0]
        assert len(winners) == 1, (turn, [each.number for each in asking])
        winners[0].free()


def test_who_saw_an_old_list_of_the_folder_steps_back(board: Board, elsewhere: Callable[[Board], Lease]) -> None:
    for number in range(1, 4):
        board.create(lease.lease_name(number), elsewhere(board)._data)
    for number in (1, 2):
        board.remove(lease.lease_name(number))
    late = Lease(board)
    real, seen = late._top, iter([0])  # as NFS may tell for some seconds
    late._top = lambda: next(seen, None) or real()  # type: ignore[method-assign]
    with pytest.raises(OutputInTheWay, match="scriptorium"):
        late.take()
    assert board.names() == [lease.lease_name(3)]


def test_a_dead_holder_of_this_machine_is_passed_over_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from baokan.afar.board import leased; from baokan.afar.places import Place; import shelf_store\n"
        "with leased(Place(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    environment = os.environ | {"PYTHONPATH": str(HERE / "on_workers")}
    command = [sys.executable, "-c", code, f"shelf://{tmp_path}"]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    mine = Lease(PlaceBoard(Place(f"shelf://{tmp_path}")))
    with pytest.raises(OutputInTheWay, match=f"process {holder.pid}, last sign"):
        mine.take()
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    mine.take()


def test_a_store_that_tells_no_dates_is_asked_for_its_file(board: Board, elsewhere: Callable[[Board], Lease]) -> None:
    elsewhere(board).take()
    board.date = lambda name: None  # type: ignore[method-assign]
    with pytest.raises(OutputInTheWay, match=r"process 77\)\. Hint: wait for its end; if it was killed, delete this file\."):
        Lease(board).take()


def test_a_project_that_another_machine_writes_in_is_not_built_here(tmp_path: Path, elsewhere: Callable[[Board], Lease]) -> None:
    there = elsewhere(FolderBoard(tmp_path / ".baokan" / "lease"))
    there.take()
    with pytest.raises(OutputInTheWay, match="scriptorium, process 77"), Lock(tmp_path / ".baokan" / "build.lock"):
        pass
    there.free()
    with Lock(tmp_path / ".baokan" / "build.lock") as held:
        held.check()
        with pytest.raises(OutputInTheWay, match=f"process {os.getpid()}, last sign of life"):
            there.take()
    there.take()


def test_where_the_file_system_has_no_locks_the_lease_alone_keeps_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", no_locks)
    monkeypatch.setattr(lock, "SHORT", 0.1)
    path = tmp_path / ".baokan" / "build.lock"
    with Lock(path), pytest.raises(OutputInTheWay, match=f"process {os.getpid()}, last sign of life"), Lock(path):
        pass
    with Lock(path):
        pass
