"""Reads a tagged PDF back: its text in the order of its structure tree."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

Tagged = list[tuple[str, str]]


def object_text(thing: object, text_page: pypdfium2.PdfTextPage) -> str:
    length = pdfium.FPDFTextObj_GetText(thing, text_page, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFTextObj_GetText(thing, text_page, buffer, length)
    return bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le")


def page_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Marked-content id -> its text, objects in the order in which they are drawn."""
    texts: dict[int, str] = {}
    text_page = page.get_textpage()
    for n in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, n)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        said = object_text(thing, text_page)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        texts[mark] = texts.get(mark, "") + said
    return texts


def element_type(element: object) -> str:
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw[: max(length - 2, 0)].decode("utf-16-le")


def walk(element: object, texts: dict[int, str], under: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    path = (*under, element_type(element))
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, n)
        if child:
            yield from walk(child, texts, path)
        else:
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, n)
            if mark >= 0:
                yield "/".join(path), texts.get(mark, "")


def tagged_text(pdf: Path) -> Tagged:
    """(path of tags, text) in the order of the structure tree, page by page; artifacts aren't in it."""
    found: Tagged = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        texts = page_texts(page)
        for n in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n), texts, ())
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


# Labels of notes and their texts stand beside the reading text; so do contents, index and colophon, which are ours.
BESIDE = ("Lbl", "Note", "TOC")


def squeezed(text: str) -> str:
    """The text without blanks, which a line's end may swallow, and without marks that only steer line breaks."""
    return re.sub(r"[\s\u200b\u00ad\ufffe\ufeff]+", "", text)


def missing_articles(pdf: Path, articles: Sequence[str]) -> list[str]:
    """The articles whose text the PDF doesn't say in full, each after the one before it."""
    said = squeezed("".join(text for path, text in tagged_text(pdf) if not set(path.split("/")) & set(BESIDE)))
    position, missing = 0, []
    for article in filter(None, map(squeezed, articles)):
        found = said.find(article, position)
        if found < 0:
            missing.append(article)
        else:
            position = found + len(article)
    return missing


def text_lines(pdf: Path) -> list[str]:
    """The printed lines, each without the blanks round it; what is set of several pieces on one line is one line."""
    lines: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text_page = page.get_textpage()
        last: tuple[float, float] | None = None  # bottom and right edge of the piece before
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            said = object_text(thing.raw, text_page).strip()
            if not said:
                continue
            left, bottom, right, _ = thing.get_bounds()
            if last and abs(last[0] - bottom) < 3 and last[1] <= left + 2 and left - last[1] < 12:
                lines[-1] += said
            else:
                lines.append(said)
            last = bottom, right
    document.close()
    return lines
