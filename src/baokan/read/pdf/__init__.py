"""PDF with a text layer: characters with boxes -> lines -> blocks, pictures and rules, and what is wrong with the text."""

from baokan.read.pdf.reader import read_pdf

__all__ = ["read_pdf"]
