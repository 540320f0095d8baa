"""How fast pages are put together, and how the work grows with the blocks of a page.

    python bench/inference_speed.py [FOLDER] [--runs 5]

Pages a second of processor time on one core after warm-up, for stages 2 to 4 and for all of encoding (infer, write TEI),
over the pages of FOLDER/pages (the dev pages beside the project) or, where there are none, over pages of tests/pages. Then one
page of 50 to 5,000 blocks, put together from such pages: seconds, and the exponent by which they grow from one size to the next.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from baokan.articles import infer
from baokan.encode import source_to_page
from baokan.model import Metadata, Page, Source
from baokan.read import read_text, text_to_source
from baokan.tei import pages_to_elements, to_bytes

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared" / "pages"
SIZES = (50, 100, 200, 500, 1000, 2000, 5000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    sources = read_sources(options.folder)
    infer(sources[0].page)  # loads jieba's dictionary
    print(f"{len(sources)} pages, {statistics.mean(len(s.page.blocks) for s in sources):.0f} blocks a page")
    for name, work in (("infer", lambda s: infer(s.page)), ("encode", encoded)):
        rates = [len(sources) / seconds(sources, work) for _ in range(options.runs)]
        print(f"{name:8} {max(rates):7.0f} pages a second at best, {statistics.median(rates):.0f} median")
    print(f"\n{'blocks':>8} {'seconds':>9} {'exponent':>9}")
    before: tuple[int, float] | None = None
    for size in SIZES:
        page = large_page(sources, size)
        least = min(seconds([page], infer) for _ in range(min(options.runs, 3)))
        growth = "" if before is None else f"{math.log(least / before[1]) / math.log(size / before[0]):9.2f}"
        print(f"{size:8} {least:9.3f} {growth}")
        before = size, least
    return 0


def encoded(source: Source) -> bytes:
    """The TEI of a page."""
    return to_bytes(pages_to_elements("x", [source_to_page(source, Metadata())]))


def read_sources(folder: Path) -> list[Source]:
    if (folder / "pages").is_dir():
        return [read_text(path) for path in sorted((folder / "pages").glob("*.txt"))]
    sys.path.insert(0, str(ROOT / "tests"))
    from pages import make_page

    return [text_to_source(make_page(tier, number).text.encode(), "x.txt") for tier in "abc" for number in range(20)]


def large_page(sources: list[Source], size: int) -> Page:
    """One page of `size` blocks, those of the sources one after another."""
    blocks = [block for n in range(size) for block in sources[n % len(sources)].page.blocks][:size]
    return Page(tuple(replace(block, index=n) for n, block in enumerate(blocks)))


def seconds(items: list, work: Callable) -> float:
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
