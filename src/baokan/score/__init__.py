"""Scores TEI against gold TEI; a tool beside the stages, which knows TEI by its names only."""

from baokan.score.figures import Miss, Share, Tally
from baokan.score.items import Item, ScoredUnit, read_items, root_to_items
from baokan.score.page import score_page
from baokan.score.report import Report, pair_files, score_pairs

__all__ = [
    "Item", "Miss", "Report", "ScoredUnit", "Share", "Tally", "pair_files", "read_items", "root_to_items", "score_page",
    "score_pairs",
]  # fmt: skip
