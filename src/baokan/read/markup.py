"""Parses XML that comes from anywhere: nothing outside is loaded, nothing can swell, errors carry their line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.read.reading import LARGEST_FILE

DOCTYPE_LONGEST = 100_000  # bytes looked at for entities
EXTERNAL_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?[^\s>]{1,200}\s+(?:SYSTEM|PUBLIC)\b")
WORD_TAG = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?(?:String|Word)[\s/>]|ocrx_word")
PAGE_TAG = re.compile(rb"<(?:[A-Za-z][\w.-]{0,40}:)?Page[\s/>]|ocr_page")
# The fullest broadsheets have some 25,000 words a page.
MOST_WORDS = 200_000


def bytes_to_tree(data: bytes, where: str) -> etree._Element:
    """The root of an XML file. Raises UnreadableInput with file and line for anything that isn't safe XML."""
    check_size(data, where)
    external = EXTERNAL_ENTITY.search(data, 0, DOCTYPE_LONGEST)
    if external:
        line = data.count(b"\n", 0, external.start()) + 1
        raise UnreadableInput(
            f"{where}:{line}: declares an entity that stands in another file, which is never loaded.",
            "write its text into the file and take the declaration out.",
        )
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(
            f"{where}:{error.lineno or 1}: is not well-formed XML: {plain(error.msg)}.", "mend the XML at that line."
        ) from error
    except (ValueError, LookupError) as error:
        raise UnreadableInput(f"{where}:1: can't be parsed: {error}.", "save it as UTF-8.") from error


def check_size(data: bytes, where: str) -> None:
    """Raises UnreadableInput for a file that no page of a newspaper can be, before anything is built of it."""
    if len(data) > LARGEST_FILE:
        raise UnreadableInput(
            f"{where}:1: is {len(data) // 2**20} MB long; more than {LARGEST_FILE // 2**20} MB is not read.",
            "give each page a file of its own.",
        )
    if len(data) < 20 * MOST_WORDS:
        return
    words = sum(1 for _ in WORD_TAG.finditer(data))
    pages = max(1, sum(1 for _ in PAGE_TAG.finditer(data)))
    if words > MOST_WORDS * pages:
        raise too_many_words(where, 1, words)


def too_many_words(where: str, line: int, words: int) -> UnreadableInput:
    return UnreadableInput(
        f"{where}:{line}: holds {words} words on one page; no newspaper page has more than {MOST_WORDS}.",
        "check that the file holds one page.",
    )


def plain(message: str | None) -> str:
    """A parser's message without its own position and full stop."""
    return re.sub(r", line \d+, column \d+.*$", "", message or "unknown error").rstrip(". ")


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these local names, in any namespace; all elements without names."""
    for child in element:
        if isinstance(child.tag, str) and (not names or local(child) in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements below of this local name, in any namespace, in document order."""
    found: Iterator[etree._Element] = element.iter(f"{{*}}{name}")
    return found


def line_of(element: etree._Element) -> int:
    return element.sourceline or 1


def text_of(element: etree._Element | None) -> str:
    """All text of an element, its white space made single blanks."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
