"""Stage 2: blocks -> blocks with a role."""

from baokan.layout.legible import legible
from baokan.layout.lines import log_chances, relation_features, weigh_kinds
from baokan.layout.roles import HEADS, Piece, RoledBlock, block_to_pieces, is_notice, page_to_roles, short_role
from baokan.layout.weights import KINDS

__all__ = [
    "HEADS",
    "KINDS",
    "Piece",
    "RoledBlock",
    "block_to_pieces",
    "is_notice",
    "legible",
    "log_chances",
    "page_to_roles",
    "relation_features",
    "short_role",
    "weigh_kinds",
]
