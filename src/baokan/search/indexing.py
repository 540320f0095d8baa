"""Writes issues into the index, takes them out again, and brings an index up to date with its corpus."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from baokan.findings import Finding, Severity
from baokan.search.columns import pack, pack_ascending, pack_text, unpack, unpack_ascending, unpack_text
from baokan.search.corpus import Report, read_source
from baokan.search.files import Source, find_sources
from baokan.search.passages import IssueText, Passage
from baokan.search.store import index_path, is_unwritable, open_store, transaction, unwritable
from baokan.simplified import fold

ATTRIBUTES = ("word", "lemma", "pos", "upos", "feats", "ner")  # of a token
PLACES = ("kind", "head", "type")  # of the passage and the article that it stands in
NUMBERS = {name: number for number, name in enumerate((*ATTRIBUTES, *PLACES))}  # as the index has them
STRETCH = 4_000  # characters that FTS5 takes as one document, or a little more: the larger, the smaller the index
Progress = Callable[[int, int], None]


@dataclass(slots=True, weakref_slot=True)
class Index:
    """An open index and what opening it brought to light."""

    connection: sqlite3.Connection
    path: Path
    corpus: Path
    rebuilt: str = ""  # why it was made anew
    changed: int = 0  # sources written or taken out by this opening

    def __post_init__(self) -> None:
        weakref.finalize(self, self.connection.close)


def open_index(
    corpus: Path,
    path: Path | None = None,
    report: Report = lambda finding: None,
    progress: Progress = lambda done, total: None,
) -> Index:
    """The index of a corpus, made or brought up to date: only what changed is read.

    Raises UnreadableInput for no corpus, OutputInTheWay when the file can't be written.
    """
    sources = find_sources(corpus)
    path = path or index_path(corpus)
    connection, reason = open_store(path)
    index = Index(connection, path, corpus, reason)
    try:
        refresh(index, sources, report, progress)
    except sqlite3.OperationalError as error:
        if not is_unwritable(error):
            raise
        if not connection.execute("SELECT 1 FROM file").fetchone():
            raise unwritable(path, error) from error
        report(out_of_date(path, error))
    return index


def out_of_date(path: Path, error: sqlite3.OperationalError) -> Finding:
    return Finding(
        str(path), 0, "index-stale", Severity.WARNING,
        f"The index is older than the corpus and can't be written ({error}); the answer is the older one's.",
        "name another place with --index FILE.",
        f"索引比语料库旧，且无法写入（{error}）；结果来自旧索引。", "请用 --index FILE 指定另一位置。",
    )  # fmt: skip


def refresh(index: Index, sources: Sequence[Source], report: Report, progress: Progress) -> None:
    """Take out what is gone or changed, write what is new or changed; each source is a transaction of its own."""
    base = index.corpus if index.corpus.is_dir() else index.corpus.parent
    named = {s.path.relative_to(base).as_posix() if s.path.is_relative_to(base) else str(s.path): s for s in sources}
    known = {p: (i, stamp) for i, p, stamp in index.connection.execute("SELECT id, path, stamp FROM file")}
    for name in known.keys() - named.keys():
        with transaction(index.connection):
            remove_file(index, known[name][0])
        index.changed += 1
    stale = [(n, s) for n, s in named.items() if n not in known or known[n][1] != s.stamp()]
    for done, (name, source) in enumerate(stale):
        progress(done, len(stale))
        update_source(index, name, source, report)
    if stale:
        progress(len(stale), len(stale))
    if index.changed > len(named) // 2:  # much is new: one segment answers faster than many, and leaves room to give back
        with contextlib.suppress(sqlite3.OperationalError):  # where another run is at the index, it stays untidied
            index.connection.execute("INSERT INTO characters (characters) VALUES ('optimize')")
            index.connection.execute("PRAGMA temp_store = FILE")  # the copy that VACUUM makes is as large as the index
            index.connection.execute("VACUUM")
            index.connection.execute("PRAGMA temp_store = MEMORY")


def update_source(index: Index, name: str, source: Source, report: Report) -> None:
    """Write one source anew, unless only its time of change is new or another run has written it meanwhile."""
    stamp, digest = source.stamp(), source.digest()
    findings: list[Finding] = []
    with transaction(index.connection):
        known = index.connection.execute("SELECT id, digest FROM file WHERE path = ?", [name]).fetchone()
        if known and known[1] == digest:
            index.connection.execute("UPDATE file SET stamp = ? WHERE id = ?", [stamp, known[0]])
            return
        if known:
            remove_file(index, known[0])
        issues = read_source(source, findings.append)
        file: int | None = None
        for issue in issues:
            if file is None:
                file = index.connection.execute(
                    "INSERT INTO file (path, stamp, digest) VALUES (?, ?, ?)", [name, stamp, digest]
                ).lastrowid
            write_issue(index, file or 0, issue)
        # A file of another vocabulary is remembered as holding no issue; one that can't be read is tried again next time.
        if file is None and not findings:
            index.connection.execute("INSERT INTO file (path, stamp, digest) VALUES (?, ?, ?)", [name, stamp, digest])
    index.changed += 1
    for finding in findings:
        report(finding)


def write_issue(index: Index, file: int, issue: IssueText) -> None:
    """Append an issue: its passages, their characters, its columns."""
    connection = index.connection
    counts = [len(p.words) for p in issue.passages]
    row = connection.execute(
        "INSERT INTO issue (file, name, paper, date, number, annotated, characters, words, layout)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            file, issue.id, issue.paper, issue.date, issue.number, issue.annotated,
            sum(len(p.text) for p in issue.passages), sum(counts), issue_to_layout(issue),
        ],
    ).lastrowid  # fmt: skip
    assert row is not None  # an insert has a row
    connection.executemany(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
        [(row, n, a.id, a.type, a.subtype, a.title) for n, a in enumerate(issue.articles)],
    )
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passage").fetchone()
    connection.executemany(
        "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)",
        [
            (n, row, short_name(p.id, issue.id), p.kind, p.article, pages_to_text(p.pages))
            for n, p in enumerate(issue.passages, first)
        ],
    )
    stretches = [(first + n, text) for n, text in passages_to_stretches(issue.passages)]
    connection.executemany("INSERT INTO stretch VALUES (?, ?, ?)", [(n, row, pack_text(text)) for n, text in stretches])
    connection.executemany("INSERT INTO characters (rowid, text) VALUES (?, ?)", [(n, spaced(text)) for n, text in stretches])
    for attribute, values in issue_to_values(issue).items():
        write_layer(connection, row, attribute, values)


def passages_to_stretches(passages: Iterable[Passage]) -> Iterator[tuple[int, str]]:
    """(number of its first passage, the texts with a line break between) for each stretch of passages."""
    start = size = 0
    texts: list[str] = []
    for number, passage in enumerate(passages):
        if size >= STRETCH:
            yield start, "\n".join(texts)
            start, size, texts = number, 0, []
        size += len(passage.text)
        texts.append(passage.text)
    if texts:
        yield start, "\n".join(texts)


def pages_to_text(pages: list[tuple[int, str]]) -> str:
    """The number of the page, or offsets and numbers as JSON where a page ends within the passage."""
    return pages[0][1] if len(pages) == 1 and not pages[0][1].startswith("[") else json.dumps(pages) if pages else ""


def text_to_page(text: str, offset: int) -> str:
    """The number of the page at an offset."""
    if not text.startswith("["):
        return text
    return str(next((number for start, number in reversed(json.loads(text)) if start <= offset), ""))


def short_name(name: str, issue: str) -> str:
    """An xml:id without the issue's, which begins most of them; full_name is the inverse."""
    return "\x01" + name.removeprefix(issue) if name.startswith(issue) else name


def full_name(name: str, issue: str) -> str:
    return issue + name[1:] if name.startswith("\x01") else name


def spaced(text: str) -> str:
    """The characters, simplified, as terms of FTS5: in hexadecimal, so that it takes nothing for a blank or a mark."""
    return " ".join(map(TERMS.__getitem__, fold(text)))


class Terms(dict[str, str]):
    """Character -> its code point in hexadecimal."""

    def __missing__(self, character: str) -> str:
        self[character] = term = f"{ord(character):x}"
        return term


TERMS = Terms()


def issue_to_layout(issue: IssueText) -> bytes:
    """Where the words stand: per passage how many, per sentence how many; per word the gap before it and its length."""
    passages, sentences, gaps, lengths = [], [], [], []
    for passage in issue.passages:
        at = 0
        for word in passage.words:
            gaps.append(max(word.start - at, 0))
            lengths.append(word.end - word.start)
            at = word.end
        passages.append(len(passage.words))
        sentences += sentence_sizes(passage)
    parts = [pack(p) for p in (passages, sentences, gaps, lengths)]
    return b"".join(len(p).to_bytes(4, "little") + p for p in parts)


def sentence_sizes(passage: Passage) -> list[int]:
    """How many words each sentence of a passage has; those without any are left out."""
    bounds = sorted({0, *passage.sentences})
    sizes = [0] * len(bounds)
    at = 0
    for word in passage.words:
        while at + 1 < len(bounds) and word.start >= bounds[at + 1]:
            at += 1
        sizes[at] += 1
    return [s for s in sizes if s]


def issue_to_values(issue: IssueText) -> dict[str, list[str]]:
    """attribute -> the value at each word, for all attributes that have any."""
    columns: dict[str, list[str]] = {a: [] for a in (*ATTRIBUTES, *PLACES)}
    for passage in issue.passages:
        text, words = passage.text, passage.words
        columns["word"] += [text[w.start : w.end] for w in words]
        columns["pos"] += [w.pos for w in words]
        columns["upos"] += [w.upos for w in words]
        columns["feats"] += [w.feats for w in words]
        columns["lemma"] += [w.lemma for w in words]
        columns["ner"] += passage_to_entities(passage)
        kind = issue.articles[passage.article].type if passage.article >= 0 else ""
        for attribute, value in (("kind", passage.kind), ("head", passage.subtype), ("type", kind)):
            columns[attribute] += [value] * len(words)
    return {a: values for a, values in columns.items() if any(values)}


def passage_to_entities(passage: Passage) -> list[str]:
    """The type of the name that each word lies in, "" outside of all; a word that a name only touches is in it."""
    found = [""] * len(passage.words)
    at = 0
    for name in passage.names:
        while at < len(passage.words) and passage.words[at].end <= name.start:
            at += 1
        number = at
        while number < len(passage.words) and passage.words[number].start < name.end:
            found[number] = name.type
            number += 1
    return found


def write_layer(connection: sqlite3.Connection, issue: int, attribute: str, values: Sequence[str]) -> None:
    """One attribute of an issue: its own vocabulary, by number in the index, and at each word the place in it."""
    counts = Counter(values)
    ids = value_ids(connection, attribute, counts)
    ordered = sorted(counts, key=ids.__getitem__)
    place = {value: n for n, value in enumerate(ordered)}
    connection.execute(
        "INSERT INTO layer VALUES (?, ?, ?, ?)",
        [issue, NUMBERS[attribute], pack_ascending([ids[v] for v in ordered]), pack([place[v] for v in values])],
    )


def value_ids(connection: sqlite3.Connection, attribute: str, counts: Counter[str]) -> dict[str, int]:
    """The numbers of these values in the whole index, and their counts added there."""
    connection.executemany(
        "INSERT INTO value (attribute, text, count) VALUES (?, ?, ?)"
        " ON CONFLICT (attribute, text) DO UPDATE SET count = count + excluded.count",
        [(NUMBERS[attribute], value, count) for value, count in counts.items()],
    )
    ask = "SELECT id FROM value WHERE attribute = ? AND text = ?"
    return {value: connection.execute(ask, [NUMBERS[attribute], value]).fetchone()[0] for value in counts}


def remove_file(index: Index, file: int) -> None:
    """Take a file's issues out, and what they counted."""
    connection = index.connection
    for (issue,) in connection.execute("SELECT id FROM issue WHERE file = ?", [file]).fetchall():
        rows = connection.execute("SELECT id, text FROM stretch WHERE issue = ?", [issue]).fetchall()
        connection.executemany(
            "INSERT INTO characters (characters, rowid, text) VALUES ('delete', ?, ?)",
            [(n, spaced(unpack_text(text))) for n, text in rows],
        )
        for vocabulary, codes in connection.execute("SELECT vocabulary, codes FROM layer WHERE issue = ?", [issue]).fetchall():
            subtract(connection, unpack_ascending(vocabulary), unpack(codes))
        for table in ("layer", "passage", "stretch", "article"):
            connection.execute(f"DELETE FROM {table} WHERE issue = ?", [issue])
    connection.execute("DELETE FROM issue WHERE file = ?", [file])
    connection.execute("DELETE FROM file WHERE id = ?", [file])


def subtract(connection: sqlite3.Connection, vocabulary: Sequence[int], codes: Iterable[int]) -> None:
    counts = Counter(codes)
    connection.executemany(
        "UPDATE value SET count = count - ? WHERE id = ?", [(count, vocabulary[code]) for code, count in counts.items()]
    )
