"""Where blocks stand on the page: columns, heads over their columns, captions under their pictures, the order of reading.

page -> things (in a frame in which all lines run to the right) -> stacks (pieces of columns, groups of heads) ->
areas (what one head holds) -> the order of reading, and evidence for the inference.
"""

from baokan.layout.geometry.areas import Area, Geometry
from baokan.layout.geometry.given import page_to_geometry

__all__ = ["Area", "Geometry", "page_to_geometry"]
