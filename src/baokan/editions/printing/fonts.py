"""TEI -> Typst text (by XSLT) -> PDF/A, with a Chinese font that is really there."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from lxml import etree

from baokan.assets import asset
from baokan.editions.stylesheets import transform
from baokan.errors import EditionFailed, MissingPart

FONT_VARIABLE = "BAOKAN_FONTS"
# Where a system keeps Noto CJK when the packaged fonts aren't installed.
SYSTEM_FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
SERIF = "NotoSerifCJK"
FACES = (SERIF, "NotoSansCJK")
PDF_STANDARD: Literal["a-2b"] = "a-2b"
# PDF/A wants a date; the clock must not enter the output, so it is this version's.
PDF_DATE = 1795478400  # 2026-11-24, seconds since 1970


def font_folders() -> list[Path]:
    """Folders that hold Noto Serif CJK: $BAOKAN_FONTS, the mplfonts package, the system. Raises MissingPart."""
    folders = [Path(p) for p in os.environ.get(FONT_VARIABLE, "").split(os.pathsep) if p]
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


def issue_to_pdf(tree: etree._ElementTree, where: str) -> tuple[bytes, list[str]]:
    """The PDF/A of one issue, and the characters that no font has; these are set as their code, never as a box.

    Raises MissingPart when typst, fonttools or a Chinese font isn't installed, EditionFailed when Typst
    can't set the issue; `where` names it.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingPart("The print edition needs typst.", "pip install 'baokan[print]'.") from error
    fonts = font_folders()
    text = transform(tree, "print", "newspaper.xsl").decode("utf-8")
    missing = sorted(c for c in set(text) - covered(fonts[0]) if not c.isspace())
    text = text.translate({ord(c): f"［U+{ord(c):04X}］" for c in missing})
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "issue.typ"
        source.write_text(text, encoding="utf-8")
        template = asset("xslt", "print", "newspaper.typ")
        (Path(folder) / template.name).write_bytes(template.read_bytes())
        try:
            pdf: bytes = typst.compile(
                source,
                font_paths=list(fonts),
                ignore_system_fonts=True,
                pdf_standards=PDF_STANDARD,
                timestamp=PDF_DATE,
            )
        except typst.TypstError as error:
            raise EditionFailed(
                f"{where}: can't be set as PDF: {' '.join(str(error).split())}.", "look at the text it names in the TEI."
            ) from error
    return pdf, missing


@cache
def covered(folder: Path) -> frozenset[str]:
    """The characters that the folder's Noto CJK SC fonts have, in all faces that the template uses."""
    try:
        from fontTools.ttLib import TTCollection, TTFont
    except ImportError as error:
        raise MissingPart("The print edition needs fonttools.", "pip install 'baokan[print]'.") from error
    sets = []
    for path in sorted(p for name in FACES for p in folder.glob(f"{name}*Regular.*")):
        fonts = TTCollection(path, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(path, lazy=True)]
        sets.append({chr(code) for font in fonts for code in font.getBestCmap()})
        for font in fonts:
            font.close()
    return frozenset(set.intersection(*sets)) if sets else frozenset()
