"""The inference over a page, every intermediate kept."""

from __future__ import annotations

from dataclasses import dataclass

from baokan.articles.assemble import Draft, assemble
from baokan.articles.units import drafts_to_articles
from baokan.layout import RoledBlock, page_to_roles
from baokan.model import Article, Page
from baokan.threads import Join, roles_to_joins


@dataclass(frozen=True, slots=True)
class Inference:
    """What each stage made of a page."""

    page: Page
    roles: tuple[RoledBlock, ...]
    joins: tuple[Join, ...]
    drafts: tuple[Draft, ...]
    articles: tuple[Article, ...]


def infer(page: Page) -> Inference:
    """Stages 2 to 4: blocks -> roles -> joins -> articles."""
    roles = page_to_roles(page)
    joins = roles_to_joins(roles)
    drafts = assemble(roles, joins)
    return Inference(page, tuple(roles), tuple(joins), tuple(drafts), drafts_to_articles(page, roles, joins, drafts))


def page_to_articles(page: Page) -> tuple[Article, ...]:
    """The articles of a page; their units cover every character of every block exactly once."""
    return infer(page).articles
