"""Names that people tag: words of a text are a person, a place, an organisation or no name, and mean an authority record.

Written in the one form that `baokan annotate` reads (annotate.verdicts): the next run keeps it. A record that is new goes into
the corpus's authority file with the identifiers given and the person's @resp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.annotate.authority import FOLDER, SORTS, Authority, Record, Sort
from baokan.annotate.links import place
from baokan.annotate.reading import read_block
from baokan.annotate.verdicts import NAMES, NO_NAME, TAGGING
from baokan.serve.annotations import annotations_of, block_of, new_annotation, put_evidence, said_of, span_of, stamp
from baokan.serve.people import clean_text, name_to_resp
from baokan.serve.refusals import NotThere, Refused
from baokan.simplified import simplify
from baokan.tei.names import NS, XML_ID, add, by_person

# An identifier by its own form or by the address of its page: type of idno, what is kept, the address that stands for it.
FORMS = (
    ("Wikidata", re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d{0,11})(?:[#?].*)?"), "https://www.wikidata.org/entity/{}"),
    ("GeoNames", re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/([1-9]\d{0,11})(?:/.*)?"), "https://sws.geonames.org/{}/"),
    ("VIAF", re.compile(r"https?://(?:www\.)?viaf\.org/viaf/([1-9]\d{0,25})(?:/.*)?"), "https://viaf.org/viaf/{}"),
    ("CBDB", re.compile(r"https?://cbdb\.fas\.harvard\.edu/cbdbapi/person\.php\?id=([1-9]\d{0,9})(?:&.*)?"), "https://cbdb.fas.harvard.edu/cbdbapi/person.php?id={}"),
)  # fmt: skip
NUMBER = re.compile(r"[1-9]\d{0,25}")
MOST_FOUND = 20  # records that are shown as one types


def tag(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Say that text[start:end] of an element is a name of a kind, or none, and who is meant; a second word replaces one's first.

    request["ref"] points to the record, as `find_or_add` gave it; request["link"] is the address of an identifier, or "".
    """
    element = block_of(root, request.get("element"))
    text = read_block(element).text
    start, end = span_of(text, request.get("start"), request.get("end"), request.get("quote"))
    kind = request.get("kind")
    if kind not in (*NAMES, NO_NAME):
        raise Refused(f"A name is one of {', '.join(NAMES)}, or {NO_NAME}.")
    key, resp = element.get(XML_ID, ""), name_to_resp(root, author)
    note = earlier(root, key, (start, end), resp)
    if note is None:
        note = new_annotation(root, TAGGING, key, resp, when)
        put_evidence(note, key, text, start, end)
    else:
        stamp(note, when)
        for child in (*said_of(note), *note.findall("tei:ptr", NS)):
            note.remove(child)
    add(note, "note", str(kind))
    for target in (request.get("ref"), request.get("link")):
        if target and kind != NO_NAME:
            add(note, "ptr", target=str(target))
    if remark := clean_text(request.get("text", ""), "remark"):
        add(note, "note", remark)
    return f"tagged {text[start:end]} in {key} as {kind} ({note.get(XML_ID)})"


def earlier(root: etree._Element, key: str, span: tuple[int, int], resp: str) -> etree._Element | None:
    """What the same person said before of the same words."""
    wanted = f"#string-range({key},{span[0]},{span[1] - span[0]})"
    for note in annotations_of(root):
        ref = note.find("tei:note[@type='evidence']/tei:ref", NS)
        if note.get("motivation") == TAGGING and note.get("resp") == resp and ref is not None and ref.get("target") == wanted:
            return note
    return None


def sort_of(kind: object) -> Sort:
    sort = next((sort for sort in SORTS if sort.kind == kind), None)
    if sort is None:
        raise Refused(f"There are records of {', '.join(NAMES)}.")
    return sort


def authority_of(folder: Path, sort: Sort) -> Authority:
    """The authority file of a corpus. Raises Refused when it is a link that leads out of the corpus."""
    if not (folder / FOLDER / f"{sort.stem}.xml").resolve().is_relative_to(folder.resolve()):
        raise Refused(f"{FOLDER}/{sort.stem}.xml is a link that leads out of the corpus: it isn't followed.")
    return Authority(folder, sort)


def read_identifier(text: str, kind: object = "") -> tuple[str, str, str] | None:
    """(type of idno, identifier, address) of what somebody typed or pasted; None for nothing. Raises Refused.

    kind: "Wikidata", "GeoNames", "CBDB" or "VIAF", where a bare number was typed.
    """
    if not text:
        return None
    for name, form, address in FORMS:
        if found := form.fullmatch(text):
            return name, found[1], address.format(found[1])
    for name, _, address in FORMS:
        if name == kind and name != "Wikidata" and NUMBER.fullmatch(text):
            return name, text, address.format(text)
    raise Refused(
        f"{text[:80]!r} is no identifier known here: Q and a number (Wikidata), or the address of a page of Wikidata, GeoNames, "
        "CBDB or VIAF, or a number with its register."
    )


def find_or_add(folder: Path, author: str, request: dict[str, Any]) -> tuple[Authority | None, str, str]:
    """The authority file with the record that a request means, if it had to be changed for it; the record's pointer; a link.

    request: kind, record (the id of one that is there, or "new", or ""), quote, name (of a new one), identifier, register.
    The file isn't written: (None, …) where nothing in it changes. Raises NotThere, Refused.
    """
    if request.get("kind") == NO_NAME:
        return None, "", ""
    sort, wanted = sort_of(request.get("kind")), request.get("record", "")
    identifier = read_identifier(clean_text(request.get("identifier", ""), "identifier", 200), request.get("register"))
    link = identifier[2] if identifier else ""
    if not wanted:
        return None, "", link
    authority = authority_of(folder, sort)
    before = etree.tostring(authority.root)
    if wanted == "new":
        name = clean_text(request.get("name") or request.get("quote"), "name", 200)
        if not name:
            raise Refused("A new record needs a name.")
        record = authority.add("".join(name.split()) if not name.isascii() else name)
        record.element.set("resp", name_to_resp(authority.root, author))
    else:
        found = next((r for r in authority.records if r.id == wanted), None)
        if found is None:
            raise NotThere(f"There is no record {wanted!r} in {authority.path.name}.")
        record = found
    have = {(i.get("type"), (i.text or "").strip()) for i in record.element.iterfind("tei:idno", NS)}
    if identifier and identifier[:2] not in have:
        place(record.element, identifier[0], identifier[1], sort.name)
    changed = etree.tostring(authority.root) != before
    return authority if changed else None, f"{FOLDER}/{authority.path.name}#{record.id}", link


def find_records(folder: Path, kind: object, words: str) -> list[dict[str, Any]]:
    """The records of a kind whose names or identifiers have the words in them, the likeliest first."""
    authority = authority_of(folder, sort_of(kind))
    wanted = simplify("".join(words.split()))[:100]
    ranked = []
    for record in authority.records:
        if record.rejected:
            continue
        names = sorted(record.names, key=lambda name: (wanted not in name, len(name)))
        ids = [f"{i.get('type', '')} {(i.text or '').strip()}" for i in record.element.iterfind("tei:idno", NS)]
        inside = [name for name in names if wanted in name]
        if not inside and not any(wanted.casefold() == i.partition(" ")[2].casefold() for i in ids):
            continue
        best = inside[0] if inside else ""
        mentions = sum(len(p.get("target", "").split()) for p in record.element.iterfind("tei:ptr", NS))
        entry = {"id": record.id, "names": shown_names(record, authority), "identifiers": ids, "articles": mentions}
        entry["person"] = by_person(record.element)
        ranked.append(((best != wanted, not best.startswith(wanted), -mentions, record.id), entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])[:MOST_FOUND]]


def shown_names(record: Record, authority: Authority) -> list[str]:
    """The names as they are written in the file."""
    return ["".join(n.itertext()).strip() for n in record.element.iterfind(f"tei:{authority.sort.name}", NS)]


def record_names(folder: Path) -> Iterator[tuple[str, str]]:
    """(pointer, first name) of each record."""
    for sort in SORTS:
        if (folder / FOLDER / f"{sort.stem}.xml").is_file():
            authority = authority_of(folder, sort)
            for record in authority.records:
                yield f"{FOLDER}/{authority.path.name}#{record.id}", next(iter(shown_names(record, authority)), record.id)
