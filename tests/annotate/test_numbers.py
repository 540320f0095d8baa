"""Numbers with their values, bounds, and what is none."""

from __future__ import annotations

import pytest

from baokan.annotate.numbers import find_numbers
from baokan.annotate.tokens import text_to_tokens

# Text, the numeral in it, its type, and its value or least…most.
NUMBERS = [
    ("三千五百余人", "三千五百余", "cardinal", "3500…"),
    ("百分之三点五", "百分之三点五", "percentage", "3.5"),
    ("2.3亿元", "2.3亿", "cardinal", "230000000"),
    ("1.2万公顷", "1.2万", "cardinal", "12000"),
    ("第三届", "第三", "ordinal", "3"),
    ("三分之一", "三分之一", "fraction", "1/3"),
    ("数十人", "数十", "cardinal", "20…90"),
    ("两万五千里", "两万五千", "cardinal", "25000"),
    ("二十几个", "二十几", "cardinal", "20…"),
    ("十余个", "十余", "cardinal", "10…19"),
    ("上百名", "上百", "cardinal", "100…"),
    ("12万多人", "12万多", "cardinal", "120000…"),
    ("百分之三到五", "百分之三到五", "percentage", "3…5"),
    ("5‰", "5‰", "percentage", "0.5"),
    ("增加3个百分点", "3个百分点", "percentage", "3"),
    ("1,234,567人", "1,234,567", "cardinal", "1234567"),
    ("第十八次", "第十八", "ordinal", "18"),
    ("千分之五", "千分之五", "fraction", "5/1000"),
    ("廿三人", "廿三", "cardinal", "23"),
    ("二点三亿", "二点三亿", "cardinal", "230000000"),
    ("３０％", "３０％", "percentage", "30"),
    ("几千人", "几千", "cardinal", "2000…9000"),
]


def numbers(text: str) -> list[tuple[str, str, str]]:
    words = frozenset((token.start, token.end) for token in text_to_tokens(text))
    found = find_numbers(text, set(), words)
    return [(text[n.start : n.end], n.type, n.value or f"{n.at_least}…{n.at_most}") for n in found]


@pytest.mark.parametrize(("text", "numeral", "kind", "value"), NUMBERS, ids=[n[0] for n in NUMBERS])
def test_a_number_has_its_value_or_its_bounds(text: str, numeral: str, kind: str, value: str) -> None:
    assert numbers(text) == [(numeral, kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "千方百计",
        "万一",
        "十三五规划",
        "热线12345",
        "12345政务服务便民热线",
        "电话：010-6512345",
        "A1车",
        "一千零一夜",
        "三五成群",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert numbers(text) == []
