"""Runs of characters -> lines as they are read: blanks by their gaps, look-alikes folded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from baokan.model import Box
from baokan.read.measures import IS_CJK, NOT_XML
from baokan.read.pdf.blocks import Printed, flow_box
from baokan.read.pdf.characters import Character, Layer, TextPage
from baokan.read.pdf.folding import fold
from baokan.read.pdf.lines import Run, characters_to_lines

WORD_GAP = 0.17  # sizes between two letters that are a blank which the PDF doesn't write
FARTHEST = 100_000.0  # points
SMALLEST = 0.5  # points; nothing is printed smaller
HAN_GAP = 0.2  # between two Chinese characters, over the usual gap of their line
HAN = re.compile(r"[\u3400-\u9fff]")
WIDE_GAP = 0.75  # the same next to a Chinese character


def layer_to_lines(layer: Layer, opened: TextPage, spaced: bool, page: Box | None) -> list[Printed]:
    """The printed lines of a page. `spaced` leaves out the blanks between Chinese characters."""
    characters = [c for c in layer.characters if is_placed(c)]
    if spaced:
        characters = [c for c in characters if not c.text.isspace()]
    whole = page or opened.box
    return [run_to_line(run, opened, spaced, whole) for run in characters_to_lines(characters)]


def is_placed(character: Character) -> bool:
    """Whether a character has a box that can be measured; damaged files put some at the end of the world."""
    edges = character[1:5]
    sized = character.right > character.left and character.bottom > character.top
    return sized and all(-FARTHEST < edge < FARTHEST for edge in edges)


def run_to_line(run: Run, opened: TextPage, spaced: bool, page: Box) -> Printed:
    way = run.way or "right"
    first = next(c for c in run.characters if not c.text.isspace())
    size = opened.font_size(first.at)
    if not 0.4 * run.thickness < size < 2.5 * run.thickness:
        size = run.thickness
    size = max(size, SMALLEST)
    text = NOT_XML.sub("\ufffd", characters_to_text(run.characters, way, size, spaced))
    box = run.box
    middle = page.right - run.middle if way == "down" else run.middle
    return Printed(text, box, flow_box(box, way, page), middle, size, opened.is_bold(first.at), way, run.characters[0].at)


def characters_to_text(characters: Sequence[Character], way: str, size: float, spaced: bool) -> str:
    """The text of a line, without blanks at its ends; a gap that the PDF leaves without a blank becomes one."""
    parts: list[str] = []
    before: Character | None = None
    usual = usual_gap(characters, way)
    for character in characters:
        text = fold(character.text)
        if before is not None and not text.isspace() and not before.text.isspace():
            wide = gap(before, character, way) > least_gap(before.text, text) * size + (usual if HAN.match(text) else 0.0)
            if wide and not (spaced and IS_CJK.match(text)):
                parts.append(" ")
        parts.append(" " if text in "\t\u00a0" else text)
        before = character
    return "".join(parts).strip()


def least_gap(before: str, after: str) -> float:
    """The least gap that is a blank, in sizes; between two Chinese characters over what the line is spread by."""
    if latin(before) and latin(after):
        return WORD_GAP
    return HAN_GAP if HAN.match(before) and HAN.match(after) else WIDE_GAP


def usual_gap(characters: Sequence[Character], way: str) -> float:
    """How far apart the Chinese characters of a line are set: a line that fills its column is spread."""
    pairs = [(a, b) for a, b in itertools.pairwise(characters) if HAN.match(a.text) and HAN.match(b.text)]
    return max(0.0, median(gap(a, b, way) for a, b in pairs)) if pairs else 0.0


def gap(before: Character, character: Character, way: str) -> float:
    if way == "down":
        return character.top - before.bottom
    return character.left - before.right if way == "right" else before.left - character.right


def latin(text: str) -> bool:
    return text.isalnum() and not IS_CJK.match(text)
