"""Words, sentences and parts of speech that a person corrected in another tool, into the derived file of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layers import FileSentence, id_to_origin, words_stamp
from baokan.annotate.exchange.opened import Run
from baokan.annotate.exchange.places import Places, Row
from baokan.annotate.exchange.refresh import HAND
from baokan.annotate.kept import Kept, Sentence, carry
from baokan.annotate.tokens import Token, plain_segmenter
from baokan.annotate.upos import UPOS, to_upos


def put_sentences(run: Run, issue: AnnotatedIssue, places: Places, sentences: Sequence[FileSentence]) -> None:
    """Take in the sentences whose words aren't those that they went out with."""
    now = Kept(run.derived_of(issue), issue.id, plain_segmenter(), whole=True)
    for sentence in sentences:
        origin = id_to_origin(sentence.id, sentence.start)
        if origin is not None and origin.words == words_stamp(sentence.tokens, sentence.start):
            continue
        row = places.row_at(sentence.start)
        if row.key:
            known = now.sentences(row.key, issue.texts[row.key])
            put_sentence(run, issue, places, row, as_it_was(sentence, known, places, row))


def put_sentence(run: Run, issue: AnnotatedIssue, places: Places, row: Row, sentence: Sentence) -> None:
    """Take in one sentence, with offsets in the tool's text, of a line of it; blocks are named by the line."""
    inside = tuple(t for t in sentence.tokens if row.start <= t.start and t.end <= row.start + len(row.text))
    if not inside:
        return
    shifted = tuple(replace(t, start=t.start - row.start, end=t.end - row.start) for t in inside)
    drawn = Sentence(shifted[0].start, shifted[-1].end, shifted, run.resp(issue) or f"#{HAND}")
    moved = carry(drawn, places.shift(row), plain_segmenter())
    if moved is None:
        return
    new = run.sentences.setdefault(issue.path.stem, {}).setdefault(row.key, [])
    new.append(moved)
    run.add(0, 1, 0)


def as_it_was(sentence: FileSentence, known: Sequence[Sentence], places: Places, row: Row) -> Sentence:
    """The sentence with what the tool doesn't tell of words that weren't changed: lemma, features, the tag of UD."""
    old: dict[tuple[int, int], Token] = {}
    for token in (t for s in known for t in s.tokens):
        if (span := places.span_before(row.key, token.start, token.end)) is not None:
            old[span] = token
    tokens = tuple(with_tags(t, old.get((t.start, t.end)), places.text[t.start : t.end]) for t in sentence.tokens)
    return Sentence(sentence.start, sentence.end, tokens)


def with_tags(token: Token, old: Token | None, word: str) -> Token:
    """A token with both its tags: INCEpTION's users set one of them, in the tag set of their project."""
    pos, upos = token.pos, token.upos
    changed = old is not None and pos != old.pos
    if pos and (not upos or (changed and old is not None and upos == old.upos)):
        upos = pos if pos in UPOS else to_upos(word, pos)
    upos = upos if upos in UPOS else "X"
    kept = old if old is not None and not changed else None
    return replace(token, pos=pos, upos=upos, lemma=kept.lemma if kept else "", feats=kept.feats if kept else "")
