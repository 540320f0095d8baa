"""What the reader weighs piece by piece is what the weights were fitted to."""

from __future__ import annotations

import math

import pytest
from pages.maker import make_page

from baokan.layout import HEADS, page_to_roles
from baokan.model import Role
from baokan.read import text_to_source
from baokan.threads.choices import BODY, Place, block_features, continuation, new_features, stands_under, weigh
from baokan.threads.evidence import Evidence
from baokan.threads.reading import Reader, Reading
from baokan.threads.weighing import LEAST, Weigher


def from_features(evidence: Evidence, reading: Reading, index: int, role: Role) -> dict[int, float]:
    """Text -> log-probability (-1: a new one), each from all its features at once."""
    current = reading.live[0] if reading.live else None
    waiting, under = reading.waiting > 0, stands_under(current, index)
    block, empty = block_features(evidence, index, role), any(text.empty for text in reading.live)
    kind, features = new_features(block, role is Role.PARAGRAPH, Place(False, False, waiting, under), empty)
    scores = {-1: weigh(features, kind)}
    for text in reading.live:
        place = Place(text is current, current is not None and current.host == text.number, waiting, under)
        found = continuation(evidence, text, index, role, place)
        if found:
            scores[text.number] = weigh(found[1], found[0])
    norm = math.log(sum(math.exp(score) for score in scores.values()))
    return {number: score - norm for number, score in scores.items()}


@pytest.mark.parametrize("tier", "abc")
def test_scores_are_those_of_all_features_together(tier: str) -> None:
    roles = page_to_roles(text_to_source(make_page(tier, 7).text.encode(), "x.txt").page)
    evidence = Evidence(roles)
    best = Reader(evidence).read()[0]
    weighed = 0
    for index, step in enumerate(best.whole().steps):
        reading = step.before
        role = Role.PARAGRAPH if roles[index].role in HEADS else roles[index].role
        if reading is None or role not in BODY:
            continue
        expected = from_features(evidence, reading, index, role)
        for text, chance in Weigher(evidence, index, role).choices(reading.live, reading.waiting > 0):
            number = -1 if text is None else text.number
            assert chance == pytest.approx(expected.pop(number))
            weighed += 1
        assert all(chance <= -LEAST for chance in expected.values())
    assert weighed > len(roles)
