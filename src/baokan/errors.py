"""What stops a command: each error carries its facts and the exit code it ends with."""

from __future__ import annotations


class BaokanError(Exception):
    """Base of all errors that a user can mend; `hint` says how. `zh` has both in Chinese, "" where nobody has said them so."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "", zh: tuple[str, str] = ("", "")) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.zh = zh

    def __str__(self) -> str:
        return f"{self.message} Hint: {self.hint}" if self.hint else self.message


class UsageError(BaokanError):
    """Raised when a command is asked for something that it doesn't do."""

    exit_code = 2


class UnreadableInput(BaokanError):
    """Raised when a source, a schema or a TEI file can't be read."""

    exit_code = 4


class MissingPart(BaokanError):
    """Raised when an optional part (a font, an extra) isn't installed."""

    exit_code = 5


class EditionFailed(BaokanError):
    """Raised when an issue can't be set in an edition; the other issues can."""

    exit_code = 3


class OutputInTheWay(BaokanError):
    """Raised when an output can't be written: no permission, a full disk, a foreign file."""

    exit_code = 6


EXIT_FINDINGS = 3
EXIT_UNREADABLE = UnreadableInput.exit_code
EXIT_OUTPUT = OutputInTheWay.exit_code
