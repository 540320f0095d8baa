"""What three rules make of a page: the baseline that the inference is measured against.

A short line without a closing mark is a head, a line that begins with □ a byline, one that begins with 图为 a caption; a
paragraph that ends open reads on in the next block. A head behind something else opens an article.
"""

from __future__ import annotations

from baokan.model import Page
from baokan.score import Item, ScoredUnit

SHORT = 35  # characters
CLOSING = tuple("。！？”…）")


def page_to_items(page: Page) -> list[Item]:
    """The page's items as the scorer reads them."""
    articles: list[list[list[str]]] = []  # articles of units of [kind, text, text …]
    last = ""
    for block in page.blocks:
        text = "".join(block.text.split())
        kind = kind_of(text)
        if not articles or (kind == "head" and last != "head"):
            articles.append([])
        if kind == last == "p" and not articles[-1][-1][-1].endswith(CLOSING):
            articles[-1][-1].append(text)
        else:
            articles[-1].append([kind, text])
        last = kind
    return [Item(tuple(map(unit, units)), "") for units in articles]


def unit(parts: list[str]) -> ScoredUnit:
    return ScoredUnit(parts[0], "main", tuple(parts[1:]), ("",) * (len(parts) - 2), "")


def kind_of(text: str) -> str:
    if text.startswith("□"):
        return "byline"
    if text.startswith("图为"):
        return "caption"
    return "head" if len(text) <= SHORT and not text.endswith((*CLOSING, "，", "、", "；", "：")) else "p"
