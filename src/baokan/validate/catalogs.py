"""XML catalogs (OASIS 1.1): which local file stands for a name or an address, so that nothing has to be fetched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.files import href_to_path, is_file, split_href

_NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_EXACT = {"uri": "name", "system": "systemId"}
_STARTS = {"rewriteURI": ("uriStartString", "rewritePrefix"), "rewriteSystem": ("systemIdStartString", "rewritePrefix")}
_ENDS = {"uriSuffix": ("uriSuffix", "uri"), "systemSuffix": ("systemIdSuffix", "uri")}
_OTHERS = {"nextCatalog", "delegateURI", "delegateSystem"}
VARIABLE = "XML_CATALOG_FILES"  # as libxml2 has it: catalog files, a blank between them


@dataclass(slots=True)
class Catalog:
    """The entries of catalog files, in the order of their precedence."""

    exact: dict[str, str] = field(default_factory=dict)
    starts: list[tuple[str, str]] = field(default_factory=list)
    ends: list[tuple[str, str]] = field(default_factory=list)

    def resolve(self, address: str) -> Path | None:
        """The local file for an address, where the catalog has one."""
        found = self.exact.get(address)
        if found is None:
            whole = [(start, new) for start, new in self.starts if address.startswith(start)]
            if whole:
                start, new = max(whole, key=lambda each: len(each[0]))
                found = new + address[len(start) :]
        if found is None:
            tails = [(end, new) for end, new in self.ends if address.endswith(end)]
            found = max(tails, key=lambda each: len(each[0]))[1] if tails else None
        return file_of(found) if found else None


def file_of(address: str) -> Path | None:
    """The path of a file: address or of a plain path; None for what lies elsewhere."""
    parts = split_href(address)
    if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost"):
        return None
    return Path(href_to_path(parts.path))


def read_catalogs(paths: list[Path]) -> Catalog:
    """The catalogs at these paths and those that the environment names. Raises UnreadableInput."""
    catalog = Catalog()
    named = [Path(each) for address in os.environ.get(VARIABLE, "").split() if (each := file_of(address))]
    seen: set[Path] = set()
    for path in paths:
        _read(path, catalog, seen)
    for path in named:
        if is_file(path):
            _read(path, catalog, seen)
    return catalog


def _read(path: Path, catalog: Catalog, seen: set[Path]) -> None:
    path = path.resolve()
    if path in seen:
        return
    seen.add(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UnreadableInput(f"{path}: isn't an XML catalog: {error}.", "check --catalog.") from error
    for entry, base in _entries(root, path.as_uri()):
        _add(entry, base, catalog, seen)


def _entries(root: etree._Element, base: str) -> Iterator[tuple[etree._Element, str]]:
    for child in root.iterchildren(etree.Element):
        inner = urljoin(base, child.get(_BASE, ""))
        if child.tag == _NAMESPACE + "group":
            yield from _entries(child, inner)
        else:
            yield child, inner


def _add(entry: etree._Element, base: str, catalog: Catalog, seen: set[Path]) -> None:
    kind = etree.QName(entry).localname
    if kind in _EXACT and entry.get("uri"):
        catalog.exact.setdefault(entry.get(_EXACT[kind], ""), urljoin(base, entry.get("uri", "")))
    elif kind in _STARTS:
        start, new = _STARTS[kind]
        catalog.starts.append((entry.get(start, ""), urljoin(base, entry.get(new, ""))))
    elif kind in _ENDS:
        end, new = _ENDS[kind]
        catalog.ends.append((entry.get(end, ""), urljoin(base, entry.get(new, ""))))
    elif kind in _OTHERS:
        other = file_of(urljoin(base, entry.get("catalog", "")))
        if other and is_file(other):
            _read(other, catalog, seen)
