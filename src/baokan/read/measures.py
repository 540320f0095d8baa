"""Numbers, boxes and words as OCR files write them -> those of the model."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baokan.errors import UnreadableInput
from baokan.model import Block, Box, Line, Page
from baokan.read.problems import Notes

CJK = (
    r"\u2e80-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff"
)
IS_CJK = re.compile(f"[{CJK}]")
OUTSIDE_ALLOWED = 0.02  # of the page: boxes are often a little too large
BLANK_SHARE = 0.6  # of a character's size: the gap between two Chinese words that is a printed blank
# A letter, then a mark that breaks a word at a line's end; ⸗ and = in black letter.
BROKEN_WORD = re.compile(r"[^\W\d_]([-\u00ac\u00ad\u2010\u2e17=])$")
MOST_CHARACTERS = 1_000_000  # on a page; the fullest broadsheets have some 150,000
LARGEST = 10_000_000  # no page measures more, in any unit
NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line as the OCR has it; `gap` is what stands before it: a blank, or nothing."""

    text: str
    box: Box | None = None
    confidence: float | None = None  # 0 to 1
    blank_before: bool = True


def number(text: str | None) -> float | None:
    """A finite number of sensible size; None for anything else."""
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return value if abs(value) <= LARGEST else None


def share(text: str | None, whole: float = 1.0) -> float | None:
    """A confidence as a share of 1; None when absent or out of range."""
    value = number(text)
    return value / whole if value is not None and 0 <= value <= whole else None


def points_to_outline(text: str | None) -> tuple[tuple[float, float], ...]:
    """ "1,2 3,4" or "1 2 3 4" -> ((1, 2), (3, 4)); empty when there are fewer than two points or one is no number."""
    try:
        numbers = [float(part) for part in text.replace(",", " ").split()] if text else []
    except ValueError:
        return ()
    if len(numbers) < 4 or len(numbers) % 2 or not all(-LARGEST <= value <= LARGEST for value in numbers):
        return ()
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def outline_to_box(outline: Sequence[tuple[float, float]]) -> Box | None:
    """The smallest box around a polygon; None for no polygon."""
    if not outline:
        return None
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return Box(min(xs), min(ys), max(xs), max(ys))


def around(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around boxes; None where there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(min(b.left for b in known), min(b.top for b in known), max(b.right for b in known), max(b.bottom for b in known))


def mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def words_to_text(words: Sequence[Word], vertical: bool = False) -> str:
    """The words of a line as one text. Between two Chinese characters only a wide gap is a printed blank."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None and word.blank_before and not run_together(before, word, vertical):
            parts.append(" ")
        parts.append(word.text)
        before = word
    return NOT_XML.sub("\ufffd", "".join(parts)).strip()


def run_together(before: Word, word: Word, vertical: bool) -> bool:
    """Whether the blank that the OCR put between two words is only its cut between Chinese characters."""
    if not (before.text and word.text and IS_CJK.match(before.text[-1]) and IS_CJK.match(word.text[0])):
        return False
    if before.box is None or word.box is None:
        return True
    if vertical:
        return word.box.top - before.box.bottom < BLANK_SHARE * min(before.box.width, word.box.width)
    return word.box.left - before.box.right < BLANK_SHARE * min(before.box.height, word.box.height)


@dataclass(frozen=True, slots=True)
class LineText:
    """A line before it takes its place in a block. `joins_next`: its last word goes on in the next line."""

    text: str
    line: Line
    joins_next: bool = False


def join_broken_words(lines: Sequence[LineText]) -> list[LineText]:
    """Take the hyphen off a line whose last word plainly goes on in the next one; the line keeps it beside the text."""
    joined = list(lines)
    for number, (entry, after) in enumerate(itertools.pairwise(lines)):
        match = BROKEN_WORD.search(entry.text)
        if match and not entry.joins_next and after.text[:1].islower():
            mark = match[1]
            joined[number] = LineText(entry.text[: -len(mark)], replace(entry.line, hyphen=mark), True)
    return joined


def is_vertical(boxes: Sequence[Box | None], texts: Sequence[str]) -> bool:
    """Whether most lines of several Chinese characters stand upright."""
    upright = flat = 0
    for box, text in zip(boxes, texts, strict=True):
        if box is not None and len(text) >= 3 and IS_CJK.search(text):
            upright += box.height > 2 * box.width
            flat += box.width >= box.height
    return upright > flat


def line_size(lines: Sequence[Line], vertical: bool) -> float | None:
    """The size of a block's characters: the median thickness of its lines."""
    sizes = [line.box.width if vertical else line.box.height for line in lines if line.box is not None]
    return statistics.median(sizes) if sizes else None


def lines_to_text(lines: Sequence[LineText]) -> tuple[str, tuple[Line, ...]]:
    """The block's text and its lines: Chinese lines meet without a blank, a broken word without its hyphen."""
    text = ""
    placed: list[Line] = []
    joins = True
    for entry in lines:
        if not entry.text:
            continue
        if text and not joins and needs_blank(text[-1], entry.text[0]):
            text += " "
        start = len(text)
        text += entry.text
        placed.append(replace(entry.line, start=start, end=len(text)))
        joins = entry.joins_next
    return text, tuple(placed)


def lines_to_block(found: Sequence[LineText], line: int, upright: bool = False) -> Block:
    """A block of the lines that hold text, at a 1-based line of its file; `upright` where the source says that it is.

    Its box is the one around its lines.
    """
    vertical = upright or is_vertical([entry.line.box for entry in found], [entry.text for entry in found])
    text, lines = lines_to_text(join_broken_words([entry for entry in found if entry.text]))
    confidence, size = mean(entry.confidence for entry in lines), line_size(lines, vertical)
    box = around(entry.box for entry in lines)
    return Block(0, text, line, box=box, lines=lines, confidence=confidence, size=size, vertical=vertical)


def needs_blank(left: str, right: str) -> bool:
    """Whether a line break between these characters stands for a blank."""
    return not (left.isspace() or IS_CJK.match(left) or IS_CJK.match(right))


def number_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give the blocks that hold text their place on the page."""
    filled = [block for block in blocks if block.text.strip()]
    return tuple(replace(block, index=index) for index, block in enumerate(filled))


def note_page(page: Page, line: int, notes: Notes) -> None:
    """Note a block that reaches outside its page, and characters for private use.

    Raises UnreadableInput for more text than a page can hold.
    """
    count = sum(len(block.text) for block in page.blocks)
    if count > MOST_CHARACTERS:
        raise UnreadableInput(
            f"{notes.path}:{line}: holds {count} characters on one page; no newspaper page has more than {MOST_CHARACTERS}.",
            "check that the file holds one page.",
        )
    for block in page.blocks:
        if block.box is not None and page.width and page.height and reaches_outside(block.box, page.width, page.height):
            box = " ".join(f"{value:g}" for value in (block.box.left, block.box.top, block.box.right, block.box.bottom))
            notes.add("box-outside", block.line or line, what=f"block {block.name or block.index + 1}", value=box)
        for character in sorted({c for c in block.text if "\ue000" <= c <= "\uf8ff" or c >= "\U000f0000"}):
            notes.add("private-use", block.line or line, value=f"{ord(character):04X}")


def inside_name(image: str | None, line: int, notes: Notes) -> str | None:
    """The image's name; only its last part, and a finding, where it climbs out of the issue's folder."""
    if image and ".." in image.replace("\\", "/").split("/"):
        notes.add("image-path", line, value=image)
        return image.replace("\\", "/").rpartition("/")[2] or None
    return image


def reaches_outside(box: Box, width: float, height: float) -> bool:
    x, y = OUTSIDE_ALLOWED * width, OUTSIDE_ALLOWED * height
    return box.left < -x or box.top < -y or box.right > width + x or box.bottom > height + y
