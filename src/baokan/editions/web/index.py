"""The search index: where each pair of neighbouring characters stands, in pieces that a browser loads one by one.

All articles are one long text, its passages parted by a line feed; a posting is a position in it, counted in code points. A
phrase is found by the pairs that cover it, a single character by the pairs that it begins, so nothing is missed and nothing is
guessed. Positions are collected in memory up to MOST_POSITIONS, then put aside in sorted runs; the runs are merged into
pieces of about PIECE characters each, in the order of the pairs, so that the list of the pieces' first pairs finds any piece.
"""

from __future__ import annotations

import heapq
import itertools
import json
import marshal
import operator
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from baokan.editions.web.folding import fold, fold_table
from baokan.editions.web.output import Output
from baokan.editions.web.reading import Passage

MOST_POSITIONS = 1_000_000  # in memory, about 60 MB
BATCH = 500  # pairs of a run read at once
PIECE = 40_000  # characters of a piece: small to load, few enough to name
TEXTS = 24_000  # characters of a file of texts, for the concordance lines


@dataclass(slots=True)
class SearchIndex:
    """Collects articles and writes the index; articles of one issue come together."""

    out: Output
    position: int = 0
    held: int = 0
    pairs: dict[str, list[int]] = field(default_factory=dict)
    runs: list[IO[bytes]] = field(default_factory=list)
    issues: list[list[object]] = field(default_factory=list)  # folder, paper's number, date, number of articles
    papers: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    texts: list[list[object]] = field(default_factory=list)
    texts_size: int = 0
    text_files: list[int] = field(default_factory=list)  # the first article of each file of texts

    def open_issue(self, folder: str, paper: str, when: str) -> None:
        self.issues.append([folder, self.papers.setdefault(paper, len(self.papers)), when, 0])

    def add(self, href: str, title: str, kind: str, passages: list[Passage]) -> None:
        """Add an article of the open issue; href is its file in the issue's folder."""
        said = [(p.anchor, p.text.strip()) for p in passages]
        text = "".join(f"{passage}\n" for _, passage in said) or "\n"
        self.lengths.append(len(text))
        self.kinds.append(self.types.setdefault(kind, len(self.types)))
        self.issues[-1][3] += 1  # type: ignore[operator]  # the fourth is a number
        self.add_pairs(fold(text))
        self.add_text([href, title, said], len(text))

    def add_pairs(self, text: str) -> None:
        pairs = self.pairs
        for position, pair in enumerate(map(operator.add, text, text[1:]), self.position):
            if pair in pairs:
                pairs[pair].append(position)
            elif pair[0] != "\n":
                pairs[pair] = [position]
        self.position += len(text)
        self.held += len(text)
        if self.held > MOST_POSITIONS:
            self.put_aside()

    def put_aside(self) -> None:
        """Write what is held as a sorted run."""
        run = tempfile.TemporaryFile()  # noqa: SIM115 - lives until the merge
        order = sorted(self.pairs)
        for at in range(0, len(order), BATCH):
            marshal.dump([(pair, self.pairs[pair]) for pair in order[at : at + BATCH]], run)
        run.seek(0)
        self.runs.append(run)
        self.pairs = {}
        self.held = 0

    def add_text(self, entry: list[object], size: int) -> None:
        if not self.texts:
            self.text_files.append(len(self.lengths) - 1)
        self.texts.append(entry)
        self.texts_size += size
        if self.texts_size > TEXTS:
            self.write_texts()

    def write_texts(self) -> None:
        if self.texts:
            number = len(self.text_files) - 1
            self.out.write(f"search/t{number}.js", f"baokan.texts({number},{script_json(self.texts)});\n")
        self.texts = []
        self.texts_size = 0

    def close(self) -> None:
        """Write the pieces and the index of them."""
        self.write_texts()
        firsts = []
        for number, (first, body) in enumerate(self.pieces()):
            firsts.append(first)
            self.out.write(f"search/p{number}.js", f"baokan.piece({number},{{{body}}});\n")
        for run in self.runs:
            run.close()
        folded = "".join(chr(code) + to for code, to in sorted(fold_table().items()))
        head = {
            "papers": list(self.papers),
            "types": list(self.types),
            "issues": self.issues,
            "lengths": self.lengths,
            "kinds": self.kinds,
            "texts": self.text_files,
            "pieces": firsts,
            "fold": folded,
        }
        self.out.write("search/index.js", f"baokan.index({script_json(head)});\n")

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Each piece's first pair and its body."""
        first, size = "", 0
        parts: list[str] = []
        for pair, positions in self.merged():
            key = f'"{pair}"' if pair.isalnum() else script_json(pair)
            if len(positions) == 1:
                part = f"{key}:[{positions[0]}]"
            else:
                deltas = [positions[0], *map(operator.sub, positions[1:], positions)]
                part = f"{key}:{str(deltas).replace(' ', '')}"
            if parts and size + len(part) > PIECE:
                yield first, ",".join(parts)
                parts, size = [], 0
            if not parts:
                first = pair
            parts.append(part)
            size += len(part)
        if parts:
            yield first, ",".join(parts)

    def merged(self) -> Iterator[tuple[str, list[int]]]:
        """Every pair once, in order, with all its positions in order."""
        self.put_aside()
        runs = heapq.merge(*(read_run(run, number) for number, run in enumerate(self.runs)))
        for pair, group in itertools.groupby(runs, key=operator.itemgetter(0)):
            lists = [positions for _, _, positions in group]
            yield pair, lists[0] if len(lists) == 1 else list(itertools.chain.from_iterable(lists))


def read_run(run: IO[bytes], number: int) -> Iterator[tuple[str, int, list[int]]]:
    while True:
        try:
            batch = marshal.load(run)
        except EOFError:
            return
        for pair, positions in batch:
            yield pair, number, positions


def script_json(value: object) -> str:
    """JSON that is also safe inside a script, whatever the text holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
