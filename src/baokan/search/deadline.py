"""How long a query may run, and whether it was stopped."""

from __future__ import annotations

import time


class Deadline:
    """Time is up `seconds` after this is made; `partial` says that something was left out for it."""

    def __init__(self, seconds: float | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.partial = False

    def over(self) -> bool:
        if self.end is not None and time.monotonic() >= self.end:
            self.partial = True
        return self.partial
