"""Stage 1: a source file -> its pages of blocks. One module a format; the format is found from the content."""

from baokan.read.formats import format_of, read_source
from baokan.read.reading import Reading
from baokan.read.text import read_text, text_to_source

__all__ = ["Reading", "format_of", "read_source", "read_text", "text_to_source"]
