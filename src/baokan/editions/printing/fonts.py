"""The fonts that the print edition sets in, and which characters they have."""

from __future__ import annotations

import importlib.util
import os
import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category

from baokan.errors import MissingPart, UsageError

FONT_VARIABLE = "BAOKAN_FONTS"
# Where a system keeps Noto CJK when the packaged fonts aren't installed.
SYSTEM_FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
SERIF = "NotoSerifCJK"
FACES = (SERIF, "NotoSansCJK")
# Families in the order in which a character looks for its glyph.
SERIF_FAMILIES = ("Noto Serif CJK SC", "Noto Serif SC")
SANS_FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC")


def font_folders() -> list[Path]:
    """The first folder that holds Noto Serif CJK: $BAOKAN_FONTS, the mplfonts package, the system. Raises MissingPart."""
    folders = named_folders()
    spec = importlib.util.find_spec("mplfonts")  # found, not imported: it would load matplotlib
    if spec and spec.origin:
        folders.append(Path(spec.origin).parent / "fonts")
    folders += SYSTEM_FONTS
    found = [folder for folder in folders if any(folder.glob(f"{SERIF}*"))]
    if not found:
        raise MissingPart(
            "No Chinese font was found for the print edition.",
            f"pip install --no-deps mplfonts, or set {FONT_VARIABLE} to a folder with Noto Serif CJK.",
        )
    return found[:1]


def named_folders() -> list[Path]:
    """The folders of $BAOKAN_FONTS."""
    return [Path(p) for p in os.environ.get(FONT_VARIABLE, "").split(os.pathsep) if p]


def print_folders() -> list[Path]:
    """All folders the print edition takes fonts from: the Chinese font's, and those of $BAOKAN_FONTS for what it lacks."""
    folders = font_folders()
    return folders + [folder for folder in named_folders() if folder not in folders]


@dataclass(frozen=True, slots=True)
class Families:
    """The families of text and of heads, in the order in which a character looks for its glyph, and their files."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    files: tuple[Path, ...]


def choose_families(fonts: Any, wanted: str | None) -> Families:
    """The families of text and heads: the wanted one, the Noto fonts, then what the user's own folders hold.

    `fonts` is a typst.Fonts. Other fonts that lie beside the Noto fonts are left alone: not all may be embedded.
    Raises UsageError when the wanted family isn't among them.
    """
    own = [folder.resolve() for folder in named_folders()]
    there: dict[str, set[Path]] = {}
    for font in fonts.fonts():
        path = Path(font.path or "").resolve()
        if font.family in SERIF_FAMILIES + SANS_FAMILIES or any(path.is_relative_to(folder) for folder in own):
            there.setdefault(str(font.family), set()).add(path)
    if wanted is not None and wanted not in there:
        names = ", ".join(there)
        raise UsageError(f"There is no font {wanted!r}.", f"choose one of {names}; more are found through {FONT_VARIABLE}.")
    first = [wanted] if wanted else []
    serif = [*first, *SERIF_FAMILIES, *SANS_FAMILIES, *there]
    sans = [*SANS_FAMILIES, *serif]
    files = dict.fromkeys(path for family in serif if family in there for path in sorted(there[family]))
    return Families(
        tuple(dict.fromkeys(f for f in serif if f in there)), tuple(dict.fromkeys(f for f in sans if f in there)), tuple(files)
    )


def without_glyph(characters: set[str], files: Sequence[Path]) -> set[str]:
    """The characters that no font file has; each falls to the first that has it."""
    left = {c for c in characters if not is_shapeless(c)}
    for path in files:
        if not left:
            break
        left = {c for c in left if not has_glyph(code_ranges(path), ord(c))}
    return left


def is_shapeless(character: str) -> bool:
    """Blanks, marks that only steer (joiners, directions) and variation selectors, which need no glyph."""
    code = ord(character)
    return character.isspace() or category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def has_glyph(ranges: tuple[list[int], list[int]], code: int) -> bool:
    starts, ends = ranges
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def code_ranges(path: Path) -> tuple[list[int], list[int]]:
    """First and last code points of the runs that a font file has glyphs for, ascending; none for a broken font.

    Typst passes a broken font by as well. Of a collection, whose fonts share their glyphs, the first is read.
    """
    try:
        from fontTools.ttLib import TTFont, TTLibError
    except ImportError as error:
        raise MissingPart("The print edition needs fonttools.", "pip install 'baokan[print]'.") from error
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            groups = cmap_groups(font.reader["cmap"])
            if groups is None:
                groups = [(code, code) for code in sorted(font.getBestCmap())]
    except (TTLibError, OSError, KeyError, struct.error):
        return [], []
    return [first for first, _ in groups], [last for _, last in groups]


def cmap_groups(table: bytes) -> list[tuple[int, int]] | None:
    """The runs of a cmap's full Unicode subtable (OpenType cmap format 12), or None where it has none.

    Read here, for fontTools names every glyph first, half a second for a Chinese font.
    """
    (count,) = struct.unpack_from(">H", table, 2)
    for n in range(count):
        platform, _, offset = struct.unpack_from(">HHL", table, 4 + 8 * n)
        (form,) = struct.unpack_from(">H", table, offset)
        if platform in (0, 3) and form == 12:
            (groups,) = struct.unpack_from(">L", table, offset + 12)
            numbers = struct.unpack_from(f">{3 * groups}L", table, offset + 16)
            return list(zip(numbers[0::3], numbers[1::3], strict=True))
    return None
