"""The fonts that the print edition sets in, and which characters they have."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from baokan.errors import MissingPart, UsageError

FONT_VARIABLE = "BAOKAN_FONTS"
# Where a system keeps Noto CJK when the packaged fonts aren't installed.
SYSTEM_FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
SERIF = "NotoSerifCJK"
FACES = (SERIF, "NotoSansCJK")
SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
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


def choose_families(fonts: Any, wanted: str | None) -> dict[str, list[str]]:
    """The families of text and heads, the wanted one first, then all others that are there.

    `fonts` is a typst.Fonts. Raises UsageError when the wanted family isn't among them.
    """
    there = [str(family) for family in fonts.families()]
    if wanted is not None and wanted not in there:
        names = ", ".join(there)
        raise UsageError(f"There is no font {wanted!r}.", f"choose one of {names}; more are found through {FONT_VARIABLE}.")
    first = [wanted] if wanted else []
    serif = [*first, *(f for f in SERIF_FAMILIES if f in there), *(f for f in SANS_FAMILIES if f in there)]
    sans = [*(f for f in SANS_FAMILIES if f in there), *serif]
    rest = [f for f in there if f not in serif]
    return {"serif": list(dict.fromkeys([*serif, *rest])), "sans": list(dict.fromkeys([*sans, *rest]))}


def font_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []


@cache
def covered(folders: Sequence[Path]) -> frozenset[str]:
    """The characters that at least one font of the folders has; each falls to the first font that has it."""
    try:
        from fontTools.ttLib import TTCollection, TTFont, TTLibError
    except ImportError as error:
        raise MissingPart("The print edition needs fonttools.", "pip install 'baokan[print]'.") from error
    found: set[str] = set()
    for path in (p for folder in folders for p in font_files(folder)):
        try:
            fonts = TTCollection(path, lazy=True).fonts if path.suffix.lower() in (".ttc", ".otc") else [TTFont(path, lazy=True)]
        except TTLibError:
            continue  # Typst passes a broken font by as well
        for font in fonts:
            found |= {chr(code) for code in font.getBestCmap()}
            font.close()
    return frozenset(found)
