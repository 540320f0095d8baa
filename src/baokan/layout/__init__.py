"""Stage 2: blocks -> blocks with a role."""

from baokan.layout.roles import HEADS, Piece, RoledBlock, block_to_pieces, is_notice, page_to_roles, short_role

__all__ = ["HEADS", "Piece", "RoledBlock", "block_to_pieces", "is_notice", "page_to_roles", "short_role"]
