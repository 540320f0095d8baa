"""Reads articles/*.txt and held/*.txt: one unit a line, a letter or two and the text.

Weights may be fitted on pages made from articles/; those in held/ are kept apart, so that pages made from them stay a check.

`= TYPE` opens a story. k kicker, h main head, s sub, r rubric, b byline on a line of its own, d dateline run into the next
paragraph, rb byline run in behind it, p paragraph, x cross head, c caption, f dateline at the foot, n note, j jump line. What
follows a byline or dateline in the file follows it on the page; `#` opens a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
KINDS = frozenset("k h s r b d rb p x c f n j".split())
TYPES = frozenset("news comment serial photo sidebar notice caption".split())


@dataclass(frozen=True)
class Story:
    """An article as written: its paper (the file), its type, and its units as (kind, text)."""

    paper: str
    type: str
    units: tuple[tuple[str, str], ...]
    host: int | None = None  # of a sidebar: the story before it in the file, as an index into all stories


@cache
def read_stories(held: bool = False) -> tuple[Story, ...]:
    """All stories, file after file; with `held` those that are kept apart."""
    stories: list[Story] = []
    for path in sorted((FOLDER / ("held" if held else "articles")).glob("*.txt")):
        host = None
        for text in path.read_text(encoding="utf-8").split("\n= ")[1:]:
            kind, *lines = [line for line in text.splitlines() if line and not line.startswith("#")]
            units = tuple((line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines)
            if kind not in TYPES or not units or any(k not in KINDS for k, _ in units):
                raise ValueError(f"{path}: a story of type {kind} has a unit that is none")
            stories.append(Story(path.stem, kind, units, host if kind == "sidebar" else None))
            if kind in {"news", "comment"}:
                host = len(stories) - 1
    return tuple(stories)
