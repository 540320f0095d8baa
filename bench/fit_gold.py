"""A page together with what its gold says of each block: kind, article, place in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from baokan.model import Page
from baokan.read import read_text
from baokan.tei.names import NS, local

UNITS = frozenset({"head", "byline", "dateline", "p", "label", "note"})
ADDED = frozenset({"supplied", "corr", "reg", "expan"})
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """A page's blocks and, block by block, what they are; joins maps a block to the one it reads on in."""

    name: str
    page: Page
    kinds: tuple[str, ...]  # kicker main sub rubric cross byline dateline p caption note; "" for what the gold lacks
    articles: tuple[int, ...]
    places: tuple[float, ...]  # in reading order
    joins: dict[int, int]
    types: dict[int, tuple[str, str]]  # article -> @type, @subtype


def read_known(text: Path, gold: Path) -> Known:
    """Match a page's blocks to the fragments of its gold, in reading order."""
    page = read_text(text).page
    texts = [SPACE.sub("", block.text) for block in page.blocks]
    used = [0] * len(texts)
    kinds, articles, places = [""] * len(texts), [-1] * len(texts), [-1.0] * len(texts)
    joins: dict[int, int] = {}
    types: dict[int, tuple[str, str]] = {}
    numbers: dict[etree._Element, int] = {}
    for order, (div, kind, fragments) in enumerate(units(etree.parse(str(gold)).getroot())):
        number = numbers.setdefault(div, len(numbers))
        types[number] = (div.get("type", ""), div.get("subtype", ""))
        before = None
        for part, fragment in enumerate(fragments):
            found = [n for n, whole in enumerate(texts) if whole.startswith(fragment, used[n])]
            exact = [n for n in found if len(texts[n]) == used[n] + len(fragment)]
            if not found:
                before = None
                continue
            block = (exact or found)[0]
            used[block] += len(fragment)
            if not kinds[block] or kind == "p":
                kinds[block] = kind
            articles[block], places[block] = number, order + part / 100
            if before is not None:
                joins[before] = block
            before = block
    return Known(text.stem, page, tuple(kinds), tuple(articles), tuple(places), joins, types)


def units(root: etree._Element) -> list[tuple[etree._Element, str, list[str]]]:
    """(div, kind, fragments) of every unit of a gold page, in its order."""
    found = []
    for element in root.findall("tei:text", NS)[0].iter(etree.Element):
        name = local(element)
        above = [local(a) for a in element.iterancestors()]
        if name not in UNITS or UNITS & set(above):
            continue
        kind = element.get("type", "main") if name == "head" else name
        if "figure" in above and name in {"p", "head"}:
            kind = "caption"
        div = next(a for a in element.iterancestors() if local(a) in {"div", "body"} and a.get("type") != "subsection")
        found.append((div, kind, fragments(element)))
    return found


def fragments(element: etree._Element) -> list[str]:
    """The element's text as the source has it, without blanks, cut at each cb."""
    parts = [""]

    def walk(node: etree._Element) -> None:
        if not isinstance(node.tag, str) or local(node) in ADDED:
            return
        if local(node) == "cb":
            parts.append("")
        parts[-1] += node.text or ""
        for child in node:
            walk(child)
            parts[-1] += child.tail or ""

    walk(element)
    return [text for text in (SPACE.sub("", part) for part in parts) if text]


def read_folder(folder: Path) -> list[Known]:
    """All pages of a folder with pages/*.txt and gold/*.xml that pair by name."""
    return [read_known(path, folder / "gold" / f"{path.stem}.xml") for path in sorted((folder / "pages").glob("*.txt"))]
