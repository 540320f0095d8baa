"""Stage 1: a source file -> its page of blocks."""

from baokan.read.text import read_text, text_to_source

__all__ = ["read_text", "text_to_source"]
