"""Which files make which issue: files and folders -> jobs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from baokan import ids
from baokan.errors import UnreadableInput
from baokan.manifest import Entry, is_manifest, read_manifest
from baokan.model import Metadata
from baokan.read import format_of
from baokan.read.folders import href_to_name, natural
from baokan.read.formats import PAGE_FORMATS

HREF = re.compile(rb"""\bhref\s*=\s*["']([^"'<>]{1,1000})["']""")
# Files that stand beside pages and never are one.
NOT_PAGES = frozenset(".jpg .jpeg .png .tif .tiff .jp2 .gif .bmp .webp .toml .csv .json .md .css .js .xsl .xslt .rng".split())


@dataclass(frozen=True, slots=True)
class Job:
    """An issue to encode: its xml:id and its source files with what is known of each."""

    issue: str
    paths: tuple[Path, ...]
    metadata: tuple[Metadata, ...]


def find_jobs(sources: Sequence[Path]) -> list[Job]:
    """Files and folders -> issues.

    A METS, a PDF, an archive and a text file are an issue each; the page files of a folder (ALTO, PAGE, hOCR) are one
    together, unless the folder has a manifest: then those that share an id, or a paper and a date, are one.
    """
    groups: dict[tuple[Path, str], list[tuple[Path, Entry]]] = {}
    names: dict[tuple[Path, str], str] = {}
    for source in sources:
        folder = source if source.is_dir() else source.parent
        entries = read_manifest(folder)
        found = folder_to_files(source) if source.is_dir() else {source: ""}
        if not found:
            raise UnreadableInput(
                f"{source}: holds no page: no .txt file, PDF, ALTO, METS, PAGE or hOCR.", "name a folder that has pages in it."
            )
        for path, shared in found.items():
            entry = entries.get(path.name) or entries.get(path.relative_to(folder).as_posix())
            entry = entry or entries.get(shared) or Entry(path.name, None, Metadata())
            if entries and path.parent == folder:
                shared = ""  # here the manifest says what belongs together
            key = (folder, issue_key(path, entry, shared))
            groups.setdefault(key, []).append((path, entry))
            if shared and not entry.id:
                names[key] = shared
    return [group_to_job(key[1], names.get(key), members) for key, members in groups.items()]


def group_to_job(key: str, name: str | None, members: list[tuple[Path, Entry]]) -> Job:
    members.sort(key=lambda member: page_order(member[1]))
    paths = tuple(path for path, _ in members)
    stem = members[0][1].id or name or (paths[0].stem if len(paths) == 1 else key)
    return Job(ids.issue_id(stem), paths, tuple(entry.metadata for _, entry in members))


def folder_to_files(folder: Path) -> dict[Path, str]:
    """Each source file below a folder -> the name of the issue that it shares with its neighbours, "" for its own.

    What a METS refers to is read with it, so those files don't stand by themselves.
    """
    files = sorted(
        (p for p in folder.rglob("*") if p.is_file() and not hidden(p, folder) and p.suffix.lower() not in NOT_PAGES),
        key=lambda p: natural(p.relative_to(folder).as_posix()),
    )
    formats = {path: found for path in files if not is_manifest(path) and (found := format_of(path)) is not None}
    claimed = {member for path, found in formats.items() if found == "mets" for member in mets_members(path)}
    result = {}
    for path, found in formats.items():
        if path in claimed:
            continue
        result[path] = issue_of(path.parent, folder) if found in PAGE_FORMATS else ""
    return result


def hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def issue_of(folder: Path, top: Path) -> str:
    """The name of a folder's issue: its own, with those of the folders between it and the one that was given."""
    parts = folder.relative_to(top).parts
    return "_".join(parts) or folder.resolve().name or "issue"


def mets_members(path: Path) -> Iterable[Path]:
    """The files of its folder that a METS refers to."""
    try:
        data = path.read_bytes()
    except OSError:
        return []
    names = {p.relative_to(path.parent).as_posix() for p in path.parent.rglob("*") if p.is_file()}
    found = (href_to_name(href.decode("utf-8", "replace"), path.name, names)[0] for href in HREF.findall(data))
    return [path.parent / name for name in found if name is not None]


def issue_key(path: Path, entry: Entry, shared: str) -> str:
    known = entry.metadata
    if entry.id:
        return entry.id
    if known.paper and known.date:
        return f"{known.paper.value}_{known.date.value}"
    return f"{shared}/" if shared else str(path)


def page_order(entry: Entry) -> tuple[int, str, list[tuple[int, int, str]]]:
    page = entry.metadata.page.value if entry.metadata.page else ""
    return (int(page) if page.isdecimal() else 0, page, natural(entry.name))
