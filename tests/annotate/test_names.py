"""Names in sentences about people and places that don't exist."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
