"""What a layer says of a block's text: names, dates, numbers with their offsets; and how to read it back from a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from baokan.annotate.reading import Block, blocks, is_block
from baokan.tei.canonical import parse_tei
from baokan.tei.names import NS, XML_ID, local

ANA = ".ana"
LOCATED = {"PER": "persons", "LOC": "places", "ORG": "orgs"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a block's text: text[start:end] is a name (PER, LOC, ORG), a date (DATE) or a number (NUM).

    block: the xml:id of the block in the issue; ref: pointer to an authority record, relative to the corpus folder;
    when, not_before, not_after, begin, finish (@from, @to): of a date, ISO.
    value, at_least, at_most, type: of a number. cert is "" where the issue itself says so.
    id: the xml:id of its element, where it was read from a derived file.
    """

    start: int
    end: int
    kind: str
    text: str = ""
    block: str = ""
    ref: str = ""
    cert: str = ""
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    begin: str = ""
    finish: str = ""
    value: str = ""
    at_least: str = ""
    at_most: str = ""
    type: str = ""
    id: str = ""


def ana_path(issue: Path) -> Path:
    """x.xml -> x.ana.xml"""
    return issue.with_name(f"{issue.stem}{ANA}.xml")


def read_mentions(issue: Path) -> list[Mention]:
    """The mentions of an issue's derived file, in the order of the text; [] when there is none.

    Blocks whose text has changed since the file was made have none.
    """
    path = ana_path(issue)
    if not path.is_file():
        return []
    return list(tree_to_mentions(parse_tei(path).getroot(), parse_tei(issue).getroot()))


def tree_to_mentions(derived: etree._Element, issue: etree._Element) -> Iterator[Mention]:
    """The mentions in a derived tree, their offsets in the text of the issue's blocks."""
    prefix, source = derived.get(XML_ID, ""), issue.get(XML_ID, "")
    written = [e for e in derived.iterfind(".//tei:text//*", NS) if is_block(e)]
    annotated = {source + e.get(XML_ID, "").removeprefix(prefix): e for e in written}
    for block in blocks(issue):
        if block.id in annotated:
            yield from block_mentions(block, annotated[block.id])


def block_mentions(block: Block, annotated: etree._Element) -> list[Mention]:
    """The mentions in one annotated block; [] when its words are not the block's."""
    found: list[Mention] = []
    position = end = 0
    opened: list[tuple[etree._Element, int]] = []
    for event, element in etree.iterwalk(annotated, events=("start", "end")):
        name = local(element)
        if event == "start" and name in ("name", "date", "num"):
            opened.append((element, next_word(block.text, position)))
        elif event == "end" and opened and element is opened[-1][0]:
            start = opened.pop()[1]
            found.append(replace(to_mention(element, start, end), text=block.text[start:end], block=block.id))
        elif event == "end" and name in ("w", "pc"):
            word = "".join(element.itertext())
            position = next_word(block.text, position)
            if not block.text.startswith(word, position):
                return []
            position = end = position + len(word)
    return sorted(found, key=lambda m: (m.start, -m.end))


def next_word(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def to_mention(element: etree._Element, start: int, end: int) -> Mention:
    kind = {"date": "DATE", "num": "NUM"}.get(local(element)) or element.get("type", "")
    return Mention(
        start, end, kind, ref=element.get("ref", ""), cert=element.get("cert", ""), when=element.get("when", ""),
        not_before=element.get("notBefore", ""), not_after=element.get("notAfter", ""),
        begin=element.get("from", ""), finish=element.get("to", ""), value=element.get("value", ""),
        at_least=element.get("atLeast", ""), at_most=element.get("atMost", ""),
        type=element.get("type", "") if kind == "NUM" else "", id=element.get(XML_ID, ""),
    )  # fmt: skip
