"""How fast pages are put together: pages a second of processor time after warm-up, and how the time grows with a page's blocks.

    python bench/inference_speed.py

The pages are those that tests/pages makes, and the dev pages beside the project where they are. Each figure is the best of
three rounds, in processor time: the machine has other things to do. The large pages are made pages one after another, so the
work has the mix of roles and seams that a page has.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from pages import TIERS, make_page  # noqa: E402  found beside the tests

from baokan.articles import infer  # noqa: E402
from baokan.encode import encode_sources, source_to_page  # noqa: E402
from baokan.explain import explanation_to_bytes  # noqa: E402
from baokan.model import Metadata, Source  # noqa: E402
from baokan.read import text_to_source  # noqa: E402
from baokan.tei import tei_to_bytes  # noqa: E402

ROUNDS = 3
SIZES = (100, 500, 1000, 2000, 5000)  # blocks
TO_REACH = 100  # pages a second


def best(work: Callable[[], object]) -> float:
    """Seconds of the best round."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def pages_table(name: str, sources: Sequence[Source]) -> None:
    """A line a kind of work: pages and blocks a second."""
    blocks = sum(len(s.page.blocks) for s in sources)
    for label, work in (
        ("put together", lambda: [infer(s.page) for s in sources]),
        ("to TEI", lambda: [tei_to_bytes(encode_sources("x", [s])) for s in sources]),
        ("explained", lambda: [explanation_to_bytes("x", [source_to_page(s, Metadata())]) for s in sources]),
    ):
        seconds = best(work)
        print(f"{name:6} {label:13} {len(sources) / seconds:8.0f} pages/s {blocks / seconds:9.0f} blocks/s")


def growth_table(blocks: Sequence[str]) -> None:
    """Seconds by size of the page, and the time a block takes by log2 of the size: level where growth is n log n."""
    print("\n  blocks   seconds  µs/(block × log2 blocks)")
    for size in SIZES:
        page = text_to_source("\n\n".join(blocks[:size]).encode(), "x.txt").page
        seconds = best(lambda page=page: infer(page))  # type: ignore[misc]
        print(f"{len(page.blocks):8} {seconds:9.3f} {seconds * 1e6 / size / math.log2(size):9.2f}")


def main() -> None:
    made = [text_to_source(make_page(tier, n).text.encode(), "x.txt") for tier in TIERS for n in range(40)]
    infer(made[0].page)  # loads jieba's dictionary
    pages_table("made", made)
    folder = ROOT.parent / "shared" / "pages" / "pages"
    if folder.is_dir():
        pages_table("dev", [text_to_source(p.read_bytes(), p.name) for p in sorted(folder.glob("*.txt"))])
    print(f"(to reach: {TO_REACH} pages/s put together)")
    count, texts = 0, []
    while len(texts) < SIZES[-1]:
        texts += [block.text for block in text_to_source(make_page("c", count).text.encode(), "x.txt").page.blocks]
        count += 1
    growth_table(texts)


if __name__ == "__main__":
    main()
