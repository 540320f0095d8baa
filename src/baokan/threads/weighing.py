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
HOPELESS = 9.0  # nats behind the best at which shared words can't save a choice


@cache
def text_score(kind: str, following: bool, signed: bool, closing: bool) -> float:
    return weigh(text_features(kind, following, signed, closing), kind)


@cache
def place_score(kind: str, here: bool, host: bool, waiting: bool, under: str) -> float:
    return weigh(place_features(kind, Place(here, host, waiting, under)), kind)


@dataclass(slots=True, eq=False)
class Option:
    """How a block goes on with a text: all that is the same in every reading of the page."""

    kind: str  # "" where it can't
    score: float
    far: float  # what to add where the text is not the one read last
    shared: tuple[float, float] | None = None  # what the words in common add: where it was read last, where not


class Weigher:
    """Weighs one block in one role. What was weighed is remembered, since most readings of the page agree on most texts."""

    def __init__(self, evidence: Evidence, index: int, role: Role) -> None:
        self.evidence, self.index, self.role = evidence, index, role
        self.options: dict[Text, Option] = {}
        self.openings: dict[str, float] = {}
        self.seams: dict[int, float] = {}
        self.news: dict[tuple[bool, bool, str], float] = {}

    def choices(self, live: Sequence[Text], waiting: bool) -> list[tuple[Text | None, float]]:
        """The texts that the block may go on with, None for one of its own; each with its log-probability.

        `live` are the texts to choose from, the one read last first; `waiting`: some text of the page breaks off.
        """
        current = live[0] if live else None
        under, host = stands_under(current, self.index), -1 if current is None else current.host
        empty = False
        rough = []
        for text in live:
            empty = empty or text.empty
            option = self.options.get(text) or self.option(text)
            if not option.kind:
                continue
            here = text is current
            score = option.score + place_score(option.kind, here, host == text.number, waiting, under)
            rough.append((text, option, here, score if here else score + option.far))
        new = self.new(waiting, empty, under)
        floor = max([new, *(score for *_, score in rough)]) - HOPELESS
        scores: list[tuple[Text | None, float]] = [(None, new)]
        for text, option, here, score in rough:
            if score > floor:
                scores.append((text, score + self.shared(text, option)[not here]))
        top = max([score for _, score in scores])
        norm = top + math.log(sum([math.exp(score - top) for _, score in scores]))
        return [(text, score - norm) for text, score in scores if score - norm > -LEAST]

    def option(self, text: Text) -> Option:
        """Weigh going on with a text but for the words shared with it, which are dearer to find than all the rest."""
        kind, paragraph = kind_of(text, self.role), self.role is Role.PARAGRAPH
        option = self.options[text] = Option(kind, 0.0, 0.0)
        if kind:
            closing = text.ended if paragraph else text.broken
            option.score = self.opening(kind) + text_score(kind, text.latest == self.index - 1, text.byline, closing)
            if kind == "p.join":
                option.score += self.seam(text.last)
            option.far = WEIGHTS[kind]["far"] * far(text, self.index)
        return option

    def opening(self, kind: str) -> float:
        """What the block itself adds to going on in some way."""
        if kind not in self.openings:
            self.openings[kind] = weigh(block_features(self.evidence, self.index, self.role), kind)
        return self.openings[kind]

    def seam(self, last: int) -> float:
        """What the seam between a text's last block and this one adds to a join."""
        if last not in self.seams:
            self.seams[last] = weigh(self.evidence.across(last, self.index)[0], "p.join")
        return self.seams[last]

    def new(self, waiting: bool, empty: bool, under: str) -> float:
        """The score of a text of its own."""
        key = (waiting, empty, under)
        if key not in self.news:
            kind, features = new_features(self.evidence, self.index, self.role, Place(False, False, waiting, under), empty)
            self.news[key] = weigh(features, kind)
        return self.news[key]

    def shared(self, text: Text, option: Option) -> tuple[float, float]:
        """What the words that the block shares with a text add to its score: where it was read last, and where not."""
        if option.shared is None:
            if self.role is not Role.PARAGRAPH:
                option.shared = (0.0, 0.0)
            else:
                ratio, deviation = self.evidence.relation(self.index, text.members)
                weights = WEIGHTS[option.kind]
                option.shared = (
                    weights["ratio.here"] * ratio + weights["deviation.here"] * deviation,
                    weights["ratio.back"] * ratio + weights["deviation.back"] * deviation,
                )
        return option.shared
