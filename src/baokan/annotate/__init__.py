"""7. TEI -> layers: tokens, names, dates and numbers, beside the text and never in it."""
