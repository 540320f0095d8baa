"""The inference over a page, every intermediate kept."""

from __future__ import annotations

from dataclasses import dataclass

from baokan.articles.assemble import Draft, threads_to_drafts
from baokan.articles.placed import finish, page_to_placed
from baokan.articles.units import drafts_to_articles
from baokan.layout import RoledBlock, legible, page_to_roles
from baokan.layout.geometry import page_to_geometry
from baokan.model import Article, Page
from baokan.threads import Join, Thread, roles_to_threads


@dataclass(frozen=True, slots=True)
class Inference:
    """What each stage made of a page."""

    page: Page
    roles: tuple[RoledBlock, ...]
    joins: tuple[Join, ...]
    threads: tuple[Thread, ...]
    drafts: tuple[Draft, ...]
    articles: tuple[Article, ...]


def infer(page: Page) -> Inference:
    """Stages 2 to 4: blocks -> roles -> threads -> articles; by the places of blocks, or the source's own order, where known."""
    geometry = page_to_geometry(page)
    if geometry is not None:
        threads, drafts, areas = page_to_placed(page, geometry)
        articles = finish(page, drafts_to_articles(page, threads, drafts), areas, geometry)
        return Inference(page, threads.roles, threads.joins, threads.threads, tuple(drafts), articles)
    threads = roles_to_threads(page_to_roles(legible(page)))
    drafts = threads_to_drafts(threads)
    articles = drafts_to_articles(page, threads, drafts)
    return Inference(page, threads.roles, threads.joins, threads.threads, tuple(drafts), articles)


def page_to_articles(page: Page) -> tuple[Article, ...]:
    """The articles of a page; their units cover every character of every block exactly once."""
    return infer(page).articles
