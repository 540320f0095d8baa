"""Gives a source file back, byte for byte, from its TEI."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.model import Residue
from baokan.tei.canonical import parse_tei
from baokan.tei.header import RESIDUE_TYPE, json_to_residue
from baokan.tei.names import NS, XML_ID, local

# What an editor or the toolkit added; the source doesn't have it.
ADDED = frozenset({"supplied", "corr", "reg", "expan", "figDesc"})


class RestoreMismatch(UnreadableInput):
    """Raised when the restored bytes don't have the source's checksum; `data` keeps them."""

    def __init__(self, message: str, hint: str, data: bytes) -> None:
        super().__init__(message, hint)
        self.data = data


def restore(path: Path, number: int = 1) -> bytes:
    """The bytes of the number-th source file of a TEI file; of a PDF those of its text layer.

    Raises UnreadableInput when the file isn't baokan's, RestoreMismatch when its text was changed
    in a way that doesn't keep the source's characters.
    """
    return restore_tree(parse_tei(path).getroot(), str(path), number)


def restore_tree(root: etree._Element, where: str, number: int = 1) -> bytes:
    """As `restore`, from a parsed tree; `where` names it in errors."""
    sources = root.findall(".//tei:bibl[@type='digital-source']", NS)
    surfaces = root.findall("tei:facsimile/tei:surface", NS)
    if not 1 <= number <= len(sources):
        raise UnreadableInput(f"{where}: has no digital source number {number}.", "restore works on what baokan wrote.")
    source = sources[number - 1]
    residue, fields = find_residue(root, source.get(XML_ID) or "", where)
    expected = fields.get("layer") or source.findtext("tei:idno[@type='sha256']", namespaces=NS)
    if residue.raw is not None:
        data = residue.raw
    else:
        at = fields.get("surfaces") or [number]
        if not all(isinstance(n, int) and 1 <= n <= len(surfaces) for n in at):
            raise UnreadableInput(
                f"{where}: has no surface for its digital source number {number}.", "restore works on what baokan wrote."
            )
        zones = [zone.get(XML_ID) or "" for n in at for zone in surfaces[n - 1].findall("tei:zone", NS)]
        data = zones_to_bytes(zones, zone_texts(root), residue)
    if hashlib.sha256(data).hexdigest() != expected:
        raise RestoreMismatch(
            f"{where}: gives back other bytes than its source had (sha256 {expected}).",
            "someone changed the source's own characters: mark a correction with choice, sic and corr instead.",
            data,
        )
    return data


def find_residue(root: etree._Element, source_id: str, where: str) -> tuple[Residue, dict[str, Any]]:
    """The residue of a source, and the fields it was written as."""
    for xeno in root.findall("tei:teiHeader/tei:xenoData", NS):
        if xeno.get("type") == RESIDUE_TYPE and xeno.get("corresp") == f"#{source_id}":
            try:
                return json_to_residue(xeno.text or ""), json.loads(xeno.text or "")
            except (ValueError, KeyError, TypeError) as error:
                raise UnreadableInput(
                    f"{where}:{xeno.sourceline}: the restoration data is damaged ({error}).", "take it from a backup."
                ) from error
    raise UnreadableInput(f"{where}: holds no restoration data.", "restore works on what baokan wrote.")


def zones_to_bytes(zones: list[str], texts: dict[str, str], residue: Residue) -> bytes:
    """Lay the zones' texts between the separators, put back what XML couldn't hold, and encode."""
    replaced: dict[int, list[tuple[int, str]]] = {}
    for block, offset, character in residue.replaced:
        replaced.setdefault(block, []).append((offset, character))
    parts = list(residue.separators[:1])
    for index, zone in enumerate(zones):
        text = texts.get(zone, "")
        if index in replaced:
            characters = list(text)
            for offset, character in replaced[index]:
                if offset < len(characters):
                    characters[offset] = character
            text = "".join(characters)
        parts += [text, residue.separators[index + 1] if index + 1 < len(residue.separators) else ""]
    data = "".join(parts).encode(residue.encoding, "replace")
    return codecs.BOM_UTF8 + data if residue.bom else data


def zone_texts(root: etree._Element) -> dict[str, str]:
    """zone id -> the source's text in it, from every element of the text that points to it."""
    parts: dict[str, list[str]] = {}
    for text in root.findall("tei:text", NS):
        for zone, piece in pieces(text):
            parts.setdefault(zone, []).append(piece)
    return {zone: "".join(texts) for zone, texts in parts.items()}


def pieces(text: etree._Element) -> Iterator[tuple[str, str]]:
    """(zone, text) runs in document order; a @facs opens a zone, its element's end closes it, a cb's lasts."""
    zones: list[str] = [""]
    skipping = 0
    for event, element in etree.iterwalk(text, events=("start", "end")):
        name = local(element)
        opens = element.get("facs") is not None and name not in {"cb", "pb", "lb", "figure"}
        editorial = name in ADDED or (name == "note" and element.get("facs") is None)
        if event == "start":
            if name == "cb" and element.get("facs"):
                zones[-1] = element.get("facs", "")[1:]
            if opens:
                zones.append(element.get("facs", "")[1:])
            skipping += editorial
            if element.text and not skipping and zones[-1]:
                yield zones[-1], element.text
        else:
            skipping -= editorial
            if opens:
                zones.pop()
            if element.tail and not skipping and zones[-1] and element is not text:
                yield zones[-1], element.tail
