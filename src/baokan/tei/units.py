"""Writes one unit: its fragments with their seams, and the names marked in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from baokan.model import Block, Certainty, Fragment, Mark, MarkKind, Page, Unit
from baokan.tei.elements import Element, add
from baokan.tei.names import MACHINE

MARK_ELEMENTS = {
    MarkKind.PERSON: ("persName", {}),
    MarkKind.ROLE_NAME: ("roleName", {}),
    MarkKind.AGENCY: ("orgName", {"type": "agency"}),
    MarkKind.PLACE: ("placeName", {}),
    MarkKind.DATE: ("date", {}),
}
# Names of zones: of a block by its index, of a line by its block's index and its own.
ZoneNames = tuple[Callable[[int], str], Callable[[int, int], str]]


def append_text(parent: Element, text: str) -> None:
    """Add text at the end of parent."""
    if text:
        parent.content.append(text)


def guess(cert: Certainty) -> dict[str, str]:
    """The attributes that say a machine guessed this, and how surely."""
    return {"resp": MACHINE, "cert": cert.value}


def write_unit_text(element: Element, page: Page, unit: Unit, zones: ZoneNames) -> None:
    """Put the unit's text into element, with cb at each seam, lb at each known line and an element a mark."""
    at = 0
    for number, fragment in enumerate(unit.fragments):
        block = page.blocks[fragment.block]
        start = fragment.start
        if number:
            before = page.blocks[unit.fragments[number - 1].block]
            start += open_fragment(element, (before, block), fragment, zones)
            at += start - fragment.start
        text = block.text[start : fragment.end]
        for piece, mark in split_at_marks(text, at, unit.marks):
            parent = element
            if mark is not None:
                name, fixed = MARK_ELEMENTS[mark.kind]
                parent = add(element, name, None, **fixed, when=mark.when)
            append_lines(parent, block, (start, start + len(piece)), zones[1])
            start += len(piece)
        at += len(text)


def append_lines(parent: Element, block: Block, span: tuple[int, int], line_zone: Callable[[int, int], str]) -> None:
    """Add block.text[span] to parent, with an lb before each line that begins in it."""
    done, end = span
    for place, line in enumerate(block.lines):
        if done <= line.start < end:
            append_text(parent, block.text[done : line.start])
            done = line.start
            broken = place > 0 and not block.text[line.start - 1].isspace()
            hyphen = block.lines[place - 1].hyphen if broken else ""
            add(
                parent,
                "lb",
                None,
                **{"break": "no" if broken else None},
                rend=hyphen or None,
                facs=None if line.box is None else "#" + line_zone(block.index, place),
            )
    append_text(parent, block.text[done:end])


def open_fragment(element: Element, blocks: tuple[Block, Block], fragment: Fragment, zones: ZoneNames) -> int:
    """Write the seam before a fragment of the second block; returns how many of its characters were written."""
    before, block = blocks
    seam = fragment.seam
    cert = seam.cert if seam else Certainty.LOW
    # Words of OCR that meet here are two words; a text file's own characters stay as they are.
    apart = bool(before.lines and block.lines) and is_word_end(before.text[-1:]) and is_word_end(block.text[:1])
    if apart:
        append_text(element, " ")
    attributes = {"break": None if apart else "no", "facs": "#" + zones[0](fragment.block)}
    add(element, "cb", None, **attributes, **guess(cert))
    if seam is None:
        return 0
    if seam.lost:
        add(element, "supplied", seam.lost, reason="lost-at-seam", **guess(seam.lost_cert or Certainty.LOW))
    if seam.doubled:
        text = block.text[fragment.start : fragment.start + seam.doubled]
        add(element, "surplus", text, reason="doubled-at-seam", **guess(seam.lost_cert or cert))
    return seam.doubled


def is_word_end(character: str) -> bool:
    """Whether a word in an alphabet may end or begin with this, so that a blank parts it from the next."""
    return bool(character) and not "\u2e80" <= character <= "\uffff" and character not in "-\u00ac\u00ad"


def split_at_marks(text: str, at: int, marks: tuple[Mark, ...]) -> Iterator[tuple[str, Mark | None]]:
    """Cut text, which begins at offset `at` of its unit, into plain and marked pieces."""
    done = 0
    for mark in sorted(marks, key=lambda m: m.start):
        start, end = mark.start - at, mark.end - at
        if start < done or end > len(text) or start >= end:
            continue
        if start > done:
            yield text[done:start], None
        yield text[start:end], mark
        done = end
    if done < len(text):
        yield text[done:], None
