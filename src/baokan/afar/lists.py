"""The lists of a site in a store: made on the machine where the command runs, from the parts that the issues left there.

That is done as at home in a folder, where files with the size and the date of those in the store stand for them: what makes the
lists looks at no more than these, but for the search index, the fonts and the list of files, which are fetched.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from baokan.afar.fetching import fetch_if_there
from baokan.afar.web import AfarWeb
from baokan.editions.issues import Report
from baokan.editions.web.gathering import FONTS, SEARCH
from baokan.editions.web.memory import FILES, Memory
from baokan.editions.web.output import MADE, lines, only_in_first
from baokan.editions.web.records import FOLDER as AUTHORITY
from baokan.editions.web.whole import LISTS, Whole, make_whole
from baokan.running import Batch, Rows
from baokan.running.state import code_digest
from baokan.running.steps import Record

ALL, ONE = "lists of web", "list of web"  # in the state: what all lists are made from, and what the store says of each
READ = {SEARCH, FONTS, FILES}  # lists of which the old bytes are wanted
Seen = tuple[int, str]  # what the store says of a file: `Place.seen`


@dataclass(slots=True)
class Bench:
    """A folder of this machine in which the lists are made, and what it began with."""

    whole: Whole
    results: Path  # stands for the place of the results
    before: dict[str, tuple[int, int]] = field(default_factory=dict)  # list -> size, date
    there: dict[str, Seen] = field(default_factory=dict)  # list -> what the store says of it
    made: bytes = b""  # the names of what an earlier run made


class SiteLists:
    """Takes what the issues of a site left, and makes its lists when anything of it changed."""

    def __init__(self, step: AfarWeb, batch: Batch, report: Report) -> None:
        self.step = step
        self.batch = batch
        self.report = report
        self.rows: Rows[tuple[str, str, str, list[str]]] = Rows()  # the issue's folder, its part, checksum, files

    def see(self, number: int, folder: str, record: Record) -> None:
        """Note what an issue gave."""
        files = [posixpath.relpath(name, self.step.out or ".") for name, *_ in record.get("files", ())]
        for name, _, _, checksum in record.get("parts", ()):
            self.rows.put(number, (folder, name, checksum, files))

    def make(self) -> bool:
        """Make the lists that say something else now; False where all are as they were made."""
        made_from = self.made_from()
        if self.stand(made_from):
            return False
        with tempfile.TemporaryDirectory(prefix="baokan-") as top:
            bench = self.fetch(Path(top))
            with closing(Memory(bench.whole.memory)) as memory:
                for number, (folder, name, checksum, files) in enumerate(self.rows):
                    memory.see(folder, number, (str(Path(top) / name), checksum), files)
                parts = memory.unread(bench.whole.about["settings"])
                self.step.results.fetch((Path(part).relative_to(top).as_posix() for part in parts), Path(top))
                make_whole(bench.whole, memory, self.report, self.batch)
            self.send(bench, made_from)
        return True

    def made_from(self) -> str:
        key = hashlib.sha256(f"{code_digest('render')} {self.step.settings.digest()} {self.step.out}\n".encode())
        for name in self.authority():
            key.update(f"{name} {self.step.place.seen(name)}\n".encode())
        for _, name, checksum, files in self.rows:
            key.update(f"{name} {checksum} {files}\n".encode())
        return key.hexdigest()

    def authority(self) -> list[str]:
        folder = posixpath.join(self.step.corpus, AUTHORITY)
        return [f"{folder}/{name}" for name in sorted(self.step.place.listed(folder)) if name.endswith(".xml")]

    def stand(self, made_from: str) -> bool:
        """Whether all lists are there as they were made, of just this. They count as seen then."""
        known = self.batch.state.result(ALL, self.step.out, made_from) if self.batch.state else None
        return known is not None and len(self.standing(known["folders"])) == known["lists"]

    def standing(self, folders: list[str]) -> dict[str, Seen]:
        """The lists that are as the state knows them."""
        found: dict[str, Seen] = {}
        for folder in folders if self.batch.state else ():
            for name, seen in self.step.results.seen_in(folder).items():
                row = self.batch.state.last(ONE, name) if self.batch.state else None
                if row and tuple(row[1]) == seen:
                    found[name] = seen
        return found

    def fetch(self, top: Path) -> Bench:
        """The authority files, the settings, what is known of the lists, and what stands for these."""
        step, results = self.step, top / "results"
        step.place.fetch(self.authority(), top / "source")
        site = step.settings.site(top / "source", step.corpus, results, step.out)
        site = replace(site, templates=None, pdf=None, images=None)  # the issues' alone, and elsewhere each time
        whole = Whole(site, results / step.out, top / step.parts, top / "source" / step.corpus)
        for folder in (whole.out, whole.folder, whole.corpus):
            folder.mkdir(parents=True, exist_ok=True)
        known = self.batch.state.last(ALL, step.out) if self.batch.state else None
        bench = Bench(whole, results, made=step.results.read_if_there(posixpath.join(step.out, MADE)) or b"")
        if known and fetch_if_there(step.results, f"{step.parts}/{LISTS}", top):
            bench.there = self.standing(known[1]["folders"])
            self.stand_in(bench)
        return bench

    def stand_in(self, bench: Bench) -> None:
        """Make files with the size and date of the lists that stand in the store; those that are read are fetched."""
        try:
            with closing(sqlite3.connect(f"file:{bench.whole.memory}?mode=ro", uri=True)) as database:
                rows = database.execute("select name, list, size, date from file").fetchall()
        except sqlite3.DatabaseError:
            bench.whole.memory.unlink()  # damaged: all lists are made anew
            return
        rows = [row for row in rows if posixpath.join(self.step.out, row[0]) in bench.there]
        wanted = [posixpath.join(self.step.out, name) for name, of, _, _ in rows if of in READ]
        self.step.results.fetch(wanted, bench.results)
        for name, of, size, date in rows:
            path = bench.whole.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if of not in READ:
                with path.open("wb") as file:
                    file.truncate(size)
            if path.stat().st_size == size:
                os.utime(path, ns=(date, date))
                bench.before[name] = (size, date)

    def send(self, bench: Bench, made_from: str) -> None:
        """Put the lists back that were made, and what is known of them; remove what an earlier run made and this one didn't."""
        step, state, out = self.step, self.batch.state, bench.whole.out
        lists = {posixpath.join(step.out, name): path for name, path in files_below(out)}
        fresh = {name: path for name, path in lists.items() if not self.is_as_before(bench, path)}
        sent = step.results.write_all(fresh)
        old = bench.whole.folder / "old"
        old.write_bytes(bench.made)
        for name in only_in_first(lines(old), lines(out / MADE)):
            if not {"", ".", ".."} & set(name.split("/")):  # the list lies where others can write
                step.results.remove(posixpath.join(step.out, name))
        folders = sorted({posixpath.dirname(name) for name in lists})
        self.sweep(folders, set(lists))
        wanted = {name for _, name, _, _ in self.rows}
        for name in (f"{step.parts}/{left}" for left in step.results.listed(step.parts)):
            if name.endswith(".part") and name not in wanted:
                step.results.remove(name)
        if state:
            step.results.write_all({f"{step.parts}/{LISTS}": bench.whole.memory})
            for name in lists:
                state.keep(ONE, name, "", sent.get(name) or bench.there[name])
            state.forget_unseen(ONE)
            state.keep(ALL, step.out, made_from, {"lists": len(lists), "folders": folders})

    def sweep(self, folders: list[str], lists: set[str]) -> None:
        """Remove lists that a run wrote which was stopped before it could tell of them."""
        ours = tuple(posixpath.join(self.step.out, folder, "") for folder in ("search/p", "names", "papers"))
        for folder in folders:
            for name in self.step.results.seen_in(folder) if f"{folder}/".startswith(ours) else ():
                if name.endswith((".html", ".js")) and name not in lists:
                    self.step.results.remove(name)

    @staticmethod
    def is_as_before(bench: Bench, path: Path) -> bool:
        status = path.stat()
        name = path.relative_to(bench.whole.out).as_posix()
        return bench.before.get(name) == (status.st_size, status.st_mtime_ns)


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each file below a folder, with its name seen from it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path
