"""ODD, TEI's language for schemas -> RELAX NG, ISO Schematron and tag documentation; with lxml alone."""

from baokan.schema.compile import CompiledSchema, compile_odd

__all__ = ["CompiledSchema", "compile_odd"]
