"""Times whole processes: this engine, jing and libxml2 on files of the shapes that matter; prints ratios.

Usage: python bench/relaxng_speed.py [--large]; needs jing, xmllint and the folder `shared` beside the repository.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
OURS = (
    "import sys\nfrom pathlib import Path\nfrom baokan.validate.relaxng import load_schema\n"
    "schema = load_schema(Path(sys.argv[1]))\n"
    "found = [finding for name in sys.argv[2:] for finding in schema.validate_file(Path(name))]\n"
    "print(len(found)); sys.exit(bool(found))"
)
ISSUE = SHARED / "pressmint" / "PressMint-SI_1914-08-07-2KUI6981.xml"


def timed(*command: str | Path) -> tuple[float, int]:
    """(seconds, exit code) of a whole process"""
    start = time.perf_counter()
    run = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    return time.perf_counter() - start, run.returncode


def with_zones(target: Path, count: int) -> Path:
    """A PressMint issue whose first surface has `count` zones, as a page with a zone for each line or word has."""
    text = ISSUE.read_text(encoding="utf-8")
    graphic = re.search(r"<graphic\b[^>]*/>", text)
    assert graphic
    with target.open("w", encoding="utf-8") as file:
        file.write(text[: graphic.end()])
        for number in range(count):
            x, y = number % 4000, number // 10
            file.write(
                f'\n         <zone xml:id="{target.stem}.z{number}" type="line" '
                f'ulx="{x}" uly="{y}" lrx="{x + 90}" lry="{y + 30}"/>'
            )
        file.write(text[graphic.end() :])
    return target


def compare(name: str, schema: Path, files: list[Path], libxml2: bool) -> None:
    size = sum(file.stat().st_size for file in files) / 1e6
    rounds = range(3 if size < 50 else 1)
    ours = min(timed(sys.executable, "-c", OURS, schema, *files) for _ in rounds)
    if len(rounds) == 1:
        print(f"  baokan's memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB at most")
    theirs = min(timed("jing", "-i", schema, *files) for _ in rounds)
    line = f"{name}: {len(files)} files, {size:.1f} MB: baokan {ours[0]:.2f} s ({ours[1]}), jing {theirs[0]:.2f} s ({theirs[1]})"
    line += f" = {theirs[0] / ours[0]:.1f} x"
    if libxml2 and shutil.which("xmllint"):
        slow = timed("timeout", "60", "xmllint", "--noout", "--relaxng", schema, *files)
        line += f"; libxml2 {slow[0]:.1f} s = {slow[0] / ours[0]:.0f} x"
    print(line, flush=True)


def main() -> None:
    press, tei_all = SHARED / "pressmint" / "PressMint.odd.rng", SHARED / "tei" / "tei_all.rng"
    pages = sorted((SHARED / "pages" / "gold").glob("*.xml"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--large" in sys.argv:
            compare("large", press, [with_zones(folder / "large.xml", 980_000)], libxml2=False)
        zones = [with_zones(folder / f"zones-{number}.xml", 16_000) for number in range(5)]
        compare("zones", press, zones, libxml2=True)
        small = []
        for number in range(200):
            small.append(folder / f"small-{number}.xml")
            shutil.copy(pages[number % len(pages)], small[-1])
        compare("200 small", tei_all, small, libxml2=False)


if __name__ == "__main__":
    main()
