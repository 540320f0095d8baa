"""Which files of a corpus are pictures that a web edition may hold: what a browser shows and never runs.

A page or a script that calls itself a picture would run on the edition's site, and there with the rights of who reads it.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

SUFFIXES = frozenset(".png .jpg .jpeg .gif .webp .avif .bmp .tif .tiff .jp2 .jxl".split())
LIVELY = frozenset("script foreignObject handler listener iframe object embed".split())  # of an SVG: they run, or hold others
STILL = ("#", "data:image/png", "data:image/jpeg")  # what an address in an SVG begins with
LARGEST_DRAWING = 20_000_000  # bytes
MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")  # how what a browser might take for a page begins


def is_picture(source: Path) -> bool:
    """Whether a file is a picture by its name, and nothing else by its bytes. OSError passes through."""
    suffix = source.suffix.lower()
    if suffix == ".svg":
        return is_still(source)
    if suffix not in SUFFIXES:
        return False
    with source.open("rb") as file:
        return not file.read(512).lstrip().startswith(MARKUP)


def is_still(source: Path) -> bool:
    """Whether an SVG has no script in it, and no link."""
    if source.stat().st_size > LARGEST_DRAWING:
        return False
    try:
        tree = etree.parse(str(source), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, OSError):
        return False
    if tree.docinfo.internalDTD is not None:
        return False
    return all(is_still_node(node) for node in (*tree.xpath("/processing-instruction()"), *tree.iter()))


def is_still_node(element: etree._Element) -> bool:
    if element.tag is etree.Comment:
        return True
    if not isinstance(element.tag, str) or etree.QName(element).localname in LIVELY:
        return False
    for name, value in element.items():
        local = etree.QName(name).localname.lower()
        held = "".join(value.split()).lower()
        if local.startswith("on") or (local in ("href", "src") and not held.startswith(STILL)):
            return False
        if "javascript:" in held:  # in what an animation sets
            return False
    return True
