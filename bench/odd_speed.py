"""How long an ODD takes to compile, whole process: baokan, and beside it the TEI Stylesheets under SaxonC.

Usage: python bench/odd_speed.py [--tei P5SUBSET] [--stylesheets DIR] [--runs N] [ODD...]

Without ODDs two are made: a bare one (a few elements of five modules) and one of every module. DIR is a checkout of
the TEI Stylesheets, which baokan doesn't ship; with it and `pip install saxonche` their three steps (odd2odd,
odd2relax, extract-isosch) are run in one process on the same ODDs, and the ratio is printed. Without it the figures
that the project measured before stand there (0.6 s and 1.9 s), marked as such.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
P5SUBSET = ROOT.parent / "shared" / "tei" / "p5subset.xml"
EVERY = ROOT / "bench" / "odd_every_module.odd"
KNOWN = {"bare": 0.6, "odd_every_module": 1.9}  # seconds, TEI Stylesheets under SaxonC, two steps, another run on this machine
HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>x</title></titleStmt><publicationStmt>'
    "<p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>"
    '<schemaSpec ident="{}" prefix="tei_" start="TEI">{}</schemaSpec></body></text></TEI>'
)
BARE = (
    '<moduleRef key="tei"/><moduleRef key="header" include="teiHeader fileDesc titleStmt publicationStmt sourceDesc"/>'
    '<moduleRef key="core" include="p list item label head author title"/>'
    '<moduleRef key="textstructure" include="TEI text body div"/>'
    '<classSpec ident="att.global" type="atts" mode="change"><attList><attDef ident="xml:space" mode="delete"/>'
    '<attDef ident="xml:base" mode="delete"/></attList></classSpec>'
)
SAXON = """
import sys
from saxonche import PySaxonProcessor
odd, tei, styles, out = sys.argv[1:]
with PySaxonProcessor(license=False) as p:
    x = p.new_xslt30_processor()
    full = out + "/full.odd"
    step = x.compile_stylesheet(stylesheet_file=styles + "/odds/odd2odd.xsl")
    step.set_parameter("defaultSource", p.make_string_value("file://" + tei))
    step.transform_to_file(source_file=odd, output_file=full)
    for name, target in (("odd2relax", "x.rng"), ("extract-isosch", "x.sch")):
        step = x.compile_stylesheet(stylesheet_file=styles + "/odds/" + name + ".xsl")
        step.transform_to_file(source_file=full, output_file=out + "/" + target)
"""


def made(folder: Path) -> list[Path]:
    """The two ODDs of this bench."""
    bare = folder / "bare.odd"
    bare.write_text(HEAD.format("bare", BARE), encoding="utf-8")
    return [bare, EVERY]


def timed(command: list[str], runs: int) -> tuple[float, float]:
    """Seconds of a whole process, least of the runs: (by the clock, by the processor), the latter steady on a busy machine."""
    clock, processor = [], []
    for _ in range(runs):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        run = subprocess.run(command, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(time.perf_counter() - begun)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if run.returncode not in (0, 3):
            raise SystemExit(run.stderr.decode()[-2000:])
    return min(clock), min(processor)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("odds", type=Path, nargs="*")
    parser.add_argument("--tei", type=Path, default=P5SUBSET)
    parser.add_argument("--stylesheets", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'ODD':17} {'rng+sch':>9} {'cpu':>6} {'+ html':>8} {'cpu':>6} {'Stylesheets':>12} {'ratio':>6}")
        for odd in given.odds or made(folder):
            compile_it = [sys.executable, "-m", "baokan", "schema", "compile", str(odd), "--tei", str(given.tei), "-o", name]
            bare = timed([*compile_it, "--no-docs"], given.runs)
            full = timed(compile_it, given.runs)
            theirs, mark = KNOWN.get(odd.stem), "*"
            if given.stylesheets:
                saxon = [sys.executable, "-c", SAXON, str(odd), str(given.tei), str(given.stylesheets.resolve()), name]
                theirs, mark = timed(saxon, given.runs)[0], " "
            peer = f"{theirs:11.2f}{mark} {theirs / bare[0]:6.1f}" if theirs else ""
            print(f"{odd.stem:17} {bare[0]:8.2f}s {bare[1]:5.2f}s {full[0]:7.2f}s {full[1]:5.2f}s {peer}")
    if not given.stylesheets:
        print("* measured before, not in this run; give --stylesheets to measure it beside")


if __name__ == "__main__":
    main()
