"""Encode, validate, render text and restore at growing numbers of pages, beside their floor; how time grows; peak memory.

python bench/scale.py [--sizes 10,100,1000] [--jobs 1]

Pages come from the page maker (tests/pages). The floor is lxml's parse and serialisation of the same TEI, in one process;
each figure is processor time, workers' included, so that other work on the machine counts little. The exponent is the slope
of log time over log pages between the last two sizes: 1 is linear. Peak memory is that of the largest process of each step.
Start-up (interpreter, imports, dictionary) is measured with one page and taken off the times a page, and shown by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = ("floor", "encode", "validate", "render text", "restore", "build again")
PROGRAMS = {
    "floor": """
from lxml import etree
for path in paths:
    etree.tostring(etree.parse(str(path)), encoding="utf-8")
""",
    "encode": """
from baokan.build import Summary, encode_all
from baokan.running import Limits
encode_all([folder / "seeds"], folder / "corpus", Summary(), lambda *_: None, limits=Limits(jobs))
""",
    "validate": """
from baokan.batches import Batch, validate_files
from baokan.running import Limits
found, count = validate_files(paths, Batch(folder, lambda *_: None, Limits(jobs)))
assert count == len(paths)
for finding in found:
    if finding.severity == "error":
        print(finding.format(), file=sys.stderr)
""",
    "render text": """
from baokan.editions import render
assert len(render("text", folder / "corpus", folder / "text")) == len(paths)
""",
    "restore": """
from baokan.tei import restore
for path in paths:
    assert restore(path) == (folder / "seeds" / f"{path.stem}.txt").read_bytes(), path
""",
    "build again": """
from baokan import build
from baokan.running import Limits
summary = build.build(folder, limits=Limits(jobs), editions=("text",))
assert not any(summary.done.values()) or not (folder / "ready").exists(), summary.done
(folder / "ready").touch()
""",
}
MEASURE = """
import json, resource, sys
from pathlib import Path
folder, jobs = Path(sys.argv[1]), int(sys.argv[2])
paths = sorted(p for p in (folder / "corpus").glob("*.xml") if p.name != "corpus.xml")
{program}
own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([sum(r.ru_utime + r.ru_stime for r in (own, theirs)), max(own.ru_maxrss, theirs.ru_maxrss) / 1024]))
"""


def run(step: str, folder: Path, jobs: int) -> tuple[float, float]:
    """Processor seconds and peak megabytes of a step over a folder, in a process of its own."""
    command = [sys.executable, "-c", MEASURE.format(program=PROGRAMS[step]), str(folder), str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{step} failed:\n{done.stderr}")
    sys.stderr.write(done.stderr)  # pages whose TEI isn't valid, if any
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def make_pages(folder: Path, count: int) -> int:
    """Write so many pages of all tiers; returns their characters."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages.maker import make_page

    (folder / "seeds").mkdir()
    characters = 0
    for number in range(count):
        page = make_page("abc"[number % 3], number // 3)
        (folder / "seeds" / f"p{number:06}.txt").write_text(page.text, encoding="utf-8")
        characters += len(page.text)
    return characters


def measure(count: int, jobs: int, top: Path) -> tuple[dict[str, tuple[float, float]], int]:
    """Step -> seconds and megabytes, for so many pages; and their characters."""
    folder = top / str(count)
    folder.mkdir()
    characters = make_pages(folder, count)
    results = {"encode": run("encode", folder, jobs)}
    for step in ("floor", "validate", "render text", "restore"):
        results[step] = run(step, folder, jobs)
    run("build again", folder, jobs)  # fills the state
    results["build again"] = run("build again", folder, jobs)
    return results, characters


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and memory by number of pages.")
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    rows = {}
    with tempfile.TemporaryDirectory(prefix="baokan-scale-") as top:
        start, _ = measure(1, arguments.jobs, Path(top))
        for size in sizes:
            rows[size], characters = measure(size, arguments.jobs, Path(top))
            print(f"# {size} pages, {characters} characters, {arguments.jobs} job(s), {os.cpu_count()} cores", file=sys.stderr)
    print("| step | start-up s | " + " | ".join(f"{s} pages s" for s in sizes) + " | ms a page | of floor | exponent | peak MB |")
    print("|---|" + "---|" * (len(sizes) + 5))
    last = sizes[-1]
    net = {s: {step: max(rows[s][step][0] - start[step][0], 1e-4) for step in STEPS} for s in sizes}
    for step in STEPS:
        exponent = [math.log(net[b][step] / net[a][step]) / math.log(b / a) for a, b in pairwise(sizes)]
        cells = [f"{rows[s][step][0]:.2f}" for s in sizes]
        slope = f"{exponent[-1]:.2f}" if exponent else "–"
        peak = " ".join(f"{rows[s][step][1]:.0f}" for s in sizes)
        each, ratio = net[last][step] / last * 1000, net[last][step] / net[last]["floor"]
        print(f"| {step} | {start[step][0]:.2f} | {' | '.join(cells)} | {each:.2f} | {ratio:.1f} | {slope} | {peak} |")


if __name__ == "__main__":
    main()
