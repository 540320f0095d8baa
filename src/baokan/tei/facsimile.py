"""Writes a page's surface: its image, and a zone for each block, line and picture, in the order of the source."""

from __future__ import annotations

import re
from urllib.parse import quote

from baokan import ids
from baokan.model import Block, Box, Certainty, EncodedPage, Page, Picture
from baokan.tei.elements import Element, add

# What the OCR says of itself, as @cert: below MEDIUM every third word or so is wrong.
HIGH_FROM, MEDIUM_FROM = 0.9, 0.7
WEB_ADDRESS = re.compile(r"^https?://[^\s<>\"]+$")


def write_surface(facsimile: Element, issue: str, number: int, page: Page) -> None:
    """A surface with a zone a block, in source order; @n is the line in the source file."""
    size = Box(0, 0, page.width, page.height) if page.width and page.height else None
    surface = add(facsimile, "surface", xml_id=ids.page_id(issue, number), n=page.number or None, **coordinates(size))
    if page.image:
        add(surface, "graphic", url=image_url(page.image))
    for block in page.blocks:
        write_block_zone(surface, issue, number, block)
    for place, picture in enumerate(page.pictures, 1):
        add(
            surface,
            "zone",
            xml_id=ids.picture_id(issue, number, place),
            type="picture",
            n=str(picture.line) if picture.line else None,
            **coordinates(picture.box),
        )


def write_block_zone(surface: Element, issue: str, number: int, block: Block) -> None:
    """A block's zone with a zone for each of its lines that has a box."""
    zone = add(
        surface,
        "zone",
        xml_id=ids.zone_id(issue, number, block.index + 1),
        n=str(block.line),
        **coordinates(block.box),
        points=" ".join(f"{decimal(x)},{decimal(y)}" for x, y in block.outline) if len(block.outline) > 2 else None,
        rend=" ".join(block.style) or None,
        cert=ocr_cert(block.confidence),
    )
    for place, line in enumerate(block.lines, 1):
        if line.box is not None:
            add(
                zone,
                "zone",
                xml_id=ids.line_id(issue, number, block.index + 1, place),
                type="line",
                **coordinates(line.box),
                cert=ocr_cert(line.confidence),
            )


def coordinates(box: Box | None) -> dict[str, str]:
    """@ulx, @uly, @lrx and @lry; nothing for no box."""
    if box is None:
        return {}
    return {"ulx": decimal(box.left), "uly": decimal(box.top), "lrx": decimal(box.right), "lry": decimal(box.bottom)}


def decimal(value: float) -> str:
    """A number with two decimals at most, never in exponents."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def ocr_cert(confidence: float | None) -> str | None:
    """The OCR's confidence as @cert; None where it says nothing."""
    if confidence is None:
        return None
    if confidence >= HIGH_FROM:
        return Certainty.HIGH.value
    return Certainty.MEDIUM.value if confidence >= MEDIUM_FROM else Certainty.LOW.value


def image_url(image: str) -> str:
    """A scan's name as a URL relative to the source; of a place on some machine only the file's name is kept."""
    if WEB_ADDRESS.match(image):
        return quote(image, safe=":/?&=%#,+@!~")
    plain = image.replace("\\", "/")
    if plain.startswith("/") or re.match(r"[A-Za-z]:", plain) or ".." in plain.split("/"):
        plain = plain.rpartition("/")[2]
    return quote(plain, safe="/")


def picture_url(issue: str, number: int, place: int, picture: Picture) -> str | None:
    """Where a picture that the source holds is put beside the TEI file: its own folder, numbered by page."""
    return f"{issue}-images/p{number}-{place}{picture.suffix}" if picture.data is not None else None


def pictures_to_files(issue: str, pages: list[EncodedPage]) -> dict[str, bytes]:
    """Path relative to the TEI file -> bytes, of every picture that the sources hold."""
    files = {}
    surfaces = [page.source.page for page in pages if page.source.part is not None]
    for number, page in enumerate(surfaces, 1):
        for place, picture in enumerate(page.pictures, 1):
            url = picture_url(issue, number, place, picture)
            if url is not None and picture.data is not None:
                files[url] = picture.data
    return files
