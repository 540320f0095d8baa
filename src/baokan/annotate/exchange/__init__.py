"""Annotations that people made, out of the TEI and back: Web Annotation JSON-LD, brat."""
