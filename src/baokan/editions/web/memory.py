"""What a site's lists were made of, so that a later run makes only those again whose words have changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from baokan.editions.web.catalogue import WHOLE, attach_catalogue, empty_catalogue, finish_catalogue
from baokan.editions.web.gathering import FONTS, SEARCH, WAYS_IN, Moves, Update, fill, want, want_names
from baokan.editions.web.output import MADE, Row, remove_others, stands
from baokan.running.rows import temporary_database

RUN = """
create temp table now (key text primary key, place integer, part text, checksum text, names text, files text) without rowid;
create temp table fresh (name text primary key, list text, said text, size integer, date integer) without rowid;
"""
SEEN = "from now n left join item i on i.key = n.key"
MOST_MOVED = 500_000  # characters of the search index that are mended; of more the index is made from its runs
SHARE = 4  # a fourth of all issues changed: then what is known of them is made anew; of all texts moved: likewise the index
FILES = "files"  # the list of the site's files


class Memory:
    """The catalogue with what each list was made of, and what this run sees of the issues.

    Other processes read the catalogue while lists are made, so nothing is written into it then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = temporary_database()
        self.db.executescript(RUN)
        self.whole = attach_catalogue(self.db, path)
        self.stopped = False  # whether the last run was, among the lists
        self.db.execute("begin")

    def see(self, key: str, place: int, part: tuple[str, str], names: Iterable[str]) -> None:
        """Note what a TEI file gives in this run: its part and that one's checksum, and its files."""
        said = "\n".join(names)
        files = hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()
        self.db.execute("insert into now values (?, ?, ?, ?, ?, ?)", (key, place, *part, said, files))

    def gather(self, about: dict[str, str], out: Path) -> Moves | None:
        """Take what was seen into the catalogue, and note in it which lists are to be made.

        `about`: what they depend on besides the issues; "settings" concerns them all. Returns what stands elsewhere in the text
        of the search now, None where all of it is new.
        """
        self.db.execute("commit")
        moves: Moves | None = None
        try:
            whole = self.knows(about["settings"])
            if whole:
                moves = self.update(about, out)
        except sqlite3.OperationalError:
            raise  # no room, or no right to write
        except sqlite3.DatabaseError:  # it is damaged
            if self.db.in_transaction:
                self.db.execute("rollback")
            whole = False
        if not whole:
            self.fill()
            self.note(about)
        return moves

    def note(self, about: dict[str, str]) -> None:
        self.db.executemany("insert or replace into about values (?, ?)", about.items())

    def knows(self, settings: str) -> bool:
        """Whether what is known is worth keeping."""
        if not self.whole or self.one("select said from about where name = 'settings'") != settings:
            return False
        changed = int(self.one(f"select count(*) {SEEN} where i.checksum is not n.checksum"))
        return changed <= max(1, int(self.one("select count(*) from now")) // SHARE)

    def unread(self, settings: str) -> list[str]:
        """The parts that `gather` will read, of those that were seen."""
        changed = f"{SEEN} where i.checksum is not n.checksum" if self.knows(settings) else "from now n"
        return [part for (part,) in self.db.execute(f"select n.part {changed}")]

    def fill(self) -> None:
        """Make the catalogue anew of all that was seen."""
        empty_catalogue(self.db, self.path)
        self.db.execute("begin")
        self.db.execute("insert into item select key, place, checksum, files from now")
        self.note_files("select key, names from now")
        fill(self.db, ((key, Path(part)) for key, part in self.db.execute("select key, part from now order by place")))
        want(self.db, FILES)
        self.db.execute("commit")
        finish_catalogue(self.db)

    def update(self, about: dict[str, str], out: Path) -> Moves | None:
        """Take in what differs from what is known; the texts that moved, None where the search index has to be made anew."""
        self.db.execute("begin")
        self.stopped = self.wanted()
        stale = bool(self.one(f"select count(*) from todo where list = '{SEARCH}'"))
        moves = self.update_issues()
        stale |= SEARCH in self.look_after(about, out)
        self.note(about)
        self.db.execute("commit")
        return None if stale else moves

    def update_issues(self) -> Moves:
        total = self.one("select coalesce(sum(length), 0) from issue")
        update = Update(self.db, Moves(min(total // SHARE, MOST_MOVED)))
        moved = self.one(f"select count(*) {SEEN} where i.place is not n.place")
        gone = self.db.execute("select key, null from item where key not in (select key from now)").fetchall()
        changed = self.db.execute(f"select n.key, n.part {SEEN} where i.checksum is not n.checksum").fetchall()
        for key, part in gone + changed:
            update.replace(key, part and Path(part))
        renamed = f"{SEEN} where i.files is not n.files"
        if gone or self.one(f"select count(*) {renamed}"):
            want(self.db, FILES)
            self.db.executemany("delete from made where item = ?", ((key,) for key, _ in gone))
            self.db.execute(f"delete from made where item in (select n.key {renamed})")
            self.note_files(f"select n.key, n.names {renamed}")
        self.db.executemany("delete from item where key = ?", ((key,) for key, _ in gone))
        differing = "i.checksum is not n.checksum or i.place is not n.place or i.files is not n.files"
        self.db.execute(f"insert or replace into item select n.key, n.place, n.checksum, n.files {SEEN} where {differing}")
        if changed or gone or moved:
            update.finish()
        return update.moves

    def note_files(self, query: str) -> None:
        rows = ((name, key) for key, names in self.db.execute(query) for name in names.split("\n") if name)
        self.db.executemany("insert or ignore into made values (?, ?)", rows)

    def look_after(self, about: dict[str, str], out: Path) -> set[str]:
        """Note the lists that depend on other things that changed, and those whose files aren't as they were made: these."""
        if self.one("select said from about where name = 'records'") != about["records"]:
            want_names(self.db)
            want(self.db, FONTS)
        if self.one("select said from about where name = 'style'") != about["style"]:
            want(self.db, WAYS_IN)
        rows = self.db.execute("select name, list, size, date from file")
        spoilt = {of for name, of, size, date in rows if not stands(f"{out}/{name}", size, date)}
        for name in spoilt:
            want(self.db, name)
        return spoilt

    def one(self, query: str) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.db.execute(query).fetchone()
        return row and row[0]

    def wanted(self) -> bool:
        """Whether something is to be made."""
        return bool(self.one("select count(*) from todo"))

    def wants_files(self) -> bool:
        """Whether an issue came or went, or has other files."""
        return bool(self.one(f"select count(*) from todo where list = '{FILES}'"))

    def has_seen(self, key: str) -> bool:
        """Whether a TEI file is there in this run."""
        return self.db.execute("select key from now where key = ?", (key,)).fetchone() is not None

    def add(self, rows: Iterable[Row]) -> None:
        """Note files of lists that this run made."""
        self.db.executemany("insert or replace into fresh values (?, ?, ?, ?, ?)", rows)

    def end(self, out: Path, failed: bool, mended: Sequence[str] | None) -> None:
        """What this run made is now what is known; files that an earlier run made and that are no more are removed.

        Where something `failed` all that was wanted is tried again by the next run. `mended`: the pieces of the search index that
        are no more, where the others were kept.
        """
        wholes = f"list in (select list from todo where page = {WHOLE}) and list <> '{FILES}'"
        wholes += "" if mended is None else f" and list <> '{SEARCH}'"
        self.db.execute("begin")
        new = self.one("select count(*) from fresh where name not in (select name from file)")
        old = [(name,) for name in mended or ()]
        if not failed:
            old += self.db.execute(f"select name from file where {wholes} and name not in (select name from fresh)")
        self.db.executemany("delete from file where name = ?", old)
        self.db.execute("insert or replace into file select * from fresh")
        if new or old:
            want(self.db, FILES)
        self.db.execute("commit")
        if self.wants_files():
            remove_others(out, self.names())
            status = (out / MADE).stat()
            row = (MADE, FILES, "", status.st_size, status.st_mtime_ns)
            self.db.execute("insert or replace into file values (?, ?, ?, ?, ?)", row)
        if self.stopped and not failed:
            self.sweep(out)
        self.db.execute(f"delete from todo where list = '{FILES}'" if failed else "delete from todo")

    def sweep(self, out: Path) -> None:
        """Remove lists that a run wrote which was stopped before it could tell of them."""
        for folder in ("search/p", "names", "papers"):
            for path in (out / folder).rglob("*.*"):
                known = self.db.execute("select 1 from file where name = ?", (path.relative_to(out).as_posix(),)).fetchone()
                if path.suffix in {".js", ".html"} and not known:
                    path.unlink()

    def names(self) -> Iterator[str]:
        """All files of the site, sorted."""
        query = f"select name from made union select name from file where list <> '{FILES}' order by 1"
        return (name for (name,) in self.db.execute(query))

    def close(self) -> None:
        self.db.close()
