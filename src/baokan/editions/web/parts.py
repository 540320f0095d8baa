"""What the lists and the search need to know of an issue: a line of JSON, so that no tree is held and none is read twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Mention = tuple[str, str, str, str, str, str, str]  # kind, key, label, anchor, text before, the name as it stands, text after


@dataclass(slots=True)
class ArticlePart:
    """An article in the lists; `text` is what is searched, each passage closed by a line feed, not yet folded."""

    href: str
    title: str
    type: str
    authors: str
    text: str
    mentions: list[Mention]


@dataclass(slots=True)
class IssuePart:
    """An issue in the lists. `chunks` are the first articles of its files of texts."""

    folder: str
    stem: str
    title: str
    paper: str
    day: str  # ISO 8601 or ""
    date: str
    pictures: int
    updated: str
    articles: list[ArticlePart] = field(default_factory=list)
    chunks: list[int] = field(default_factory=list)


def part_to_bytes(part: IssuePart) -> bytes:
    articles = [[a.href, a.title, a.type, a.authors, a.text, a.mentions] for a in part.articles]
    facts = [part.folder, part.stem, part.title, part.paper, part.day, part.date, part.pictures, part.updated]
    line = json.dumps([facts, articles, part.chunks], ensure_ascii=False, separators=(",", ":"))
    return f"{line}\n".encode("utf-8", "surrogatepass")


def read_part(line: str) -> IssuePart:
    facts, rows, chunks = json.loads(line)
    articles = [ArticlePart(*(*row, [tuple(mention) for mention in mentions])) for *row, mentions in rows]
    return IssuePart(*(*facts, articles, chunks))


def read_parts(path: Path) -> Iterator[IssuePart]:
    """The issues of a TEI file."""
    with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        yield from map(read_part, file)
