"""Editions by number of pages: a first run, a second one, and one after a single page has changed.

    python bench/editions.py [--pages 1000,4000] [--jobs 2] [--editions text,web,build] [--keep FOLDER]

`build` is the whole of `baokan build`, from the pages to print, text and web; there a source changes, elsewhere the TEI.

Pages come from the page maker (tests/pages), each an issue by itself. Figures are processor time, workers' included, so that
other work on the machine counts little; beside it the clock. The exponent is the slope of log time over log pages: 1 is linear.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = ("first", "again", "one page changed")


def encode(folder: Path, pages: int) -> None:
    """Make the pages and their TEI, unless the folder has them."""
    if (folder / "corpus").is_dir():
        return
    sys.path.insert(0, str(ROOT / "tests"))
    from pages.maker import make_page

    from baokan.build import Summary, encode_all

    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        text = make_page("abc"[number % 3], number // 3).text
        (folder / "seeds" / f"p{number:06}.txt").write_text(text, encoding="utf-8")
    encode_all([folder / "seeds"], folder / "corpus", Summary(), lambda *_: None)


def spent() -> float:
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(r.ru_utime + r.ru_stime for r in (own, theirs))


def own_peak() -> int:
    """The most megabytes that this process had; getrusage counts its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def change(path: Path) -> str:
    """Put a character into a paragraph; returns what the file was."""
    before = path.read_text(encoding="utf-8")
    at = before.index(">", before.index("<p ", len(before) // 2)) + 1
    path.write_text(f"{before[:at]}改{before[at:]}", encoding="utf-8")
    return before


def measure(folder: Path, edition: str, jobs: int) -> list[tuple[str, int, float, float]]:
    """Run, issues and lists made, processor seconds, seconds by the clock."""
    from baokan.editions import find_issues, render_edition
    from baokan.running import Batch, Limits, State

    issues = find_issues(folder / "corpus")
    rows = []
    with tempfile.TemporaryDirectory() as state, contextlib.closing(State(Path(state) / "build.sqlite")) as kept:
        batch = Batch(folder, lambda *_: None, Limits(jobs), kept)
        for run in RUNS:
            changed = issues[len(issues) // 2]
            before = change(changed) if run == RUNS[2] else None
            began, clock = spent(), time.perf_counter()
            made = render_edition(edition, issues, folder / "dist" / edition, lambda finding: None, batch).made
            rows.append((run, made, spent() - began, time.perf_counter() - clock))
            if before is not None:
                changed.write_text(before, encoding="utf-8")
    return rows


def measure_build(folder: Path, jobs: int) -> list[tuple[str, int, float, float]]:
    """The same of the main job, in a project of its own."""
    from baokan.build import build
    from baokan.running import Limits

    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(folder / "seeds", project / "seeds")
    pages = sorted((project / "seeds").iterdir())
    changed, rows = pages[len(pages) // 2], []
    for run in RUNS:
        if run == RUNS[2]:
            text = changed.read_text(encoding="utf-8")
            changed.write_text(text.replace("的", "的改", 1), encoding="utf-8")
        began, clock = spent(), time.perf_counter()
        made = sum(build(project, limits=Limits(jobs)).done.values())
        rows.append((run, made, spent() - began, time.perf_counter() - clock))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Editions by number of pages.")
    parser.add_argument("--pages", default="1000,4000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--editions", default="text,web")
    parser.add_argument("--keep", type=Path, help="a folder for the pages and editions")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:  # in a process of its own, so that the peak is its own
        folder, edition = Path(arguments.one[0]), arguments.one[1]
        rows = measure_build(folder, arguments.jobs) if edition == "build" else measure(folder, edition, arguments.jobs)
        print(json.dumps([rows, [own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]]))
        return
    sizes = [int(size) for size in arguments.pages.split(",")]
    firsts: dict[str, list[float]] = {}
    print("| edition | pages | run | made | processor s | clock s | MB, itself and a worker |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as top:
        for pages in sizes:
            folder = (arguments.keep or Path(top)) / str(pages)
            encode(folder, pages)
            for edition in arguments.editions.split(","):
                command = [sys.executable, __file__, "--jobs", str(arguments.jobs), "--one", str(folder), edition]
                rows, peaks = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
                firsts.setdefault(edition, []).append(rows[0][2])
                for run, made, seconds, clock in rows:
                    print(
                        f"| {edition} | {pages} | {run} | {made} | {seconds:.2f} | {clock:.1f} | {peaks[0]}, {peaks[1]} |",
                        flush=True,
                    )
    for edition, seconds in firsts.items():
        for (a, small), (b, large) in pairwise(zip(sizes, seconds, strict=True)):
            print(f"{edition}: exponent {math.log(large / small) / math.log(b / a):.2f} from {a} to {b} pages")


if __name__ == "__main__":
    main()
