"""A finding: what is wrong in a document, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; only errors and warnings make a command exit with 3."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place; `message` and `hint` in English, `*_zh` in Chinese when known."""

    path: str
    line: int  # 1-based; 0 where no line applies
    code: str  # stable, lower case with hyphens
    severity: Severity
    message: str  # one sentence with the value, ends with a full stop
    hint: str = ""
    message_zh: str = ""
    hint_zh: str = ""
    xpath: str = ""  # the element, as a path a person can read

    def format(self, lang: str = "en") -> str:
        """`path:line: CODE severity: What is wrong. Hint: what to do.`"""
        message, hint, word = self.message, self.hint, "Hint:"
        if lang == "zh":
            message, hint = self.message_zh or self.message, self.hint_zh or self.hint
            word = "建议："
        where = f"{self.path}:{self.line}" if self.line else self.path
        tail = f" {word} {hint}" if hint else ""
        return f"{where}: {self.code} {self.severity}: {message}{tail}"
