"""The issues that are annotated: read, changed, checked and replaced whole, one write at a time."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.annotate.mentions import ana_path
from baokan.annotate.reading import blocks
from baokan.editions.issues import find_issues
from baokan.errors import OutputInTheWay, UnreadableInput
from baokan.files import write_atomic
from baokan.running import corpus_lock
from baokan.serve.annotations import add_comment, delete_annotation, edit_annotation, judge, list_annotations
from baokan.serve.checking import check, parse
from baokan.serve.corrections import amend, correct, list_corrections, withdraw
from baokan.serve.moves import move, put_back
from baokan.serve.outline import list_names, outline
from baokan.serve.people import clean_name, list_history, name_to_resp, note_change
from baokan.serve.refusals import Busy, NotThere, Refused, Stale
from baokan.serve.tagging import find_or_add, find_records, record_names, tag
from baokan.tei.canonical import tei_to_bytes

MOST_UNDONE = 100  # writes of an issue that can be taken back, while the server runs

Change = Callable[[etree._Element, str, str, dict[str, Any]], str]
CHANGES: dict[str, Change] = {
    "comment": add_comment, "join": judge, "judge": judge, "edit": edit_annotation, "delete": delete_annotation,
    "correct": correct, "amend": amend, "withdraw": withdraw, "tag": tag, "move": move, "back": put_back,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did to files: who, and of each file what it held before (None: it wasn't there) and its version after."""

    author: str
    files: tuple[tuple[Path, bytes | None, str], ...]


class Store:
    """The issues of a corpus by their names, fixed when it is made: a name that isn't in it opens no file.

    Issues that are links out of the corpus folder are left out.
    """

    def __init__(self, corpus: Path) -> None:
        issues = find_issues(corpus)
        self.folder = corpus if corpus.is_dir() else corpus.parent
        folder = self.folder.resolve()
        self.corpus = corpus
        self.issues = {path.stem: path for path in issues if not path.is_symlink() and path.resolve().is_relative_to(folder)}
        if not self.issues:
            raise UnreadableInput(f"{corpus}: holds no TEI issue of its own.", "links that lead out of it aren't followed.")
        self._lock = threading.Lock()
        self._undo: dict[str, list[Written]] = {}

    def own(self) -> dict[str, Path]:
        """The issues that are files of the corpus now: what has become a link since isn't followed."""
        return {name: path for name, path in self.issues.items() if not path.is_symlink()}

    def read(self, name: str) -> dict[str, Any]:
        """What people said about an issue, with the version that it stands for. Raises NotThere, Refused."""
        return view(self._bytes(name))

    def outline(self, name: str) -> dict[str, Any]:
        """The articles and blocks of an issue, and what wants checking."""
        data = self._bytes(name)
        return {"version": version(data), **outline(parse(data))}

    def names(self, name: str) -> dict[str, Any]:
        """The names in an issue, with the words by which their records are known."""
        data, derived = self._bytes(name), ana_path(self.issues[name])
        tree = parse(derived.read_bytes()) if derived.is_file() and not derived.is_symlink() else None
        found = list_names(parse(data), tree)
        labels = dict(record_names(self.folder)) if any(entry["ref"] for entry in found) else {}
        return {"version": version(data), "names": [entry | {"label": labels.get(entry["ref"], "")} for entry in found]}

    def records(self, kind: str, words: str) -> dict[str, Any]:
        """The authority records of a kind that have the words in a name."""
        return {"records": find_records(self.folder, kind, words)}

    def write(self, name: str, what: str, request: dict[str, Any]) -> dict[str, Any]:
        """Change an issue and return it as `read` does.

        Raises Stale when request["version"] isn't what stands there, Busy when something else writes in the corpus, Refused
        when the result would be invalid or lose a character of the source; the file is then as before. Raises OutputInTheWay
        when it can't be written.
        """
        author = clean_name(request.get("author"))
        with self._lock, self._alone():
            path, before = self.issues.get(name, Path()), self._bytes(name)
            if request.get("version") != version(before):
                facts = {"yours": request, "current": view(before), "text": text_now(before, request.get("element"))}
                raise Stale("Somebody has changed this issue since you loaded it.", **facts)
            if what == "undo":
                return view(self._undone(name, author))
            files = []
            if what == "tag":
                authority, ref, link = find_or_add(self.folder, author, request)
                request = request | {"ref": ref, "link": link}
                if authority is not None:
                    kept = authority.path.read_bytes() if authority.path.is_file() else None
                    files.append((authority.path, kept, tei_to_bytes(authority.root)))
            files.append((path, before, changed(before, what, author, request)))
            files = [entry for entry in files if entry[1] != entry[2]]
            for target, old, new in files:
                check(target.name, old or b"", new)
            for target, _, new in files:
                write_atomic(target, new)
            if files:
                self._remember(name, Written(author, tuple((target, old, version(new)) for target, old, new in files)))
        return view(self._bytes(name))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The corpus for oneself: no other server, build or annotating run writes in it meanwhile."""
        lock = corpus_lock(self.folder)
        try:
            lock.__enter__()
        except OutputInTheWay as error:
            raise Busy(f"{error.message} {error.hint}") from error
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def _undone(self, name: str, author: str) -> bytes:
        """Take back the last write of an issue; files that somebody has changed since stay, but for the issue's own."""
        kept = self._undo.get(name, [])
        if not kept:
            raise Refused("There is nothing to undo since the server started.")
        last = kept[-1]
        path = self.issues[name]
        now = {target: version(target.read_bytes()) if target.is_file() else "" for target, _, _ in last.files}
        if last.author != author or any(now[target] != after for target, _, after in last.files if target == path):
            raise Refused("The last change isn't yours: undoing it would take away somebody else's work.")
        for target, before, after in reversed(last.files):
            if now[target] == after and before is not None:
                write_atomic(target, before)
            elif now[target] == after:
                target.unlink()
        kept.pop()
        return self._bytes(name)

    def _remember(self, name: str, written: Written) -> None:
        kept = self._undo.setdefault(name, [])
        kept.append(written)
        del kept[:-MOST_UNDONE]

    def _bytes(self, name: str) -> bytes:
        path = self.issues.get(name)
        if path is None or path.is_symlink():
            raise NotThere(f"There is no issue {name!r} in this corpus.")
        try:
            return path.read_bytes()
        except OSError as error:
            raise NotThere(f"{path.name}: can't be read: {error.strerror}.") from error


def version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def view(data: bytes) -> dict[str, Any]:
    root = parse(data)
    return {
        "version": version(data), "annotations": list_annotations(root), "corrections": list_corrections(root),
        "history": list_history(root),
    }  # fmt: skip


def text_now(data: bytes, key: object) -> str:
    """The text of a block as it reads now, "" when there is none with this xml:id."""
    return next((block.text for block in blocks(parse(data)) if block.id and block.id == key), "")


def changed(data: bytes, what: str, author: str, request: dict[str, Any]) -> bytes:
    root = parse(data)
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    done = CHANGES[what](root, author, when, request)
    note_change(root, name_to_resp(root, author), when, done)
    beside = [etree.tostring(e) for e in reversed(list(root.itersiblings(preceding=True)))]  # xml-model and the like
    declaration, rest = tei_to_bytes(root).split(b"\n", 1)
    return b"\n".join([declaration, *(e.strip() for e in beside), rest])
