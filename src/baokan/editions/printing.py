"""TEI -> Typst text (by XSLT) -> PDF/A, with a Chinese font that is really there."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path
from typing import Literal

from lxml import etree

from baokan.assets import asset
from baokan.editions.stylesheets import transform
from baokan.errors import MissingPart

FONT_VARIABLE = "BAOKAN_FONTS"
# Where a system keeps Noto CJK when the packaged fonts aren't installed.
SYSTEM_FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
SERIF = "NotoSerifCJK"
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


def issue_to_pdf(tree: etree._ElementTree) -> bytes:
    """The PDF/A of one issue. Raises MissingPart when typst or a Chinese font isn't installed."""
    try:
        import typst
    except ImportError as error:
        raise MissingPart("The print edition needs typst.", "pip install 'baokan[print]'.") from error
    fonts = font_folders()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "issue.typ"
        source.write_bytes(transform(tree, "print", "newspaper.xsl"))
        template = asset("xslt", "print", "newspaper.typ")
        (Path(folder) / template.name).write_bytes(template.read_bytes())
        pdf: bytes = typst.compile(
            source,
            font_paths=list(fonts),
            ignore_system_fonts=True,
            pdf_standards=PDF_STANDARD,
            timestamp=PDF_DATE,
        )
    return pdf
