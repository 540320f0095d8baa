"""Weighs the texts that one block could go on with against one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from baokan.model import Role
from baokan.threads.choices import (
    Place,
    Text,
    block_features,
    far,
    kind_of,
    new_features,
    place_features,
    stands_under,
    text_features,
    weigh,
)
from baokan.threads.evidence import Evidence, Features
from baokan.threads.weights import WEIGHTS

LEAST = 6.0  # nats behind certainty at which a single choice is not tried; more, since a head that waits may make up for it
LEAST_CHANCE = math.exp(-LEAST)

Choices = list[tuple[Text | None, float]]


@cache
def place_scores(here: bool, host: bool, waiting: bool, under: str) -> dict[str, float]:
    """What a text's place in the reading adds to each kind of going on with it."""
    return {kind: weigh(place_features(kind, Place(here, host, waiting, under)), kind) for kind in WEIGHTS}


@cache
def new_score(paragraph: bool, waiting: bool, under: str, empty: bool) -> float:
    """What the place of a text of its own adds to opening one; see `new_features`."""
    kind, features = new_features((), paragraph, Place(False, False, waiting, under), empty)
    return weigh(features, kind)


class Odds(dict[Text, float]):
    """Text -> odds (not normed) of going on with it, in readings that place it alike behind another; weighed when asked for."""

    def __init__(self, weigher: Weigher, waiting: bool, under: str, host: int) -> None:
        super().__init__()
        self.weigher, self.host = weigher, host
        self.added, self.added_to_host = place_scores(False, False, waiting, under), place_scores(False, True, waiting, under)

    def __missing__(self, text: Text) -> float:
        added = self.added if text.number != self.host else self.added_to_host
        odds = self[text] = self.weigher.odds(text, False, added)
        return odds


@dataclass(slots=True, eq=False)
class Standing:
    """What is the same in all readings that have the same text read last and agree on whether some text breaks off."""

    new: tuple[float, float]  # odds of a text of its own, where every head has its text and where one has none yet
    here: list[float]  # of going on with the text read last; none where there is none yet
    back: Odds  # of going on with another


class Weigher:
    """Weighs one block in one role. What was weighed is remembered, since most readings of the page agree on most texts."""

    def __init__(self, evidence: Evidence, index: int, role: Role) -> None:
        self.evidence, self.index, self.role = evidence, index, role
        self.paragraph = role is Role.PARAGRAPH
        self.block: Features = block_features(evidence, index, role)
        self.shared = evidence.shared(index)
        self.standings: dict[tuple[Text | None, bool], Standing] = {}
        self.backs: dict[tuple[bool, str, int], Odds] = {}
        self.openings: dict[str, float] = {}
        self.seams: dict[int, float] = {}

    def choices(self, live: Sequence[Text], waiting: bool) -> Choices:
        """The texts that the block may go on with, None for one of its own; each with its log-probability.

        `live` are the texts to choose from, the one read last first; `waiting`: some text of the page breaks off.
        """
        current = live[0] if live else None
        standing = self.standings.get((current, waiting)) or self.standing(current, waiting)
        back = standing.back
        new = standing.new[any([text.empty for text in live])]
        odds = [new, *standing.here, *[back[text] for text in live[1:]]]
        total = sum(odds)
        least = total * LEAST_CHANCE
        return [(text, math.log(each / total)) for text, each in zip((None, *live), odds, strict=True) if each > least]

    def standing(self, current: Text | None, waiting: bool) -> Standing:
        under, host = stands_under(current, self.index), -1 if current is None else current.host
        opening = self.opening("p.new" if self.paragraph else "b.new")
        new = [math.exp(opening + new_score(self.paragraph, waiting, under, empty)) for empty in (False, True)]
        here = [] if current is None else [self.odds(current, True, place_scores(True, False, waiting, ""))]
        key = (waiting, under, host)
        if key not in self.backs:
            self.backs[key] = Odds(self, *key)
        found = self.standings[current, waiting] = Standing((new[0], new[1]), here, self.backs[key])
        return found

    def odds(self, text: Text, here: bool, added: dict[str, float]) -> float:
        """The odds of going on with a text, 0.0 where it can't be; `here`: read last; `added`: by its place in the reading."""
        if not self.paragraph or text.going is None:
            return self.byline_odds(text, here, added)
        kind, above, apart, far_weight, ratio_here, deviation_here, ratio_back, deviation_back = text.going
        if not kind:
            return 0.0
        distance = self.index - text.latest
        score = self.opening(kind) + added[kind] + (above if distance == 1 else apart)
        if kind == "p.join":
            score += self.seam(text.last)
        ratio, deviation = self.shared.relation(text.members, text.roots)
        if here:
            return math.exp(score + ratio_here * ratio + deviation_here * deviation)
        return math.exp(score + far_weight * math.log1p(distance) + ratio_back * ratio + deviation_back * deviation)

    def byline_odds(self, text: Text, here: bool, added: dict[str, float]) -> float:
        """The same for a byline."""
        kind = kind_of(text, self.role)
        if not kind:
            return 0.0
        score = self.opening(kind) + added[kind]
        score += weigh(text_features(kind, text.latest == self.index - 1, text.byline, text.broken), kind)
        return math.exp(score if here else score + WEIGHTS[kind]["far"] * far(text, self.index))

    def opening(self, kind: str) -> float:
        """What the block itself adds to going on in some way."""
        if kind not in self.openings:
            self.openings[kind] = weigh(self.block, kind)
        return self.openings[kind]

    def seam(self, last: int) -> float:
        """What the seam between a text's last block and this one adds to a join."""
        if last not in self.seams:
            self.seams[last] = weigh(self.evidence.across(last, self.index), "p.join")
        return self.seams[last]
