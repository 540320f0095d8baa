"""Links and identifiers across files: each xi:include has its file, each link its one target.

A corpus is a teiCorpus with the files that it includes: for links, all of them are one document. What has been read is kept
in a database on disk, so that memory stays flat as the corpus grows.
"""

from __future__ import annotations

import sqlite3
import weakref
from array import array
from collections.abc import Iterator
from pathlib import Path

from baokan.files import is_file
from baokan.findings import Finding, Severity
from baokan.validate.inputs import opens_a_corpus
from baokan.validate.prolog import included_path
from baokan.validate.survey import Link, Survey, read_survey

_TABLES = """
create table ids (file text primary key, hashes blob) without rowid;
create table pending (file text, target_file text, target text, line integer, element text, attribute text, count integer);
create table includes (file text, target text, line integer);
"""
_MOST_ROOTS = 2000  # files beside a corpus file that are looked at to find the root that includes it


class Links:
    """Collects the surveys of files; `findings` is asked once, when all have been added."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("", check_same_thread=False)  # an empty name is a file that goes with the connection
        self._store.executescript(_TABLES)
        weakref.finalize(self, self._store.close)
        self._read: set[str] = set()  # files read for their identifiers only

    def add(self, survey: Survey) -> None:
        """Keeps what other files decide; the file's own findings are in its survey."""
        name = str(survey.path.resolve())
        self._store.execute("insert or replace into ids values (?, ?)", (name, array("q", survey.ids).tobytes()))
        waiting = [*survey.dangling(), *(link for link in survey.links.values() if link.file)]
        self._store.executemany(
            "insert into pending values (?, ?, ?, ?, ?, ?, ?)",
            ((name, link.file, link.target, link.line, link.element, link.attribute, link.count) for link in waiting),
        )
        places = ((name, str(included_path(survey.path, href)), line) for href, line in survey.includes)
        self._store.executemany("insert into includes values (?, ?, ?)", places)

    def findings(self, shown: dict[str, str]) -> Iterator[Finding]:
        """What is wrong between the files; `shown` has the name to show for a resolved path."""
        self._add_roots()
        self._add_included()
        self._add_targets()
        corpus, holders = self._corpora(), self._all_holders()
        for file, target, line in self._store.execute("select * from includes order by file, line").fetchall():
            if not is_file(Path(target)) and file in shown:
                yield _include_finding(shown[file], line, target)
        for row in self._store.execute("select * from pending order by file, line").fetchall():
            file, link = row[0], Link(*row[1:])
            if file not in shown:
                continue
            meant = _meant(file, link, corpus, holders.get(hash(link.target), []))
            if not meant:
                yield _link_finding(shown[file], link, bool(link.file))
            elif len(meant) > 1:
                yield _ambiguous_finding(shown[file], link, [shown.get(each, each) for each in meant])

    def _known(self, file: str) -> bool:
        return self._store.execute("select 1 from ids where file = ? limit 1", (file,)).fetchone() is not None

    def _add_roots(self) -> None:
        """Reads the corpus roots that lie beside or above files with open links and include them."""
        rows = self._store.execute("select distinct file from pending where target_file = ''").fetchall()
        included = {row[0] for row in self._store.execute("select distinct target from includes")}
        folders = {folder for (file,) in rows if file not in included for folder in list(Path(file).parents)[:2]}
        for folder in sorted(folders):
            for path in sorted(folder.glob("*.xml"))[:_MOST_ROOTS]:
                if not self._known(str(path)) and opens_a_corpus(path):
                    self.add(read_survey(path, practice=False))

    def _add_included(self) -> None:
        """Reads the files that known files include and that nobody has validated, for their identifiers."""
        while True:
            rows = self._store.execute(
                "select distinct target from includes where target not in (select file from ids)"
            ).fetchall()
            more = [Path(target) for (target,) in rows if is_file(Path(target)) and target not in self._read]
            if not more:
                return
            for path in more:
                self._read.add(str(path))
                self.add(read_survey(path, practice=False))

    def _corpora(self) -> dict[str, str]:
        """Each file -> the file at the top of its corpus."""
        above = dict(self._store.execute("select target, min(file) from includes group by target").fetchall())
        tops: dict[str, str] = {}
        for start in {*above, *above.values()}:
            top, seen = start, {start}
            while top in above and above[top] not in seen:
                top = above[top]
                seen.add(top)
            tops[start] = top
        return tops

    def _add_targets(self) -> None:
        """Reads the files that links name and that nobody has validated."""
        query = "select distinct file, target_file from pending where target_file != ''"
        for file, href in self._store.execute(query).fetchall():
            target = included_path(Path(file), href)
            if is_file(target) and not self._known(str(target)):
                self.add(read_survey(target, practice=False))

    def _all_holders(self) -> dict[int, list[str]]:
        """The hash of each open link's target -> the files that have such an identifier; one file's at a time in memory."""
        wanted = {hash(row[0]) for row in self._store.execute("select distinct target from pending")}
        holders: dict[int, list[str]] = {}
        for file, blob in self._store.execute("select file, hashes from ids order by file") if wanted else ():
            for each in wanted.intersection(memoryview(blob).cast("q")):
                holders.setdefault(each, []).append(file)
        return holders


def _meant(file: str, link: Link, corpus: dict[str, str], holders: list[str]) -> list[str]:
    """The files that a link may mean: that which it names, or those of its corpus."""
    if link.file:
        return [each for each in holders if each == str(included_path(Path(file), link.file))]
    top = corpus.get(file)
    return [each for each in holders if top is not None and corpus.get(each) == top]


def _include_finding(path: str, line: int, target: str) -> Finding:
    return Finding(
        path, line, "include-missing", Severity.ERROR, f"The file {target} that xi:include names isn't there.",
        "correct its href, or put the file in its place.",
        f"xi:include 所指的文件 {target} 不存在。", "请改正 href，或补上该文件。",
    )  # fmt: skip


def _link_finding(path: str, link: Link, elsewhere: bool) -> Finding:
    value, times = f"{link.file}#{link.target}", f" ({link.count} times)" if link.count > 1 else ""
    where, where_zh = (f"of {link.file}", link.file) if elsewhere else ("of this file or its corpus", "本文件及所属语料库")
    return Finding(
        path, link.line, "link-dangling", Severity.ERROR,
        f"@{link.attribute} {value!r} of <{link.element}>{times} points to nothing: no element {where} has that xml:id.",
        "correct the reference, or give the element that is meant this xml:id.",
        f"<{link.element}> 的 @{link.attribute} {value!r} 没有所指：{where_zh}中无此 xml:id（{link.count} 处）。",
        "请改正引用，或给所指元素加上此 xml:id。",
    )  # fmt: skip


def _ambiguous_finding(path: str, link: Link, holders: list[str]) -> Finding:
    places = ", ".join(holders[:3])
    return Finding(
        path, link.line, "link-ambiguous", Severity.WARNING,
        f"@{link.attribute} '#{link.target}' of <{link.element}> may mean {len(holders)} elements of its corpus: in {places}.",
        "give each of them an xml:id of its own.",
        f"<{link.element}> 的 @{link.attribute} '#{link.target}' 在语料库中有 {len(holders)} 处所指：{places}。",
        "请给它们各自不同的 xml:id。",
    )  # fmt: skip
