"""Stage 2: blocks -> blocks with a role."""

from baokan.layout.roles import Piece, RoledBlock, block_to_pieces, is_notice, page_to_roles, short_role

__all__ = ["Piece", "RoledBlock", "block_to_pieces", "is_notice", "page_to_roles", "short_role"]
