"""The print edition: newspaper and reading layouts, through XSLT and Typst, to PDF/A."""

from baokan.editions.printing.articles import article_stems, articles
from baokan.editions.printing.fonts import font_folders, print_folders
from baokan.editions.printing.options import LAYOUTS, PrintOptions
from baokan.editions.printing.typesetter import Typesetter

__all__ = ["LAYOUTS", "PrintOptions", "Typesetter", "article_stems", "articles", "font_folders", "print_folders"]
