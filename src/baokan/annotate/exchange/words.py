"""Words, sentences and parts of speech that a person corrected in another tool, into the derived file of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layers import FileSentence, Layers, words_stamp
from baokan.annotate.exchange.opened import Run
from baokan.annotate.exchange.places import Places, Row
from baokan.annotate.exchange.refresh import HAND
from baokan.annotate.hand import sentence_finding
from baokan.annotate.kept import Kept, Sentence, carry, filled
from baokan.annotate.tokens import Token, plain_segmenter
from baokan.annotate.upos import UPOS, to_upos


def put_sentences(run: Run, file: Path, issue: AnnotatedIssue, places: Places, layers: Layers) -> None:
    """Take in the sentences whose words aren't those that they went out with."""
    now = Kept(run.derived_of(issue), issue.id, plain_segmenter(), whole=True)
    known: dict[str, list[Sentence]] = {}
    for sentence in layers.sentences:
        origin = sentence.origin
        if origin is not None and origin.words == words_stamp(sentence.tokens, sentence.start):
            continue
        row = places.row_at(sentence.start)
        if row.key:
            if row.key not in known:
                known[row.key] = now.sentences(row.key, issue.texts[row.key])
            drawn = Drawn(run, issue, places, row)
            drawn.put(drawn.sentence(sentence, known[row.key], layers.full), known[row.key], file)


class Drawn:
    """A sentence of a line of a tool's text on its way into the block that the line is."""

    def __init__(self, run: Run, issue: AnnotatedIssue, places: Places, row: Row) -> None:
        self.run = run
        self.issue = issue
        self.places = places
        self.row = row

    def sentence(self, said: FileSentence, known: Sequence[Sentence], full: bool) -> Sentence | None:
        """The sentence with offsets in the line; full: whether the tool tells all of a word that the issue has."""
        row, start = self.row, self.row.start
        inside: list[Token] = []
        for token in said.tokens:
            end = inside[-1].end if inside else start
            if end <= token.start < token.end <= start + len(row.text):
                inside.append(token)
        if not full:
            inside = [self.as_it_was(token, known) for token in inside]
        tokens = tuple(replace(t, start=t.start - start, end=t.end - start) for t in inside)
        return Sentence(tokens[0].start, tokens[-1].end, tokens) if tokens else None

    def as_it_was(self, token: Token, known: Sequence[Sentence]) -> Token:
        """A token with what the tool doesn't tell of words that weren't changed: lemma, features, the tag of UD."""
        for old in (t for s in known for t in s.tokens):
            if self.places.span_before(self.row.key, old.start, old.end) == (token.start, token.end):
                return with_tags(token, old, self.places.text[token.start : token.end])
        return with_tags(token, None, self.places.text[token.start : token.end])

    def put(self, sentence: Sentence | None, known: Sequence[Sentence], file: Path) -> None:
        """Note it for the derived file, unless that has it already; what has changed since is told of."""
        if sentence is None:
            return
        row = self.row
        shift = self.places.shift(row)
        moved = carry(sentence, shift, plain_segmenter())
        if moved is not None:  # words that a tool left out are there all the same
            text = self.issue.texts[row.key]
            moved = replace(moved, tokens=tuple(filled(text, moved.start, moved.end, moved.tokens, plain_segmenter())))
        if moved is None or not shift.exact(sentence.start, sentence.end):
            told = replace(sentence, resp=self.run.by or "somebody")
            words = row.text[sentence.start : sentence.end]
            self.run.report(sentence_finding(file, row.key, told, words, moved))
        if moved is None:
            return
        if any((s.start, s.end, s.tokens) == (moved.start, moved.end, moved.tokens) for s in known):
            self.run.add(0, 0, 1)
            return
        moved = replace(moved, resp=self.run.resp(self.issue) or f"#{HAND}")
        self.run.sentences.setdefault(self.issue.path.stem, {}).setdefault(row.key, []).append(moved)
        self.run.add(0, 1, 0)


def with_tags(token: Token, old: Token | None, word: str) -> Token:
    """A token with both its tags: INCEpTION's users set one of them, in the tag set of their project."""
    pos, upos = token.pos, token.upos
    changed = old is not None and pos != old.pos
    if pos and (not upos or (changed and old is not None and upos == old.upos)):
        upos = pos if pos in UPOS else to_upos(word, pos)
    upos = upos if upos in UPOS else "X"
    kept = old if old is not None and not changed else None
    return replace(token, pos=pos, upos=upos, lemma=kept.lemma if kept else "", feats=kept.feats if kept else "")
