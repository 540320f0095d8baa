"""Shows what the inference made of a page, and why: an HTML page an issue, which needs nothing beside it.

1. view    a page and its articles -> rows, arrows and doubts, with no words of markup
2. lanes   arrows -> lanes beside the rows, so that they don't run into each other
3. arcs    the arrows, the overview and, where the source has boxes, the plan of the page, as SVG
4. html    -> the bytes of the page
"""

from baokan.explain.html import explanation_to_bytes
from baokan.explain.view import page_to_view

__all__ = ["explanation_to_bytes", "page_to_view"]
