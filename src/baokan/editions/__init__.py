"""Stage 8: TEI -> web, print and text editions, through xslt/."""

from baokan.editions.issues import find_issues
from baokan.editions.render import EDITIONS, render, render_edition

__all__ = ["EDITIONS", "find_issues", "render", "render_edition"]
