"""The inner shape: a division holds divisions and blocks; words that stand between them get a block of their own."""

from __future__ import annotations

from lxml import etree

from baokan.tei.names import XML_ID, tei
from baokan.tei.shape.kinds import (
    BLANKS,
    BREAKS,
    HOLDERS,
    LEAVES,
    PHRASES,
    SOMETIMES,
    WHOLE,
    breaks_line,
    has_words,
    holds_blocks,
    is_tei,
    name_of,
)

SPLIT = frozenset({"p", "ab", "item"})  # leaves that are taken apart where blocks stand in them
EMPTY = frozenset({"graphic", "figDesc", "media", "binaryObject"})  # no run of words begins with these


def drop(element: etree._Element) -> None:
    """Take an element out; what follows it stays."""
    put_before(element, element.tail)
    element.tail = None
    element.getparent().remove(element)


def settle(holder: etree._Element) -> None:
    """Let an element that holds blocks hold nothing else, all the way down."""
    waiting = [holder]
    while waiting:
        element = waiting.pop()
        if needs_runs(element):
            wrap_runs(element)
        for child in list(element):
            if name_of(child):
                waiting += settle_child(child)


def settle_child(child: etree._Element) -> list[etree._Element]:
    """Take a leaf apart where it must be; returns the holders to settle next."""
    name = name_of(child)
    if is_leaf(child):
        holders = [*child.iter(tei("figure")), *(n for n in child.iterdescendants(tei("note")) if holds_blocks(n))]
        if not holds_blocks(child):
            return holders
        if name not in SPLIT:
            return [*holders, child] if name in ("cell", "note") else holders
        return holders + [holder for part in split(child) for holder in settle_child(part)]
    return [child] if name in HOLDERS or name == "figure" or holds_blocks(child) else []


def is_leaf(element: etree._Element) -> bool:
    """Whether the element is one line, or is taken apart by `split`."""
    name = name_of(element)
    if not is_tei(element):
        return False
    return name in LEAVES or name in ("cell", "note") or (name in SOMETIMES and not holds_blocks(element))


def is_block(element: etree._Element, among_blocks: bool) -> bool:
    """Whether the element stands by itself; among_blocks: no words stand beside it."""
    name = name_of(element)
    if not name or name in BREAKS:
        return False
    if breaks_line(element, name):
        return True
    if is_tei(element) and (name in WHOLE or name in SOMETIMES or name == "fw"):
        return among_blocks or name in ("cell", "figure") or (name != "note" and holds_blocks(element))
    return holds_blocks(element)


def needs_runs(element: etree._Element) -> bool:
    """Whether words, or elements that are no blocks, stand directly in a holder."""
    return has_words(element) or any(
        name_of(c) not in BREAKS and name_of(c) not in EMPTY and name_of(c) and not is_block(c, True) and has_text(c)
        for c in element
    )


def has_text(element: etree._Element) -> bool:
    return (
        name_of(element) == "g"
        or any(piece.strip(BLANKS) for piece in element.itertext())
        or element.find(f".//{tei('g')}") is not None
    )


class Runs:
    """Fills a holder anew: blocks as they are, words and phrases between them in blocks of a kind that fits the holder."""

    def __init__(self, holder: etree._Element, template: etree._Element | None) -> None:
        self.holder = holder
        self.template = template  # a leaf whose runs become leaves like it
        self.run: etree._Element | None = None
        self.last: etree._Element | None = None  # the last element that was put anywhere

    def open(self) -> etree._Element:
        if self.run is None:
            self.run = self.new_block()
        return self.run

    def new_block(self) -> etree._Element:
        if self.template is not None:
            block = etree.SubElement(self.holder, self.template.tag, dict(self.template.attrib))
            self.template.attrib.pop(XML_ID, None)
            return block
        name = name_of(self.holder)
        parent = etree.SubElement(self.holder, tei("row")) if name == "table" else self.holder
        return etree.SubElement(parent, tei("cell" if name in ("table", "row") else "ab"))

    def add_text(self, text: str | None) -> None:
        if not text or (self.run is None and not text.strip(BLANKS)):
            return
        run = self.open()
        if self.last is not None and self.last.getparent() is run:
            self.last.tail = (self.last.tail or "") + text
        else:
            run.text = (run.text or "") + text

    def add(self, child: etree._Element, mixed: bool) -> None:
        tail, child.tail = child.tail, None
        name = name_of(child)
        if name:
            self.last = child
        if not name:
            pass  # comments and instructions are not read
        elif is_block(child, not mixed):
            self.run = None
            self.holder.append(child)
        elif self.run is None and (name in BREAKS or name in EMPTY):
            self.holder.append(child)
        elif mixed or name in PHRASES:
            self.open().append(child)
        else:
            self.run = None
            self.open().append(child)
            self.run = None
        self.add_text(tail)


def wrap_runs(holder: etree._Element, template: etree._Element | None = None) -> None:
    """Put each run of words and phrases into a block; unknown elements among blocks get one each."""
    mixed = has_words(holder)
    children, words = list(holder), holder.text
    holder.text = None
    for child in children:
        holder.remove(child)
    runs = Runs(holder, template)
    runs.add_text(words)
    for child in children:
        runs.add(child, mixed)


def split(leaf: etree._Element) -> list[etree._Element]:
    """Put a leaf that holds blocks apart into leaves like it and these blocks; returns them."""
    template = etree.Element(leaf.tag, dict(leaf.attrib))
    wrap_runs(leaf, template)
    parts = list(leaf)
    tail, leaf.tail = leaf.tail, None
    for part in parts:
        leaf.addprevious(part)
    leaf.getparent().remove(leaf)
    if tail and tail.strip(BLANKS):  # only where the parent was not settled before
        parts[-1].tail = tail
    return parts


def put_before(element: etree._Element, text: str | None) -> None:
    """Add text to what stands before an element."""
    if text:
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
