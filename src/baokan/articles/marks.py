"""Names the parts of bylines, credits and datelines."""

from __future__ import annotations

import re

from baokan.layout import forms
from baokan.model import Mark, MarkKind
from baokan.names_zh import name_score, split_names

ROLE = re.compile(forms.ROLE_WORD)
# What stands in a byline and names nobody.
WORDS = re.compile(
    r"综合|摄影报道|(?:综合)?(?:报道|報道|报导|報導)|摄影|攝影|[摄攝]|整理|(?:参与|參與)(?:采写|採寫|报道|報道)?(?:记者)?(?=[：:（）()]|$)|"
    r"执笔人?|撰文|采写|专访|專訪|采访|採訪|编译|編譯|[文图][/／][文图摄]|[文图圖](?=[/／：:])|"
    r"(?<=[\u4e00-\u9fff][ \u3000])[文图圖](?=$|[ \u3000])|作者|见[左右上下]?图|供图"
)
# 何青／寧安報導: where the report is from; 何青（寧安市／教師）: whose letter it is.
PLACE = re.compile(
    r"(?<=[\u4e00-\u9fff])[/／](?P<place>[\u4e00-\u9fff]{0,8}?)(?:报导|报道|報導|報道|专访|專訪|特稿|采访|採訪)|"
    r"(?<=[\u4e00-\u9fff])[（(][^（）()/／]{2,12}[/／][^（）()]{1,12}[）)]$"
)
KINDS_OF_REPORT = frozenset("专题 專題 综合 綜合 现场 現場".split())
WIRE = re.compile(rf"{forms.AGENCY}{forms.PLACE_DATE}{forms.WIRE}")
HOLDER = re.compile(r"(?<=[摄攝道])[（(][^（）()]{1,20}[）)]|新华社发|本报发")
# Two-character names are padded to three with a blank: 贺　勇
PADDED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]{1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
NAME = re.compile(r"[\u4e00-\u9fff·]{2,16}")
SURE_NAME = 3  # characters up to which a run is one name, whatever it says


def byline_marks(text: str) -> tuple[Mark, ...]:
    """roleName and persName spans of a byline; names run together are told apart, what reads two ways is left unmarked."""
    marks: list[Mark] = []
    masked = list(text)

    def mask(start: int, end: int) -> None:
        masked[start:end] = "|" * (end - start)

    wire = WIRE.search(text)
    if wire:
        marks += [Mark(m.kind, m.start + wire.start(), m.end + wire.start()) for m in dateline_marks(wire.group())]
        mask(*wire.span())
    for match in PLACE.finditer("".join(masked)):
        if match["place"] and match["place"] not in KINDS_OF_REPORT:
            marks.append(Mark(MarkKind.PLACE, *match.span("place")))
        mask(*match.span())
    for match in ROLE.finditer("".join(masked)):
        marks.append(Mark(MarkKind.ROLE_NAME, *match.span()))
        mask(*match.span())
    for pattern in (HOLDER, WORDS):
        for match in pattern.finditer("".join(masked)):
            mask(*match.span())
    for match in PADDED.finditer("".join(masked)):
        marks.append(Mark(MarkKind.PERSON, *match.span()))
        mask(*match.span())
    for match in NAME.finditer("".join(masked)):
        marks += [Mark(MarkKind.PERSON, start, end) for start, end in name_spans(match.group(), match.start())]
    return tuple(sorted(marks, key=lambda m: m.start))


def name_spans(run: str, at: int) -> list[tuple[int, int]]:
    """The names in an unbroken run of characters that stands at `at`."""
    if len(run) <= SURE_NAME or "·" in run:
        return [(at, at + len(run))]
    spans = split_names(run)
    if spans is not None:
        return [(at + start, at + end) for start, end in spans]
    return [(at, at + len(run))] if name_score(run) > float("-inf") else []


def dateline_marks(text: str) -> tuple[Mark, ...]:
    """Agency, place and date of a dateline."""
    match = forms.DATELINE_PARTS.search(text)
    if not match:
        return ()
    kinds = {"agency": MarkKind.AGENCY, "place": MarkKind.PLACE, "date": MarkKind.DATE}
    return tuple(Mark(kind, *match.span(name)) for name, kind in kinds.items() if match[name])
