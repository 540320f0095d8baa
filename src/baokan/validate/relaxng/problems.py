"""What stops the reading of a schema: where it is wrong, and why."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import UnreadableInput


class SchemaError(UnreadableInput):
    """Raised when a RELAX NG schema can't be read or breaks a rule of the specification."""

    def __init__(self, path: Path | str, line: int, reason: str, hint: str = "") -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {reason}.", hint or "mend the schema there, or name another one.")
        self.path = str(path)
        self.line = line
        self.reason = reason


class EndlessReference(SchemaError):
    """Raised when a definition refers to itself without an element in between (section 4.19)."""


class BadDatatype(Exception):
    """Raised when a datatype, a parameter or a value in a schema doesn't exist or isn't right."""
