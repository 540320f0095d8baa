"""Weighs a short line: a head, or a piece of a paragraph that a column cut?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from baokan.layout import forms
from baokan.layout.weights import HEAD_WEIGHTS
from baokan.layout.words import across, frequency, inside_word, outside_word

HAN = re.compile(rf"[{forms.HAN}]")
HALVES = re.compile(rf"[{forms.HAN}”’）》\d][ \u3000]{{1,2}}[{forms.HAN}“‘《\d]")
STRAIN = ("，", "、", "；")  # marks that heads have few of
LONG = 22  # characters from which on each makes a head less likely
DANGLING = "的地得和与及或在从为对把被将向于由是以并但而使让到个"  # no head ends in one of these words
CLOSINGS = "，、。；：！？”’）》」』…"


def head_odds(text: str, before: str, after: str, context: tuple[str, ...]) -> float:
    """log-odds that a short line is a head; `context` names what stands before and after it, as "after.byline"."""
    features = [("bias", 1.0), *form_features(text), *seam_features(text, before, after), *((c, 1.0) for c in context)]
    return sum(HEAD_WEIGHTS.get(name, 0.0) * value for name, value in features)


def form_features(text: str) -> Iterator[tuple[str, float]]:
    """What the line itself says."""
    yield "length", max(0, len(text) - LONG) / 10
    yield "strain", min(3.0, sum(text.count(mark) for mark in STRAIN))
    if any(text.count(a) != text.count(b) for a, b in ("“”", "（）", "《》")):
        yield "unbalanced", 1.0
    if forms.HEAD_CUE.search(text):
        yield "cue", 1.0
    if HALVES.search(text):
        yield "halves", 1.0
    if text[0] in CLOSINGS:
        yield "closing", 1.0
    if text.endswith(("！", "？", "!", "?")):
        yield "exclaims", 1.0
    if text.endswith(("”", "’")):
        yield "quoted", 1.0
    if "。" in text:
        yield "sentence", 1.0
    if HAN.match(text):
        yield "inside", inside_word(text[0])
    if text[-1] in DANGLING:
        yield "dangling", 1.0
    if HAN.match(text[-1]) and not frequency(text[-2:]):
        yield "ends", outside_word(text[-1])
    if len(text) < 5:
        yield "tiny", 1.0


def seam_features(text: str, before: str, after: str) -> Iterator[tuple[str, float]]:
    """Whether the line reads on from the block before it or into the one after it."""
    if before and not before.endswith((*forms.SENTENCE_END, "”", "）")):
        yield "open", 1.0
        weight = across(before[-4:], text[:4])[1]
        if weight:
            yield "from", weight
    if after:
        weight = across(text[-4:], after[:4])[1]
        if weight:
            yield "into", weight
        if after[0] in CLOSINGS:
            yield "into.closing", 1.0
        elif HAN.match(after):
            yield "after.inside", inside_word(after[0])
