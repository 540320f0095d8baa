"""JSON Lines for search engines, Parquet for data frames, plain text for everything else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baokan.errors import MissingPart
from baokan.export.sentences import article_groups, passage_to_sentences
from baokan.export.streams import whole_file
from baokan.files import write_atomic
from baokan.search.passages import IssueText

TOKEN_COLUMNS = (
    "issue", "article", "passage", "sentence", "token", "start", "end", "word", "lemma", "pos", "upos", "feats", "ner"
)  # fmt: skip
NUMBERS = frozenset({"number", "sentence", "token", "start", "end"})
PASSAGE_COLUMNS = (
    "issue", "paper", "date", "article", "article_type", "article_title", "passage", "number", "kind", "head", "page", "text"
)  # fmt: skip


def write_jsonl(issues: Iterable[IssueText], out: Path, name: str) -> list[Path]:
    """Write <name>.jsonl: an object an article, with an id, what is known of it, and its text; UTF-8, a line each."""
    path = out / f"{name}.jsonl"
    with whole_file(path) as file:
        for issue in issues:
            for row in issue_to_articles(issue):
                file.write(json.dumps(row, ensure_ascii=False).replace("\u2028", "\\u2028").encode("utf-8") + b"\n")
    return [path]


def issue_to_articles(issue: IssueText) -> Iterator[dict[str, object]]:
    """An object for each article, and one for each run of passages outside of all."""
    used: set[str] = set()
    for number, (article, passages) in enumerate(article_groups(issue), 1):
        info = issue.articles[article] if article >= 0 else None
        key = info.id if info and info.id else f"{issue.id}.g{number}"
        if key in used:  # an article that another stands within
            key = f"{key}.g{number}"
        used.add(key)
        heads = [p.text for p in passages if p.kind == "head"]
        yield {
            "id": key, "issue": issue.id, "paper": issue.paper, "date": issue.date, "number": issue.number,
            "page": passages[0].page_at(0), "type": info.type if info else "", "subtype": info.subtype if info else "",
            "title": info.title if info else (heads[0] if heads else ""), "heads": heads,
            "bylines": [p.text for p in passages if p.kind == "byline"],
            "text": "\n".join(p.text for p in passages),
            "words": " ".join(p.text[w.start : w.end] for p in passages for w in p.words),
            "passages": [{"id": p.id, "kind": p.kind, "text": p.text} for p in passages],
            "names": [{"type": n.type, "text": p.text[n.start : n.end]} for p in passages for n in p.names],
        }  # fmt: skip


def write_parquet(issues: Iterable[IssueText], out: Path, name: str) -> list[Path]:
    """Write <name>.tokens.parquet and <name>.passages.parquet, a row group an issue. Raises MissingPart without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingPart("Parquet needs pyarrow, which isn't installed.", "pip install 'baokan[parquet]'.") from error
    paths = out / f"{name}.tokens.parquet", out / f"{name}.passages.parquet"
    schemas = [table_schema(pyarrow, columns) for columns in (TOKEN_COLUMNS, PASSAGE_COLUMNS)]
    with whole_file(paths[0]) as tokens, whole_file(paths[1]) as passages:
        writers = [
            pyarrow.parquet.ParquetWriter(file, schema, compression="zstd")
            for file, schema in zip((tokens, passages), schemas, strict=True)
        ]
        for issue in issues:
            for writer, schema, columns in zip(writers, schemas, (token_columns(issue), passage_columns(issue)), strict=True):
                writer.write_table(pyarrow.table(columns, schema=schema))
        for writer in writers:
            writer.close()
    return list(paths)


def table_schema(pyarrow: Any, columns: tuple[str, ...]) -> Any:
    return pyarrow.schema([(c, pyarrow.int32() if c in NUMBERS else pyarrow.string()) for c in columns])


def token_columns(issue: IssueText) -> dict[str, list[Any]]:
    """Column -> values, a row a token; offsets in characters of the passage, sentences and tokens counted from 1."""
    rows: list[tuple[Any, ...]] = []
    for passage in issue.passages:
        article = issue.articles[passage.article].id if passage.article >= 0 else ""
        for number, sentence in enumerate(passage_to_sentences(passage), 1):
            for count, token in enumerate(sentence, 1):
                word = token.word
                ner = passage.names[token.name].type if token.name >= 0 else ""
                place = (issue.id, article, passage.id, number, count, word.start, word.end)
                rows.append((*place, token.form, token.lemma, word.pos, token.upos, word.feats, ner))
    return {name: [row[n] for row in rows] for n, name in enumerate(TOKEN_COLUMNS)}


def passage_columns(issue: IssueText) -> dict[str, list[Any]]:
    rows = []
    for number, p in enumerate(issue.passages, 1):
        info = issue.articles[p.article] if p.article >= 0 else None
        article = (info.id, info.type, info.title) if info else ("", "", "")
        rows.append((issue.id, issue.paper, issue.date, *article, p.id, number, p.kind, p.subtype, p.page_at(0), p.text))
    return {name: [row[n] for row in rows] for n, name in enumerate(PASSAGE_COLUMNS)}


def write_text(issue: IssueText, out: Path, stem: str) -> Path:
    """Write an issue as <stem>.txt: a passage a line, an empty line after each article."""
    path = out / f"{stem}.txt"
    groups = ["".join(f"{p.text}\n" for p in passages) for _, passages in article_groups(issue)]
    write_atomic(path, "\n".join(groups).encode("utf-8"))
    return path
