"""A page's gold TEI -> the texts to print: articles with their units, whole again where the gold has them cut."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

NS = "{http://www.tei-c.org/ns/1.0}"


@dataclass(frozen=True)
class Unit:
    """One unit: kind is head, byline, dateline, p or caption; `type` of a head. `run_in`: printed before the next p."""

    kind: str
    text: str
    type: str = ""
    run_in: bool = False


@dataclass(frozen=True)
class Item:
    """An article or a notice; `subtype` as in the gold."""

    type: str
    subtype: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class PageText:
    name: str
    items: tuple[Item, ...]


def gold_to_text(path: Path) -> PageText:
    """The texts of a gold page, in the gold's order."""
    root = etree.parse(str(path)).getroot()
    items = []
    for div in root.iter(f"{NS}div"):
        units = list(div_to_units(div))
        if units:
            items.append(Item(div.get("type") or "article", div.get("subtype") or "", tuple(units)))
    return PageText(path.stem, tuple(items))


def div_to_units(div: etree._Element) -> list[Unit]:
    units: list[Unit] = []
    for element in div.iter(f"{NS}head", f"{NS}byline", f"{NS}dateline", f"{NS}p"):
        if next(a for a in element.iterancestors() if a.tag == f"{NS}div") is not div:
            continue
        kind = element.tag.removeprefix(NS)
        inside = any(a.tag == f"{NS}figure" for a in element.iterancestors())
        text = whole_text(element)
        if text:
            units.append(Unit("caption" if inside else kind, text, element.get("type") or ""))
    return [run_in(units, n) for n in range(len(units))]


def whole_text(element: etree._Element) -> str:
    """The text as it was printed: with what a seam lost, without what it doubled."""
    parts = [element.text or ""]
    for child in element:
        if child.tag != f"{NS}surplus":
            parts.append(whole_text(child))
        parts.append(child.tail or "")
    return "".join(parts).strip()


def run_in(units: list[Unit], number: int) -> Unit:
    """Mark a dateline that stands before a paragraph, and a byline in brackets right after it."""
    unit = units[number]
    after = units[number + 1].kind if number + 1 < len(units) else ""
    before = units[number - 1] if number else None
    if unit.kind == "dateline" and after in {"p", "byline"} and any(u.kind == "p" for u in units[number:]):
        return Unit(unit.kind, unit.text, run_in=True)
    if unit.kind == "byline" and after == "p" and before is not None and before.kind == "dateline":
        return Unit(unit.kind, unit.text, run_in=True)
    return unit
