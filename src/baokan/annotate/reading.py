"""TEI -> the text of each block as it reads: corrections and supplied characters in, surplus ones out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from baokan.tei.names import XML_ID, local, tei

BLOCKS = frozenset("head byline dateline p ab note fw l item cell label quote signed salute trailer".split())
BREAKS = frozenset("pb cb lb gb milestone".split())
SKIPPED = frozenset("surplus del rdg gap figDesc".split())
PREFERRED = ("corr", "reg", "expan")  # of a choice
GETA = "〓"  # stands for a character that the encoding has no character for
NAMED = {"persName": "PER", "placeName": "LOC", "orgName": "ORG", "date": "DATE"}


@dataclass(slots=True)
class Block:
    """A head, paragraph, byline … of an issue: its text, the breaks in it, and the names that the issue marks.

    `runs` maps the text back to the tree: (offset in text, element, "text" or "tail", length).
    Offsets count characters.
    """

    id: str
    element: etree._Element
    text: str = ""
    breaks: list[tuple[int, etree._Element]] = field(default_factory=list)
    names: list[tuple[int, int, str, etree._Element]] = field(default_factory=list)
    runs: list[tuple[int, etree._Element, str, int]] = field(default_factory=list)


def is_block(element: etree._Element) -> bool:
    """Whether the element's text is read as one piece: a block without blocks in it."""
    return local(element) in BLOCKS and not any(local(e) in BLOCKS for e in element.iterdescendants(etree.Element))


def blocks(root: etree._Element) -> Iterator[Block]:
    """The blocks of an issue in the order of the text."""
    for text in root.iter(tei("text")):
        for element in text.iter(etree.Element):
            if is_block(element):
                yield read_block(element)


def read_block(element: etree._Element) -> Block:
    block = Block(element.get(XML_ID, ""), element)
    pieces: list[str] = []
    gather(block, element, pieces)
    block.text = "".join(pieces)
    return block


def gather(block: Block, element: etree._Element, pieces: list[str]) -> None:
    """Add what stands in element to the block; the depth is that of inline markup, a few levels."""
    add_run(block, pieces, element, "text", element.text)
    for child in chosen_children(element):
        start = length(pieces)
        name = local(child)
        if name in BREAKS:
            block.breaks.append((start, child))
        elif name == "g" and not child.text and not len(child):
            pieces.append(GETA)
        elif name and name not in SKIPPED:
            gather(block, child, pieces)
            if name in NAMED:
                block.names.append((start, length(pieces), NAMED[name], child))
        if local(element) != "choice":
            add_run(block, pieces, child, "tail", child.tail)


def add_run(block: Block, pieces: list[str], element: etree._Element, where: str, text: str | None) -> None:
    if text and not (where == "text" and local(element) == "choice"):
        start = length(pieces)
        block.runs.append((start, element, where, len(text)))
        pieces.append(text)


def length(pieces: list[str]) -> int:
    return sum(map(len, pieces))


def chosen_children(element: etree._Element) -> list[etree._Element]:
    """The children to read; of a choice the correction, else the first."""
    children = list(element)
    if local(element) != "choice":
        return children
    elements = [c for c in children if isinstance(c.tag, str)]
    wanted = next((c for name in PREFERRED for c in elements if local(c) == name), elements[0] if elements else None)
    return [] if wanted is None else [wanted]
