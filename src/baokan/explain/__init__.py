"""Shows what the inference made of a page, and why: an HTML page an issue, which needs nothing beside it.

1. view    an inference -> rows, arrows, articles and doubts, with no words of markup
2. lanes   arrows -> lanes beside the rows, so that they don't run into each other
3. html    -> the bytes of the page
"""

from baokan.explain.html import SourceView, explanation_to_bytes
from baokan.explain.view import inference_to_view

__all__ = ["SourceView", "explanation_to_bytes", "inference_to_view"]
