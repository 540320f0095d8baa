"""A finding: what is wrong in a document, where, and what to do about it."""

from __future__ import annotations

import re
import unicodedata
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
    page: str = ""  # the page's number or identifier, where the place is on one
    article: str = ""  # the article's identifier or number in the file
    head: str = ""  # that article's main head
    waived: str = ""  # the reason for which a person lets it stand

    def said(self, lang: str = "en") -> str:
        """What is wrong, in the language."""
        return (self.message_zh or self.message) if lang == "zh" else self.message

    def advice(self, lang: str = "en") -> str:
        """What to do, in the language."""
        return (self.hint_zh or self.hint) if lang == "zh" else self.hint

    def context(self, lang: str = "en") -> str:
        """Which article of which page it is in; nothing where that isn't known."""
        if lang == "zh":
            parts = [f"第 {self.page} 版" if self.page else "", f"稿件 {self.article}" if self.article else ""]
            return "，".join(filter(None, parts)) + (f"《{self.head}》" if self.head else "")
        parts = [f"page {self.page}" if self.page else "", f"article {self.article}" if self.article else ""]
        return ", ".join(filter(None, parts)) + (f" “{self.head}”" if self.head else "")

    def format(self, lang: str = "en") -> str:
        """`path:line: CODE severity: What is wrong. (where it is) Hint: what to do.`"""
        path = shown(self.path)
        where = f"{path}:{self.line}" if self.line else path
        context, hint = self.context(lang), self.advice(lang)
        if lang == "zh":
            context, hint = f"（{context}）" if context else "", f" 建议： {hint}" if hint else ""
        else:
            context, hint = f" ({context})" if context else "", f" Hint: {hint}" if hint else ""
        return f"{where}: {self.code} {self.severity}: {self.said(lang)}{context}{hint}"


def shown(path: str) -> str:
    """A path for a terminal: line breaks, control characters, marks of direction as escapes, so that they forge nothing."""
    return "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} else ascii(c)[1:-1] for c in path)


def error_to_finding(error: BaokanError, path: str, code: str) -> Finding:
    """An error met in a batch as a finding on path; the path and line that open its message become the finding's."""
    opening = re.match(re.escape(path) + r"(?::(\d+))?: ", error.message)
    line = int(opening[1]) if opening and opening[1] else 0
    message = error.message[opening.end() :] if opening else error.message
    return Finding(path, line, code, Severity.ERROR, message[:1].upper() + message[1:], error.hint, *error.zh)
