"""How the site's files are called: a pure function of what they show, so that an address never depends on its neighbours."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

UNSAFE = re.compile(r"[^\w.\-·]+")
TAKEN = frozenset({"other", "index", "papers"})  # what we call a list of our own
NUMBERED = re.compile(r"\.\d+$")  # what we call the second page of a list
PART = re.compile(r"(.+)-\d+$")  # what we call an issue inside a teiCorpus
MOST_BYTES = 120  # of a file's stem; file systems allow 255


def safe_name(text: str) -> str:
    """A file's stem for a text of any kind: letters of all scripts, digits, "-", "_", "."; a long or changed one gets a hash."""
    name = UNSAFE.sub("_", text).strip(".")
    while len(name.encode()) > MOST_BYTES:
        name = name[:-1]
    return name if name == text else marked(name, text)


def marked(name: str, text: str) -> str:
    return f"{name}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def file_stem(key: str) -> str:
    """The stem of a list's file: different for different keys, also where capitals and small letters are one."""
    if not key:
        return "other"
    name = safe_name(key)
    if name == key and (key != key.lower() or key in TAKEN or NUMBERED.search(key)):
        return marked(name, key)
    return name


def issue_folders(stems: Iterable[str]) -> dict[str, str]:
    """TEI file's stem -> its issue's folder: the stem itself, with a hash where another could have the same folder."""
    names = {stem: safe_name(stem) for stem in stems}
    counts = Counter(name.lower() for name in names.values())

    def clashes(name: str) -> bool:
        part = PART.match(name)
        return counts[name] > 1 or name in TAKEN or (part is not None and part[1] in counts)

    return {stem: marked(name, stem) if name == stem and clashes(name.lower()) else name for stem, name in names.items()}


def folders_of(paths: Sequence[Path]) -> list[str]:
    """The folder of each TEI file's issue: as `issue_folders` has it, with a hash of the path where a name comes twice."""
    counts = Counter(path.stem for path in paths)
    names = issue_folders(counts)
    top = os.path.commonpath([path.parent for path in paths])
    return [
        names[path.stem] if counts[path.stem] == 1 else marked(safe_name(path.stem), path.relative_to(top).as_posix())
        for path in paths
    ]
