"""Makes HTML and SVG elements; text goes in as text, so that none of it can become markup."""

from __future__ import annotations

import re

from lxml import etree

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Text with what a page can't hold as U+FFFD (a file name may hold lone surrogates)."""
    return NOT_XML.sub("\ufffd", text)


def new(name: str, /, text: str | None = None, cls: str | None = None, **attributes: str) -> etree._Element:
    element = etree.Element(name)
    fill(element, text, cls, attributes)
    return element


def add(
    parent: etree._Element, name: str, /, text: str | None = None, cls: str | None = None, **attributes: str
) -> etree._Element:
    """Append an element; cls is its class."""
    element = etree.SubElement(parent, name)
    fill(element, text, cls, attributes)
    return element


def fill(element: etree._Element, text: str | None, cls: str | None, attributes: dict[str, str]) -> None:
    if text:
        element.text = clean(text)
    if cls:
        element.set("class", cls)
    for name, value in attributes.items():
        element.set(name, clean(value))
