"""Ties an article that is continued on another page of its issue to the rest: 下转第3版 to 上接第1版."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from baokan.layout.words import across
from baokan.model import Article, EncodedPage, Kind, Page, Role, unit_text
from baokan.read.folio import han_to_number

PAGE = re.compile(r"第?\s?([A-Z]?\d{1,3}|[〇零一二三四五六七八九十廿]{1,4})\s?版")
SAME_HEAD = 5.0  # points for a word of the head that stands in the other head too


def link_jumps(pages: Sequence[EncodedPage]) -> list[EncodedPage]:
    """The pages with `goes_on` set on every article whose jump line finds its other half; each half is used once."""
    result = list(pages)
    taken: set[tuple[int, int]] = set()
    for place, index, target in jumps(pages, Role.JUMP_TO):
        article = result[place].articles[index]
        if article.goes_on is not None:
            continue
        candidates = [
            (score(pages, (place, index), (p, i)), -p, -i)
            for p, i, origin in jumps(pages, Role.JUMP_FROM)
            if number_of(pages[p]) == target and (p, i) not in taken and origin in {None, number_of(pages[place])} and p != place
        ]
        if candidates:
            _, p, i = max(candidates)
            taken.add((-p, -i))
            articles = list(result[place].articles)
            articles[index] = replace(article, goes_on=(-p, -i))
            result[place] = replace(result[place], articles=tuple(articles))
    return result


def jumps(pages: Sequence[EncodedPage], role: Role) -> Iterator[tuple[int, int, str | None]]:
    """(page, article, the page that is named) for every jump line of a role."""
    for place, page in enumerate(pages):
        for index, article in enumerate(page.articles):
            for unit in article.units:
                if unit.role is role and article.kind is Kind.ARTICLE:
                    yield place, index, named_page(unit_text(page.source.page, unit))


def named_page(text: str) -> str | None:
    match = PAGE.search(text)
    if not match:
        return None
    if match[1].isascii():
        return match[1].lstrip("0")
    number = han_to_number(match[1])
    return str(number) if number else None


def number_of(page: EncodedPage) -> str:
    """The page's printed number."""
    known = page.metadata.page.value if page.metadata.page else page.source.page.number
    return (known or "").lstrip("0")


def score(pages: Sequence[EncodedPage], start: tuple[int, int], end: tuple[int, int]) -> float:
    """How well the second article goes on from the first: by the text where it breaks off, and by words of the heads."""
    first, second = pages[start[0]], pages[end[0]]
    a, b = first.articles[start[1]], second.articles[end[1]]
    tail, head = body(first.source.page, a)[-4:], body(second.source.page, b)[:4]
    shared = heads(first.source.page, a) & heads(second.source.page, b)
    return across(tail, head)[1] + SAME_HEAD * len(shared)


def body(page: Page, article: Article) -> str:
    return "".join(unit_text(page, unit) for unit in article.units if unit.role is Role.PARAGRAPH)


def heads(page: Page, article: Article) -> set[str]:
    """The pairs of characters of an article's heads."""
    text = "".join(unit_text(page, unit) for unit in article.units if unit.role.is_head)
    return {text[i : i + 2] for i in range(len(text) - 1)}
