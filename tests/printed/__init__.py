"""Prints newspaper pages as PDF, in real columns and real fonts, level or upright, with gold that says what was printed where."""

from .press import PrintedPage, Style, print_page
from .texts import PageText, gold_to_text

__all__ = ["PageText", "PrintedPage", "Style", "gold_to_text", "print_page"]
