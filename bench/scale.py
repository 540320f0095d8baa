"""Encode, validate, render, restore, index and search at growing numbers of pages, beside their floor and a peer.

python bench/scale.py [--sizes 10,100,1000] [--jobs 1] [--peers 1000] [--slow 1000] [--steps …] [--tiny]

Pages come from the page maker (tests/pages); --tiny makes pages of two lines, by which what a run itself costs is seen. Each
step runs in a process of its own. Figures are processor time, workers' included, so that other work on the machine counts
little. Start-up (interpreter, imports, dictionary) is measured with one page, shown by itself and taken off the others.

- floor: lxml's parse and serialisation of the same TEI.
- peer: what else does the same, or the nearest to it, on the same files; measured at no more than --peers pages:
  encode: three rules in place of the inference (bench/naive.py), then lxml; validate: libxml2's RELAX NG through lxml, which
  does the schema alone; render text: xsltproc, the same stylesheet; render web: xsltproc, the issues' pages without their
  articles, lists and search; restore: the sources out of a ZIP archive; index, and search (a hundred phrases counted):
  SQLite's FTS5 with a trigram index.
- build again: a second `baokan build` of the text edition with nothing changed. It and the web edition are measured at no
  more than --slow pages.
- exponent: the slope of log time over log pages between the last two sizes: 1 is linear.
- peak MB: of the process that was started, and of its largest worker, at each size.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("encode", "floor")  # of every step
SLOW = ("render web", "build again")
QUERIES = 100  # phrases of four characters out of the pages, each counted
OURS = {
    "encode": """
from baokan.build import Summary, encode_all
from baokan.running import Limits
encode_all([folder / "seeds"], folder / "corpus", Summary(), lambda *_: None, limits=Limits(jobs))
""",
    "floor": """
from lxml import etree
for path in paths:
    etree.tostring(etree.parse(str(path)), encoding="utf-8")
""",
    "validate": """
from baokan.batches import validate_files
from baokan.running import Batch, Limits
def told(number, findings):
    for finding in findings:
        if finding.severity == "error":
            print(finding.format(), file=sys.stderr)
assert validate_files(paths, Batch(folder, lambda *_: None, Limits(jobs)), told) == len(paths)
""",
    "render text": """
from baokan.editions import render
assert len(render("text", folder / "corpus", folder / "text")) == len(paths)
""",
    "render web": """
from baokan.editions import render
render("web", folder / "corpus", folder / "web")
""",
    "restore": """
from baokan.tei import restore
for path in paths:
    assert restore(path) == (folder / "seeds" / f"{path.stem}.txt").read_bytes(), path
""",
    "index": """
from baokan.search.indexing import open_index
assert open_index(folder / "corpus").changed == len(paths)
""",
    "search": """
from baokan.search.asking import Options, ask
for phrase in json.loads((folder / "phrases.json").read_text()):
    assert ask(folder / "corpus", phrase, Options()).count(), phrase
""",
    "build again": """
from baokan import build
from baokan.running import Limits
build.USUAL = build.EDITIONS = ("text",)
summary = build.build(folder, limits=Limits(jobs))
assert not any(summary.done.values()) or not (folder / "ready").exists(), summary.done
(folder / "ready").touch()
""",
}
PEERS = {
    "encode": """
sys.path.insert(0, str(root / "bench"))
from lxml import etree
from naive import page_to_items
from baokan.read import read_source
(folder / "naive").mkdir(exist_ok=True)
for path in sorted((folder / "seeds").glob("*.txt")):
    body = etree.Element("body")
    for source in read_source(path).sources:
        for item in page_to_items(source.page):
            article = etree.SubElement(body, "div", type="article")
            for unit in item.units:
                etree.SubElement(article, "head" if unit.kind == "head" else "p").text = unit.text
    (folder / "naive" / f"{path.stem}.xml").write_bytes(etree.tostring(body, encoding="utf-8"))
""",
    "validate": """
from lxml import etree
schema = etree.RelaxNG(etree.parse(str(root / "schemas" / "baokan.rng")))
for path in paths:
    assert schema.validate(etree.parse(str(path))), schema.error_log
""",
    "render text": """
import subprocess
for place in range(0, len(paths), 500):
    sheet = str(root / "xslt" / "text.xsl")
    with (folder / "plain").open("ab") as out:
        subprocess.run(["xsltproc", sheet, *map(str, paths[place : place + 500])], check=True, stdout=out)
""",
    "render web": """
import subprocess
for place in range(0, len(paths), 500):
    sheet = str(root / "xslt" / "web" / "issue.xsl")
    with (folder / "html").open("ab") as out:
        subprocess.run(["xsltproc", sheet, *map(str, paths[place : place + 500])], check=True, stdout=out)
""",
    "restore": """
import zipfile
made = folder / "seeds.zip"
if not made.exists():
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in (folder / "seeds").glob("*.txt"):
            archive.write(path, path.name)
with zipfile.ZipFile(made) as archive:
    for path in paths:
        assert archive.read(f"{path.stem}.txt") == (folder / "seeds" / f"{path.stem}.txt").read_bytes()
""",
    "index": """
import sqlite3
from lxml import etree
database = sqlite3.connect(folder / "fts.sqlite")
database.execute("CREATE VIRTUAL TABLE page USING fts5 (text, tokenize='trigram')")
for path in paths:
    text = "".join(etree.parse(str(path)).getroot().find("{*}text").itertext())
    database.execute("INSERT INTO page VALUES (?)", ("".join(text.split()),))
database.commit()
""",
    "search": """
import sqlite3
database = sqlite3.connect(folder / "fts.sqlite")
for phrase in json.loads((folder / "phrases.json").read_text()):
    rows = database.execute("SELECT text FROM page WHERE page MATCH ?", (f'"{phrase}"',))
    assert sum(text.count(phrase) for (text,) in rows), phrase
""",
}
MEASURE = """
import json, resource, sys
from pathlib import Path
folder, jobs, root = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
paths = sorted(p for p in (folder / "corpus").glob("*.xml") if p.name != "corpus.xml")
{program}
own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([sum(r.ru_utime + r.ru_stime for r in (own, theirs)), own.ru_maxrss / 1024, theirs.ru_maxrss / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of a step; the most megabytes of its process and of the largest worker."""

    seconds: float
    parent: float
    worker: float


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured with so many pages of so many characters."""

    pages: int
    characters: int
    ours: dict[str, Cost]
    peers: dict[str, Cost]


def run(program: str, folder: Path, jobs: int) -> Cost:
    """What a program costs in a process of its own."""
    command = [sys.executable, "-c", MEASURE.format(program=program), str(folder), str(jobs), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"failed:\n{program}\n{done.stderr}")
    sys.stderr.write(done.stderr)  # pages whose TEI isn't valid, if any
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def make_pages(folder: Path, count: int, tiny: bool) -> int:
    """Write so many pages of all tiers, and phrases that are in them; returns their characters."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages.maker import make_page

    (folder / "seeds").mkdir(parents=True)
    characters = 0
    phrases: dict[str, None] = {}
    for number in range(count):
        text = f"新桥通车\n\n清河镇的新桥第{number}次合龙。\n" if tiny else make_page("abc"[number % 3], number // 3).text
        (folder / "seeds" / f"p{number:06}.txt").write_text(text, encoding="utf-8")
        characters += len(text)
        if len(phrases) < QUERIES:
            lines = [line[5:9] for line in text.splitlines() if len(line) > 30 and line[5:9].isalpha()]
            phrases |= dict.fromkeys(lines[: -(-QUERIES // min(count, QUERIES))])
    (folder / "phrases.json").write_text(json.dumps(list(phrases)[:QUERIES] or ["清河镇的"]), encoding="utf-8")
    return characters


def measure(count: int, top: Path, arguments: argparse.Namespace) -> Size:
    """All steps on so many pages."""
    folder = top / str(count)
    characters = make_pages(folder, count, arguments.tiny)
    ours: dict[str, Cost] = {}
    peers: dict[str, Cost] = {}
    for step, program in OURS.items():
        if (step in SLOW and count > arguments.slow) or step not in {*NEEDED, *arguments.steps.split(",")}:
            continue
        if step == "build again":
            run(program, folder, arguments.jobs)  # fills the state
        ours[step] = run(program, folder, arguments.jobs)
        if step in PEERS and count <= arguments.peers:
            peers[step] = run(PEERS[step], folder, arguments.jobs)
    print(f"# {count} pages, {characters} characters, {arguments.jobs} job(s), {os.cpu_count()} cores", file=sys.stderr)
    return Size(count, characters, ours, peers)


def net(costs: dict[str, Cost], start: dict[str, Cost], step: str) -> float:
    """Seconds without start-up."""
    return max(costs[step].seconds - start[step].seconds, 1e-4)


def row(step: str, start: Size, sizes: list[Size]) -> list[str]:
    """A line of the table."""
    mine = [size for size in sizes if step in size.ours]
    last = mine[-1]
    seconds = net(last.ours, start.ours, step)
    slopes = [
        math.log(net(b.ours, start.ours, step) / net(a.ours, start.ours, step)) / math.log(b.pages / a.pages)
        for a, b in pairwise(mine)
    ]
    with_peer = [size for size in mine if step in size.peers]
    peer = "–"
    if with_peer:
        both = with_peer[-1]
        peer = f"{net(both.ours, start.ours, step) / net(both.peers, start.peers, step):.1f}"
    return [
        step,
        f"{start.ours[step].seconds:.2f}",
        *(f"{size.ours[step].seconds:.2f}" if step in size.ours else "–" for size in sizes),
        f"{seconds / last.pages * 1000:.2f}",
        f"{seconds / last.characters * 1e6:.2f}",
        f"{seconds / net(last.ours, start.ours, 'floor'):.1f}",
        peer,
        f"{slopes[-1]:.2f}" if slopes else "–",
        " ".join(f"{size.ours[step].parent:.0f}" for size in mine),
        " ".join(f"{size.ours[step].worker:.0f}" for size in mine) if mine[-1].ours[step].worker else "–",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and memory by number of pages.")
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--peers", type=int, default=1000, help="peers are measured at no more pages than these")
    parser.add_argument("--slow", type=int, default=1000, help="the web edition and builds are of no more pages than these")
    parser.add_argument("--steps", default=",".join(OURS), help="these alone, besides encode and floor")
    parser.add_argument("--tiny", action="store_true", help="pages of two lines")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baokan-scale-") as top:
        start = measure(1, Path(top), arguments)
        sizes = [measure(int(size), Path(top), arguments) for size in arguments.sizes.split(",")]
    head = ["step", "start-up s", *(f"{size.pages} pages s" for size in sizes), "ms a page", "µs a character"]
    head += ["of floor", "of peer", "exponent", "peak MB", "a worker's"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for step in start.ours:
        print(f"| {' | '.join(row(step, start, sizes))} |")


if __name__ == "__main__":
    main()
