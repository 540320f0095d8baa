"""A build that is killed (kill -9) at a hundred random moments: the corpus is whole each time, the next run completes it.

Each build is a process of its own, forked from this one, which has the dictionary and the schema already, so that nearly all
kills fall into its work. Half of them end its workers with it, as a power cut does, half leave these behind, as a kill by hand.
`bench/kill.py` does the same to processes from their start on, and to other commands.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sys
import time
import warnings
from pathlib import Path

import pytest

from baokan.build import Summary, build, encode_all
from baokan.editions.webfont import FACES
from baokan.running import Limits
from baokan.tei import parse_tei

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
PROJECTS = 8  # two at a time in turn, so that the workers that a kill left behind have ended when their turn comes again
KILLS = 100
TEXT = "新桥第{0}次通车\n\n本报清河讯 清河镇的新桥昨天第{0}次合龙，两岸的人敲着锣鼓来看。\n\n米价上涨\n\n昨日米价上涨一成。\n"
Files = dict[str, bytes]


def fill(project: Path) -> None:
    (project / "seeds").mkdir(parents=True)
    for number in range(6):
        (project / "seeds" / f"p{number}.txt").write_text(TEXT.format(number), encoding="utf-8")


def made(project: Path) -> Files:
    found = (path for folder in ("corpus", "dist") for path in (project / folder).rglob("*"))
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in found if path.is_file()}


def start(project: Path) -> int:
    """A build as a process of its own, with a group of its own; every fourth project has a site too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the runner of the tests has threads, of which the child needs none
        process = os.fork()
    if process:
        with contextlib.suppress(OSError):  # the child was first
            os.setpgid(process, process)
        return process
    try:
        os.setpgid(0, 0)
        number = int(project.name)
        os._exit(build(project, limits=Limits(1 + number % 2), editions=editions(number)).exit_code)
    finally:
        os._exit(99)


def editions(number: int) -> tuple[str, ...]:
    return ("text", "web") if number % 4 == 3 else ("text",)


def check(project: Path, whole: Files) -> None:
    """Every issue is what it will be in the end, and nothing is half there."""
    for path in (project / "corpus").glob("*.xml"):
        parse_tei(path)
        assert path.name == "corpus.xml" or path.read_bytes() == whole[f"corpus/{path.name}"]
    for path in (project / "dist").rglob("*"):
        if path.suffix == ".html":
            assert path.read_bytes().rstrip().endswith(b"</html>"), path
        elif path.suffix == ".txt":
            assert path.read_bytes() == whole[path.relative_to(project).as_posix()]


def complete(project: Path, whole: Files) -> None:
    _, status = os.waitpid(start(project), 0)
    assert os.waitstatus_to_exitcode(status) == 0
    ends_well(project, whole)


def ends_well(project: Path, whole: Files) -> None:
    """All is there, and nothing half-written is left."""
    folders = ("corpus/", *(f"dist/{edition}/" for edition in editions(int(project.name))))
    assert made(project) == {name: data for name, data in whole.items() if name.startswith(folders)}
    left = [path for path in project.rglob(".baokan-*") if path.is_file()]
    assert {path.name for path in left} <= {".baokan-files"}, left


def test_a_hundred_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for face in list(FACES):
        monkeypatch.delitem(FACES, face)  # they take long to cut, and are written as all else is
    projects = [tmp_path / str(number) for number in range(PROJECTS)]
    for project in (tmp_path / "whole", *projects):
        fill(project)
    encode_all([tmp_path / "whole" / "seeds"], tmp_path / "warm", Summary(), lambda *_: None, limits=Limits(1))
    build(tmp_path / "whole", limits=Limits(2), editions=("text", "web"))
    whole = made(tmp_path / "whole")
    begun = time.monotonic()
    complete(projects[0], whole)
    long = time.monotonic() - begun
    chance, killed, at_work, turn = random.Random(11), 0, 0, 0
    while killed < KILLS:
        pair = projects[turn % PROJECTS], projects[(turn + 1) % PROJECTS]
        turn += 2
        processes = [start(project) for project in pair]
        time.sleep(chance.uniform(0, long))
        for process, project in zip(processes, pair, strict=True):
            if os.waitpid(process, os.WNOHANG)[0]:  # it has ended before: it begins anew
                ends_well(project, whole)
                for folder in ("corpus", "dist", ".baokan"):
                    shutil.rmtree(project / folder)
                continue
            (os.killpg if chance.random() < 0.5 else os.kill)(process, signal.SIGKILL)
            os.waitpid(process, 0)
            killed += 1
            at_work += (project / ".baokan" / "build.lock").exists()
            check(project, whole)
    assert at_work > KILLS / 2
    for project in projects:
        complete(project, whole)
