"""How fast annotations go out and come back: python bench/exchange_speed.py.

Makes an issue of 50,000 characters, annotates it, puts a comment on every hundredth character, then for each format: export;
import of what nobody touched; import with each tenth name taken out. One table, times of one core (CPU time, the least of two),
in thousand characters a second, and how long that is beside `annotate` of the same issue, in the same run.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from search_speed import issues

from baokan.annotate.exchange.anchors import quote
from baokan.annotate.exchange.cas import layers_to_xmi, xmi_to_layers
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.run import import_files
from baokan.annotate.exchange.tsv import layers_to_tsv, tsv_to_layers
from baokan.annotate.run import annotate
from baokan.export import Job, export

FORMATS = ("webannotation", "conllu", "inception", "webanno", "brat")
EVERY = 100  # characters between two comments


def least(work: Callable[[], object]) -> float:
    """The least CPU seconds of two runs."""
    times = []
    for _ in range(2):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def make(folder: Path) -> tuple[Path, int]:
    """An issue with comments, and how many characters its text has."""
    path = folder / "b0.xml"
    text = next(iter(issues(1)))
    path.write_text(text.replace("<title/>", "<title>宁安日报</title>"), encoding="utf-8")
    issue = AnnotatedIssue(path, print)
    size = 0
    for key in issue.texts.blocks:
        block = issue.texts[key]
        size += len(block)
        for start in range(0, len(block) - 2, EVERY):
            body = {"type": "TextualBody", "value": "待查。"}
            issue.put(Annotation(issue.free_id(), (quote(key, block, start, start + 2),), "commenting", (body,)))
    path.write_bytes(issue.to_bytes())
    return path, size


def with_fewer_names(kind: str, file: Path) -> None:
    """Take out each tenth name."""
    if kind in ("inception", "webanno"):
        data = file.read_bytes()
        layers = xmi_to_layers(data, None) if kind == "inception" else tsv_to_layers(data.decode())
        layers.names = [n for number, n in enumerate(layers.names) if number % 10]
        file.write_bytes(layers_to_xmi(layers) if kind == "inception" else layers_to_tsv(layers).encode())
        return
    lines = file.read_text(encoding="utf-8").split("\n")
    if kind == "brat":
        lines = [line for n, line in enumerate(lines) if n % 10 or line.startswith("#") or "commenting" in line]
    elif kind == "conllu":
        lines = [line.replace("NER=B-", "Was=") if not n % 10 else line for n, line in enumerate(lines)]
    else:
        page = json.loads("\n".join(lines))
        page["items"] = [i for n, i in enumerate(page["items"]) if n % 10 or ".ana.xml" not in i["id"]]
        lines = [json.dumps(page)]
    file.write_text("\n".join(lines), encoding="utf-8")


def row(kind: str, corpus: Path, out: Path, size: int, base: float) -> str:
    def speed(seconds: float) -> str:
        return f"{size / seconds / 1000:8.0f} ({seconds / base:5.2f})"

    export(kind, Job(corpus, out / kind))
    file = next(p for p in sorted((out / kind).iterdir()) if p.stem == "b0" and p.suffix not in (".txt", ".base"))
    there = least(lambda: export(kind, Job(corpus, out / kind)))
    back = least(lambda: import_files(kind, [file], corpus))
    with_fewer_names(kind, file)
    changed = []
    for number in range(2):
        copy = out / f"{kind}{number}"
        shutil.copytree(corpus, copy)
        begun = time.process_time()
        result = import_files(kind, [file], copy)
        changed.append(time.process_time() - begun)
        assert result.written and result.new, result
    return f"{kind:14} {file.stat().st_size / 1e6:7.2f} {speed(there)} {speed(back)} {speed(min(changed))}"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        corpus, out = Path(name) / "corpus", Path(name) / "out"
        corpus.mkdir()
        _, size = make(corpus)
        base = least(lambda: annotate(corpus, ("tokens", "entities")))
        print(f"{size} characters; annotate: {size / base / 1000:.0f} thousand a second")
        print(f"{'':14} {'MB':>7} {'export':>16} {'import':>16} {'import, changed':>16}")
        for kind in FORMATS:
            print(row(kind, corpus, out, size, base), flush=True)


if __name__ == "__main__":
    main()
