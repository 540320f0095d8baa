"""Sentences and words that stand in a derived file already, and their places in a block whose text may have changed since.

A sentence with a person's @resp is hand work: it stays as it is as long as its words stand in the text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from baokan.annotate.mentions import ANA
from baokan.annotate.reading import is_block
from baokan.annotate.tokens import Segmenter, Token, text_to_tokens
from baokan.simplified import simplify
from baokan.tei.names import NS, XML_ID, by_person, local, tei


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] with its tokens, which don't overlap; resp: the @resp of who cut and tagged them, "" for the machine."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    resp: str = ""


class Shift:
    """Where the characters of an old text stand in a new one; blanks count for nothing."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        before, self.places = bare(old)
        after, there = bare(new)
        self.rank = {place: rank for rank, place in enumerate(self.places)}
        self.there = [*there, len(new)]
        self.matches = [(0, 0, len(before))] if before == after else same_pieces(before, after)
        self.to = {a + n: b + n for a, b, size in self.matches for n in range(size)}

    def exact(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the new text with the same characters in a row; None when they have changed."""
        ranks = [self.rank[place] for place in range(start, end) if place in self.rank]
        moved = [self.to.get(rank) for rank in ranks]
        if not moved or moved[0] is None or moved != list(range(moved[0], moved[0] + len(moved))):
            return None
        return self.there[moved[0]], self.there[moved[0] + len(moved) - 1] + 1

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The span of the new text between what stood before the span and what stood after it."""
        ranks = [rank for place, rank in self.rank.items() if start <= place < end]
        first, last = (min(ranks), max(ranks)) if ranks else (0, 0)
        before = [b + n for a, b, size in self.matches for n in range(size) if a + n < first]
        after = [b + n for a, b, size in self.matches for n in range(size) if a + n > last]
        low = self.there[before[-1]] + 1 if before else 0
        high = self.there[after[0]] if after else len(self.new)
        while low < high and self.new[low].isspace():
            low += 1
        while high > low and self.new[high - 1].isspace():
            high -= 1
        return low, high


def same_pieces(before: str, after: str) -> list[tuple[int, int, int]]:
    """(place in before, place in after, length) of what two texts share, in order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [(m.a, m.b, m.size) for m in matcher.get_matching_blocks() if m.size]


def bare(text: str) -> tuple[str, list[int]]:
    """A text without its blanks, and the place of each character in it."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return "".join(text[place] for place in places), places


def derived_blocks(derived: etree._Element, name: str) -> dict[str, etree._Element]:
    """The blocks of a derived tree by the xml:ids that they have in the issue with that xml:id."""
    prefix = name + ANA
    found = {}
    for element in derived.iterfind("tei:text//*", NS):
        if is_block(element) and (key := element.get(XML_ID, "")):
            found[name + key.removeprefix(prefix) if key.startswith(prefix) else key.removesuffix(ANA)] = element
    return found


def block_words(annotated: etree._Element) -> tuple[str, list[Sentence]]:
    """The text that the words of an annotated block make up, and its sentences with offsets in it."""
    pieces: list[str] = []
    at = 0
    found = []
    for s in annotated.iter(tei("s")):
        tokens = []
        for word in s.iter(tei("w"), tei("pc")):
            text = "".join(word.itertext())
            if text:
                tokens.append(element_to_token(word, at, text))
            blank = "" if word.get("join") in ("right", "both") else " "
            pieces.append(text + blank)
            at += len(text) + len(blank)
        if tokens:
            found.append(Sentence(tokens[0].start, tokens[-1].end, tuple(tokens), s.get("resp", "") if by_person(s) else ""))
    return "".join(pieces), found


def element_to_token(word: etree._Element, start: int, text: str) -> Token:
    upos, feats = "", []
    for part in word.get("msd", "").split("|"):
        if part.startswith("UPosTag="):
            upos = part.removeprefix("UPosTag=")
        elif part and part != "_":
            feats.append(part)
    upos = upos or ("PUNCT" if local(word) == "pc" else "X")
    lemma = word.get("lemma", "")
    return Token(start, start + len(text), word.get("pos", ""), upos, "" if lemma == simplify(text) else lemma, "|".join(feats))


def carry(sentence: Sentence, shift: Shift, segmenter: Segmenter | None) -> Sentence | None:
    """The sentence in the new text: words that changed are cut anew, all others stay; None when none is left.

    Without a segmenter a sentence that has changed at all is None.
    """
    kept = [(moved, token) for token in sentence.tokens if (moved := shift.exact(token.start, token.end))]
    whole = shift.exact(sentence.start, sentence.end)
    if whole and len(kept) == len(sentence.tokens):
        tokens = tuple(replace(token, start=start, end=end) for (start, end), token in kept)
        return replace(sentence, start=whole[0], end=whole[1], tokens=tokens)
    if not kept or segmenter is None:
        return None
    start, end = shift.around(sentence.start, sentence.end)
    tokens = tuple(filled(shift.new, start, end, [replace(t, start=a, end=b) for (a, b), t in kept], segmenter))
    return replace(sentence, start=start, end=end, tokens=tokens) if tokens else None


def filled(text: str, start: int, end: int, tokens: Sequence[Token], segmenter: Segmenter) -> Iterator[Token]:
    """The tokens, and what stands between them cut into words."""
    at = start
    for token in (*tokens, None):
        until = token.start if token else end
        if at < until:
            yield from (replace(t, start=t.start + at, end=t.end + at) for t in text_to_tokens(text[at:until], segmenter))
        if token:
            yield token
            at = token.end


def without_overlaps(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences in the order of the text; of two that overlap the one that comes first in the list."""
    kept: list[Sentence] = []
    for sentence in sentences:
        if all(sentence.end <= other.start or other.end <= sentence.start for other in kept):
            kept.append(sentence)
    return sorted(kept, key=lambda s: s.start)


class Kept:
    """What of an issue's derived file stays: a person's sentences, with all of them when `whole`, and new ones of an import."""

    def __init__(self, derived: etree._Element | None, name: str, segmenter: Segmenter, whole: bool = False) -> None:
        """derived: the root of the derived file, None when there is none; name: the issue's xml:id."""
        self.segmenter = segmenter
        self.blocks = {} if derived is None else derived_blocks(derived, name)
        self.whole = whole
        self.new: dict[str, list[Sentence]] = {}
        self.people: dict[str, etree._Element] = {}
        self.told: list[tuple[str, Sentence, str, Sentence | None]] = []  # block, old sentence, its words, what became of it
        statements = () if derived is None else derived.iterfind("tei:teiHeader/tei:fileDesc/tei:titleStmt/tei:respStmt", NS)
        for statement in statements:
            self.people[statement.get(XML_ID, "")] = statement

    def sentences(self, key: str, text: str) -> list[Sentence]:
        """The sentences that stay in the block with that xml:id and text: an import's, then a person's, then the others."""
        found = list(self.new.get(key, ()))
        annotated = self.blocks.get(key)
        if annotated is None or not (self.whole or any(by_person(s) for s in annotated.iter(tei("s")))):
            return without_overlaps(found)
        old, sentences = block_words(annotated)
        shift = Shift(old, text)
        for sentence in sorted(sentences, key=lambda s: not s.resp):
            if not (sentence.resp or self.whole):
                continue
            now = carry(sentence, shift, self.segmenter if sentence.resp else None)
            if sentence.resp and not (now and shift.exact(sentence.start, sentence.end)):
                self.told.append((key, sentence, old[sentence.start : sentence.end], now))
            if now is not None:
                found.append(now)
        return without_overlaps(found)
