"""Content models drawn as nested boxes in HTML: a row for a sequence, a column for a choice, a mark for how often."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from baokan.schema.patterns import Pattern

MARKS = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
TITLES = {"optional": "may be absent", "zeroOrMore": "any number", "oneOrMore": "one or more"}
BOXES = {"group": ("seq", ", "), "choice": ("alt", " | "), "interleave": ("seq", " &amp; "), "list": ("seq", " ")}
Link = Callable[[str], str]
"""Gives the HTML of the name of a pattern."""


def draw(patterns: list[Pattern], link: Link) -> str:
    """The patterns of one content model, one after the other."""
    shown = [p for p in patterns if p.tag != "empty"]
    if not shown:
        return '<span class="box word">—</span>'
    return _row(shown, link) if len(shown) > 1 else _box(shown[0], link, "")


def _row(patterns: list[Pattern], link: Link) -> str:
    return f'<span class="box seq">{", ".join([_box(p, link, "") for p in patterns])}</span>'


def _box(pattern: Pattern, link: Link, mark: str) -> str:
    tag = pattern.tag
    if tag in MARKS:
        inside = pattern.children
        sign = f'<b title="{TITLES[tag]}">{MARKS[tag]}</b>'
        if len(inside) == 1 and inside[0].tag not in MARKS:
            return _box(inside[0], link, sign)
        return f'<span class="box seq">{", ".join([_box(p, link, "") for p in inside])}</span>{sign}'
    if tag in BOXES:
        look, joint = BOXES[tag]
        return f'<span class="box {look}">{joint.join([_box(p, link, "") for p in pattern.children])}</span>{mark}'
    return f'<span class="box word">{_word(pattern, link)}</span>{mark}'


def _word(pattern: Pattern, link: Link) -> str:
    match pattern.tag:
        case "ref":
            return link(pattern.attributes["name"])
        case "text":
            return "<i>text</i>"
        case "value":
            return f"<q>{escape(pattern.text)}</q>"
        case "data":
            facets = " ".join(f"{p.attributes['name']} {p.text}" for p in pattern.children if p.tag == "param")
            return f"<i>{escape(pattern.attributes.get('type', ''))}</i> {escape(facets)}".strip()
        case "element":
            return f"&lt;{escape(pattern.attributes.get('name', 'any element'))}&gt;"
    return f"<i>{escape(pattern.tag)}</i>"
