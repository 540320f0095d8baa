"""What the formats of linguists share: a passage as sentences of tokens, each with the blank after it and its name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from baokan.search.passages import IssueText, Passage, Word

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\x85]+")  # what would break a line or a column of a text format


@dataclass(frozen=True, slots=True)
class ExportToken:
    """A token as it is exported; `name` is the index of the name it lies in among the passage's, -1 outside of all."""

    form: str
    word: Word
    space_after: bool
    name: int

    @property
    def lemma(self) -> str:
        """The lemma, which in Chinese is the word itself."""
        return self.word.lemma or self.form

    @property
    def upos(self) -> str:
        return self.word.upos or "X"

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return self.word.upos == "PUNCT"


def passage_to_sentences(passage: Passage) -> Iterator[list[ExportToken]]:
    """The sentences of a passage, none empty. Of names that overlap the first counts, the longer where they begin alike."""
    owner = token_names(passage)
    bounds = [*sorted({0, *passage.sentences}), len(passage.text) + 1]
    sentence: list[ExportToken] = []
    at = 0
    for number, word in enumerate(passage.words):
        while word.start >= bounds[at + 1]:
            at += 1
            if sentence:
                yield sentence
                sentence = []
        following = passage.words[number + 1].start if number + 1 < len(passage.words) else len(passage.text)
        gap = passage.text[word.end : following]
        sentence.append(ExportToken(one_line(passage.text[word.start : word.end]), word, bool(gap), owner[number]))
    if sentence:
        yield sentence


def token_names(passage: Passage) -> list[int]:
    """For each word the number of its name, -1 outside of all; a name never goes over the end of a sentence."""
    owner = [-1] * len(passage.words)
    order = sorted(range(len(passage.names)), key=lambda n: (passage.names[n].start, -passage.names[n].end))
    limits = [*sorted({0, *passage.sentences}), len(passage.text) + 1]
    free_from = at = 0
    for number in order:
        name = passage.names[number]
        while at < len(passage.words) and passage.words[at].end <= name.start:
            at += 1
        inside = []
        for word in range(at, len(passage.words)):
            if passage.words[word].start >= name.end:
                break
            inside.append(word)
        if not inside or inside[0] < free_from:
            continue
        stop = limits[bisect_right(limits, passage.words[inside[0]].start)]
        for word in inside:
            if passage.words[word].start < stop:
                owner[word] = number
                free_from = word + 1
    return owner


def one_line(text: str) -> str:
    """Text without line breaks and tabs, which a column of a text format can't hold."""
    return CONTROL.sub(" ", text)


def article_groups(issue: IssueText) -> Iterator[tuple[int, list[Passage]]]:
    """(article, its passages in a row); passages outside of all articles are groups with -1."""
    group: list[Passage] = []
    current = -1
    for passage in issue.passages:
        if group and passage.article != current:
            yield current, group
            group = []
        current = passage.article
        group.append(passage)
    if group:
        yield current, group
