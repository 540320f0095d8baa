"""A page's reading text: what a reader sees of an article, block by block, with the names in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

# What the reading text leaves out: the source's own slips, other readings, and marks of ours.
LEFT_OUT = frozenset("surplus sic rdg noteref here seam pb ui no-picture more hidden part back".split())
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 div section article aside hgroup figure figcaption ul ol li dl dt dd blockquote "
    "table caption tr td th tbody".split()
)
SPACES = re.compile(r"[ \t\r\n]+")
NAMES = {"person": "person", "place": "place", "org": "org"}


@dataclass(slots=True)
class Passage:
    """A block of an article: the id to link to, its text with single spaces, the names in it as (kind, ref, start, end)."""

    anchor: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    names: list[tuple[str, str, int, int]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add text; a run of ASCII white space is one space, and there is none at the start."""
        flat = SPACES.sub(" ", text)
        if flat[:1] == " " and (not self.pieces or self.pieces[-1].endswith(" ")):
            flat = flat[1:]
        if flat:
            self.pieces.append(flat)
            self.length += len(flat)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def article_to_passages(article: etree._Element) -> list[Passage]:
    """The passages of an article element, in reading order; empty ones are left out."""
    passages: list[Passage] = []
    read_block(article, article.get("id", ""), passages)
    return [p for p in passages if p.text.strip()]


def read_block(element: etree._Element, anchor: str, passages: list[Passage]) -> None:
    """Read a block: each block in it is a passage of its own, what stands between is one too."""
    passages.append(Passage(element.get("id") or anchor))
    read_inside(element, passages)


def read_inside(element: etree._Element, passages: list[Passage]) -> None:
    if element.text:
        passages[-1].add(element.text)
    for child in element:
        if isinstance(child.tag, str) and not LEFT_OUT.intersection(child.get("class", "").split()):
            if child.tag in BLOCKS:
                anchor = passages[-1].anchor
                read_block(child, anchor, passages)
                passages.append(Passage(anchor))
            else:
                read_inline(child, passages)
        if child.tail:
            passages[-1].add(child.tail)


def read_inline(child: etree._Element, passages: list[Passage]) -> None:
    kind = NAMES.get(child.get("class", ""))
    passage, start = passages[-1], passages[-1].length
    read_inside(child, passages)
    if kind and passages[-1] is passage and passage.length > start:
        passage.names.append((kind, child.get("data-ref", ""), start, passage.length))
