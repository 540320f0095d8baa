"""The page maker: what it makes is whole, differs, and is spoilt as its tier says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from lxml import etree
from pages import FITTED, SETS, TIERS, make_page, read_heads, read_stories

from baokan.score import root_to_items

NUMBERS = range(12)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def gold_of(tier: str, number: int, of: str = "articles") -> etree._Element:
    return etree.fromstring(make_page(tier, number, of).gold.encode())


@pytest.mark.parametrize("of", SETS)
@pytest.mark.parametrize("tier", TIERS)
def test_the_gold_holds_exactly_the_characters_of_the_page(tier: str, of: str) -> None:
    for number in NUMBERS:
        root = gold_of(tier, number, of)
        for supplied in root.iter("{*}supplied"):
            supplied.text = ""
        body = root.find(".//{*}body")
        assert body is not None
        assert Counter(squeezed("".join(body.itertext()))) == Counter(squeezed(make_page(tier, number, of).text))


@pytest.mark.parametrize("of", SETS)
@pytest.mark.parametrize("tier", TIERS)
def test_every_fragment_of_the_gold_stands_in_one_line(tier: str, of: str) -> None:
    for number in NUMBERS:
        lines = [squeezed(line) for line in make_page(tier, number, of).text.splitlines()]
        for item in root_to_items(gold_of(tier, number, of)):
            for unit in item.units:
                for fragment in unit.fragments:
                    assert any(fragment in line for line in lines)


def test_the_same_page_each_time_and_another_for_each_number() -> None:
    assert make_page("c", 3) == make_page("c", 3)
    assert len({make_page(tier, number).text for tier in TIERS for number in NUMBERS}) == len(TIERS) * len(NUMBERS)


def joined_apart(tier: str) -> int:
    """How many seams of the tier's pages have another line between their two sides, or the wrong way round."""
    count = 0
    for number in NUMBERS:
        text = squeezed(make_page(tier, number).text)
        for item in root_to_items(gold_of(tier, number)):
            for unit in item.units:
                count += sum(a + b not in text for a, b in zip(unit.fragments, unit.fragments[1:], strict=False))
    return count


def test_the_tiers_grow_harder() -> None:
    assert joined_apart("a") == 0 < joined_apart("b") < joined_apart("c")
    spoilt = {tier: sum(gold_of(tier, n).xpath("count(//*[@reason])") for n in NUMBERS) for tier in TIERS}
    assert spoilt["a"] == spoilt["b"] == 0 < spoilt["c"]


@pytest.mark.parametrize("of", SETS)
def test_all_stories_of_a_set_can_come(of: str) -> None:
    texts = "".join(make_page(tier, number, of).text for tier in TIERS for number in range(60))
    assert [s.units[0] for s in read_stories(of) if s.units[0][1] not in texts] == []


def test_the_stories_that_weights_may_know_hold_every_kind_of_unit() -> None:
    kinds = Counter(kind for of in FITTED for story in read_stories(of) for kind, _ in story.units)
    assert set(kinds) == set("k h s r b d rb p l x c f n j".split())


def test_articles_and_heads_that_are_kept_apart_stay_apart() -> None:
    texts = {of: {text for story in read_stories(of) for _, text in story.units if len(text) > 12} for of in SETS}
    known = set.union(*(texts[of] for of in FITTED))
    for of in set(SETS) - set(FITTED):
        assert texts[of] and not texts[of] & known
        pages = "".join(make_page(tier, number).text for tier in TIERS for number in range(40))
        assert not [text for text in texts[of] if text in pages]
    assert all(any(text in make_page("a", number, "held").text for text in texts["held"]) for number in NUMBERS)
    fitted, kept = ({head for group in read_heads(apart) for _, head in group} for apart in (False, True))
    assert fitted and kept and not fitted & kept
