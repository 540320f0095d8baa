"""Stage 10: TEI -> the formats of the tools that linguists use."""

from baokan.export.write import FORMATS, Job, export

__all__ = ["FORMATS", "Job", "export"]
