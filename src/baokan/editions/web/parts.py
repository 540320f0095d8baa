"""What the lists and the search need to know of an issue: two lines of JSON, so that no tree is held and none is read twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Mention = tuple[str, str, str, str, str, str, str]  # kind, key, label, anchor, text before, the name as it stands, text after


@dataclass(slots=True)
class ArticlePart:
    """An article in the lists; `length` is that of its folded text, in code points."""

    href: str
    title: str
    type: str
    authors: str
    length: int
    mentions: list[Mention]


@dataclass(slots=True)
class IssuePart:
    """An issue in the lists. `chunks` are the first articles of its files of texts, `folded` the texts as they are searched."""

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
    characters: Counter[str] = field(default_factory=Counter)
    folded: list[str] = field(default_factory=list)


def part_to_bytes(part: IssuePart) -> bytes:
    articles = [[a.href, a.title, a.type, a.authors, a.length, a.mentions] for a in part.articles]
    facts = [part.folder, part.stem, part.title, part.paper, part.day, part.date, part.pictures, part.updated]
    first = json.dumps([facts, articles, part.chunks, part.characters], ensure_ascii=False, separators=(",", ":"))
    second = json.dumps(part.folded, ensure_ascii=False, separators=(",", ":"))
    return f"{first}\n{second}\n".encode("utf-8", "surrogatepass")


def read_parts(path: Path) -> Iterator[IssuePart]:
    """The issues of a TEI file, without the texts that are searched."""
    for number, line in enumerate(json_lines(path)):
        if number % 2 == 0:
            facts, articles, chunks, characters = json.loads(line)
            part = IssuePart(*facts)
            part.articles, part.chunks = [ArticlePart(*row) for row in articles], chunks
            part.characters = Counter(characters)
            yield part


def read_folded(path: Path) -> Iterator[list[str]]:
    """For each issue of a TEI file the texts of its articles as they are searched, each passage closed by a line feed."""
    for number, line in enumerate(json_lines(path)):
        if number % 2:
            yield json.loads(line)


def json_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        yield from file
