"""How fast the index is made, how large it is, how fast it answers: python bench/search_speed.py [MILLIONS] [FOLDER].

Makes a corpus of so many million characters (10 by default) out of words drawn by their frequency in jieba's dictionary, with
places marked; indexes it; asks. Prints one table, times in seconds of this machine, the ratios beside them.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from baokan.annotate.lexicon import dictionary
from baokan.search.asking import Options, ask
from baokan.search.columns import unpack_text
from baokan.search.indexing import open_index

ISSUE = 50_000  # characters of an issue
TEXTS = [("rare string", "文物保护单位"), ("common word", "发展"), ("one character", "的"), ("absent string", "讠讠")]
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
    entries = [(w, c, t) for w, (c, t) in dictionary().items() if len(w) < 5]
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


def timed(corpus: Path, query: str, **options: object) -> tuple[int, float, float]:
    """(hits, seconds to find and set them all, seconds to count them), the index open and up to date, the file in memory."""
    answer = ask(corpus, query, Options(**options))  # type: ignore[arg-type]
    begun = time.perf_counter()
    answer = type(answer)(answer.index, answer.query, answer.options)
    hits = sum(1 for _ in answer.hits())
    found = time.perf_counter()
    count = type(answer)(answer.index, answer.query, answer.options).count()
    assert hits == count
    return hits, found - begun, time.perf_counter() - found


def first_page(corpus: Path, query: str) -> float:
    """Seconds until the first 50 hits are there."""
    answer = ask(corpus, query, Options())
    begun = time.perf_counter()
    answer = type(answer)(answer.index, answer.query, answer.options)
    list(itertools.islice(answer.hits(), 50))
    return time.perf_counter() - begun


def main(millions: float, folder: Path) -> None:
    begun = time.perf_counter()
    made = 0
    for number, text in enumerate(issues(int(millions * 1e6))):
        (folder / f"b{number}.xml").write_text(text, encoding="utf-8")
        made += 1
    print(f"made {made} issues in {time.perf_counter() - begun:.1f} s")
    cpu, begun = time.process_time(), time.perf_counter()
    index = open_index(folder)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    row = "SELECT sum(characters), sum(words) FROM issue"
    characters, words = index.connection.execute(row).fetchone()
    bytes_of_text = sum(len(unpack_text(t).encode()) for (t,) in index.connection.execute("SELECT text FROM stretch"))
    size = index.path.stat().st_size
    print(f"index   {characters} characters, {words} words: {wall:.1f} s, {cpu:.1f} s of one core, "
          f"{characters / cpu * 60 / 1e6:.2f} million characters a minute a core")  # fmt: skip
    print(f"size    {size / 1e6:.1f} MB, {size / bytes_of_text:.2f} times the text ({bytes_of_text / 1e6:.1f} MB of UTF-8)")
    begun = time.perf_counter()
    open_index(folder)
    print(f"refresh {time.perf_counter() - begun:.3f} s when nothing changed")
    (folder / "b0.xml").write_text((folder / "b0.xml").read_text(encoding="utf-8").replace("。", "！", 1), encoding="utf-8")
    begun = time.perf_counter()
    open_index(folder)
    print(f"refresh {time.perf_counter() - begun:.3f} s when one issue changed")
    print(f"{'query':24} {'hits':>8} {'all, ms':>9} {'count, ms':>10} {'first 50, ms':>13}")
    for (name, query), language in [*((t, "text") for t in TEXTS), *((p, "cql") for p in PATTERNS)]:
        hits, found, counted = timed(folder, query, language=language)
        page = first_page(folder, query)
        print(f"{name:24} {hits:8} {found * 1e3:9.1f} {counted * 1e3:10.1f} {page * 1e3:13.1f}   {query}")


if __name__ == "__main__":
    amount = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    if len(sys.argv) > 2:
        main(amount, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as made_here:
            main(amount, Path(made_here))
