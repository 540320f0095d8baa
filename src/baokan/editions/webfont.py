"""Web fonts cut down to the characters of a site, so that it shows Chinese where no Chinese font is installed."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path

from baokan.editions.printing import font_folders
from baokan.errors import MissingPart
from baokan.files import write_atomic

# face -> font, and how many characters at most: those that occur most often. The others show in a font of the reader's own,
# which comes after ours in the style sheet. 2,900 characters are 530 KB and take 3 seconds, most of them to compress.
FACES = {"baokan-serif.woff2": ("NotoSerifCJKsc-Regular.otf", 3500), "baokan-sans.woff2": ("NotoSansCJKsc-Regular.otf", 1500)}
INTERFACE = "".join(map(chr, range(0x20, 0x7F))) + "，。、：；？！“”‘’（）《》〈〉【】〔〕…—·■□¶"
FEATURES = ["vert", "vrt2", "halt", "vhal", "chws", "vchw"]  # vertical forms, and punctuation that gives way
CUT = ".baokan-fonts"  # which characters the fonts were cut to


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
    before = record.read_text(encoding="utf-8") if record.is_file() else ""
    by_count = [c for c, _ in sorted(characters.items(), key=lambda item: (-item[1], item[0]))]
    made, said = [], ""
    for name, (font, most) in FACES.items():
        face = folder / font
        if not face.is_file():
            continue
        wanted = "".join(sorted({*by_count[:most], *interface, *INTERFACE}))
        line = f"{name} {face.name} {hashlib.sha256(wanted.encode()).hexdigest()}\n"
        if line not in before or not (out / name).is_file():
            write_font(face, wanted, out / name)
        said += line
        made.append(out / name)
    if made:
        write_atomic(record, said.encode())
        made.append(record)
    return made


def write_font(face: Path, wanted: str, target: Path) -> None:
    """Cut a font down to these characters."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

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
        font.save(data)
    write_atomic(target, data.getvalue())
