"""manifest.toml or manifest.csv: what a person knows of the source files; unknown stays unknown."""

from __future__ import annotations

import csv
import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.model import Fact, Metadata

NAME = "manifest.toml"
TABLE_NAME = "manifest.csv"
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
KEYS = frozenset({"name", "id", "paper", "date", "issue", "page", "section", "rights", "language"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One [[file]] of a manifest: the issue's id if given, and what is known."""

    name: str
    id: str | None
    metadata: Metadata


def is_manifest(path: Path) -> bool:
    return path.name in {NAME, TABLE_NAME}


def read_manifest(folder: Path) -> dict[str, Entry]:
    """File name -> entry; empty where the folder has no manifest. Raises UnreadableInput on a faulty one."""
    return {entry.name: entry for entry in manifest_entries(folder)}


def manifest_entries(folder: Path) -> Iterator[Entry]:
    """The entries of a folder's manifest one by one, a table's without holding it whole; raises as `read_manifest`."""
    if (path := folder / NAME).is_file():
        rows = read_toml(path)
    elif (path := folder / TABLE_NAME).is_file():
        rows = read_csv(path)
    else:
        return
    for row in rows:
        unknown = sorted(str(key) for key in set(row) - KEYS)
        if unknown:
            raise UnreadableInput(f"{path}: {row['name']}: unknown key {unknown[0]!r}.", f"known are {', '.join(sorted(KEYS))}.")
        ident = row.get("id")
        yield Entry(str(row["name"]), str(ident) if ident else None, row_to_metadata(path, row))


def read_toml(path: Path) -> Iterator[dict[str, object]]:
    """The [[file]] tables of a manifest."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableInput(f"{path}: can't be read: {error}.", "mend the TOML at that place.") from error
    files = table.get("file", [])
    if not isinstance(files, list) or not all(isinstance(row, dict) and "name" in row for row in files):
        raise UnreadableInput(f"{path}: has no [[file]] tables with a name.", 'write [[file]] and name = "page.txt".')
    yield from files


def read_csv(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a table with a heading line; a spreadsheet's byte order mark and semicolons are fine."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            rows = csv.DictReader(file, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
            for found in rows:
                row: dict[str, object] = {str(k).strip(): v.strip() for k, v in found.items() if k and isinstance(v, str)}
                if not row.get("name"):
                    raise UnreadableInput(
                        f"{path}: has a row without a name.", "give the table a column name with each file's name."
                    )
                yield row
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise UnreadableInput(f"{path}: can't be read: {error}.", "save it as CSV in UTF-8, with a heading line.") from error


def row_to_metadata(path: Path, row: dict[str, object]) -> Metadata:
    for key, value in row.items():
        if found := NOT_XML.search(str(value)):
            raise UnreadableInput(f"{path}: {key} has U+{ord(found[0]):04X}, which no TEI can hold.", "take that character out.")
    facts = {key: Fact(str(row[key])) for key in ("paper", "issue", "page", "section", "rights") if row.get(key)}
    date = row.get("date")
    if date:
        try:
            facts["date"] = Fact(datetime.date.fromisoformat(str(date)).isoformat())
        except ValueError as error:
            raise UnreadableInput(f"{path}: {row['name']}: {date!r} is not a date.", "write date = 2021-02-26.") from error
    language = str(row.get("language") or "zh-Hans")
    if not LANGUAGE.fullmatch(language):
        raise UnreadableInput(f"{path}: {row['name']}: {language!r} is no language tag.", "write zh-Hans, zh-Hant, en ….")
    return Metadata(**facts, language=language)
