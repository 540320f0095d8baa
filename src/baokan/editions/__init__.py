"""Stage 8: TEI -> web, print and text editions, through xslt/."""

from baokan.editions.render import EDITIONS, render

__all__ = ["EDITIONS", "render"]
