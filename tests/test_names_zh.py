"""Names that were run together come apart; what reads two ways or isn't names is left."""

from __future__ import annotations

import pytest

from baokan.names_zh import name_score, split_names, surname_length


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("白一鸣何青云", ["白一鸣", "何青云"]),
        ("何青白一鸣", ["何青", "白一鸣"]),
        ("欧阳晓明周强", ["欧阳晓明", "周强"]),
        ("白一鸣", ["白一鸣"]),
        ("阿布都热西提", None),
        ("综合整理", None),
        ("", None),
        ("<b>何青", None),
    ],
)
def test_split_names(text: str, names: list[str] | None) -> None:
    spans = split_names(text)
    assert (spans and [text[a:b] for a, b in spans]) == names


def test_scores_know_names_from_words() -> None:
    assert surname_length("欧阳晓明") == 2 and surname_length("何青") == 1 and surname_length("的士") == 0
    assert name_score("张建华") > name_score("张的了") and name_score("不是") == float("-inf")
