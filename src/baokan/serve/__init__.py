"""Stage 10: the web edition in the browser, where people annotate it; what they say goes into the TEI at once."""

from baokan.serve.server import serve

__all__ = ["serve"]
