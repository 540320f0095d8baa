"""The one way in which baokan writes XML: the same tree gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.tei.entities import TooMuch, expand_entities
from baokan.tei.names import local

# Elements that hold other elements only, so line breaks between their children change no text.
CONTAINERS = frozenset(
    "teiCorpus TEI teiHeader fileDesc titleStmt editionStmt publicationStmt sourceDesc biblStruct monogr imprint "
    "encodingDesc projectDesc editorialDecl appInfo application tagsDecl profileDesc langUsage revisionDesc "
    "availability respStmt facsimile surface text front body back div figure standOff listAnnotation listPerson "
    "listPlace listOrg bibl particDesc settingDesc".split()
)

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


DEEPEST = 250  # open elements; the deepest published TEI has some forty, and what walks trees may recurse
_IS_DEEPER = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")


def parse_tei(path: Path) -> etree._ElementTree:
    """Parse a file without loading anything else; entities that it declares itself are expanded.

    Raises UnreadableInput with file and line, also for what grows without end or nests too deep.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        with path.open("rb") as file:
            tree = etree.parse(file, parser)
        if _IS_DEEPER(tree):
            raise UnreadableInput(f"{path}: more than {DEEPEST} elements are open at once.", "look for forgotten end tags.")
        return tree if tree.docinfo.internalDTD is None else expand_entities(tree)
    except TooMuch as error:
        raise UnreadableInput(
            f"{path}: its entities grow without end when expanded.", "take the document type declaration out."
        ) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(
            f"{path}:{error.lineno or 1}: is not well-formed XML: {error.msg}.", "mend the XML at that line.",
            (f"XML 格式不正确：{error.msg}。", "请修正该行的 XML。"),
        ) from error  # fmt: skip
    except OSError as error:
        why = error.strerror or str(error)
        zh = f"无法读取：{why}。", "请检查文件名。"
        raise UnreadableInput(f"{path}: can't be read: {why}.", "check the name.", zh) from error


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
    return DECLARATION + body + b"\n"
