"""seeds/manifest.toml: what a person knows of the source files; unknown stays unknown."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.model import Fact, Metadata

NAME = "manifest.toml"
KEYS = frozenset({"name", "id", "paper", "date", "issue", "page", "section", "rights", "language"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One [[file]] of a manifest: the issue's id if given, and what is known."""

    name: str
    id: str | None
    metadata: Metadata


def read_manifest(folder: Path) -> dict[str, Entry]:
    """File name -> entry; empty where the folder has no manifest. Raises UnreadableInput on a faulty one."""
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableInput(f"{path}: can't be read: {error}.", "mend the TOML at that place.") from error
    files = table.get("file", [])
    if not isinstance(files, list) or not all(isinstance(row, dict) and "name" in row for row in files):
        raise UnreadableInput(f"{path}: has no [[file]] tables with a name.", 'write [[file]] and name = "page.txt".')
    entries = {}
    for row in files:
        unknown = sorted(set(row) - KEYS)
        if unknown:
            raise UnreadableInput(f"{path}: {row['name']}: unknown key {unknown[0]!r}.", f"known are {', '.join(sorted(KEYS))}.")
        entries[str(row["name"])] = Entry(str(row["name"]), row.get("id"), row_to_metadata(path, row))
    return entries


def row_to_metadata(path: Path, row: dict[str, object]) -> Metadata:
    facts = {key: Fact(str(row[key])) for key in ("paper", "issue", "page", "section", "rights") if row.get(key)}
    date = row.get("date")
    if date:
        try:
            facts["date"] = Fact(datetime.date.fromisoformat(str(date)).isoformat())
        except ValueError as error:
            raise UnreadableInput(f"{path}: {row['name']}: {date!r} is not a date.", "write date = 2021-02-26.") from error
    return Metadata(**facts, language=str(row.get("language", "zh-Hans")))
