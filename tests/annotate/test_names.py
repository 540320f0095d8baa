"""Names and dates in sentences about people and places that don't exist."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.annotate.dates import Reference, find_dates
from baokan.annotate.names.find import find_names

NAMES = [
    ("本报记者白一鸣在清河镇采访了镇党委书记莫远山。", {("白一鸣", "PER"), ("清河镇", "LOC"), ("莫远山", "PER")}),
    ("清河县人民医院院长何青说，他去过北京。", {("清河县人民医院", "ORG"), ("何青", "PER"), ("北京", "LOC")}),
    (
        "外交部发言人华晓燕会见了来自坦桑尼亚的萨利姆·卡里姆先生。",
        {("外交部", "ORG"), ("华晓燕", "PER"), ("萨利姆·卡里姆", "PER")},
    ),
    ("中國人民銀行清河分行行長莫遠山", {("中國人民銀行清河分行", "ORG"), ("莫遠山", "PER")}),
]


@pytest.mark.parametrize(("text", "expected"), NAMES, ids=[text[:10] for text, _ in NAMES])
def test_names_are_found_with_their_kind(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= {(text[p.start : p.end], p.kind) for p in find_names([text])[0]}


def test_an_article_votes_on_its_names() -> None:
    texts = ["清河县县长欧阳一鸣到桥头检查。", "欧阳一鸣说，桥修好了。"]
    assert all("欧阳一鸣" in {t[p.start : p.end] for p in found} for t, found in zip(texts, find_names(texts), strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("白一鸣何青宁安市县委会报记者说的了《》“”·，。<&1 ", max_size=40), min_size=1, max_size=3))
def test_spans_lie_in_order_within_the_text(texts: list[str]) -> None:
    for text, found in zip(texts, find_names(texts), strict=True):
        at = 0
        for piece in found:
            assert at <= piece.start < piece.end <= len(text)
            at = piece.end


DATES = [
    ("2月18日上午", "2021-02-18"), ("去年", "2020"), ("昨日", "2021-02-25"), ("正月十五", "2021-02-26"),
    ("民国十九年四月", "1930-04"),
    ("本月20日", "2021-02-20"), ("1998年7月", "1998-07"), ("明年春天", "2022"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when"), DATES)
def test_dates_are_resolved_against_the_day_of_the_issue(text: str, when: str) -> None:
    assert [dated.when for dated in find_dates(text, Reference(date(2021, 2, 26), True))] == [when]


@pytest.mark.parametrize("text", ["13月40日", "第二天堂", "三月三十二日"])
def test_what_is_no_date(text: str) -> None:
    assert not [d for d in find_dates(text, Reference(date(2021, 2, 26), True)) if d.when.count("-") == 2]
