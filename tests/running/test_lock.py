"""A server's writes and a build share one lock; neither waits for ever, and what a killed build left is still cleaned up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from baokan.errors import OutputInTheWay
from baokan.running import Lock, corpus_lock


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
    with Lock(tmp_path / ".baokan" / "build.lock") as lock:
        assert lock.unfinished
    with Lock(tmp_path / ".baokan" / "build.lock") as lock:
        assert not lock.unfinished
