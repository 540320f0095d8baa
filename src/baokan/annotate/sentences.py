"""Sentences by Chinese rules: what ends one, and what closes with it."""

from __future__ import annotations

import re

ENDS = "。！？!?；;…"
CLOSERS = "”’）】〕》〉』」)]\""
OPENERS = dict(zip("“‘（(【〔《〈『「[", "”’）)】〕》〉』」]", strict=True))
BLANK = " \t\r\n\u3000\u00a0"
# Speech goes on after its quotation: “……？”他问。 The words that follow a closed quotation then.
GOES_ON = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:说|說|道|问|問|答|喊|叫|称|稱|表示|指出|认为|認為|告诉|告訴|的|是|等|这|這|，)")
LONGEST_BRACKET = 120  # characters; a bracket that isn't closed by then holds nothing back


def text_to_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, in order; blanks at their edges belong to none.

    A sentence ends at 。！？； or an ellipsis, outside brackets, with the quotes that close there; an
    ellipsis ends one only before a new start (a closing quote, a blank or the paragraph's end), since
    it also stands inside. A question inside a quotation that the sentence goes on after doesn't end it.
    """
    spans: list[tuple[int, int]] = []
    start = position = 0
    closing = matching(text)
    while position < len(text):
        if position in closing:  # a bracket with its own sentence ends: leap over it
            position = closing[position]
            continue
        if text[position] not in ENDS:
            position += 1
            continue
        end = position + 1
        while end < len(text) and text[end] in ENDS:
            end += 1
        mark = text[position:end]
        bare = end
        while end < len(text) and text[end] in CLOSERS:
            end += 1
        if ends_sentence(text, mark, bare, end):
            add_span(spans, text, start, end)
            start = end
        position = end
    add_span(spans, text, start, len(text))
    return spans


def ends_sentence(text: str, mark: str, bare: int, end: int) -> bool:
    if end >= len(text):
        return True
    if end == bare and set(mark) <= {"…"}:
        return text[end] in BLANK or text[end] in OPENERS
    if end > bare and text[end - 1] in "”’』」\"":
        return not GOES_ON.match(text, end) and text[end] not in "，、；：,;:的"
    return text[end] not in "，、,"


def matching(text: str) -> dict[int, int]:
    """Opening bracket -> the place after its closing one, for round brackets and titles (not quotes)."""
    found = {}
    for position, character in enumerate(text):
        if character in "（(【〔《〈[":
            close = text.find(OPENERS[character], position + 1, position + LONGEST_BRACKET)
            if close >= 0:
                found[position] = close + 1
    return found


def add_span(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and text[end - 1] in BLANK:
        end -= 1
    if start < end:
        spans.append((start, end))
