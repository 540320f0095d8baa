"""Runs rules in a process of their own, which can be ended when it doesn't end by itself: rules may loop, and a regular
expression may take longer than anybody lives.

The process is `sheets.py`. It reads a line of JSON (`kind`, `size`, `seconds`, `megabytes`) and so many bytes: first the rules,
then each file. It answers each with a line of JSON: `rows`, `error`, or `memory` where there was too little.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from baokan.validate.schematron.sheets import Row

SECONDS = 60.0  # that the rules may take for one file
MEGABYTES = 2_048  # of memory, besides what grows with the file
ENDED = 3  # times that the rules are ended before they are given up
PROGRAM = Path(__file__).with_name("sheets.py")


class Failed(Exception):
    """Raised with what the engine says of the rules, or when they took too much."""


class Ended(Failed):
    """Raised when they took too much time or memory, or ended the process: other words won't help them."""


class Apart:
    """Rules in a process of their own; `kind` is first (a schema, for XSLT 1) or later (a stylesheet in XSLT 3).

    Raises Failed when they aren't rules.
    """

    def __init__(self, kind: str, rules: bytes) -> None:
        self._kind = kind
        self._rules = rules
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # the process that began it; one that was forked needs its own
        self._ended = 0
        self._end: Callable[[], object] = lambda: None
        self._ask(rules)

    def rows(self, document: bytes) -> list[Row]:
        """What fired in a document. Raises Failed."""
        if self._ended >= ENDED:
            raise Ended(f"they were ended {ENDED} times, and aren't run any more")
        if self._process is None or self._owner != os.getpid():
            self._process = None
            self._ask(self._rules)
        return self._ask(document)

    def close(self) -> None:
        """End the process; it is ended too when nobody has the rules any more, and at the end of this one."""
        self._process = None
        self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._owner = os.getpid()
        self._end = weakref.finalize(self, end, process, self._owner)
        return process

    def _ask(self, data: bytes) -> list[Row]:
        if self._process is None:
            self._process = self._started()
        process = self._process
        header = {"kind": self._kind, "size": len(data), "seconds": SECONDS, "megabytes": MEGABYTES}
        answers: list[dict[str, Any]] = []
        asking = threading.Thread(target=ask, args=(process, json.dumps(header).encode() + b"\n" + data, answers), daemon=True)
        asking.start()
        asking.join(SECONDS)
        answer: dict[str, Any] = answers[0] if answers else {"late": True}
        if "rows" in answer:
            rows: list[Row] = answer["rows"]
            return rows
        if "error" in answer:
            raise Failed(answer["error"])
        self._ended += 1
        self.close()
        if "late" in answer:
            raise Ended(f"they took more than {SECONDS:.0f} seconds")
        if "memory" in answer:
            raise Ended(f"they took more than {MEGABYTES:,} MB of memory")
        raise Ended(f"they ended the process that ran them, or took more than {MEGABYTES:,} MB of memory")


def end(process: subprocess.Popen[bytes], owner: int) -> None:
    if owner == os.getpid():
        process.kill()
        process.communicate()


def ask(process: subprocess.Popen[bytes], message: bytes, answers: list[dict[str, Any]]) -> None:
    assert process.stdin and process.stdout
    try:
        process.stdin.write(message)
        process.stdin.flush()
        answers.append(json.loads(process.stdout.readline()))
    except (OSError, ValueError):  # it died, or was ended meanwhile
        answers.append({"died": True})
