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


HOLDABLE = frozenset("note fw quote label signed salute".split())  # that a block may have in its line
BESIDE = (tei("note"), tei("fw"))  # of these, what is read as a block of its own after the one that it interrupts


def is_block(element: etree._Element) -> bool:
    """Whether the element's text is read as one piece: a block without blocks in it but those that a line may hold."""
    return local(element) in BLOCKS and not holds_any(element, BLOCKS - HOLDABLE)


def is_piece(element: etree._Element) -> bool:
    """Whether the text is read as one piece where no block is around: a block, or words that stand in none and hold none."""
    if is_block(element):
        return True
    if not ((element.text or "").strip() or any((child.tail or "").strip() for child in element)):
        return False
    return not holds_any(element, BLOCKS - {"note", "fw"})


def holds_any(element: etree._Element, names: frozenset[str]) -> bool:
    """Whether elements of these names stand in the element; what stands in a note doesn't count."""
    waiting = list(element)
    while waiting:
        child = waiting.pop()
        name = local(child)
        if name in names:
            return True
        if name != "note" and len(child):
            waiting.extend(child)
    return False


def blocks(root: etree._Element) -> Iterator[Block]:
    """The blocks of an issue in the order of the text; a note comes after the block that it stands in."""
    for text in root.iter(tei("text")):
        yield from blocks_in(text)


def blocks_in(element: etree._Element) -> Iterator[Block]:
    walker = etree.iterwalk(element, events=("start",))
    for _, inner in walker:
        if is_piece(inner):
            yield read_block(inner)
            for note in notes_in(inner):
                yield from blocks_in(note)
            walker.skip_subtree()


def notes_in(block: etree._Element) -> list[etree._Element]:
    """The notes, and the page's furniture, that interrupt a block's line, without those in others."""
    notes = dict.fromkeys(block.iterdescendants(*BESIDE))
    return [n for n in notes if not any(a in notes for a in n.iterancestors(*BESIDE))]


def read_block(element: etree._Element) -> Block:
    block = Block(element.get(XML_ID, ""), element)
    pieces = Pieces()
    gather(block, element, pieces)
    block.text = "".join(pieces.texts)
    return block


@dataclass(slots=True)
class Pieces:
    """The text of a block so far, and its length."""

    texts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.texts.append(text)
        self.length += len(text)


def gather(block: Block, element: etree._Element, pieces: Pieces) -> None:
    """Add what stands in element to the block; the depth is that of inline markup, a few levels."""
    add_run(block, pieces, element, "text", element.text)
    for child in chosen_children(element):
        start = pieces.length
        name = local(child)
        if name in BREAKS:
            block.breaks.append((start, child))
        elif name == "g" and not child.text and not len(child):
            pieces.add(GETA)
        elif isinstance(child.tag, str) and name not in SKIPPED and child.tag not in BESIDE:
            gather(block, child, pieces)
            if name in NAMED:
                block.names.append((start, pieces.length, NAMED[name], child))
        if local(element) != "choice":
            add_run(block, pieces, child, "tail", child.tail)


def add_run(block: Block, pieces: Pieces, element: etree._Element, where: str, text: str | None) -> None:
    if text and not (where == "text" and local(element) == "choice"):
        block.runs.append((pieces.length, element, where, len(text)))
        pieces.add(text)


def chosen_children(element: etree._Element) -> list[etree._Element]:
    """The children to read; of a choice the correction, else the first."""
    children = list(element)
    if local(element) != "choice":
        return children
    elements = [c for c in children if isinstance(c.tag, str)]
    wanted = next((c for name in PREFERRED for c in elements if local(c) == name), elements[0] if elements else None)
    return [] if wanted is None else [wanted]
