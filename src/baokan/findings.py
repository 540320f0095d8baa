"""A finding: what is wrong in a document, where, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from baokan.errors import BaokanError


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


def error_to_finding(error: BaokanError, path: str, code: str) -> Finding:
    """An error met in a batch as a finding on path; the path and line that open its message become the finding's."""
    opening = re.match(re.escape(path) + r"(?::(\d+))?: ", error.message)
    line = int(opening[1]) if opening and opening[1] else 0
    message = error.message[opening.end() :] if opening else error.message
    return Finding(path, line, code, Severity.ERROR, message[:1].upper() + message[1:], error.hint)
