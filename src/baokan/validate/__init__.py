"""Stage 6: TEI -> findings; one function for a file, `Validation` for a corpus, whatever engines stand behind them."""

from baokan.validate.check import LAYERS, FileReport, Options, Validation, validate
from baokan.validate.inputs import find_all, find_tei

__all__ = ["LAYERS", "FileReport", "Options", "Validation", "find_all", "find_tei", "validate"]
