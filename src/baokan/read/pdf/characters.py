"""The characters of a PDF page with their boxes, by pdfium; y grows downwards, the unit is the point."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from baokan.model import Box
from baokan.read.measures import IS_CJK

MOST_CHARACTERS = 400_000  # on one page; a full broadsheet has some 20,000
FAR = 1e6  # points; what is set further away is on no page, and pdfium's numbers may be none there
MOST_LOOKED_AT = 100  # characters that are lower than the one before
TIGHT = 0.8  # of its size: no character's box is less high, unless it ends where the ink does
ASCENT = 0.88  # of the size: how high the square of a Chinese character stands over its line
INVISIBLE = 3  # the text render mode of what OCR lays under a scan


class Character(NamedTuple):
    """One printed character; `at` is its place in the page's text layer."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    at: int


@dataclass(frozen=True, slots=True)
class Layer:
    """A page's text layer: what is printed, the text as the PDF has it, and how many characters have no right code."""

    characters: tuple[Character, ...]
    text: str
    unmapped: int
    count: int
    invisible: bool


class TextPage:
    """An open text page of pdfium; close it when done."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.raw = pdfium.FPDFText_LoadPage(page.raw)
        self.box = page_box(page)

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self.raw)

    @property
    def count(self) -> int:
        return max(0, int(pdfium.FPDFText_CountChars(self.raw)))

    def layer(self) -> Layer:
        """All characters in the order of the layer; what pdfium adds itself (line ends, blanks) only in `text`."""
        raw, count = self.raw, self.count
        get_code, is_generated, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetLooseCharBox
        has_error = pdfium.FPDFText_HasUnicodeMapError
        rect = pdfium.FS_RECTF()
        pointer = ctypes.byref(rect)
        x0, y1 = self.box.left, self.box.bottom
        found: list[Character] = []
        unmapped = 0
        high = 0
        for index in range(count):
            code = get_code(raw, index)
            if is_generated(raw, index) == 1:
                continue
            unmapped += has_error(raw, index) == 1
            if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            if code in (0x0A, 0x0D, 0xAD, 0xFFFE, 0) or not box_of(raw, index, pointer):
                continue
            if not (-FAR < rect.left < FAR and -FAR < rect.right < FAR and -FAR < rect.bottom < FAR and -FAR < rect.top < FAR):
                continue
            found.append(Character(chr(code), rect.left - x0, y1 - rect.top, rect.right - x0, y1 - rect.bottom, index))
        if self.is_tight(found):
            found = [self.in_its_square(c) for c in found]
        characters = tuple(turned(found, self.box, self.page.get_rotation()))
        return Layer(characters, self.text(), unmapped, count, self.is_invisible(found))

    def is_tight(self, characters: list[Character]) -> bool:
        """Whether boxes end where the ink does, as those of fonts that are drawings: then 一 is flat and ， tiny."""
        wide = [c for c in characters if IS_CJK.match(c.text)]
        lower = (b for a, b in itertools.pairwise(wide) if b.bottom - b.top < TIGHT * (a.bottom - a.top))
        return any(c.bottom - c.top < TIGHT * self.font_size(c.at) for c in itertools.islice(lower, MOST_LOOKED_AT))

    def in_its_square(self, character: Character) -> Character:
        """The character in the square that it is set in: from where the pen starts, one size wide if it is a wide one."""
        x, y = ctypes.c_double(), ctypes.c_double()
        size = self.font_size(character.at)
        if size <= 0 or not pdfium.FPDFText_GetCharOrigin(self.raw, character.at, ctypes.byref(x), ctypes.byref(y)):
            return character
        base = self.box.bottom - y.value
        left, right = character.left, character.right
        if IS_CJK.match(character.text):
            left = x.value - self.box.left
            right = left + size
        return Character(character.text, left, base - ASCENT * size, right, base + (1 - ASCENT) * size, character.at)

    def text(self) -> str:
        """The page's text as pdfium gives it, which `restore` gives back."""
        count = self.count
        if not count:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self.raw, 0, count, buffer)
        return bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")

    def is_invisible(self, characters: list[Character]) -> bool:
        """Whether the page's characters are not painted, as under a scan."""
        sample = characters[:: max(1, len(characters) // 20)]
        hidden = sum(self.render_mode(c.at) == INVISIBLE for c in sample)
        return bool(sample) and 2 * hidden > len(sample)

    def render_mode(self, index: int) -> int:
        item = pdfium.FPDFText_GetTextObject(self.raw, index)
        return int(pdfium.FPDFTextObj_GetTextRenderMode(item)) if item else 0

    def font_size(self, index: int) -> float:
        """The size at which a character is printed: its font's size through its matrix."""
        matrix = pdfium.FS_MATRIX()
        size = float(pdfium.FPDFText_GetFontSize(self.raw, index))
        if not pdfium.FPDFText_GetMatrix(self.raw, index, ctypes.byref(matrix)):
            return size
        return size * float((matrix.c**2 + matrix.d**2) ** 0.5)

    def is_bold(self, index: int) -> bool:
        """Whether the character's font is a bold one, by its weight or its name."""
        buffer = ctypes.create_string_buffer(200)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.raw, index, buffer, 200, ctypes.byref(flags))
        name = buffer.value.decode("utf-8", "replace").lower()
        return "bold" in name or "heavy" in name or "black" in name or int(pdfium.FPDFText_GetFontWeight(self.raw, index)) >= 600


def page_box(page: Any) -> Box:
    """The visible part of a page in its own coordinates, y upwards: top < bottom in value, as pdfium counts."""
    left, bottom, right, top = page.get_cropbox()
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def turned(characters: list[Character], box: Box, rotation: int) -> list[Character]:
    """The characters as a reader sees a page that is shown turned by 90, 180 or 270 degrees."""
    if rotation not in (90, 180, 270):
        return characters
    return [Character(c.text, *turn((c.left, c.top, c.right, c.bottom), box, rotation), c.at) for c in characters]


def turn(edges: tuple[float, ...], box: Box, rotation: int) -> tuple[float, float, float, float]:
    """left, top, right, bottom on a page turned clockwise."""
    left, top, right, bottom = edges
    if rotation == 90:
        return box.height - bottom, left, box.height - top, right
    if rotation == 180:
        return box.width - right, box.height - bottom, box.width - left, box.height - top
    return top, box.width - right, bottom, box.width - left
