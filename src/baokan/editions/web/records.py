"""The authority records that names point to: their labels, dates, notes and identifiers with links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from baokan.errors import BaokanError
from baokan.running.state import digest
from baokan.tei import parse_tei
from baokan.tei.names import NS, XML_ID, local

FOLDER = "authority"
ITEMS = {"person": "persName", "place": "placeName", "org": "orgName"}
DATED = ("birth", "death", "floruit", "date")
# idno/@type -> the form of a value, and where it leads; another value stays text.
LINKS = {
    "wikidata": (re.compile(r"[QPL]\d{1,12}"), "https://www.wikidata.org/wiki/{}"),
    "geonames": (re.compile(r"\d{1,12}"), "https://www.geonames.org/{}"),
    "cbdb": (re.compile(r"\d{1,9}"), "https://cbdb.fas.harvard.edu/cbdbapi/person.php?id={}"),
    "viaf": (re.compile(r"\d{1,30}"), "https://viaf.org/viaf/{}"),
}


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """A record: its names, first the one that it goes by; dates as (element, text).

    identifiers: type, value, and address or "".
    """

    names: tuple[str, ...]
    dates: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str, str], ...] = ()

    def text(self) -> str:
        """All that a page shows of it."""
        return "".join(
            [*self.names, *self.notes, *(said for _, said in self.dates), *(value for _, value, _ in self.identifiers)]
        )


def read_records(folder: Path) -> Mapping[str, AuthorityRecord]:
    """name/@ref -> its record, of the authority files in a corpus folder; a file that can't be read gives none."""
    paths = sorted((folder / FOLDER).glob("*.xml"))
    return read_files(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))


@lru_cache(maxsize=4)
def read_files(files: tuple[tuple[Path, int, int], ...]) -> Mapping[str, AuthorityRecord]:
    """The same of files with their times and sizes: read once in a process."""
    found: dict[str, AuthorityRecord] = {}
    for path, _, _ in files:
        try:
            root = parse_tei(path).getroot()
        except BaokanError:
            continue  # `baokan annotate` and `baokan validate` say what is wrong with it
        for element in root.iterfind("tei:standOff/*/*", NS):
            if local(element) in ITEMS and (record := to_record(element)).names:
                found[f"{FOLDER}/{path.name}#{element.get(XML_ID, '')}"] = record
    return found


def to_record(element: etree._Element) -> AuthorityRecord:
    named = tuple(texts(element, ITEMS[local(element)]))
    dated = tuple((name, said) for name in DATED for e in element.iterfind(f"tei:{name}", NS) if (said := told_date(e)))
    identifiers = tuple((e.get("type", ""), text(e), address(e)) for e in element.iterfind("tei:idno", NS) if text(e))
    return AuthorityRecord(named, dated, tuple(texts(element, "note")), identifiers)


def texts(element: etree._Element, name: str) -> Iterator[str]:
    yield from dict.fromkeys(said for e in element.iterfind(f"tei:{name}", NS) if (said := text(e)))


def text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def told_date(element: etree._Element) -> str:
    """The date as written, else its ISO form: 1911, 1911/1949 for a period."""
    period = "/".join(
        filter(None, (element.get("from") or element.get("notBefore"), element.get("to") or element.get("notAfter")))
    )
    return text(element) or element.get("when") or period


def address(idno: etree._Element) -> str:
    """Where an identifier leads; "" for one of a form that isn't known."""
    value = text(idno)
    if value.startswith(("https://", "http://")) and not any(c.isspace() for c in value):
        return value
    form, pattern = LINKS.get(idno.get("type", "").lower(), (None, ""))
    return pattern.format(value) if form and form.fullmatch(value) else ""


def records_digest(folder: Path) -> str:
    """A checksum of the authority files: when they change the pages of names do."""
    return digest(*(path.read_bytes() for path in sorted((folder / FOLDER).glob("*.xml"))))
