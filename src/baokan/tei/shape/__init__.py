"""Any TEI -> the shape that editions, layers and searches read: divisions hold blocks, blocks hold phrases, nothing is loose."""

from baokan.tei.shape.texts import shape_for_web, shape_issue

__all__ = ["shape_for_web", "shape_issue"]
