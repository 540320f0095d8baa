"""Which files of a corpus hold issues, and which of them belong together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from baokan.errors import UnreadableInput
from baokan.tei.including import included_issues

ANA = ".ana.xml"


@dataclass(frozen=True, slots=True)
class Source:
    """The file of an issue, and the file with the same issue's tokens if there is one."""

    path: Path
    annotated: Path | None = None
    within: Path | None = None  # the corpus folder, from which files may be included

    def stamp(self) -> str:
        """Size and time of change of the files: as long as it stays, so do they. Raises UnreadableInput."""
        stats = [p.stat() for p in self.paths()]
        return " ".join(f"{s.st_size}:{s.st_mtime_ns}" for s in stats)

    def digest(self) -> str:
        """A checksum over the files' bytes."""
        total = hashlib.sha256()
        for path in self.paths():
            total.update(path.read_bytes())
        return total.hexdigest()

    def paths(self) -> list[Path]:
        return [self.path, *([self.annotated] if self.annotated else [])]


def find_sources(corpus: Path) -> list[Source]:
    """The issues' files of a corpus: of a folder all *.xml below it, of a teiCorpus what it includes, else the file itself.

    Raises UnreadableInput when there is none.
    """
    if corpus.is_dir():
        paths = sorted(p for p in corpus.rglob("*.xml") if not any(part[0] == "." for part in p.relative_to(corpus).parts))
    elif corpus.is_file():
        paths = included(corpus)
    else:
        raise UnreadableInput(f"{corpus}: is not there.", "name a corpus folder or a TEI file with --corpus.")
    if not paths:
        raise UnreadableInput(f"{corpus}: holds no TEI file.", "encode something into it first.")
    within = corpus if corpus.is_dir() else corpus.parent
    return [replace(source, within=within) for source in pair(paths)]


def included(path: Path) -> list[Path]:
    """The files that a teiCorpus includes, with the annotated files beside them; any other file alone."""
    found = included_issues(path, path.parent)
    beside = [twin for p in found if (twin := p.with_name(p.name.removesuffix(".xml") + ANA)).is_file()]
    return sorted({*found, *beside}) or [path]


def pair(paths: list[Path]) -> list[Source]:
    """x.xml with its x.ana.xml, beside it or, as PressMint has them, in another folder of the corpus.

    An annotated file whose plain one is absent stands for itself.
    """
    plain = [p for p in paths if not p.name.endswith(ANA)]
    named: dict[str, list[Path]] = {}
    for path in plain:
        named.setdefault(path.stem, []).append(path)
    twins: dict[Path, Path] = {}
    alone = []
    for path in paths:
        if not path.name.endswith(ANA):
            continue
        same = named.get(path.name.removesuffix(ANA), [])
        beside = [p for p in same if p.parent == path.parent]
        mate = beside[0] if beside else same[0] if len(same) == 1 else None
        if mate is None or (mate in twins and not beside):
            alone.append(Source(path))
        else:
            twins[mate] = path
    return sorted([Source(p, twins.get(p)) for p in plain] + alone, key=lambda source: source.path)
