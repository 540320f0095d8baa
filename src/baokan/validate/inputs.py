"""The files that a PATH of the command line stands for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from baokan.errors import UnreadableInput


def find_tei(path: Path) -> list[Path]:
    """The TEI files at path: itself, or all .xml files of a folder. Raises UnreadableInput when there is none."""
    if path.is_dir():
        every = (p for p in path.rglob("*.xml") if not p.is_dir())
        files = sorted(p for p in every if not any(part.startswith(".") for part in p.relative_to(path).parts))
        if not files:
            raise UnreadableInput(f"{path}: holds no .xml file.", "name a folder that has TEI in it.")
        return files
    if not path.exists():
        raise UnreadableInput(f"{path}: is not there.", "check the name.")
    return [path]


def find_all(paths: Iterable[Path]) -> tuple[list[Path], list[UnreadableInput]]:
    """The files of several paths, each once; and the paths that gave none."""
    files: dict[Path, Path] = {}
    errors: list[UnreadableInput] = []
    for path in paths:
        try:
            for file in find_tei(path):
                files.setdefault(file.resolve(), file)
        except UnreadableInput as error:
            errors.append(error)
        except OSError as error:
            errors.append(UnreadableInput(f"{path}: can't be read: {error.strerror}.", "check who may read it."))
    return list(files.values()), errors


def roots_first(files: list[Path]) -> list[Path]:
    """The files with corpus roots before the files that they include, whose schemas they may settle."""
    return sorted(files, key=lambda file: not opens_a_corpus(file))


def opens_a_corpus(path: Path) -> bool:
    """Whether a file looks like the root of a corpus."""
    try:
        with path.open("rb") as file:
            return b"<teiCorpus" in file.read(4096)
    except OSError:
        return False
