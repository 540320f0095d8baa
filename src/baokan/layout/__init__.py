"""Stage 2: blocks -> blocks with a role."""

<<<<<<< HEAD
from baokan.layout.roles import Piece, RoledBlock, block_to_pieces, is_cut, is_notice, page_to_roles, short_role

__all__ = ["Piece", "RoledBlock", "block_to_pieces", "is_cut", "is_notice", "page_to_roles", "short_role"]
=======
from baokan.layout.roles import Piece, RoledBlock, block_to_pieces, page_to_roles

__all__ = ["Piece", "RoledBlock", "block_to_pieces", "page_to_roles"]
>>>>>>> fea941d (Know the forms of bylines, credits and datelines that papers use, each with an example; tell apart names run together)
