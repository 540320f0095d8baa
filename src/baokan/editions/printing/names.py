"""The order of the index of names: by pinyin for simplified texts, by radical and stroke for others."""

from __future__ import annotations

from lxml import etree

from baokan.tei.names import tei

NAMES = ("persName", "placeName", "orgName")


def collation(tree: etree._ElementTree) -> dict[str, str]:
    """Each name of the issue -> a key that sorts it.

    GB 2312 lists its 3,755 commonest characters by pinyin, so its codes sort simplified names as a reader looks for
    them; a rarer character comes after them. Unicode lists Han characters by radical and stroke.
    """
    names = {"".join("".join(e.itertext()).split()) for name in NAMES for e in tree.iter(tei(name))}
    simplified = "Hant" not in (tree.getroot().get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    return {name: sort_key(name, simplified) for name in names if name}


def sort_key(name: str, simplified: bool) -> str:
    if not simplified:
        return "".join(f"{ord(c):06x}" for c in name)
    return "".join(pinyin_code(c) for c in name)


def pinyin_code(character: str) -> str:
    code = character.encode("gb2312", "ignore")
    if len(code) == 2 and 0xB0 <= code[0] <= 0xD7:
        return f"1{code.hex()}00"
    return f"{0 if ord(character) < 128 else 2}{ord(character):06x}"
