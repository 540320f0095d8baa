"""Why a request is refused; each carries the HTTP status that says so."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Raised when a write or a read is refused; `facts` go to the browser with the message."""

    status = 422

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotThere(Refused):
    status = 404


class NotYours(Refused):
    status = 403


class Stale(Refused):
    """Raised when somebody else has written since: nothing is written, both versions are shown."""

    status = 409


class Busy(Refused):
    """Raised when a build, another server or an annotating run writes in the corpus: try again in a moment."""

    status = 503
