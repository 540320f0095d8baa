"""A server's writes and a build share one lock; neither waits for ever, and what a killed build left is still cleaned up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from baokan.cli import main
from baokan.errors import OutputInTheWay
from baokan.running import Lock, corpus_lock, lock


def test_a_write_waits_for_another_write_and_says_when_a_build_is_at_work(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    order: list[int] = []

    def write(number: int) -> None:
        with corpus_lock(corpus):
            order.append(number)
            time.sleep(0.05)
            order.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(order) == 8 and order[::2] == order[1::2]  # never two inside at once
    with Lock(tmp_path / ".baokan" / "build.lock"), pytest.raises(OutputInTheWay, match="another build is at work"):
        write(9)
    with corpus_lock(corpus), pytest.raises(OutputInTheWay), Lock(tmp_path / ".baokan" / "build.lock"):
        pass


def test_a_write_after_a_killed_build_leaves_the_sweeping_to_the_next_build(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / ".baokan").mkdir()
    (tmp_path / ".baokan" / "build.lock").write_text(str(dead.pid))
    (tmp_path / "corpus").mkdir()
    with corpus_lock(tmp_path / "corpus"):
        pass
    with Lock(tmp_path / ".baokan" / "build.lock") as held:
        assert held.unfinished
    with Lock(tmp_path / ".baokan" / "build.lock") as held:
        assert not held.unfinished


def test_every_command_that_writes_where_a_build_does_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "SHORT", 0.1)
    source = tmp_path / "seeds" / "p1.txt"
    source.parent.mkdir()
    source.write_text("新桥通车\n\n清河镇的新桥昨天合龙。\n", encoding="utf-8")
    corpus, dist = tmp_path / "corpus", tmp_path / "dist"
    assert CliRunner().invoke(main, ["encode", str(source), "-o", str(corpus)]).exit_code == 0
    writing = [
        ["encode", str(source), "-o", str(corpus)],
        ["render", "text", str(corpus), "-o", str(dist / "text")],
        ["annotate", str(corpus)],
        ["import", "conllu", str(source), "--corpus", str(corpus)],
        ["build", "--project", str(tmp_path)],
    ]
    elsewhere = [
        ["encode", str(source), "-o", str(tmp_path / "tei")],
        ["render", "text", str(corpus), "-o", str(tmp_path / "text")],
    ]
    with Lock(tmp_path / ".baokan" / "build.lock"):
        for command in writing:
            done = CliRunner().invoke(main, command)
            assert done.exit_code == 6 and "another build is at work here" in done.stderr, command
        assert [CliRunner().invoke(main, command).exit_code for command in elsewhere] == [0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".baokan", "corpus", "seeds", "tei", "text"]
    assert [CliRunner().invoke(main, command).exit_code for command in writing[:2]] == [0, 0]
