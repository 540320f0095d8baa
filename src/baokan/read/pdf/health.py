"""What ruins the text layers of Chinese PDFs, told from the layer itself."""

from __future__ import annotations

import re

from baokan.read.pdf.characters import Layer
from baokan.read.pdf.folding import FOLDED
from baokan.read.problems import Notes

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff])")
PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
BROKEN = re.compile(r"[\ue000-\uf8ff\ufffd\x01-\x08\x0e-\x1f\x7f-\x9f\U000f0000-\U0010fffd]")
ENOUGH = 40  # characters from which a share says something
BROKEN_SHARE = 0.05
# Of the Chinese characters of real text some 98 % are in the first level of GB 2312 or Big5; of random ones a third.
COMMON_LEAST = 0.75
WORDLESS_SHARE = 0.55  # of a page of alphabet text, what isn't a letter or a figure


def is_common(character: str) -> bool:
    """Whether a character is in the first level of GB 2312 or of Big5."""
    for encoding, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if low <= character.encode(encoding)[0] <= high:
                return True
        except UnicodeEncodeError:
            continue
    return False


def broken_share(layer: Layer) -> float:
    """The share of a page's characters that can't be those which are printed; 0 where nothing looks wrong."""
    text = "".join(c.text for c in layer.characters if not c.text.isspace())
    if len(text) < ENOUGH:
        return 0.0
    broken = (len(BROKEN.findall(text)) + layer.unmapped) / len(text)
    if broken > BROKEN_SHARE:
        return min(1.0, broken)
    han = HAN.findall(text)
    if len(han) >= ENOUGH:
        rare = sum(not is_common(c) for c in han) / len(han)
        return rare if rare > 1 - COMMON_LEAST else 0.0
    wordless = sum(not c.isalnum() for c in text) / len(text)
    return wordless if wordless > WORDLESS_SHARE else 0.0


def is_garbled(layer: Layer) -> bool:
    return broken_share(layer) > 0


def is_spaced(layer: Layer) -> bool:
    """Whether a blank stands between most pairs of Chinese characters."""
    text = "".join(c.text for c in layer.characters)
    blanks = len(SPACED.findall(text))
    return blanks >= ENOUGH // 2 and blanks > len(PAIR.findall(text))


def note_health(layer: Layer, number: int, notes: Notes) -> None:
    """Note what is wrong with the text layer of a page (1-based number)."""
    if not any(not c.text.isspace() for c in layer.characters):
        notes.add("text-layer-missing", 1, page=number)
        return
    share = broken_share(layer)
    if share:
        notes.add("text-garbled", 1, page=number, value=f"{share:.0%}")
    if is_spaced(layer):
        notes.add("text-spaced", 1, page=number)
    folded = sum(bool(FOLDED.match(c.text)) for c in layer.characters)
    if folded:
        notes.add("text-folded", 1, page=number, value=folded)
    if layer.invisible:
        notes.add("text-hidden", 1, page=number)
