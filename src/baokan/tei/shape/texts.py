"""The outer shape: an issue has one text, its parts hold divisions only, whatever the file has instead."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from baokan.tei.names import XML_ID, tei
from baokan.tei.shape.blocks import EMPTY, drop, settle
from baokan.tei.shape.kinds import ASIDE, BLANKS, BREAKS, DIVISIONS, has_words, name_of
from baokan.tei.shape.phrases import Lines, settle_phrases

PARTS = ("front", "body", "back")
LOOSE = BREAKS | EMPTY | {"fw", "anchor", "index"}  # what may stand between divisions
NOT_IN_NAME = re.compile(r"[^\w.-]")


def shape_issue(root: etree._Element, path: Path, number: int = 0, for_readers: bool = True) -> None:
    """Bring a TEI element into the shape that all later stages read, in place; what has it already isn't changed.

    `number` tells the texts of a corpus file apart. An issue without xml:id gets one from the file's name. Readers are
    shown the lists of a file that has no text, and what gaps say of themselves; layers and searches take neither.
    """
    if not root.get(XML_ID):
        stem = NOT_IN_NAME.sub("_", path.name.removesuffix(".xml")) + (f".{number}" if number else "")
        root.set(XML_ID, stem if stem[:1].isalpha() or stem[:1] == "_" else f"_{stem}")
    if not root.findall(tei("text")) and (for_readers or root.find(tei("sourceDoc")) is not None):
        make_text(root)
    for text in root.findall(tei("text")):
        for element in list(text.iter(*(tei(name) for name in ASIDE))):
            if element.getparent() is not None:
                drop(element)
        shape_text(text)
        settle_phrases(text, root, for_readers)


def shape_for_web(root: etree._Element) -> None:
    """The least that the web edition's stylesheets need: a text, no text in a group, blanks where words would run together."""
    if not root.findall(tei("text")) and root.find(tei("sourceDoc")) is None:
        make_text(root)
    for text in root.findall(tei("text")):
        if text.find(tei("group")) is not None:
            shape_text(text)
        Lines(text).settle()


def make_text(root: etree._Element) -> None:
    """The text of an issue without one: the page as written, else the lists that stand beside."""
    body = etree.SubElement(etree.SubElement(root, tei("text")), tei("body"))
    for source in root.findall(tei("sourceDoc")) or root.findall(tei("standOff")):
        body.append(source)
        source.tag = tei("div")
    for line in body.iter(tei("line")):
        line.tag = tei("ab")
    for graphic in list(body.iter(tei("graphic"))):
        drop(graphic)


def shape_text(text: etree._Element) -> None:
    """Let front, body and back be the text's only children, and divisions theirs."""
    if has_words(text) or any(name_of(child) and name_of(child) not in PARTS for child in text):
        gather(text)
    for part in text:
        if name_of(part) in PARTS:
            settle(part)
            settle_divisions(part)


def gather(text: etree._Element) -> None:
    """Put what stands in a text beside its parts, or instead of a body, into a body."""
    parts = {name_of(child): child for child in text if name_of(child) in PARTS}
    body = parts.get("body")
    loose = etree.Element(tei("div")) if body is not None else etree.Element(tei("body"))
    loose.text, text.text = text.text, None
    for child in list(text):
        tail, child.tail = child.tail, None
        if name_of(child) not in PARTS:
            loose.append(child)
            child.tail = tail
        elif (tail or "").strip(BLANKS):
            block = etree.SubElement(loose, tei("ab"))
            block.text = tail
    if body is not None:
        if has_words(loose) or any(piece.strip(BLANKS) for piece in loose.itertext()):
            body.insert(0, loose)
    elif "back" in parts:
        parts["back"].addprevious(loose)
    else:
        text.append(loose)


def settle_divisions(part: etree._Element) -> None:
    """Let a part hold divisions only, each of them a div; the texts of a group, and a text in a text, are divisions too."""
    made = set()
    for element in list(part.iter(etree.Element)):
        name = name_of(element)
        if element is part or element.tag == tei("div"):
            continue
        if name in DIVISIONS or (name in ("text", *PARTS) and element.tag == tei(name)):
            element.tag = tei("div")
            made.add(element)
    if not all(name_of(child) in ("div", "") or name_of(child) in LOOSE for child in part):
        wrap_divisions(part)
    for div in made:  # as of group > text > body
        while len(div) == 1 and div[0] in made and not has_words(div) and not div.attrib:
            inner = div[0]
            div.remove(inner)
            div.attrib.update(inner.attrib)
            div.text = inner.text
            div.extend(list(inner))


def wrap_divisions(part: etree._Element) -> None:
    """Give each run of blocks between divisions a div."""
    run: etree._Element | None = None
    for child in list(part):
        if child.tag == tei("div"):
            run = None
        elif run is not None:
            run.append(child)
        elif name_of(child) and name_of(child) not in LOOSE:
            run = etree.Element(tei("div"))
            child.addprevious(run)
            run.append(child)
