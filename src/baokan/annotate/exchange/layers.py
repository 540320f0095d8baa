"""An issue as INCEpTION has it, whatever the file: its text, sentences, tokens, names and remarks; and what came back of it.

A sentence's id tells where it stands and what it went out with, so that only what somebody changed is taken for theirs:
`i1.a1.p1.s2|1a2b3c4d|PER:0-3 LOC:5-8|i1.n1` is sentence, checksum of its words, its names, the remarks that begin in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from baokan.annotate.ana import cut_sentences
from baokan.annotate.exchange.anchors import Texts
from baokan.annotate.exchange.brat import comment, label
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.names import Tag, base_to_text, is_name, names_now, text_to_base
from baokan.annotate.exchange.places import block_starts, document
from baokan.annotate.kept import Kept, Sentence
from baokan.annotate.tokens import Token, plain_segmenter

Said = tuple[str, str]  # in English and Chinese


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said of a span: the annotation's xml:id ("" for a new one), its label and its words; line of the file."""

    start: int
    end: int
    id: str
    label: str = ""
    comment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The block that a sentence is of, and what it went out with: checksum of its words, names, remarks; None for lost."""

    block: str
    words: str | None
    names: tuple[Tag, ...] | None
    remarks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileSentence:
    """A sentence of a tool's text with its tokens; line of the file; origin: what it went out with, None when that is lost."""

    start: int
    end: int
    id: str
    tokens: tuple[Token, ...]
    line: int = 0
    origin: Origin | None = None


@dataclass
class Layers:
    """Offsets count characters of the text.

    remarkable, dated: whether the file has a place for remarks, for dates; full: whether it tells all of a word, also lemma and
    features; sound: whether all of its annotations could be read, so that what is missing was taken out by somebody.
    """

    text: str
    sentences: list[FileSentence] = field(default_factory=list)
    names: list[Tag] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    remarkable: bool = True
    dated: bool = True
    full: bool = False
    sound: bool = True
    faults: list[tuple[int, str, Said]] = field(default_factory=list)  # line, code, what is wrong


def id_to_origin(key: str, start: int) -> Origin | None:
    """Where a sentence that begins at an offset comes from; None for an id that isn't ours."""
    parts = key.split("|")
    block, mark, number = parts[0].rpartition(".s")
    names = text_to_base(parts[2], start) if len(parts) == 4 else None
    if names is None or not (block and mark and number.isdecimal()):
        return None
    return Origin(block, parts[1], names, frozenset(parts[3].split()))


def words_stamp(tokens: Iterable[Token], start: int) -> str:
    """Eight hex digits that change with a word's edges and tags."""
    parts = [(t.start - start, t.end - start, t.pos, t.upos) for t in tokens]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def issue_to_layers(
    issue: AnnotatedIssue, annotations: Sequence[Annotation], derived: etree._Element | None
) -> tuple[Layers, list[str]]:
    """An issue's layers, and the ids of the annotations that have no place in them (of whole elements, of words that are lost).

    annotations: where they stand in the text now; derived: the root of the derived file, None when there is none.
    """
    starts = block_starts(issue.texts)
    layers = Layers(document(issue.texts))
    for n in names_now(issue, annotations, derived):
        if n.block in starts and (span := trimmed(issue.texts[n.block], n.start, n.end)):
            at = starts[n.block]
            layers.names.append(Tag(at + span[0], at + span[1], n.kind, n.ref))
    left = []
    for annotation in (a for a in annotations if not is_name(a)):
        spans = words_of(annotation, issue.texts)
        if spans is None:
            left.append(annotation.id)
            continue
        for key, start, end in spans:
            at = starts[key]
            layers.remarks.append(Remark(at + start, at + end, annotation.id, label(annotation), comment(annotation)))
    layers.remarks.sort(key=lambda r: (r.start, -r.end, r.id))
    for key, sentences in issue_sentences(issue.texts, derived, issue.id):
        layers.sentences += with_ids(key, starts[key], sentences, layers)
    return layers, left


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span without the blanks at its edges, which no tool of tokens keeps; None when nothing is left."""
    words = text[start:end]
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    return (start + left, start + right) if left < right else None


def words_of(annotation: Annotation, texts: Texts) -> list[tuple[str, int, int]] | None:
    """The blocks and spans that an annotation means, None when one of its targets isn't words of a block."""
    found = []
    for t in annotation.targets:
        span = trimmed(texts[t.id], t.start, t.end) if t.id in texts.blocks and t.start >= 0 else None
        if span is None:
            return None
        found.append((t.id, *span))
    return found


def issue_sentences(texts: Texts, derived: etree._Element | None, name: str) -> Iterable[tuple[str, list[Sentence]]]:
    """The sentences of each block: the derived file's where it says the block's text, else cut now."""
    segmenter = plain_segmenter()
    kept = Kept(derived, name, segmenter, whole=True)
    for key in texts.blocks:
        yield key, cut_sentences(texts[key], [], kept.sentences(key, texts[key]), segmenter)


def with_ids(key: str, at: int, sentences: Sequence[Sentence], layers: Layers) -> Iterable[FileSentence]:
    """The sentences of a block at their places in the document, with ids."""
    for number, sentence in enumerate(sentences, 1):
        start, end = at + sentence.start, at + sentence.end
        tokens = tuple(Token(at + t.start, at + t.end, t.pos, t.upos, t.lemma, t.feats) for t in sentence.tokens)
        names = base_to_text((n for n in layers.names if start <= n.start < end), start)
        remarks = " ".join(sorted({r.id for r in layers.remarks if start <= r.start < end}))
        yield FileSentence(start, end, f"{key}.s{number}|{words_stamp(tokens, start)}|{names}|{remarks}", tokens)
