"""The one way in which baokan writes XML: the same tree gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.tei.names import local

# Elements that hold other elements only, so line breaks between their children change no text.
CONTAINERS = frozenset(
    "teiCorpus TEI teiHeader fileDesc titleStmt editionStmt publicationStmt sourceDesc biblStruct monogr imprint "
    "encodingDesc projectDesc editorialDecl appInfo application tagsDecl profileDesc langUsage revisionDesc "
    "availability respStmt facsimile surface text front body back div figure standOff listAnnotation listPerson "
    "listPlace listOrg bibl particDesc settingDesc".split()
)


def parse_tei(path: Path) -> etree._ElementTree:
    """Parse a file without loading anything else. Raises UnreadableInput with file and line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(
            f"{path}:{error.lineno or 1}: is not well-formed XML: {error.msg}.", "mend the XML at that line."
        ) from error
    except OSError as error:
        raise UnreadableInput(f"{path}: can't be read: {error.strerror or error}.", "check the name.") from error


def indent(element: etree._Element, depth: int = 0) -> None:
    """Put each child of a container on a line of its own; text-bearing elements are left alone."""
    if local(element) not in CONTAINERS or not len(element) or (element.text or "").strip():
        return
    if any((child.tail or "").strip() for child in element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth


def tei_to_bytes(root: etree._Element) -> bytes:
    """Serialise: UTF-8, an XML declaration, two-space indent of containers, a final newline."""
    indent(root)
    root.tail = None
    body: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
