"""corpus.xml: a teiCorpus with one xi:include an issue."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from baokan.tei.elements import Element, add, to_bytes
from baokan.tei.header import write_encoding
from baokan.tei.names import TEI, XI

CORPUS_FILE = "corpus.xml"


def is_issue(name: str) -> bool:
    """Whether a file of a corpus folder is an issue by its name; corpus.xml and derived .ana.xml files are not."""
    return name.endswith(".xml") and name != CORPUS_FILE and not name.endswith(".ana.xml") and name[0] != "."


def issue_files(corpus: Path) -> list[Path]:
    """The issues of a corpus folder, by name."""
    return sorted(p for p in corpus.glob("*.xml") if is_issue(p.name))


def corpus_to_bytes(issues: Iterable[Path]) -> bytes:
    """The bytes of corpus.xml for these issues."""
    root = Element("teiCorpus", {"xmlns": TEI, "xmlns:xi": XI})
    header = add(root, "teiHeader")
    file_desc = add(header, "fileDesc")
    add(add(file_desc, "titleStmt"), "title", "A corpus of Chinese newspapers")
    add(add(file_desc, "publicationStmt"), "p", "Encoded with baokan.")
    add(add(file_desc, "sourceDesc"), "p", "See the header of each issue.")
    write_encoding(header)
    add(root, "xi:include", href="")
    before, after = to_bytes(root).split(include(""))
    body = bytearray(before)
    for path in issues:
        body += include(quote(os.fsencode(path.name)))
    return bytes(body + after)


def include(href: str) -> bytes:
    """A line of corpus.xml, as the canonical writer has it: a tree of all of them would take a hundred times their room."""
    return f'  <xi:include href="{href}"/>\n'.encode()
