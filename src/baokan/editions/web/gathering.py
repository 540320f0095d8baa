"""Issues' parts -> the catalogue, and which lists a change of an issue concerns.

A list is named by its kind and what it is of: "paper 清河旬报", "type news", "name person 白一鸣", "names person" (the index of
them), "ways in", "sitemap", "fonts", "search".
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from baokan.editions.web.catalogue import IN_ORDER, WHOLE
from baokan.editions.web.index import aligned, laid
from baokan.editions.web.lists import MOST_ROWS
from baokan.editions.web.parts import IssuePart, part_to_bytes, read_part, read_parts
from baokan.running.state import digest

WAYS_IN, SITEMAP, FONTS, SEARCH = "ways in", "sitemap", "fonts", "search"
Laid = tuple[int, str]  # where an issue's text begins in the whole text, and the text


@dataclass(slots=True)
class Moves:
    """Texts that are no longer where they stood in the whole text, and those that stand there now; up to `most` characters."""

    most: int
    gone: list[Laid] = field(default_factory=list)
    come: list[Laid] = field(default_factory=list)
    size: int = 0

    @property
    def few(self) -> bool:
        return self.size <= self.most

    def note(self, texts: list[Laid], base: int, text: str) -> None:
        self.size += len(text)
        if self.few:
            texts.append((base, text))
        else:
            self.gone, self.come = [], []


def pack(part: IssuePart) -> bytes:
    return zlib.compress(part_to_bytes(part), 1)


def unpack(data: bytes) -> IssuePart:
    return read_part(zlib.decompress(data).decode("utf-8", "surrogatepass"))


def text_of(part: IssuePart) -> str:
    """The issue's text as the search index lays it out."""
    return laid([article.text for article in part.articles])


def characters_of(part: IssuePart) -> Counter[str]:
    return Counter("".join(article.text for article in part.articles))


def insert(db: sqlite3.Connection, part: IssuePart, item: str, number: int) -> None:
    """Add an issue, the `number`-th of a TEI file; where its text stands is settled by `settle`."""
    text = text_of(part)
    issue = db.execute(
        "insert into issue (item, number, folder, stem, title, paper, day, date, articles, pictures, updated, chunks, length,"
        " said) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (item, number, part.folder, part.stem, part.title, part.paper, part.day, part.date, len(part.articles), part.pictures,
         part.updated, " ".join(map(str, part.chunks)), len(text), digest(text)),
    ).lastrowid  # fmt: skip
    db.execute("insert into part values (?, ?)", (issue, pack(part)))
    db.executemany(
        "insert into article values (?, ?, ?, ?, ?, ?, ?)",
        ((issue, n, a.href, a.title, a.type, a.authors, len(a.text)) for n, a in enumerate(part.articles)),
    )
    db.executemany(
        "insert into mention values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (kind, key, label, issue, n, m, *rest)
            for n, article in enumerate(part.articles)
            for m, (kind, key, label, *rest) in enumerate(article.mentions)
        ),
    )


def fill(db: sqlite3.Connection, items: Iterable[tuple[str, Path]]) -> None:
    """Put all issues into an empty catalogue, in their order; every list is to be made."""
    characters: Counter[str] = Counter()
    for key, path in items:
        for number, part in enumerate(read_parts(path)):
            insert(db, part, key, number)
            characters.update(characters_of(part))
    db.executemany("insert into character values (?, ?)", characters.items())
    db.execute("insert into name select kind, key, min(label), count(*) from mention group by kind, key")
    settle(db, Moves(0))
    want_all(db)


def want(db: sqlite3.Connection, name: str, page: int = WHOLE) -> None:
    """Note a list, or a page of it, as one to be made."""
    db.execute("insert or ignore into todo values (?, ?)", (name, page))


def want_all(db: sqlite3.Connection) -> None:
    """Note every list as one to be made."""
    for query in (
        f"select '{WAYS_IN}' union select '{SITEMAP}' union select '{FONTS}' union select '{SEARCH}'",
        "select distinct 'paper ' || paper from issue",
        "select distinct 'type ' || type from article",
    ):
        db.execute(f"insert or ignore into todo select *, {WHOLE} from ({query})")
    want_names(db)


def want_names(db: sqlite3.Connection) -> None:
    """Note the lists of names, and their indexes, as ones to be made."""
    for query in (
        "select 'name ' || kind || ' ' || key from name",
        "select 'names person' union select 'names place' union select 'names org' union select 'names author'",
    ):
        db.execute(f"insert or ignore into todo select *, {WHOLE} from ({query})")


def settle(db: sqlite3.Connection, moves: Moves) -> None:
    """Give each issue its place in the whole text, in the order of the TEI files; those that had another are moves."""
    at = 0
    settled: list[tuple[int, int]] = []
    for issue, base, length in db.execute(f"select i.id, i.base, i.length from {IN_ORDER}"):
        if base != at:
            settled.append((at, issue))
            if moves.few:
                text = text_of(part_at(db, issue))
                if base is not None:
                    moves.note(moves.gone, base, text)
                moves.note(moves.come, at, text)
        at = aligned(at + length)
    db.executemany("update issue set base = ? where id = ?", settled)


def part_at(db: sqlite3.Connection, issue: int) -> IssuePart:
    return unpack(db.execute("select said from part where issue = ?", (issue,)).fetchone()[0])


def parts_of(db: sqlite3.Connection, item: str) -> Iterator[tuple[int, int, IssuePart]]:
    """What is known of a TEI file's issues: number in the catalogue, place of the text, part."""
    for issue, base in db.execute("select id, base from issue where item = ?", (item,)).fetchall():
        yield issue, base, part_at(db, issue)


class Update:
    """Takes changed issues into a catalogue that has others, and notes the lists that say something of what changed."""

    def __init__(self, db: sqlite3.Connection, moves: Moves) -> None:
        self.db = db
        self.moves = moves
        self.names: set[tuple[str, str]] = set()  # kind and key of names mentioned more or less often, or by other labels
        self.in_place: set[tuple[str, str, str]] = set()  # list, and day and folder of the issue that says other things there
        self.characters: Counter[str] = Counter()

    def replace(self, item: str, path: Path | None) -> None:
        """Take what a TEI file gives now, None for nothing, in place of what it gave."""
        before = {part.folder: (issue, base, part) for issue, base, part in parts_of(self.db, item)}
        after = {part.folder: (number, part) for number, part in enumerate(read_parts(path) if path else ())}
        for folder in before.keys() | after.keys():
            issue, base, old = before.get(folder, (None, 0, None))
            number, new = after.get(folder, (0, None))
            same = old is not None and new is not None and old == new
            if issue is not None and same:
                self.db.execute("update issue set number = ? where id = ?", (number, issue))
                continue
            if issue is not None and old is not None:
                self.remove(issue)
                self.characters.subtract(characters_of(old))
            if new is not None:
                insert(self.db, new, item, number)
                self.characters.update(characters_of(new))
            stays = old is not None and new is not None and text_of(old) == text_of(new)
            if stays:
                self.db.execute("update issue set base = ? where folder = ?", (base, folder))
            elif old is not None:
                self.moves.note(self.moves.gone, base, text_of(old))
            self.want_changed(said_by(old), said_by(new))

    def remove(self, issue: int) -> None:
        self.db.execute("delete from issue where id = ?", (issue,))
        for table in ("part", "article", "mention"):
            self.db.execute(f"delete from {table} where issue = ?", (issue,))

    def want_changed(self, before: dict[str, Said], after: dict[str, Said]) -> None:
        for name in before.keys() | after.keys():
            old, new = before.get(name), after.get(name)
            if old == new:
                continue
            if old is not None and new is not None and old.stands_as(new):
                self.in_place.add((name, new.day, new.folder))
            else:
                want(self.db, name)
                kind, _, rest = name.partition(" ")
                if kind == "name":
                    name_kind, _, key = rest.partition(" ")
                    self.names.add((name_kind, key))

    def finish(self) -> None:
        """Settle what depends on all issues, once they are in."""
        settle(self.db, self.moves)
        for kind, key in sorted(self.names):
            self.db.execute("delete from name where kind = ? and key = ?", (kind, key))
            query = "select kind, key, min(label), count(*) from mention where kind = ? and key = ? group by kind, key"
            self.db.execute(f"insert into name {query}", (kind, key))
            want(self.db, f"names {kind}")
        for name, day, folder in sorted(self.in_place):
            first, count = place_in(self.db, name, day, folder)
            for page in range(first // MOST_ROWS, (first + count - 1) // MOST_ROWS + 1):
                want(self.db, name, page + 1)
        changed = [(c, n) for c, n in self.characters.items() if n]
        query = "insert into character values (?, ?) on conflict do update set count = count + excluded.count"
        self.db.executemany(query, changed)
        self.db.execute("delete from character where count <= 0")
        if changed:
            want(self.db, FONTS)
        if self.moves.size:
            want(self.db, SEARCH)
        want(self.db, WAYS_IN)


@dataclass(slots=True)
class Said:
    """What an issue says in a list: its rows; what else the whole list depends on, as the names' labels."""

    day: str
    folder: str
    rows: list[object] = field(default_factory=list)
    others: list[object] = field(default_factory=list)
    paged: bool = True

    def stands_as(self, other: Said) -> bool:
        """Whether rows alone differ, so that the list's other pages stay as they are."""
        same = self.day == other.day and self.folder == other.folder and self.others == other.others
        return same and self.paged and len(self.rows) == len(other.rows)


def said_by(part: IssuePart | None) -> dict[str, Said]:
    """List -> what an issue says in it."""
    said: dict[str, Said] = {}
    if part is None:
        return said

    def at(name: str, paged: bool = True) -> Said:
        if name not in said:
            said[name] = Said(part.day, part.folder, paged=paged)
        return said[name]

    at(f"paper {part.paper}", False).rows.append((part.title, part.date, len(part.articles)))
    at(SITEMAP, False).rows += [article.href for article in part.articles]
    for article in part.articles:
        shown = (article.href, article.title, part.paper, part.date)
        at(f"type {article.type}").rows.append((*shown, article.authors))
        for kind, key, label, *rest in article.mentions:
            name = at(f"name {kind} {key}")
            name.rows.append((*shown, *rest))
            name.others.append(label)
    for name in said.values():
        name.others.sort(key=str)
    return said


def place_in(db: sqlite3.Connection, name: str, day: str, folder: str) -> tuple[int, int]:
    """How many rows of a paged list stand before an issue's, and how many are its own."""
    kind, _, rest = name.partition(" ")
    if kind == "type":
        rows = "article a join issue i on i.id = a.issue where a.type = ?"
        given: tuple[str, ...] = (rest,)
        before = "(i.day > ? or (i.day = ? and i.folder < ?))"
    else:
        rows = "mention m join issue i on i.id = m.issue where m.kind = ? and m.key = ?"
        given = tuple(rest.split(" ", 1))
        before = "(i.day < ? or (i.day = ? and i.folder < ?))"
    first = db.execute(f"select count(*) from {rows} and {before}", (*given, day, day, folder)).fetchone()[0]
    own = db.execute(f"select count(*) from {rows} and i.folder = ?", (*given, folder)).fetchone()[0]
    return first, own


