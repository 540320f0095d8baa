"""Identifiers: parent-prefixed, free of content, stable across runs."""

from __future__ import annotations

import re

# NCName without the colon, over the letters that xml:id values are made of in practice.
NAME_START = re.compile(r"[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u3001-\uD7FF]")
NOT_NAME = re.compile(r"[^-.\w\u00B7\u3001-\uD7FF]|[\u00AA\u00BA\u00B2\u00B3\u00B9\u00BC-\u00BE]")


def issue_id(stem: str) -> str:
    """An issue's xml:id, which is also its file's stem, from the source file's stem.

    Characters that an XML name can't hold become `_`; a stem that starts with a digit gets a `_` before it.
    """
    name = NOT_NAME.sub("_", stem) or "_"
    return name if NAME_START.match(name) else f"_{name}"


def article_id(issue: str, number: int) -> str:
    return f"{issue}.a{number}"


def page_id(issue: str, number: int) -> str:
    return f"{issue}.pg{number}"


def zone_id(issue: str, page: int, number: int) -> str:
    return f"{issue}.pg{page}.z{number}"


def line_id(issue: str, page: int, number: int, line: int) -> str:
    return f"{zone_id(issue, page, number)}.l{line}"


def picture_id(issue: str, page: int, number: int) -> str:
    return f"{issue}.pg{page}.i{number}"
