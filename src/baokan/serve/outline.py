"""What the browser needs to know of an issue's text: its articles, the blocks that can be annotated, and what wants checking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from baokan.annotate.mentions import tree_to_mentions
from baokan.annotate.reading import Block, is_block, read_block
from baokan.annotate.verdicts import NAMES, NO_NAME, overrules, read_verdicts
from baokan.serve.annotations import annotations_of
from baokan.tei.names import MACHINE, NS, XML_ID, local, tei

EXCERPT = 24  # characters of a block that tell which one it is


def outline(root: etree._Element) -> dict[str, Any]:
    """The articles (id, title, type, host), the blocks (id, article, kind, first words), and as checks what nobody has judged.

    A check is a guess of the machine: what (join, article or the block's kind), element, cert, of a join seam and start too.
    """
    articles, entries, checks = [], [], []
    judged = {a.get("target", "")[1:] for a in annotations_of(root) if a.get("motivation") == "assessing"}
    for div in root.findall("tei:text/tei:body/tei:div", NS) or root.findall("tei:text", NS):
        key, read = div.get(XML_ID, ""), list(blocks_in(div))
        articles.append({"id": key, "title": title_of(read), "type": div.get("type", ""), "host": div.get("corresp", "")[1:]})
        if guess := guess_of(div, judged):
            checks.append({"what": "article", "element": key, "cert": guess})
        for block in read:
            entries.append({"id": block.id, "article": key, "kind": local(block.element), "words": block.text[:EXCERPT].strip()})
            if guess := guess_of(block.element, judged):
                checks.append({"what": local(block.element), "element": block.id, "cert": guess})
            for number, (at, seam) in enumerate((a, e) for a, e in block.breaks if local(e) == "cb"):
                if guess := guess_of(seam, judged):
                    checks.append({"what": "join", "element": block.id, "seam": number, "start": at, "cert": guess})
    return {"articles": articles, "blocks": entries, "checks": checks}


def blocks_in(element: etree._Element) -> Iterator[Block]:
    for each in element.iter(etree.Element):
        if each.get(XML_ID) and is_block(each):
            yield read_block(each)


def title_of(read: list[Block]) -> str:
    """The main head, else the first head, else the first words."""
    heads = [b for b in read if local(b.element) == "head"]
    first = next((b for b in heads if b.element.get("type") == "main"), next(iter(heads or read), None))
    return first.text[: 2 * EXCERPT].strip() if first else ""


def guess_of(element: etree._Element, judged: set[str]) -> str:
    """How sure the machine is of what it guessed here; "" where it didn't guess, or a person has said what is right."""
    if element.get("resp") != MACHINE or element.get(XML_ID, "\0") in judged:
        return ""
    return element.get("cert", "") or "high"


def list_names(root: etree._Element, derived: etree._Element | None) -> list[dict[str, Any]]:
    """The names in an issue: those that `baokan annotate` found, but for what people said of the same words.

    The blocks whose text has changed since have none: annotate again.
    """
    said = read_verdicts(root)
    entries = []
    for mention in tree_to_mentions(derived, root) if derived is not None and derived.tag == tei("TEI") else ():
        verdicts = said.get(mention.block, [])
        if mention.kind in NAMES and not any(overrules(v, mention) for v in verdicts):
            entries.append(
                {
                    "element": mention.block, "start": mention.start, "end": mention.end, "kind": mention.kind,
                    "quote": mention.text, "ref": mention.ref, "cert": mention.cert, "id": "",
                }
            )  # fmt: skip
    for verdicts in said.values():
        for v in verdicts:
            if v.kind != NO_NAME:
                entries.append(
                    {
                        "element": v.block, "start": v.start, "end": v.end, "kind": v.kind, "quote": v.text, "ref": v.ref,
                        "cert": "", "id": v.id,
                    }
                )  # fmt: skip
    return entries
