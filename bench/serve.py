"""How long a person waits in `baokan serve`: to save, and to see the page again after a correction, by size of the corpus.

python bench/serve.py [ISSUES ...]     100 and 400 when none is given

In milliseconds of processor time, which is what one waits for on an idle machine. The corpus is the seed page over and over
under other names. "whole edition" is what showing the page again costs when it is made anew for it; once, in the same run.
"""

from __future__ import annotations

import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from baokan.annotate.reading import blocks
from baokan.editions import render
from baokan.serve.app import make_app
from baokan.serve.checking import parse
from baokan.serve.site import Site
from baokan.serve.store import Store

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "corpus" / "_000_48e731cd01d102d7.xml"
PORT, TOKEN = 8765, "token"
TIMES = 20  # writes of each kind


def main() -> None:
    logging.disable(logging.INFO)
    sizes = [int(size) for size in sys.argv[1:]] or [100, 400]
    print("| issues | save a comment | save a correction | its page again | the lists after it | whole edition | page / whole |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="baokan-bench-") as folder:
            row = measure(size, Path(folder))
        shown = " | ".join(f"{row[key] * 1000:.0f} ms" for key in ("comment", "correct", "page", "lists", "whole"))
        print(f"| {size} | {shown} | 1 / {row['whole'] / row['page']:.0f} |", flush=True)


def measure(size: int, folder: Path) -> dict[str, float]:
    """Medians in seconds."""
    corpus = make_corpus(size, folder)
    (folder / "site").mkdir()
    store = Store(corpus)
    site = Site(store, folder / "site")
    site.refresh()
    app = make_app(store, site, TOKEN, PORT)
    client = TestClient(app, base_url=f"http://127.0.0.1:{PORT}", headers={"X-Baokan-Token": TOKEN})
    name = sorted(store.issues)[size // 2]
    block = max(blocks(parse(store.issues[name].read_bytes())), key=lambda b: len(b.text))
    page = f"/issues/{name}/{block.id.split('.')[1]}.html"
    text = block.text
    row = {"comment": timed(lambda n: write(client, name, "comment", block.id, text, n))}
    waits: dict[str, list[float]] = {"correct": [], "page": [], "lists": []}
    for number in range(5):
        # from the back to the front, so that the offsets before stay
        waits["correct"].append(once(lambda n=number: write(client, name, "correct", block.id, text, len(text) - 2 - 3 * n)))
        waits["page"].append(once(lambda: shown(client, page)))
        waits["lists"].append(once(lambda: shown(client, "/index.html")))
    row |= {key: statistics.median(values) for key, values in waits.items()}
    row["whole"] = once(lambda: render("web", corpus, folder / "site" / "site"))
    return row


def make_corpus(size: int, folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    text = SEED.read_text(encoding="utf-8")
    for number in range(size):
        name = f"issue{number:05}"
        (corpus / f"{name}.xml").write_text(text.replace(SEED.stem, name), encoding="utf-8")
    return corpus


def write(client: TestClient, name: str, change: str, key: str, text: str, at: int) -> None:
    version = client.get(f"/api/issues/{name}").json()["version"]
    body = {"author": "a", "version": version, "element": key, "start": at, "end": at + 1, "quote": text[at], "text": "〇"}
    answer = client.post(f"/api/issues/{name}/{change}", json=body)
    assert answer.status_code == 200, answer.text


def shown(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


def once(act: Callable[..., None]) -> float:
    began = time.process_time()  # of this process: what else the machine does has no part in it
    act()
    return time.process_time() - began


def timed(act: Callable[..., None]) -> float:
    return statistics.median(once(lambda n=number: act(n)) for number in range(TIMES))


if __name__ == "__main__":
    main()
