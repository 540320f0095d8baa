"""What a PDF page draws beside text: pictures with their images, rules and frames."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from baokan.model import Box, Picture
from baokan.read.pdf.characters import turn

THIN = 4.0  # points; a rule is no thicker
LONG = 12.0  # points; a rule is longer, a frame wider and higher
SCAN_SHARE = 0.85  # of the page: an image this large is the scan of the page
LEAST_PICTURE = 16.0  # points of a side: smaller ones are ornaments and codes
MOST_PICTURES = 200
MOST_PIXELS = 400_000_000  # of all pictures of a page that are taken out; a broadsheet at 600 dpi has 130 million
MOST_POINTS = 1_000  # of a path that clips a picture
MOST_DEEP = 8  # forms within forms
MOST_OBJECTS = 200_000


@dataclass(frozen=True, slots=True)
class Drawings:
    """Boxes in the page's coordinates, y downwards."""

    pictures: tuple[Picture, ...]
    rules: tuple[Box, ...]
    frames: tuple[Box, ...]


def page_to_drawings(page: Any, shown: Box) -> Drawings:
    """The pictures, rules and frames of a page, in the order in which they are drawn."""
    pictures: list[Picture] = []
    rules: list[Box] = []
    frames: list[Box] = []
    rotation = page.get_rotation()
    pixels = 0
    for item in objects(page):
        box = place(item, shown, rotation)
        if box is None:
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            if len(pictures) < MOST_PICTURES and is_picture(box, shown):
                pixels += count_pixels(item)
                data, suffix = image_data(item) if pixels <= MOST_PIXELS else (None, "")
                pictures.append(Picture(box, data=data, suffix=suffix))
        elif min(box.width, box.height) <= THIN and max(box.width, box.height) >= LONG:
            rules.append(box)
        elif min(box.width, box.height) >= LONG and is_stroked(item):
            frames.append(box)
    return Drawings(tuple(pictures), tuple(rules), tuple(frames))


def objects(page: Any) -> Iterator[Any]:
    """The images and paths of a page, those of its forms too."""
    wanted = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)
    for count, item in enumerate(page.get_objects(filter=wanted, max_depth=MOST_DEEP)):
        if count >= MOST_OBJECTS:
            return
        yield item


def place(item: Any, shown: Box, rotation: int) -> Box | None:
    try:
        left, bottom, right, top = item.get_bounds()
    except pypdfium2.PdfiumError:
        return None
    left, bottom, right, top = clipped(item, (left, bottom, right, top))
    if right <= left or top <= bottom:
        return None
    edges = (left - shown.left, shown.bottom - top, right - shown.left, shown.bottom - bottom)
    return Box(*turn(edges, shown, rotation)) if rotation in (90, 180, 270) else Box(*edges)


def clipped(item: Any, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """What is seen of an object, as left, bottom, right, top: its bounds, cut by those of the paths that clip it."""
    left, bottom, right, top = edges
    clip = pdfium.FPDFPageObj_GetClipPath(item.raw)
    paths = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, paths)):
        points = []
        for number in range(min(MOST_POINTS, max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path)))):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
            if pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
                points.append((x.value, y.value))
        if points:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            bottom, top = max(bottom, min(p[1] for p in points)), min(top, max(p[1] for p in points))
    return left, bottom, right, top


def is_picture(box: Box, shown: Box) -> bool:
    """Whether an image is a picture of the page, not its scan and no ornament."""
    if box.width * box.height > SCAN_SHARE * shown.width * shown.height:
        return False
    return min(box.width, box.height) >= LEAST_PICTURE


def is_stroked(item: Any) -> bool:
    """Whether a path is drawn as a line around something, not as a filled ground."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    ok = pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(mode), ctypes.byref(stroke))
    return bool(ok) and bool(stroke.value)


def count_pixels(item: Any) -> int:
    try:
        width, height = item.get_px_size()
    except pypdfium2.PdfiumError:
        return 0
    return max(0, int(width)) * max(0, int(height))


def image_data(item: Any) -> tuple[bytes | None, str]:
    """(the image's file, its suffix); a JPEG as it is, others as PNG. None where it can't be had."""
    buffer = io.BytesIO()
    try:
        item.extract(buffer, fb_format="png")
    except (pypdfium2.PdfiumError, OSError, ValueError, ImportError, NotImplementedError):
        return None, ""
    data = buffer.getvalue()
    if data.startswith(b"\xff\xd8\xff"):
        return data, ".jpg"
    if data.startswith(b"\x89PNG"):
        return data, ".png"
    return (data, ".jp2") if data[4:8] == b"jP  " else (None, "")
