"""How fast the index is made, how large it is, how fast it answers: python bench/search_speed.py [MILLIONS] [FOLDER].

Makes a corpus of so many million characters (10 by default) out of words drawn by their frequency in jieba's dictionary, with
places marked; indexes it; asks. Prints one table; times are those of one core (CPU time, the least of three), so that a busy
machine doesn't blur them. A FOLDER that holds an index already is only asked.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from baokan.annotate.lexicon import dictionary
from baokan.search.asking import Answer, Options, ask
from baokan.search.columns import unpack_text
from baokan.search.indexing import open_index
from baokan.search.store import index_path

ISSUE = 50_000  # characters of an issue
MOST_LISTED = 50_000  # hits of which all are set
TEXTS = [
    ("common word", "发展"), ("rarer word", "北京市"), ("phrase over words", "发展的"), ("one character", "的"),
    ("absent", "讠讠"),
]  # fmt: skip
PATTERNS = [
    ("two words and a gap", '[word="发展" & pos="v.*"] []{0,3} [ner="LOC"]'),
    ("common tags and a gap", '[pos="n"] []{0,3} [pos="v"]'),
    ("gap within a sentence", '[word="经济"] []{0,5} [word="发展"] within s'),
    ("pattern over words", '[word="发.*"] []{0,2} [word=".*[化性]"]'),
    ("loop", '[pos="a"]+ [pos="n"]+ [ner="LOC"]'),
    ("hostile pattern", '[word="(.*.*)*(.+)+x"]'),
]


def issues(total: int) -> Iterator[str]:
    """TEI issues until their text has so many characters."""
    rng = random.Random(9)
    entries = [(w, c, t) for w, (c, t) in dictionary().items() if len(w) < 5 and "&" not in w]
    words, weights = [w for w, _, _ in entries], list(itertools.accumulate(c + 1 for _, c, _ in entries))
    places = [w for w, _, t in entries if t == "ns"]
    for number in range(-(-total // ISSUE)):
        day = date(2001, 1, 1) + timedelta(days=number)
        yield issue(rng, f"b{number}", day, (words, weights, places))


def issue(rng: random.Random, name: str, day: date, lexicon: tuple[list[str], list[int], list[str]]) -> str:
    words, weights, places = lexicon
    body, size = [], 0
    while size < ISSUE:
        paragraph = []
        for word in rng.choices(words, cum_weights=weights, k=rng.randint(40, 160)):
            paragraph.append(word)
            roll = rng.random()
            if roll < 0.1:
                paragraph.append("，" if roll < 0.06 else "。")
            elif roll > 0.98:
                paragraph.append(f"<placeName>{rng.choice(places)}</placeName>")
        text = "".join(paragraph)
        size += len(text) - 23 * text.count("<placeName>")
        body.append(f'<p xml:id="{name}.p{len(body)}">{text}</p>')
    articles = "".join(
        f'<div type="article" xml:id="{name}.a{n}"><head type="main">{rng.choice(words)}{rng.choice(words)}</head>'
        f"{''.join(body[n : n + 8])}</div>"
        for n in range(0, len(body), 8)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}" xml:lang="zh-Hans"><teiHeader><fileDesc><titleStmt><title/>'
        "</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><bibl><title level='j'>宁安日报</title>"
        f"<date when='{day}'/></bibl></sourceDesc></fileDesc></teiHeader><text><body>{articles}</body></text></TEI>"
    )


def again(answer: Answer) -> Answer:
    """The same question, asked anew of the open index."""
    return Answer(answer.index, answer.query, answer.options)


def seconds(work: Callable[[], int]) -> tuple[int, float]:
    """(what work returns, least CPU seconds of three runs)."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        value = work()
        times.append(time.process_time() - begun)
    return value, min(times)


def ask_row(folder: Path, name: str, query: str, language: str) -> str:
    """One line of the table: hits; ms to find and set all of them, to count them, to set the first fifty."""
    answer = ask(folder, query, Options(language=language))
    hits, counted = seconds(lambda: again(answer).count())
    listed, page = seconds(lambda: sum(1 for _ in itertools.islice(again(answer).hits(), 50)))
    everything = "-"
    if hits <= MOST_LISTED:
        found, whole = seconds(lambda: sum(1 for _ in again(answer).hits()))
        assert found == hits and listed == min(hits, 50)
        everything = f"{whole * 1e3:.0f}"
    return f"{name:24} {hits:8} {counted * 1e3:9.0f} {page * 1e3:12.0f} {everything:>8}   {query}"


def make(folder: Path, millions: float) -> None:
    """Write the corpus and its index, and say how long that took and how large it is."""
    for number, text in enumerate(issues(int(millions * 1e6))):
        (folder / f"b{number}.xml").write_text(text, encoding="utf-8")
    cpu, begun = time.process_time(), time.perf_counter()
    index = open_index(folder)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    characters, words = index.connection.execute("SELECT sum(characters), sum(words) FROM issue").fetchone()
    print(
        f"index   {characters} characters, {words} words: {cpu:.1f} s of one core ({wall:.1f} s by the clock), "
        f"{characters / cpu * 60 / 1e6:.1f} million characters a minute a core"
    )
    index.connection.close()


def main(millions: float, folder: Path) -> None:
    if not index_path(folder).exists():
        make(folder, millions)
    index = open_index(folder)
    text = sum(len(unpack_text(t).encode()) for (t,) in index.connection.execute("SELECT text FROM stretch"))
    size = index.path.stat().st_size
    print(f"size    {size / 1e6:.1f} MB, {size / text:.2f} times the text ({text / 1e6:.1f} MB of UTF-8)")
    _, unchanged = seconds(lambda: open_index(folder).changed)
    changed = folder / "b0.xml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("。", "！", 1), encoding="utf-8")
    begun = time.process_time()
    open_index(folder)
    print(f"refresh {unchanged * 1e3:.0f} ms when nothing changed, {(time.process_time() - begun) * 1e3:.0f} ms for one issue")
    print(f"{'query':24} {'hits':>8} {'count, ms':>9} {'first 50, ms':>12} {'all, ms':>8}")
    for (name, query), language in [*((t, "text") for t in TEXTS), *((p, "cql") for p in PATTERNS)]:
        print(ask_row(folder, name, query, language))


if __name__ == "__main__":
    amount = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    if len(sys.argv) > 2:
        main(amount, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made_here:
            main(amount, Path(made_here))
