"""Finds a page file's format from its content and reads it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from baokan.errors import UnreadableInput
from baokan.read.alto import alto_to_reading
from baokan.read.ecpo import ecpo_to_reading
from baokan.read.hocr import hocr_to_reading
from baokan.read.page_xml import page_xml_to_reading
from baokan.read.reading import Reading

BytesReader = Callable[[bytes, str, str], Reading]
START = 16_384  # bytes in which a format shows itself; a DOCTYPE and comments may stand before the root
# What may stand before the root element: declaration, comments, instructions, a DOCTYPE with its own declarations.
PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)", re.S)
ROOT = re.compile(r"\s*<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})[\s/>]")
READERS: dict[str, BytesReader] = {
    "alto": alto_to_reading,
    "page": page_xml_to_reading,
    "hocr": hocr_to_reading,
    "ecpo": ecpo_to_reading,
}
ROOTS = {"alto": "alto", "PcGts": "page", "fold": "ecpo", "mets": "mets", "html": "html", "HTML": "html", "TEI": "tei"}


def root_name(data: bytes) -> str:
    """The local name of the root element of what looks like XML or HTML; "" for anything else."""
    text = start_of(data)
    at = 0
    while match := PROLOG.match(text, at):
        at = match.end()
    root = ROOT.match(text, at)
    return root[1] if root else ""


def start_of(data: bytes) -> str:
    """The first characters of a file, in whatever encoding its first bytes show."""
    head = data[:START]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0", "utf-16-le")):
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    return head.decode("utf-8", "replace").lstrip("\ufeff")


def page_format(data: bytes) -> str | None:
    """alto, page, hocr or ecpo; None for what holds no page."""
    found = ROOTS.get(root_name(data))
    if found == "html" or (found is None and b"ocr_page" in data[:START]):
        return "hocr" if b"ocr_page" in data else None
    return found if found in READERS else None


def page_to_reading(data: bytes, name: str, where: str) -> Reading:
    """Read a page file in whichever format its content is. Raises UnreadableInput where that is none."""
    found = page_format(data)
    if found is None:
        raise UnreadableInput(f"{where}:1: is not ALTO, PAGE or hOCR.", "give the page in one of these formats.")
    return READERS[found](data, name, where)
