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
from baokan.threads.evidence import Evidence
from baokan.threads.weights import WEIGHTS

LEAST = 6.0  # nats behind certainty at which a single choice is not tried; more, since a head that waits may make up for it
LEAST_CHANCE = math.exp(-LEAST)

# Kind of going on -> the weights of what is measured: how far back, then ratio and deviation here and back.
MEASURED = ("far", "ratio.here", "deviation.here", "ratio.back", "deviation.back")
SLOPES = {kind: tuple(weights.get(name, 0.0) for name in MEASURED) for kind, weights in WEIGHTS.items()}

Option = tuple[str, float, float]  # how a block goes on with a text ("": it can't); the score where that was read last; elsewhere

NONE: Option = ("", 0.0, 0.0)


@cache
def text_score(kind: str, following: bool, signed: bool, closing: bool) -> float:
    return weigh(text_features(kind, following, signed, closing), kind)


@cache
def place_scores(here: bool, host: bool, waiting: bool, under: str) -> dict[str, float]:
    """What a text's place in the reading adds to each kind of going on with it."""
    return {kind: weigh(place_features(kind, Place(here, host, waiting, under)), kind) for kind in WEIGHTS}


class Odds(dict[Text, float]):
    """Text -> odds (not normed) of going on with it, in readings that place it alike behind another; weighed when asked for."""

    def __init__(self, weigher: Weigher, waiting: bool, under: str, host: int) -> None:
        super().__init__()
        self.weigher, self.host = weigher, host
        self.added, self.added_to_host = place_scores(False, False, waiting, under), place_scores(False, True, waiting, under)

    def __missing__(self, text: Text) -> float:
        kind, _, back = self.weigher.option(text)
        added = self.added if text.number != self.host else self.added_to_host
        odds = self[text] = math.exp(back + added[kind]) if kind else 0.0
        return odds


class Openings(dict[str, float]):
    """Kind of going on -> what the block itself adds to it; weighed when asked for."""

    def __init__(self, evidence: Evidence, index: int, role: Role) -> None:
        super().__init__()
        self.features = block_features(evidence, index, role)

    def __missing__(self, kind: str) -> float:
        weight = self[kind] = weigh(self.features, kind)
        return weight


@dataclass(slots=True, eq=False)
class Standing:
    """What is the same in all readings that have the same text read last and agree on whether some text breaks off."""

    under: str
    here: list[float]  # odds of going on with the text read last; none where there is none yet
    back: Odds  # of going on with another


class Weigher:
    """Weighs one block in one role. What was weighed is remembered, since most readings of the page agree on most texts."""

    def __init__(self, evidence: Evidence, index: int, role: Role) -> None:
        self.evidence, self.index, self.role = evidence, index, role
        self.shared = evidence.shared(index) if role is Role.PARAGRAPH else None
        self.options: dict[Text, Option] = {}
        self.standings: dict[tuple[Text | None, bool], Standing] = {}
        self.backs: dict[tuple[bool, str, int], Odds] = {}
        self.news: dict[tuple[bool, str, bool], float] = {}
        self.openings = Openings(evidence, index, role)
        self.seams: dict[int, float] = {}

    def choices(self, live: Sequence[Text], waiting: bool) -> list[tuple[Text | None, float]]:
        """The texts that the block may go on with, None for one of its own; each with its log-probability.

        `live` are the texts to choose from, the one read last first; `waiting`: some text of the page breaks off.
        """
        current = live[0] if live else None
        standing = self.standings.get((current, waiting)) or self.standing(current, waiting)
        back = standing.back
        new = self.new(waiting, standing.under, any([text.empty for text in live]))
        odds = [new, *standing.here, *[back[text] for text in live[1:]]]
        total = sum(odds)
        least = total * LEAST_CHANCE
        return [(text, math.log(each / total)) for text, each in zip((None, *live), odds, strict=True) if each > least]

    def standing(self, current: Text | None, waiting: bool) -> Standing:
        under, host = stands_under(current, self.index), -1 if current is None else current.host
        here = []
        if current is not None:
            kind, score, _ = self.option(current)
            here.append(math.exp(score + place_scores(True, False, waiting, "")[kind]) if kind else 0.0)
        key = (waiting, under, host)
        if key not in self.backs:
            self.backs[key] = Odds(self, *key)
        found = self.standings[current, waiting] = Standing(under, here, self.backs[key])
        return found

    def option(self, text: Text) -> Option:
        """Weigh a text but for its place in the reading."""
        found = self.options.get(text)
        if found is not None:
            return found
        kind, index, shared = kind_of(text, self.role), self.index, self.shared
        if not kind:
            found = NONE
        else:
            far_weight, ratio_here, deviation_here, ratio_back, deviation_back = SLOPES[kind]
            here = self.openings[kind] + text_score(
                kind, text.latest == index - 1, text.byline, text.broken if shared is None else text.ended
            )
            if kind == "p.join":
                here += self.seam(text.last)
            back = here + far_weight * far(text, index)
            if shared is not None:
                ratio, deviation = shared.relation(text.members, text.roots)
                here += ratio_here * ratio + deviation_here * deviation
                back += ratio_back * ratio + deviation_back * deviation
            found = (kind, here, back)
        self.options[text] = found
        return found

    def seam(self, last: int) -> float:
        """What the seam between a text's last block and this one adds to a join."""
        if last not in self.seams:
            self.seams[last] = weigh(self.evidence.across(last, self.index), "p.join")
        return self.seams[last]

    def new(self, waiting: bool, under: str, empty: bool) -> float:
        """The odds of a text of its own; `empty`: some head has no text yet."""
        key = (waiting, under, empty)
        if key not in self.news:
            kind, features = new_features(self.evidence, self.index, self.role, Place(False, False, waiting, under), empty)
            self.news[key] = math.exp(weigh(features, kind))
        return self.news[key]
