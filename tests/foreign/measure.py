"""What a reader should see of a TEI file, counted without any code of baokan's, and what of it an output lacks.

A text is a list of pieces, one a text node that is read, with what parts it from the piece before: nothing, a blank, or a block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
# Never text of the edition: about the file, about the picture, about other elements.
ASIDE = frozenset("teiHeader facsimile spanGrp interpGrp linkGrp timeline figDesc fsdDecl certainty precision respons".split())
# Elements that never part two words.
IN_LINE = frozenset(
    "hi emph foreign g c w pc m cl phr seg name persName placeName orgName rs num abbr expan ex am unclear supplied corr sic "
    "orig reg choice gap space ident code tag add del subst surplus app lem rdg ref ptr term mentioned gi att val title date "
    "anchor note milestone handShift".split()
)
LETTERS, LETTERS_AT_END = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
NEAR = 100_000  # characters after a piece in which the next is looked for first
JOINS = re.compile(r"[\u2e80-\U000fffff]")


@dataclass(frozen=True)
class Piece:
    text: str
    apart: bool  # whether white space, a printed line's end or a block's edge stands before it


def file_to_pieces(path: Path, words_only: bool = False) -> list[Piece]:
    """The pieces of reading text of a file, whatever stands around its TEI elements.

    words_only: without lists that stand in no text and what gaps say of themselves, as layers, searches and exports have it.
    """
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=True)
    root = etree.parse(str(path), parser).getroot()
    pieces: list[Piece] = []
    for part in texts_of(root):
        if words_only and part.tag == TEI + "standOff":
            continue
        for gap in list(part.iter(TEI + "gap")) if words_only else []:
            gap.text = None
            del gap[:]
        pieces += list(pieces_of(part))
    return pieces


def texts_of(root: etree._Element) -> list[etree._Element]:
    """The texts of each TEI; the sourceDoc of one that has none; the standOff of one that has neither."""
    found = []
    for issue in root.iter(TEI + "TEI"):
        for name in ("text", "sourceDoc", "standOff"):
            if parts := issue.findall(TEI + name):
                found += parts
                break
    return found


def is_left_out(element: etree._Element) -> bool:
    """Whether the reading text leaves this element out: another reading of what it has, or nothing that was printed."""
    if not isinstance(element.tag, str):
        return True
    name = element.tag.removeprefix(TEI)
    parent = element.getparent()
    siblings = [e for e in parent if isinstance(e.tag, str)] if parent is not None else []
    if name in ASIDE or name in ("surplus", "del"):
        return True
    around = parent.tag.removeprefix(TEI) if parent is not None else ""
    names = [e.tag.removeprefix(TEI) for e in siblings]
    if around == "choice":
        preferred = next((n for n in ("corr", "reg", "expan") if n in names), names[0])
        return element is not siblings[names.index(preferred)]
    if around == "ruby" and name == "rt":
        return False
    if name == "rdg" or (around == "app" and name in ("rdgGrp", "witDetail", "wit")):
        while parent is not None and parent.tag != TEI + "app":
            parent = parent.getparent()
        readings = [] if parent is None else list(parent.iter(TEI + "lem", TEI + "rdg"))
        lemmas = [r for r in readings if r.tag == TEI + "lem"]
        chosen = (lemmas or readings or [None])[0]
        return element is not chosen and not any(e is chosen for e in element.iterdescendants())
    return False


def pieces_of(text: etree._Element) -> Iterator[Piece]:
    apart, glue = True, False
    walker = etree.iterwalk(text, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in ("start", "end"):
            name = element.tag.removeprefix(TEI).removeprefix(EXAMPLES)
            if name in ("lb", "pb", "cb", "gb"):
                glue = glue or (event == "start" and element.get("break") == "no")
                apart = apart or event == "start"
            elif name not in IN_LINE and not name.startswith("{"):
                apart = True
        if event == "start":
            if is_left_out(element):
                walker.skip_subtree()
                continue
            words = element.text
        elif element is text or element.getparent().tag == TEI + "choice":
            continue
        else:
            words = element.tail
        if not words:
            continue
        apart = apart or words[0].isspace()
        if words.strip():
            yield Piece(words, apart and not glue)
            apart, glue = words[-1].isspace(), False


def squeezed(text: str) -> str:
    return "".join(text.split())


def lost(pieces: list[Piece], output: str, characters_only: bool = False) -> list[str]:
    """What an output lacks of a text, in words; nothing when it has all."""
    wanted = Counter(squeezed("".join(p.text for p in pieces)))
    missing = wanted - Counter(output)
    found = [f"characters {''.join(sorted(missing.elements()))[:60]!r}"] if missing else []
    if characters_only:
        return found
    bare, flat = squeezed(output), " ".join(output.split())
    at = 0
    for piece in pieces:
        bit = squeezed(piece.text)
        place = bare.find(bit, at, at + NEAR)
        if place < 0 and bit not in bare:
            found.append(f"piece {bit[:60]!r}")
        at = max(place, at)
    words = set(LETTERS.findall("".join(" " * p.apart + p.text for p in pieces)))
    new = set(LETTERS.findall(flat)) - words
    for before, after in pairwise(pieces):
        if after.apart:
            found += glued(before.text.split()[-1], after.text.split()[0], new)
    for piece in pieces:
        for one, two in pairwise(piece.text.split()):
            found += glued(one, two, new)
    return found


def glued(one: str, two: str, new: set[str]) -> list[str]:
    """Whether two words of a script with blanks stand together in an output, as a word that the source doesn't have."""
    end, start = LETTERS_AT_END.search(one), LETTERS.match(two)
    word = end[0] + start[0] if end and start else ""
    return [f"glued {word!r}"] if word in new and not JOINS.search(word) else []
