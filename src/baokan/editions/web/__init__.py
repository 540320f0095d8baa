"""The web edition: TEI -> a static site, by XSLT.

Steps, in file order: `site` what a project says of its site · `pages` an issue -> its pages · `reading` a page -> its reading
text and names · `catalogue` what the ways in need to know, on disk · `lists` the ways in · `index` the search index ·
`dts`, `iiif`, `feeds` for machines · `output` the site's folder.
"""

from baokan.editions.web.build import render_web

__all__ = ["render_web"]
