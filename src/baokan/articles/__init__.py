"""Stage 4: threads -> articles: heads, bylines, captions and sidebars find their article."""

from baokan.articles.infer import Inference, infer, page_to_articles

__all__ = ["Inference", "infer", "page_to_articles"]
