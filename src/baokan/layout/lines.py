"""Weighs what a line without a form of its own is: head, cross head, byline, line of a list or a verse, piece of a paragraph.

A softmax over five kinds; what a line looks like, what its neighbours look like, and how it would read on across both its ends.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from baokan.layout import forms
from baokan.layout.weights import KINDS, LINE_WEIGHTS
from baokan.layout.words import across, frequency, inside_word, outside_word
from baokan.model import Role
from baokan.names_zh import name_score, run_score

HEAD, CROSS, BYLINE, LINE, PIECE = KINDS
Features = list[tuple[str, float]]

HAN = re.compile(rf"[{forms.HAN}]")
HALVES = re.compile(rf"[{forms.HAN}”’）》\d][ \u3000]{{1,2}}[{forms.HAN}“‘《\d]")
STRAIN = ("，", "、", "；")  # marks that heads have few of
LONG = 22  # characters from which on each makes a head less likely
BINS = ((4, "tiny"), (9, "brief"), (16, "mid"), (26, "wide"))
DANGLING = "的地得和与及或在从为对把被将向于由是以并但而使让到个"  # no head ends in one of these words
CLOSINGS = "，、。；：！？”’）》」』…"
LABEL = re.compile(r"^[^：:。，]{2,8}[：:](?=.)|^[\u4e00-\u9fff]{2,4}[ \u3000](?=[^ \u3000]*[\d一二三四五六七八九十])")
NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[①-⑳·●◆▲△★☆◎○]|第[一二三四五六七八九十][，、：章节])")
FIGURE = re.compile(r"[\d一二三四五六七八九十百千万元角分℃％%]")
BARE_NAME = re.compile(
    rf"^[□●○◎◇◆■▲]?[ \u3000]?([{forms.HAN}·]{{1,4}}(?:[ \u3000、][{forms.HAN}·]{{1,4}}){{0,5}}|[{forms.HAN}]{{5,12}})$"
)
NAME_LONGEST = 4  # characters; what is longer may be names run together
ALIKE_LONGEST = 36  # lines that long at most are compared with their neighbours
CROSS_LONGEST = 22
NEAR = 12  # blocks within which another line between paragraphs makes both look like cross heads
RUN = 4  # short lines in a row that are counted
LONG_RUN = 12  # lines in a row that more say nothing more


@dataclass(frozen=True, slots=True)
class Shape:
    """A block by its form alone: the role that decides, and whether it is short enough to be no paragraph."""

    text: str
    form: Role | None = None
    notice: bool = False
    runs_in: bool = False
    short: bool = False  # could be a head
    listed: bool = False  # could be a line of a list, and no head

    @property
    def loose(self) -> bool:
        """Whether the line's form decides nothing."""
        return self.short or self.listed

    @property
    def paragraph(self) -> bool:
        """Whether it can only be a paragraph, or a piece of one."""
        return self.form is None and not (self.notice or self.loose)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page's shapes say together: lines in a row, and lines that stand alone between paragraphs."""

    shapes: Sequence[Shape]
    before: Sequence[int]  # loose lines in a row that end before each block
    after: Sequence[int]  # that begin after it
    even: Sequence[float]  # how alike in length the lines of the run are that each is in: 1 all the same, 0 not at all or few
    between: Sequence[int]  # of lines that stand alone between paragraphs: how many others do so near by, + 1; else 0


def shapes_to_surroundings(shapes: Sequence[Shape]) -> Surroundings:
    """One entry a block in each list."""
    count = len(shapes)
    before, after = [0] * count, [0] * count
    for n in range(1, count):
        before[n] = before[n - 1] + 1 if shapes[n - 1].loose else 0
    for n in range(count - 2, -1, -1):
        after[n] = after[n + 1] + 1 if shapes[n + 1].loose else 0
    even = [0.0] * count
    for n in range(count):
        if before[n] == 0 and after[n] + 1 >= RUN and shapes[n].loose:
            even[n : n + after[n] + 1] = [evenness([len(s.text) for s in shapes[n : n + after[n] + 1]])] * (after[n] + 1)
    alone = [n for n in range(1, count - 1) if stands_alone(shapes, n)]
    between = [0] * count
    for place, n in enumerate(alone):
        near = [m for m in alone[max(0, place - 2) : place + 3] if m != n and 1 < abs(m - n) <= NEAR]
        between[n] = 1 + sum(all(s.paragraph or s.loose for s in shapes[min(m, n) : max(m, n)]) for m in near)
    return Surroundings(shapes, before, after, even, between)


def evenness(lengths: Sequence[int]) -> float:
    """How alike lengths are, 0 to 1, but for the first and last, which may be head and signature."""
    inner = lengths[1:-1]
    mean = sum(inner) / len(inner)
    return max(0.0, 1 - math.sqrt(sum((n - mean) ** 2 for n in inner) / len(inner)) / mean)


def stands_alone(shapes: Sequence[Shape], n: int) -> bool:
    """Whether a line stands between two paragraphs, the first ended, the second not signed."""
    if not shapes[n].short or len(shapes[n].text) > CROSS_LONGEST:
        return False
    before, after = shapes[n - 1], shapes[n + 1]
    return before.paragraph and before.text.endswith((*forms.SENTENCE_END, "”", "）")) and after.paragraph and not after.runs_in


def weigh_kinds(features: Features) -> list[float]:
    """Score of each kind, in the order of KINDS."""
    head = cross = byline = line = piece = 0.0  # one by one, since a loop over five takes three times as long
    for name, value in features:
        weights = LINE_WEIGHTS.get(name)
        if weights is not None:
            head += weights[0] * value
            cross += weights[1] * value
            byline += weights[2] * value
            line += weights[3] * value
            piece += weights[4] * value
    return [head, cross, byline, line, piece]


def log_chances(scores: Sequence[float]) -> list[float]:
    """Scores -> log-probabilities."""
    top = max(scores)
    norm = top + math.log(sum(math.exp(score - top) for score in scores))
    return [score - norm for score in scores]


def relation_features(ratio: float, deviation: float) -> Features:
    """How much what stands below a line shares with the text above it; see Evidence.relation."""
    return [("below.ratio", ratio), ("below.deviation", deviation)]


def line_features(around: Surroundings, n: int, place: str, above: str) -> Features:
    """All that speaks for a kind; `place` names what stands above, as "head", and `above` is its text."""
    shapes = around.shapes
    shape, text = shapes[n], shapes[n].text
    below = shapes[n + 1] if n + 1 < len(shapes) else None
    then = standing(below)
    size = length_bin(text)
    features: Features = [("bias", 1.0), *form_features(text), *seam_features(text, above, below.text if below else "")]
    features += [(f"size.{size}", 1.0), (f"before.{place}", 1.0), (f"after.{then}", 1.0), (f"{place}>{then}", 1.0)]
    features.append((f"{place}>{then}.{size}", 1.0))
    if shape.listed:
        features.append(("listed", 1.0))
    features.append((f"run.before{min(RUN, around.before[n])}", 1.0))
    features.append((f"run.after{min(RUN, around.after[n])}", 1.0))
    if then == "short" and n + 2 < len(shapes):
        features.append((f"after.short>{standing(shapes[n + 2])}", 1.0))
    name = nameness(text)
    if name is not None:
        features.append((f"name.{place}", name))
    if below is not None and then == "short":
        name = nameness(below.text)
        if name is not None and name > 0:
            features.append(("after.name", name))
    length = around.before[n] + around.after[n] + 1
    if length >= RUN:
        features += [("run.even", around.even[n]), ("run.long", min(1.0, length / LONG_RUN))]
        ends = "first" if not around.before[n] else "last" if not around.after[n] else "inner"
        features.append((f"run.{ends}", 1.0))
    if n and shapes[n - 1].loose:
        features += likeness("above", text, shapes[n - 1].text)
    if below is not None and below.loose:
        features += likeness("below", text, below.text)
    if around.between[n]:
        features.append((f"alone{min(3, around.between[n])}", 1.0))
    return features


def standing(shape: Shape | None) -> str:
    """What stands below a line, by its form alone."""
    if shape is None:
        return "none"
    if shape.form is not None:
        return str(shape.form)
    if shape.notice:
        return "notice"
    return "runin" if shape.runs_in else "short" if shape.short else "listed" if shape.listed else "paragraph"


def length_bin(text: str) -> str:
    return next((name for longest, name in BINS if len(text) <= longest), "long")


def likeness(where: str, one: str, other: str) -> Iterator[tuple[str, float]]:
    """What two lines have in common, as the lines of a list or a verse do."""
    if max(len(one), len(other)) > ALIKE_LONGEST:
        return
    alike = 0
    if abs(len(one) - len(other)) <= 1:
        alike += 1
        if len(one) == len(other):
            yield f"{where}.equal", 1.0
    for pattern, name in ((LABEL, "label"), (NUMBERED, "numbered"), (FIGURE, "figure")):
        if pattern.search(one) and pattern.search(other):
            alike += 1
            yield f"{where}.{name}", 1.0
    if one[-1] == other[-1]:
        yield f"{where}.ending", 1.0
        alike += 1
    if one[0] == other[0]:
        alike += 1
    yield f"{where}.alike", float(min(3, alike))


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
    last = text[-1]
    if last in "！？!?":
        yield "exclaims", 1.0
    elif last in "”’":
        yield "quoted", 1.0
    elif last in "：:":
        yield "colon", 1.0
    elif last in "，、；":
        yield f"ends{last}", 1.0
    if "。" in text:
        yield "sentence", 1.0
    if HAN.match(text):
        yield "inside", inside_word(text[0])
    if last in DANGLING:
        yield "dangling", 1.0
    if HAN.match(last) and not frequency(text[-2:]):
        yield "ends", outside_word(last)
    figures = len(FIGURE.findall(text))
    if figures:
        yield "figures", min(1.0, 2 * figures / len(text))
    if LABEL.match(text):
        yield "label", 1.0
    if NUMBERED.match(text):
        yield "numbered", 1.0
    name = nameness(text)
    if name is not None:
        yield "name", 1.0
        yield "name.score", name
        if frequency(text) > 0:
            yield "name.word", 1.0
    for feature, pattern in (("trade", forms.TRADE), ("salutes", forms.SALUTES), ("office", forms.OFFICE)):
        if pattern.search(text):
            yield feature, 1.0


@lru_cache(4096)
def nameness(text: str) -> float | None:
    """How much a line looks like one or more names alone, about -1 to 1; None where it can't be."""
    match = BARE_NAME.match(text)
    if match is None:
        return None
    parts = re.split("[ \u3000、]", match[1])
    if all(len(part) == 1 for part in parts) and len(parts) <= 4:
        parts = ["".join(parts)]  # padded: 贺　勇
    scores = []
    for part in parts:
        score = name_score(part)
        scores.append(run_score(part) if score == -math.inf and len(part) >= NAME_LONGEST else score)
    if min(scores) == -math.inf and len(match[1]) > NAME_LONGEST:
        return None  # as most heads
    return max(-1.5, min(1.5, (min(scores) + 8.0) / 3))


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
