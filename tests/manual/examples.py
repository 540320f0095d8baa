"""The examples of the documentation, as blocks of Markdown.

`sh` and `console` are run, in the order of the page; in `console` the lines after a command are what it prints, with … for
anything. `python` is run. A block with `title="FILE"` is written to that file first. `text`, and a block without a language, is
a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r'^```(\w*)(?: +title="([^"]+)")?\n(.*?)^```$', re.M | re.S)


@dataclass(frozen=True)
class Example:
    """One block: the line of its fence, its language, the file that it is, its text."""

    line: int
    language: str
    title: str | None
    text: str


@dataclass(frozen=True)
class Command:
    """A command of a block, and the lines that the page says it prints (None: the page says nothing)."""

    words: str
    printed: list[str] | None


def read_examples(path: Path) -> list[Example]:
    """The blocks of a page, in order."""
    page = path.read_text(encoding="utf-8")
    return [Example(page.count("\n", 0, each.start()) + 1, each[1], each[2], each[3]) for each in FENCE.finditer(page)]


def commands(example: Example) -> Iterator[Command]:
    """The commands of an `sh` or `console` block, without their comments."""
    lines = example.text.splitlines()
    if example.language == "sh":
        for line in lines:
            if words := without_comment(line):
                yield Command(words, None)
        return
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Command(without_comment(lines[start][2:]), lines[start + 1 : end] or None)


def without_comment(line: str) -> str:
    """A line of shell without its comment, for which the pages leave two blanks or begin the line."""
    return re.sub(r"(^|\s\s+)# .*", "", line).strip()


def agrees(printed: str, said: list[str]) -> bool:
    """Whether the output is what the page says, … standing for anything."""
    pattern = r"\n".join(".*".join(map(re.escape, line.rstrip().split("…"))) for line in said)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed.splitlines()), re.S) is not None
