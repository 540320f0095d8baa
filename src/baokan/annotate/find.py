"""Names, dates and numbers of an article's blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from baokan.annotate.dates import Dated, Reference, find_dates
from baokan.annotate.mentions import Mention
from baokan.annotate.names.find import find_names
from baokan.annotate.names.piece import Piece
from baokan.annotate.names.tagger import certainty
from baokan.annotate.numbers import find_numbers
from baokan.annotate.reading import Block
from baokan.annotate.tokens import Segmenter, text_to_tokens
from baokan.simplified import simplify

if TYPE_CHECKING:
    import pycrfsuite


def article_mentions(
    blocks: Sequence[Block],
    day: date | None,
    sure: bool,
    known: Mapping[str, tuple[str, float]],
    segmenter: Segmenter,
    model: pycrfsuite.Tagger | None = None,
) -> list[list[Mention]]:
    """The mentions of each block of one article, sorted, none overlapping another.

    day: when the issue came out, or the nearest bound known (then `sure` is False); known: names of the whole corpus.
    model: what decides on names; without one the rules do.
    """
    names = find_names([block.text for block in blocks], known, model)
    reference = Reference(dateline_day(blocks, day) or day, sure)
    return [block_mentions(block, found, reference, segmenter) for block, found in zip(blocks, names, strict=True)]


def dateline_day(blocks: Sequence[Block], day: date | None) -> date | None:
    """The day that the article was sent, by its dateline: 今天 is counted from it."""
    for block in blocks:
        if block.element.tag.endswith("}dateline"):
            for dated in find_dates(simplify(block.text), Reference(day)):
                if len(dated.when) == len("2021-02-18") and dated.when[0] != "-":
                    return date.fromisoformat(dated.when)
    return None


def date_mention(dated: Dated) -> Mention:
    return Mention(
        dated.start, dated.end, "DATE", cert="" if dated.sure else "low", when=dated.when, not_before=dated.not_before,
        not_after=dated.not_after, begin=dated.begin, finish=dated.finish,
    )  # fmt: skip


def block_mentions(block: Block, names: Sequence[Piece], reference: Reference, segmenter: Segmenter) -> list[Mention]:
    """What the issue itself marks, then names, dates and numbers, each where none of those before it stands."""
    text = block.text
    found: list[Mention] = []
    taken: set[int] = set()

    def add(mention: Mention) -> None:
        places = range(mention.start, mention.end)
        if mention.start < mention.end and taken.isdisjoint(places):
            taken.update(places)
            found.append(replace(mention, text=text[mention.start : mention.end], block=block.id))

    for start, end, kind, element in block.names:
        if kind != "DATE" or element.get("when"):
            add(Mention(start, end, kind, ref=element.get("ref", ""), when=element.get("when", "")))
    for dated in find_dates(simplify(text), reference):
        add(date_mention(dated))
    for piece in names:
        add(Mention(piece.start, piece.end, piece.kind, cert=certainty(piece)))
    words = frozenset((t.start, t.end) for t in text_to_tokens(text, segmenter))
    for number in find_numbers(simplify(text), taken, words):
        bounds = {"at_least": number.at_least, "at_most": number.at_most}
        add(Mention(number.start, number.end, "NUM", value=number.value, type=number.type, **bounds))
    return sorted(found, key=lambda m: m.start)
