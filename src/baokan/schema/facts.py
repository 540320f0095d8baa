"""TEI's p5subset.xml -> its facts: names, classes, content models, attributes, datatypes and lists of values.

Descriptions, examples, remarks and Schematron rules are left out, so that the file can be shipped with baokan.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.schema.names import EXAMPLES, RNG, TEI, XML_LANG, local, namespace, tei
from baokan.schema.sources import FACTS_TITLE, SPEC_TAGS, Library, parse_xml

DROPPED = frozenset(
    "desc gloss equiv exemplum remarks listRef constraintSpec valDesc model modelGrp modelSequence rendition".split()
)
ATTRIBUTES_DROPPED = frozenset(("versionDate", XML_LANG, "{http://www.w3.org/XML/1998/namespace}id"))
LICENCES = ("http://creativecommons.org/licenses/by/3.0/", "http://www.opensource.org/licenses/BSD-2-Clause")
NOTE = "Made by baokan from p5subset.xml of the TEI Consortium: structure only. Don't edit; make it anew."


def facts_of(source: Path) -> bytes:
    """The facts of a p5subset.xml, as a TEI file that compile_odd reads in its place.

    Raises UnreadableInput when the source holds no specifications.
    """
    library = Library.read(source)
    root = etree.Element(tei("TEI"), nsmap={None: TEI, "rng": RNG})
    _header(root, library.version)
    body = etree.SubElement(etree.SubElement(root, tei("text")), tei("body"))
    for node in parse_xml(source).getroot().iter(tei("moduleSpec"), *SPEC_TAGS):
        if namespace(node) != EXAMPLES and node.get("mode") not in ("change", "delete"):
            body.append(_bare(node))
    etree.indent(root, space=" ")
    etree.cleanup_namespaces(root, keep_ns_prefixes=["rng"])
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _header(root: etree._Element, version: str) -> None:
    file = etree.SubElement(etree.SubElement(root, tei("teiHeader")), tei("fileDesc"))
    etree.SubElement(etree.SubElement(file, tei("titleStmt")), tei("title")).text = FACTS_TITLE
    etree.SubElement(etree.SubElement(file, tei("editionStmt")), tei("edition")).text = version
    publication = etree.SubElement(file, tei("publicationStmt"))
    etree.SubElement(publication, tei("publisher")).text = "TEI Consortium"
    availability = etree.SubElement(publication, tei("availability"))
    for licence in LICENCES:
        etree.SubElement(availability, tei("licence"), target=licence)
    etree.SubElement(etree.SubElement(file, tei("sourceDesc")), tei("p")).text = NOTE


def _bare(node: etree._Element) -> etree._Element:
    copy = etree.Element(node.tag, {k: v for k, v in node.attrib.items() if k not in ATTRIBUTES_DROPPED})
    keeps_text = local(node) in ("defaultVal", "altIdent", "value", "param")
    if keeps_text:
        copy.text = (node.text or "").strip()
    for child in node:
        if isinstance(child.tag, str) and not (namespace(child) == TEI and local(child) in DROPPED):
            copy.append(_bare(child))
    return copy
