"""On a Dask cluster, a real one of this machine: the same bytes, whatever happens to its workers."""

from __future__ import annotations

import importlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages.maker import make_page
from running.local_cluster import LocalCluster

pytest.importorskip("distributed", reason="distributed is not installed (pip install -e .[dev])")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are killed through /proc")

from baokan import build as driver  # noqa: E402 - after the look whether it is worth it
from baokan.afar import Place, build_afar, render_between  # noqa: E402
from baokan.build import Summary, build, encode_all  # noqa: E402
from baokan.editions import render  # noqa: E402
from baokan.editions.printing import PrintOptions  # noqa: E402
from baokan.editions.webfont import FACES  # noqa: E402
from baokan.errors import MissingPart  # noqa: E402
from baokan.running import Batch, Failure, Limits, cluster  # noqa: E402
from baokan.running.cluster import Cluster  # noqa: E402

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    local = LocalCluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield local
    finally:
        local.close()


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def fill(project: Path, count: int) -> Path:
    (project / "seeds").mkdir(parents=True)
    for number in range(count):
        text = make_page("abc"[number % 3], number).text
        (project / "seeds" / f"p{number:02}.txt").write_text(text, encoding="utf-8")
    return project


def test_a_worker_killed_half_way_loses_nothing_and_doubles_nothing(
    tmp_path: Path, running: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "USUAL", ("text",))
    project = fill(tmp_path / "project", 15)
    (project / "seeds" / "bad.txt").write_bytes(b"ok\n\xff\xff\xff")
    encode_all([project / "seeds"], tmp_path / "local", Summary(), lambda *_: None)
    victim, _ = running.worker("--no-nanny"), running.worker("--no-nanny")
    steps: list[tuple[str, int]] = []

    def progress(step: str, done: int, total: int) -> None:
        steps.append((step, done))
        if (step, done) == ("encode", 5):
            victim.send_signal(signal.SIGKILL)

    with Cluster(running.address, 30) as there:
        there._client.wait_for_workers(2, timeout=30)
        summary = build(project, progress, cluster=there)
        assert victim.wait(10) == -signal.SIGKILL
        assert [done for step, done in steps if step == "encode"] == list(range(1, 17))
        made = files(project / "corpus")
        assert made.pop("corpus.xml") and made == files(tmp_path / "local")
        assert [o.job.issue for o in summary.outcomes] == ["bad", *(f"p{n:02}" for n in range(15))]
        assert [f.code for f in summary.findings] == ["unreadable"] and summary.exit_code == 4
        # the next run, there or here, has nothing to do; one changed page is one page's work
        assert build(project, cluster=there).done == {"encode": 0, "validate": 0, "render": 0}
        assert build(project).done == {"encode": 0, "validate": 0, "render": 0}
        with (project / "seeds" / "p03.txt").open("a", encoding="utf-8") as file:
            file.write("\n清河镇的新桥昨天合龙。\n")
        assert build(project, cluster=there).done == {"encode": 1, "validate": 2, "render": 1}
        made = files(project / "corpus")
        (project / "corpus").rename(tmp_path / "before")
        # the same from an object store: each worker fetches what it needs and puts back what it made
        monkeypatch.syspath_prepend(str(HERE / "on_workers"))
        importlib.import_module("shelf_store")
        summary = build_afar(Place(f"shelf://{project}"), cluster=there, editions=())
        assert summary.done == {"encode": 15, "validate": 15} and files(project / "corpus") == made


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A corpus with its site beside it, without fonts: these take long to cut, and that on the machine where the command runs."""
    folder = tmp_path_factory.mktemp("paper")
    with pytest.MonkeyPatch.context() as patch:
        for face in list(FACES):
            patch.delitem(FACES, face)
        encode_all([fill(folder, 10) / "seeds"], folder / "corpus", Summary(), lambda *_: None)
        render("web", folder / "corpus", folder / "here")
        yield folder


@pytest.mark.parametrize("store", [False, True])
def test_the_web_edition_where_a_worker_is_killed_half_way(
    tmp_path: Path, running: LocalCluster, monkeypatch: pytest.MonkeyPatch, paper: Path, store: bool
) -> None:
    monkeypatch.syspath_prepend(str(HERE / "on_workers"))
    importlib.import_module("shelf_store")
    for worker in running.workers:  # of other tests
        worker.terminate()
    victim, _ = running.worker("--no-nanny"), running.worker("--no-nanny")
    seen: list[int] = []

    def progress(step: str, done: int, total: int) -> None:
        seen.append(done)
        if done == 4:
            victim.send_signal(signal.SIGKILL)

    with Cluster(running.address, 30) as there:
        there._client.wait_for_workers(2, timeout=30)
        batch = Batch(Path(), progress, cluster=there)
        if store:
            render_between(
                "web", f"shelf://{paper / 'corpus'}", f"shelf://{tmp_path / 'there'}", pytest.fail, PrintOptions(), batch
            )
        else:
            render("web", paper / "corpus", tmp_path / "there", pytest.fail, batch=batch)
    assert victim.wait(10) == -signal.SIGKILL and seen == list(range(1, 11))
    assert files(tmp_path / "there") == files(paper / "here")


def test_an_item_that_takes_its_worker_with_it_each_time_is_a_failure_and_the_rest_goes_on(
    running: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(HERE / "on_workers"))
    spoilt = importlib.import_module("spoilt").Spoilt()
    running.worker()
    running.worker()
    with Cluster(running.address, 30) as there:
        results = dict(there.run_tasks(spoilt, range(16), 16, Limits(seconds=1)))
    assert sorted(results) == list(range(16))
    assert results.pop(13) == Failure(error="its workers died each time it was tried")
    assert results.pop(7) == Failure(exit_code=-signal.SIGKILL)
    assert results.pop(5) == Failure(hung=True)
    assert results == {n: n * n for n in results}


def test_a_cluster_that_goes_away_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE / "on_workers"))
    monkeypatch.setattr(cluster, "DESERTED", 1.0)
    spoilt = importlib.import_module("spoilt").Spoilt()
    local = LocalCluster(tmp_path)
    try:
        worker = local.worker("--no-nanny")
        with Cluster(local.address, 30) as there:
            results = there.run_tasks(spoilt, range(100, 200), 100, Limits())
            assert next(results) == (0, 10000)
            worker.kill()
            with pytest.raises(MissingPart, match="has had no workers for 1 seconds"):
                list(results)
            local.scheduler.kill()
            with pytest.raises(MissingPart, match="the scheduler went away"):
                list(there.run_tasks(spoilt, range(100, 200), 100, Limits()))
    finally:
        local.close()


def test_other_versions_are_refused(running: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    if not running.workers:
        running.worker()
    monkeypatch.setattr(cluster, "__version__", "99.1")
    with pytest.raises(MissingPart, match=r"has other versions: baokan \S+ there, 99\.1 here\."), Cluster(running.address, 30):
        pass


def test_nobody_at_the_address_is_told(tmp_path: Path) -> None:
    nobody = Cluster("tcp://127.0.0.1:9", patience=0.5)
    with pytest.raises(MissingPart, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers there"), nobody:
        pass
    command = [sys.executable, "-m", "baokan", "encode", str(HERE), "-o", str(tmp_path), "--scheduler", "nonsense"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and run.stderr.splitlines()[1:] == []
    assert run.stderr.startswith("baokan: 'nonsense' is no scheduler's address.")
