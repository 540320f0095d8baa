"""A page is read through a copy whose characters keep their places; what can't be told stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baokan.layout import legible
from baokan.model import Block, Page


def read(text: str) -> str:
    return legible(Page((Block(0, text, 1),))).blocks[0].text


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("【記者何青／寧安報導】", "【记者何青/宁安报导】"),
        ("橋「通」了", "桥“通”了"),
        ("桥通了,水来了.", "桥通了，水来了。"),
        ("(记者何青)桥长3.5米,U.S. Steel, Inc.", "（记者何青）桥长3.5米，U.S. Steel, Inc."),
        ("１９３１年", "1931年"),
        ("桥通了。", "桥通了。"),
    ],
)
def test_it_reads_as_the_dictionary_and_the_forms_know_it(text: str, reads: str) -> None:
    assert read(text) == reads


@given(st.text(min_size=1, max_size=40))
def test_every_character_stays_in_its_place(text: str) -> None:
    assert len(read(text)) == len(text)
