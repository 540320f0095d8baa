"""Web fonts cut down to the characters of a site, so that it shows Chinese where no Chinese font is installed."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from baokan.editions.printing import font_folders
from baokan.errors import MissingPart
from baokan.files import write_atomic
from baokan.running.state import file_digest

# face -> font, and how many characters at most: those that occur most often. The others show in a font of the reader's own,
# which comes after ours in the style sheet.
FACES = {"baokan-serif.woff2": ("NotoSerifCJKsc-Regular.otf", 3500), "baokan-sans.woff2": ("NotoSansCJKsc-Regular.otf", 1500)}
INTERFACE = "".join(map(chr, range(0x20, 0x7F))) + "，。、：；？！“”‘’（）《》〈〉【】〔〕…—·■□¶"
FEATURES = ["vert", "vrt2", "halt", "vhal", "chws", "vchw"]  # vertical forms, and punctuation that gives way
QUALITY = 9  # of brotli, of 11: a font of 2,000 characters is 434 KB in place of 397, and compressed in 0.08 s in place of 2.1
CUT = ".baokan-fonts"  # which characters the fonts were cut to, and what came of it


def write_fonts(characters: Counter[str], interface: set[str], out: Path) -> list[Path]:
    """Write the subset fonts into out; none, and no error, where the fonts or fonttools aren't installed.

    `characters` counts those of the text, `interface` has those that every page shows. The style sheet names the reader's own
    fonts beside these, so a site without them still reads.
    """
    try:
        import fontTools.ttLib  # noqa: F401 - only whether they are there
        import uharfbuzz  # noqa: F401

        folder = font_folders()[0]
    except (ImportError, MissingPart):
        return []
    record = out / CUT
    before = record.read_text(encoding="utf-8").splitlines() if record.is_file() else []
    by_count = [c for c, _ in sorted(characters.items(), key=lambda item: (-item[1], item[0]))]
    made, said = [], ""
    for name, (font, most) in FACES.items():
        face = folder / font
        if not face.is_file():
            continue
        wanted = "".join(sorted({*by_count[:most], *interface, *INTERFACE}))
        line = f"{name} {face.name} {QUALITY} {hashlib.sha256(wanted.encode()).hexdigest()}"
        if f"{line} {file_digest(out / name)}" not in before:
            write_font(face, wanted, out / name)
        said += f"{line} {file_digest(out / name)}\n"
        made.append(out / name)
    if made:
        write_atomic(record, said.encode())
        made.append(record)
    return made


def write_font(face: Path, wanted: str, target: Path) -> None:
    """Cut a font down to these characters."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont, woff2

    wish = hb.SubsetInput()
    wish.unicode_set.set(set(map(ord, wanted)))
    wish.layout_feature_tag_set.clear()
    wish.layout_feature_tag_set.update({int.from_bytes(feature.encode(), "big") for feature in FEATURES})
    # Subroutines shared by 65,000 glyphs are of no use to a few thousand: without them the file is half as large.
    wish.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    cut = hb.subset(hb.Face(hb.Blob.from_file_path(str(face))), wish).blob.data
    data = io.BytesIO()
    with TTFont(io.BytesIO(cut), lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = "woff2"
        at_best = woff2.brotli
        woff2.brotli = SimpleNamespace(compress=partial(at_best.compress, quality=QUALITY), MODE_FONT=at_best.MODE_FONT)
        try:
            font.save(data)  # fonttools asks for brotli's best, and has no option for less
        finally:
            woff2.brotli = at_best
    write_atomic(target, data.getvalue())
