"""Reads the stories of a set, SET/*.txt: one unit a line, a letter or two and the text.

Weights may be fitted on pages made from `articles`, `varied` and `decades`; `held` and `unlike` are kept apart, so that pages
made from them stay a check. `varied` and `unlike` have what the others lack: papers of other places and times, advertisements,
verses, lists, talks, briefs without heads; `decades` holds papers of the 1940s to the 2010s with what stands in them beside the
news: telegrams, speeches, essays, verse, pictures. heads/fit.txt and heads/held.txt hold heads alone, a group a line.

`= TYPE` opens a story. k kicker, h main head, s sub, r rubric, b byline on a line of its own, d dateline run into the next
paragraph, rb byline run in behind it, p paragraph, l line of a list or a verse, x cross head, c caption, f dateline at the foot,
n note, j jump line. What follows a byline or dateline in the file follows it on the page; `#` opens a remark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SETS = ("articles", "held", "varied", "decades", "unlike")
FITTED = ("articles", "varied", "decades")  # the sets that weights may know
KINDS = frozenset("k h s r b d rb p l x c f n j".split())
TYPES = frozenset("news comment editorial serial photo sidebar notice caption ad".split())


@dataclass(frozen=True)
class Story:
    """An article as written: its paper (the file), its type, and its units as (kind, text)."""

    paper: str
    type: str
    units: tuple[tuple[str, str], ...]
    host: int | None = None  # of a sidebar: the story before it in the file, as an index into all stories


@cache
def read_stories(of: str = "articles") -> tuple[Story, ...]:
    """All stories of a set, file after file."""
    stories: list[Story] = []
    for path in sorted((FOLDER / of).glob("*.txt")):
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


@cache
def read_heads(kept: bool = False) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Groups of heads as printed, each (kind, text) after (kind, text); with `kept` those that no weight is fitted on.

    A rubric alone is one that may stand over any group, a cross head alone one that may stand between any paragraphs.
    """
    text = (FOLDER / "heads" / ("held.txt" if kept else "fit.txt")).read_text(encoding="utf-8")
    groups = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(tuple((head.split(" ", 1)[0], head.split(" ", 1)[1]) for head in group) for group in groups)
