"""Stage 9: TEI -> index -> concordance and statistics."""
