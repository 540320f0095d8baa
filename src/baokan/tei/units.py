"""Writes one unit: its fragments with their seams, and the names marked in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from baokan.model import Certainty, Fragment, Mark, MarkKind, Page, Unit
from baokan.tei.names import MACHINE, add

MARK_ELEMENTS = {
    MarkKind.PERSON: ("persName", {}),
    MarkKind.ROLE_NAME: ("roleName", {}),
    MarkKind.AGENCY: ("orgName", {"type": "agency"}),
    MarkKind.PLACE: ("placeName", {}),
    MarkKind.DATE: ("date", {}),
}
ZoneName = Callable[[int], str]


def append_text(parent: etree._Element, text: str) -> None:
    """Add text at the end of parent, after its last child if it has one."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def guess(cert: Certainty) -> dict[str, str]:
    """The attributes that say a machine guessed this, and how surely."""
    return {"resp": MACHINE, "cert": cert.value}


def write_unit_text(element: etree._Element, page: Page, unit: Unit, zone: ZoneName) -> None:
    """Put the unit's text into element, with cb at each seam and an element a mark."""
    at = 0
    for number, fragment in enumerate(unit.fragments):
        text = page.blocks[fragment.block].text[fragment.start : fragment.end]
        if number:
            text, skipped = open_fragment(element, fragment, text, zone)
            at += skipped
        for piece, mark in split_at_marks(text, at, unit.marks):
            if mark is None:
                append_text(element, piece)
            else:
                name, fixed = MARK_ELEMENTS[mark.kind]
                add(element, name, piece, **fixed, when=mark.when)
        at += len(text)


def open_fragment(element: etree._Element, fragment: Fragment, text: str, zone: ZoneName) -> tuple[str, int]:
    """Write the seam before a fragment; returns what is left of its text and how much was written."""
    seam = fragment.seam
    cert = seam.cert if seam else Certainty.LOW
    add(element, "cb", None, **{"break": "no"}, facs="#" + zone(fragment.block), **guess(cert))
    if seam is None:
        return text, 0
    if seam.lost:
        add(element, "supplied", seam.lost, reason="lost-at-seam", **guess(seam.lost_cert or Certainty.LOW))
    if seam.doubled:
        add(element, "surplus", text[: seam.doubled], reason="doubled-at-seam", **guess(seam.lost_cert or cert))
    return text[seam.doubled :], seam.doubled


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
