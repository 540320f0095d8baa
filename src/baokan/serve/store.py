"""The issues that are annotated: read, changed, checked and replaced whole, one write at a time."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.editions.issues import find_issues
from baokan.errors import UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Severity
from baokan.serve.annotations import add_comment, delete_annotation, edit_annotation, judge_join, list_annotations
from baokan.serve.corrections import correct, list_corrections, withdraw
from baokan.serve.people import clean_name, name_to_resp, note_change
from baokan.serve.refusals import NotThere, Refused, Stale
from baokan.tei.canonical import tei_to_bytes
from baokan.tei.names import tei
from baokan.tei.restore import zone_texts
from baokan.validate import Validation

MOST_UNDONE = 100  # writes of an issue that can be taken back, while the server runs

Change = Callable[[etree._Element, str, str, dict[str, Any]], str]
CHANGES: dict[str, Change] = {
    "comment": add_comment, "join": judge_join, "edit": edit_annotation, "delete": delete_annotation,
    "correct": correct, "withdraw": withdraw,
}  # fmt: skip
CHANGE_THE_TEXT = frozenset({"correct", "withdraw", "undo"})


class Store:
    """The issues of a corpus by their names, fixed when it is made: a name that isn't in it opens no file.

    Issues that are links out of the corpus folder are left out.
    """

    def __init__(self, corpus: Path) -> None:
        issues = find_issues(corpus)
        folder = (corpus if corpus.is_dir() else corpus.parent).resolve()
        self.corpus = corpus
        self.issues = {path.stem: path for path in issues if not path.is_symlink() and path.resolve().is_relative_to(folder)}
        if not self.issues:
            raise UnreadableInput(f"{corpus}: holds no TEI issue of its own.", "links that lead out of it aren't followed.")
        self.changed_text = False
        self._lock = threading.Lock()
        self._undo: dict[str, list[tuple[str, bytes, str]]] = {}  # issue -> (author, bytes before, version after)

    def read(self, name: str) -> dict[str, Any]:
        """What people said about an issue, with the version that it stands for. Raises NotThere, Refused."""
        return view(self._bytes(name))

    def write(self, name: str, what: str, request: dict[str, Any]) -> dict[str, Any]:
        """Change an issue and return it as `read` does.

        Raises Stale when request["version"] isn't what stands there, Refused when the result would be invalid or lose a
        character of the source; the file is then as before. Raises OutputInTheWay when it can't be written.
        """
        author = clean_name(request.get("author"))
        with self._lock:
            before = self._bytes(name)
            if request.get("version") != version(before):
                raise Stale("Somebody has changed this issue since you loaded it.", yours=request, current=view(before))
            after = self._undone(name, author, before) if what == "undo" else changed(before, what, author, request)
            if after == before:
                return view(before)
            if what != "undo":
                check(self.issues[name].name, before, after)
            write_atomic(self.issues[name], after)
            self._remember(name, what, author, before, after)
            self.changed_text |= what in CHANGE_THE_TEXT
        return view(after)

    def _undone(self, name: str, author: str, now: bytes) -> bytes:
        kept = self._undo.get(name, [])
        if not kept:
            raise Refused("There is nothing to undo since the server started.")
        who, before, after = kept[-1]
        if who != author or after != version(now):
            raise Refused("The last change isn't yours: undoing it would take away somebody else's work.")
        return before

    def _remember(self, name: str, what: str, author: str, before: bytes, after: bytes) -> None:
        kept = self._undo.setdefault(name, [])
        if what == "undo":
            kept.pop()
        else:
            kept.append((author, before, version(after)))
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


def parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(f"The file isn't well-formed XML: {error.msg}. Mend it first.") from error
    if root.tag != tei("TEI"):
        raise Refused("The file isn't a TEI issue.")
    return root


def view(data: bytes) -> dict[str, Any]:
    root = parse(data)
    return {"version": version(data), "annotations": list_annotations(root), "corrections": list_corrections(root)}


def changed(data: bytes, what: str, author: str, request: dict[str, Any]) -> bytes:
    root = parse(data)
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    done = CHANGES[what](root, author, when, request)
    note_change(root, name_to_resp(root, author), when, done)
    beside = [etree.tostring(e) for e in reversed(list(root.itersiblings(preceding=True)))]  # xml-model and the like
    declaration, rest = tei_to_bytes(root).split(b"\n", 1)
    return b"\n".join([declaration, *(e.strip() for e in beside), rest])


def check(name: str, before: bytes, after: bytes) -> None:
    """Raises Refused when the change would lose a character of the source or bring in an error that wasn't there."""
    if zone_texts(parse(before)) != zone_texts(parse(after)):
        raise Refused("This would change the source's own characters.")
    new = errors(name, after) - errors(name, before)
    if new:
        raise Refused("This would make the file invalid.", findings=[what for _, what in new])


def errors(name: str, data: bytes) -> Counter[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="baokan-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        found = Validation().check(path).findings
    return Counter((f.code, f.format().partition(": ")[2]) for f in found if f.severity is Severity.ERROR)
