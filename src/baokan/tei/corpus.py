"""corpus.xml: a teiCorpus with one xi:include an issue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from baokan.tei.canonical import tei_to_bytes
from baokan.tei.header import write_encoding
from baokan.tei.names import TEI, XI, add, tei

CORPUS_FILE = "corpus.xml"


def issue_files(corpus: Path) -> list[Path]:
    """The issues of a corpus folder, by name; corpus.xml and derived .ana.xml files are not issues."""
    return sorted(
        p for p in corpus.glob("*.xml") if p.name != CORPUS_FILE and not p.name.endswith(".ana.xml") and p.name[0] != "."
    )


def corpus_to_bytes(issues: Sequence[Path]) -> bytes:
    """The bytes of corpus.xml for these issues."""
    root = etree.Element(tei("teiCorpus"), nsmap={None: TEI, "xi": XI})
    header = add(root, "teiHeader")
    file_desc = add(header, "fileDesc")
    add(add(file_desc, "titleStmt"), "title", "A corpus of Chinese newspapers")
    add(add(file_desc, "publicationStmt"), "p", "Encoded with baokan.")
    add(add(file_desc, "sourceDesc"), "p", "See the header of each issue.")
    write_encoding(header)
    for path in issues:
        etree.SubElement(root, f"{{{XI}}}include").set("href", quote(path.name))
    return tei_to_bytes(root)
