"""Reads a tagged PDF back: its text in the order of its structure tree."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

Tagged = list[tuple[str, str]]


def page_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Marked-content id -> its text, objects in the order in which they are drawn."""
    texts: dict[int, str] = {}
    text_page = page.get_textpage()
    for n in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, n)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        length = pdfium.FPDFTextObj_GetText(thing, text_page, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        pdfium.FPDFTextObj_GetText(thing, text_page, buffer, length)
        said = bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le")
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


@pytest.fixture
def read_tags() -> Callable[[Path], Tagged]:
    return tagged_text
