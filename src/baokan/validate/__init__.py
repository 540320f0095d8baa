"""Stage 6: TEI -> findings; one function, whatever engines stand behind it."""

from baokan.validate.check import find_tei, validate

__all__ = ["find_tei", "validate"]
