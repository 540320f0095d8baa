"""Makes newspaper pages with gold TEI from articles written by us, about people and places that don't exist."""

from .maker import TIERS, MadePage, make_page, write_pages
from .stories import FITTED, SETS, Story, read_heads, read_stories

__all__ = ["FITTED", "SETS", "TIERS", "MadePage", "Story", "make_page", "read_heads", "read_stories", "write_pages"]
