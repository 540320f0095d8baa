"""What an issue of a place needs beside it, copied into a folder of this machine under the same names, and what goes back."""

from __future__ import annotations

import contextlib
import posixpath
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml import etree

from baokan.afar.places import Place
from baokan.editions.issues import read_trees
from baokan.errors import BaokanError, UnreadableInput
from baokan.files import href_to_path, split_href
from baokan.tei import parse_tei
from baokan.tei.corpus import is_issue
from baokan.tei.including import INCLUDE, MOST_FILES, included_issues, may_include
from baokan.tei.names import tei

HEAD = 4096  # bytes in which a root element begins


@contextmanager
def fetched(place: Place, name: str, within: str, pictures: bool = False) -> Iterator[Path]:
    """A folder of this machine with a TEI file of a place, what it includes, and the pictures that it names.

    Nothing outside of the folder `within` of the place is included.
    """
    with tempfile.TemporaryDirectory(prefix="baokan-") as top:
        folder = Path(top) / "source"
        place.fetch([name], folder)
        fetch_included(place, name, within, folder)
        for picture in picture_names(trees_of(folder / name)) if pictures else ():
            fetch_if_there(place, beside(name, picture), folder)
        yield folder


def fetch_if_there(place: Place, name: str, folder: Path) -> bool:
    """Copy a file that may not be there; one with a name that no store takes isn't."""
    with contextlib.suppress(BaokanError, ValueError):
        if (data := place.read_if_there(name)) is not None:
            put(folder / name, data)
            return True
    return False


def fetch_included(place: Place, name: str, within: str, folder: Path, listed: bool = False) -> None:
    """Copy what a fetched file includes, and what that includes; of a teiCorpus its issues only where `listed`."""
    inside = f"{within}/" if within else ""
    waiting, seen = [name], {name}
    while waiting and len(seen) <= MOST_FILES:
        name = waiting.pop()
        if not may_include(folder / name):
            continue
        try:
            root = parse_tei(folder / name).getroot()
        except UnreadableInput:
            continue
        for element in root.iter(INCLUDE):
            parent = element.getparent()
            if not listed and parent is not None and parent.tag == tei("teiCorpus"):
                continue
            href = split_href(element.get("href", ""))
            other = posixpath.normpath(beside(name, href_to_path(href.path)))
            if href.scheme or href.netloc or not href.path or other in seen:
                continue
            if other.startswith(("../", "/")) or not other.startswith(inside):
                continue
            seen.add(other)
            if fetch_if_there(place, other, folder):
                waiting.append(other)


def trees_of(issue: Path) -> list[etree._ElementTree]:
    """The texts of a fetched file; none where it can't be read: rendering says what is wrong."""
    try:
        return read_trees(issue, issue.parent, lambda finding: None, set())
    except BaokanError:
        return []


def picture_names(trees: list[etree._ElementTree]) -> list[str]:
    """The pictures that texts name, as far as they lie below their folder."""
    names = {unquote(graphic.get("url", "")) for tree in trees for graphic in tree.getroot().iter(tei("graphic"))}
    return sorted(n for n in names if n and not {":", "\\", "\0"} & set(n) and not {"", ".", ".."} & set(n.split("/")))


def beside(name: str, other: str) -> str:
    """The name in the place of a file that is seen from another one's folder."""
    return posixpath.join(posixpath.dirname(name), other)


def issue_names(place: Place, corpus: str) -> Iterator[str]:
    """The issues of a corpus folder of a place, or of one file: those that a teiCorpus includes, or the file itself.

    Raises UnreadableInput where it isn't there.
    """
    if corpus.endswith(".xml"):
        yield from listed_issues(place, corpus)
        return
    names = sorted(place.listed(corpus))
    for name in [n for n in names if is_issue(n)] or [n for n in names if n.endswith(".ana.xml") and n[0] != "."]:
        name = f"{corpus}/{name}".lstrip("/")
        yield from listed_issues(place, name) if b"<teiCorpus" in place.read(name, HEAD) else [name]


def listed_issues(place: Place, name: str) -> list[str]:
    """The issues that a teiCorpus of a place includes, as far as they are there; the file itself where it includes none."""
    with tempfile.TemporaryDirectory(prefix="baokan-") as top:
        folder = Path(top).resolve()
        place.fetch([name], folder)
        fetch_included(place, name, posixpath.dirname(name), folder, listed=True)
        found = included_issues(folder / name, (folder / name).parent)
        return [path.relative_to(folder).as_posix() for path in found] or [name]


def split_address(url: str) -> tuple[Place, str]:
    """The place above a folder, where what belongs to it may lie, and the folder's name in it; "" where nothing is above."""
    top, _, name = url.rstrip("/").rpartition("/")
    return (Place(url), "") if top.endswith("/") or not top else (Place(top), name)


def stem(name: str) -> str:
    return PurePosixPath(name).stem


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
