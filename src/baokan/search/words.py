"""Words of passages that came without any: from the issue's .ana.xml where it says the same text, else by the tokeniser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baokan.annotate.tokens import text_to_sentences, text_to_tokens
from baokan.search.passages import IssueText, Name, Passage, Word

NOT_SPACE = re.compile(r"\S")


def add_words(issue: IssueText, annotated: IssueText | None = None) -> bool:
    """Give every passage its words and sentences; False when the annotated issue doesn't say the issue's text.

    Words of `annotated`, the same issue with tokens, are taken passage by passage where the characters are the same.
    """
    agrees = True
    twins = {} if annotated is None else dict(pair_passages(issue, annotated))
    for number, passage in enumerate(issue.passages):
        twin = twins.get(number)
        if twin is not None:
            take_words(passage, twin)
            issue.annotated = True
        elif annotated is not None:
            agrees = False
        if not passage.words:
            segment(passage)
        else:
            fill(passage)
        if not passage.sentences:
            passage.sentences = [0]
    return agrees


def pair_passages(issue: IssueText, annotated: IssueText) -> Iterator[tuple[int, Passage]]:
    """(number in issue, passage of annotated) for those with the same characters, in order; by xml:id where both have one."""
    named = {p.id.replace(".ana.", ".", 1).removesuffix(".ana"): p for p in annotated.passages if p.id}
    rest = [p for p in annotated.passages if not p.id]
    at = 0
    for number, passage in enumerate(issue.passages):
        twin = named.get(passage.id) if passage.id else None
        if twin is None and at < len(rest) and bare(rest[at].text) == bare(passage.text):
            twin = rest[at]
            at += 1
        if twin is not None and twin.words and bare(twin.text) == bare(passage.text):
            yield number, twin


def bare(text: str) -> str:
    return "".join(text.split())


def take_words(passage: Passage, twin: Passage) -> None:
    """Copy words, names and sentences of a twin, whose blanks may stand elsewhere."""
    if passage.text == twin.text:
        starts = list(range(len(twin.text) + 1))
        ends = starts
    else:
        ours = [m.start() for m in NOT_SPACE.finditer(passage.text)]
        starts, ends = [0] * (len(twin.text) + 1), [0] * (len(twin.text) + 1)
        for rank, match in enumerate(NOT_SPACE.finditer(twin.text)):
            starts[match.start()] = ours[rank]
            ends[match.end()] = ours[rank] + 1
    passage.words = [w._replace(start=starts[w.start], end=ends[w.end]) for w in twin.words]
    found = {*passage.names, *(Name(starts[n.start], ends[n.end], n.type) for n in twin.names)}
    passage.names = sorted(found)
    passage.sentences = [starts[s] for s in twin.sentences]


def segment(passage: Passage) -> None:
    """Cut a passage into words and sentences with the toolkit's own tokeniser."""
    passage.words = [Word(t.start, t.end, t.pos, t.upos) for t in text_to_tokens(passage.text)]
    passage.sentences = [start for start, _ in text_to_sentences(passage.text)]


def fill(passage: Passage) -> None:
    """Cut what stands between a passage's words, which an edition may mark here and there only."""
    words: list[Word] = []
    at = 0
    for word in [*passage.words, Word(len(passage.text), len(passage.text), "", "")]:
        between = passage.text[at : word.start]
        if between.strip():
            words += [Word(at + t.start, at + t.end, t.pos, t.upos) for t in text_to_tokens(between)]
        words.append(word)
        at = max(at, word.end)
    passage.words = words[:-1]
