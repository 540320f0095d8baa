"""Web fonts cut down to the characters of a site, so that it shows Chinese where no Chinese font is installed."""

from __future__ import annotations

import io
from pathlib import Path

from baokan.editions.printing import font_folders
from baokan.errors import MissingPart
from baokan.files import write_atomic

FACES = {"baokan-serif.woff2": "NotoSerifCJKsc-Regular.otf", "baokan-sans.woff2": "NotoSansCJKsc-Regular.otf"}
INTERFACE = "".join(map(chr, range(0x20, 0x7F))) + "，。、：；？！“”‘’（）《》〈〉【】〔〕…—·■□报刊期篇稿件图片新闻未收录"


def write_fonts(characters: set[str], out: Path) -> list[Path]:
    """Write the subset fonts into out; none, and no error, where the fonts or fonttools aren't installed.

    The style sheet names the reader's own fonts after these, so a site without them still reads.
    """
    try:
        import fontTools.subset  # noqa: F401 - only whether it is there

        folder = font_folders()[0]
    except (ImportError, MissingPart):
        return []
    faces = [(out / name, folder / face) for name, face in FACES.items() if (folder / face).is_file()]
    for target, face in faces:
        write_font(face, {ord(c) for c in characters | set(INTERFACE)}, target)
    return [target for target, _ in faces]


def write_font(face: Path, wanted: set[int], target: Path) -> None:
    """Cut a font down to the wanted code points; a target that has just these is left alone."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    with TTFont(face, lazy=True, recalcTimestamp=False) as font:
        wanted &= set(font.getBestCmap())
        if target.is_file():
            with TTFont(target, lazy=True) as old:
                if set(old.getBestCmap()) == wanted:
                    return
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(wanted))
        subsetter.subset(font)
        font.flavor = "woff2"
        data = io.BytesIO()
        font.save(data)
    write_atomic(target, data.getvalue())
