"""Times whole processes, baokan validate beside jing and libxml2, on files of the shapes that matter; prints ratios.

Usage: python bench/validate_speed.py [--large]; needs jing, xmllint and the folder `shared` beside the repository. The times are
of the processor (user and system), which other work on the machine disturbs less than the clock, then of the clock.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
ISSUE = SHARED / "pressmint" / "PressMint-SI_1914-08-07-2KUI6981.xml"
ROUNDS = 3


@dataclass
class Timed:
    """The best of some runs of a process: seconds of the processor and of the clock, memory at most, exit code."""

    cpu: float
    clock: float
    memory: float
    code: int


def run(*command: str | Path) -> Timed:
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        process = subprocess.Popen([str(part) for part in command], stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Timed(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024, process.returncode)


def best(*command: str | Path, rounds: int = ROUNDS) -> Timed:
    return min((run(*command) for _ in range(rounds)), key=lambda each: each.cpu)


def with_zones(target: Path, count: int, lines: int) -> Path:
    """A PressMint issue whose first surface has `count` zones; its first paragraph begins each of `lines` lines with an lb."""
    text = ISSUE.read_text(encoding="utf-8")
    graphic = re.search(r"<graphic\b[^>]*/>", text)
    assert graphic
    paragraph = re.compile(r"<p\b[^>]*>").search(text, graphic.end())
    assert paragraph
    with target.open("w", encoding="utf-8") as file:
        file.write(text[: graphic.end()])
        for number in range(count):
            x, y = number % 4000, number // 10
            name = f"{target.stem}.z{number}"
            file.write(f'\n<zone xml:id="{name}" type="line" ulx="{x}" uly="{y}" lrx="{x + 90}" lry="{y + 30}"/>')
        file.write(text[graphic.end() : paragraph.end()])
        for number in range(lines):
            file.write(f'<lb facs="#{target.stem}.z{number}"/>beseda za besedo ')
        file.write(text[paragraph.end() :])
    return target


def compare(name: str, schema: Path, files: list[Path], libxml2: bool = True, rounds: int = ROUNDS) -> None:
    size = sum(file.stat().st_size for file in files) / 1e6
    ours = best(Path(sys.executable).parent / "baokan", "validate", *files, "--schema", schema, rounds=rounds)
    others = {"jing": best("jing", "-i", schema, *files, rounds=rounds)}
    if libxml2:
        others["libxml2"] = best("timeout", "300", "xmllint", "--noout", "--relaxng", schema, *files, rounds=1)
    print(f"{name}: {len(files)} files, {size:.1f} MB")
    print(f"  baokan  {ours.cpu:7.2f} s cpu {ours.clock:7.2f} s clock {ours.memory:5.0f} MB  exit {ours.code}")
    for other, timed in others.items():
        ratio = f"{timed.cpu / ours.cpu:5.1f} x cpu {timed.clock / ours.clock:5.1f} x clock"
        times = f"{timed.cpu:7.2f} s cpu {timed.clock:7.2f} s clock {timed.memory:5.0f} MB"
        print(f"  {other:7} {times}  exit {timed.code} = {ratio}", flush=True)


def main() -> None:
    press, tei_all = SHARED / "pressmint" / "PressMint.odd.rng", SHARED / "tei" / "tei_all.rng"
    pages = sorted((SHARED / "pages" / "gold").glob("*.xml"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = []
        for number in range(200):
            small.append(folder / f"small-{number}.xml")
            shutil.copy(pages[number % len(pages)], small[-1])
        compare("200 small files by tei_all", tei_all, small, libxml2=False)
        zones = [with_zones(folder / f"zones-{number}.xml", 10_000, 10_000) for number in range(5)]
        compare("zone lists and the lines in them", press, zones)
        compare("zone lists alone", press, [with_zones(folder / f"list-{number}.xml", 16_000, 0) for number in range(5)])
        if "--large" in sys.argv:
            for count in (122_500, 245_000, 490_000, 980_000):
                large = with_zones(folder / "large.xml", count, 0)
                compare("one large file", press, [large], libxml2=False, rounds=1)


if __name__ == "__main__":
    main()
