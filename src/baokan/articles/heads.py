"""Which head of a group is kicker, main, sub or rubric."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baokan.model import Certainty, Role

SUB_START = re.compile(r"^(?:——|—|——)")
# What says who spoke or where, and opens the main head below it.
KICKER_END = re.compile(r"(?:——|：|:|强调|指出|要求|时表示|会见|会议上|显示|通知|通报)$")
COLUMN_TITLE = re.compile(r"（[^（）]{2,40}）$")
SUB_CUES = re.compile(r"(?:主持|出席|讲话|宣布开幕|主持并讲话|参加)$|^(?:——|—)")


def head_types(texts: Sequence[str], rubrics: Sequence[bool]) -> list[tuple[Role, Certainty]]:
    """(role, certainty) a head, for the heads of one article in printed order."""
    plain = [n for n, rubric in enumerate(rubrics) if not rubric]
    main = plain[main_head([texts[n] for n in plain])] if plain else None
    types: list[tuple[Role, Certainty]] = []
    for number, rubric in enumerate(rubrics):
        if rubric and main is not None:
            types.append((Role.RUBRIC, Certainty.HIGH))
        elif number == main or main is None:
            role = Role.RUBRIC if rubric else Role.MAIN
            types.append((role, Certainty.HIGH if len(plain) <= 1 else Certainty.MEDIUM))
        else:
            types.append((Role.KICKER if number < main else Role.SUB, Certainty.MEDIUM))
    return types


def main_head(texts: Sequence[str]) -> int:
    """The index of the main head: 0 when what follows is a sub, 1 when the first is a kicker."""
    if len(texts) == 1 or SUB_START.match(texts[1]):
        return 0
    if KICKER_END.search(texts[0]):
        return 1
    if COLUMN_TITLE.search(texts[0]):
        return 0
    if COLUMN_TITLE.search(texts[1]) or len(texts) > 2:
        return 1
    return 0 if SUB_CUES.search(texts[1]) or len(texts[1]) > 26 else 1
