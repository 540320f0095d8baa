"""What was made in a folder of this machine goes to its place, and the record of it says what is there now."""

from __future__ import annotations

from pathlib import Path

from baokan.afar.places import Place
from baokan.errors import OutputInTheWay
from baokan.findings import error_to_finding
from baokan.running.steps import Record, to_rows


def send(record: Record, base: Path, sources: Place, folder: Path, place: Place) -> Record:
    """Write the files of a step's record, which lie in `folder`, to the place; names in the record become those there.

    `base` stood for the place of the sources. Where nothing can be written the record says so, and names no files.
    """
    for row in record["findings"]:
        row["message"] = row["message"].replace(str(base), sources.shown)
    try:
        return record | {"files": send_files(record["files"], base, folder, place)}
    except OutputInTheWay as error:
        said = record["findings"] + to_rows([error_to_finding(error, place.shown, "output")], base)
        return record | {"files": [], "findings": said, "code": error.exit_code}


def send_files(rows: list[list[object]], base: Path, folder: Path, place: Place) -> list[list[object]]:
    """Write files to the place; rows as `made_file` gives them, seen from `base`, come back as `Place.holds` takes them."""
    paths = {(base / str(name)).relative_to(folder).as_posix(): str(checksum) for name, _, _, checksum in rows}
    seen = place.write_all({name: folder / name for name in paths})
    return [[name, *seen[name], checksum] for name, checksum in paths.items()]
