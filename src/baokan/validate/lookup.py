"""Which schemas a file is validated by: those that it names, baokan's own for what baokan wrote, else TEI as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from baokan.files import href_to_path, is_file, split_href
from baokan.validate.catalogs import Catalog
from baokan.validate.prolog import Model, Prolog


class Kind(StrEnum):
    """What a schema is written in."""

    RELAXNG = "RELAX NG"
    SCHEMATRON = "Schematron"
    ODD = "ODD"
    OTHER = "a language that baokan doesn't read"


_LANGUAGES = {
    "http://relaxng.org/ns/structure/1.0": Kind.RELAXNG,
    "application/relax-ng-compact-syntax": Kind.RELAXNG,
    "http://purl.oclc.org/dsdl/schematron": Kind.SCHEMATRON,
    "http://www.ascc.net/xml/schematron": Kind.SCHEMATRON,
    "http://www.tei-c.org/ns/1.0": Kind.ODD,
    "http://www.w3.org/2001/XMLSchema": Kind.OTHER,
    "application/xml-dtd": Kind.OTHER,
}
_ENDINGS = {".rng": Kind.RELAXNG, ".rnc": Kind.RELAXNG, ".sch": Kind.SCHEMATRON, ".odd": Kind.ODD, ".xsd": Kind.OTHER,
            ".dtd": Kind.OTHER, ".nvdl": Kind.OTHER}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A schema that a file names: its place, or None where it isn't at hand."""

    kind: Kind
    path: Path | None
    model: Model


def kind_of(name: str, language: str = "") -> Kind:
    """What a schema is written in, by its language's name or by the end of its own."""
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    name = split_href(name).path.lower()
    if name.endswith(".odd.xml"):
        return Kind.ODD
    return _ENDINGS.get(Path(name).suffix, Kind.RELAXNG)


def named_schemas(path: Path, prolog: Prolog, catalog: Catalog) -> list[Named]:
    """The schemas of the file's processing instructions, in order; each once."""
    found: dict[tuple[str, Kind], Named] = {}
    for model in prolog.models:
        kind = kind_of(model.href, model.language)
        found.setdefault((model.href, kind), Named(kind, locate(model.href, path.parent, catalog), model))
    return list(found.values())


def locate(href: str, folder: Path, catalog: Catalog) -> Path | None:
    """The local file of an href: by the catalog, or relative to the folder; never from the network."""
    parts = split_href(href)
    by_catalog = catalog.resolve(href)
    if by_catalog is None and parts.scheme in ("", "file") and not parts.netloc:
        target = (folder / href_to_path(parts.path)).resolve()
        by_catalog = catalog.resolve(target.as_uri())
        if by_catalog is None or not is_file(by_catalog):
            by_catalog = target
    return by_catalog if by_catalog is not None and is_file(by_catalog) else None


def nearby_schemas(path: Path) -> list[Path]:
    """Schema files that lie beside a file or one folder up, for the hint that one of them may be meant."""
    beside: list[Path] = []
    for folder in (path.resolve().parent, path.resolve().parent.parent):
        for ending in ("*.rng", "*.rnc", "*.odd"):
            beside += sorted(folder.glob(ending))
    return beside[:3]
