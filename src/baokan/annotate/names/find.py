"""Names in the texts of an article: read, composed, and read again with what the article and the corpus know."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baokan.annotate.lexicon import occurrences
from baokan.annotate.names import abbreviations, cues, organisations
from baokan.annotate.names.lattice import PERSON, PLACE, PLACE_SUFFIXES, Piece, read
from baokan.annotate.simplify import simplify

Learnt = Mapping[str, tuple[str, float]]
ENOUGH = 2  # mentions that make a name known without a sure sign beside it
SHARE = 0.34  # of a name's occurrences that must have been read as the name
LEARNT = math.log(1 / 60)  # a learnt name's share among the names of its kind


@dataclass
class Votes:
    """What was read as a name of a person or a place, how often, and how often with a sure sign beside it."""

    read: Counter[tuple[str, str]] = field(default_factory=Counter)
    sure: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, text: str, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            name = text[piece.start : piece.end]
            if piece.kind not in ("PER", "LOC") or len(name) < 2:
                continue
            self.read[name, piece.kind] += 1
            if piece.kind == "PER" and sure_sign(text, piece):
                self.sure[name, piece.kind] += 1

    def learn(self, texts: Sequence[str]) -> dict[str, tuple[str, float]]:
        """The names that enough speaks for, with a log-probability for the next reading."""
        learnt: dict[str, tuple[str, float]] = {}
        for (name, kind), count in self.read.items():
            if kind == "PER" and (self.sure[name, kind] or count >= ENOUGH):
                other = self.read[name, "LOC"]
                everywhere = sum(text.count(name) for text in texts)
                if count + 2 * self.sure[name, kind] > other and (count + self.sure[name, kind]) / max(everywhere, 1) >= SHARE:
                    learnt[name] = ("PER", PERSON + LEARNT)
            elif kind == "LOC" and name[-1] in PLACE_SUFFIXES and len(name) > 2 and not occurrences(name[:-1]):
                learnt.setdefault(name[:-1], ("LOC", PLACE + LEARNT))  # 清河 of 清河村
        return learnt


def sure_sign(text: str, piece: Piece) -> bool:
    before = text[piece.start - 1] if piece.start else "\n"
    after = text[piece.end] if piece.end < len(text) else "\n"
    if cues.title_before(text, piece.start):
        return after in cues.EDGES or cues.cue_after(text, piece.end)
    return before in cues.EDGES and (cues.cue_after(text, piece.end) or (after in cues.EDGES and "、" in (before, after)))


def find_names(texts: Sequence[str], known: Learnt | None = None) -> list[list[Piece]]:
    """The names of each text of one article; `known` is what the rest of the corpus says."""
    plain = [simplify(text) for text in texts]
    known = dict(known or {})
    first = [read(text, known) for text in plain]
    votes = Votes()
    for text, pieces in zip(plain, first, strict=True):
        votes.add(text, pieces)
    learnt = votes.learn(plain)
    news = {name: value for name, value in learnt.items() if name not in known}
    found = []
    for text, pieces in zip(plain, first, strict=True):
        if any(name in text for name in news):
            pieces = read(text, {**known, **news})
        found.append(compose(text, pieces))
    return found


def compose(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    singles = {span for span in abbreviations.single(text, [(p.start, p.end) for p in pieces if not p.kind] )}
    names = organisations.find(text, pieces)
    names = [p for p in names if not any(a < p.end and p.start < b for a, b in (m.span(1) for m in PERIODICAL.finditer(text)))] + [
        Piece(*m.span(1), "ORG") for m in PERIODICAL.finditer(text)
    ]
    taken = {i for p in names for i in range(p.start, p.end)}
    names = [extended(text, p) for p in names]
    names += [Piece(m.start() + n, m.start() + n + 1, "PER") for m in MARX_LENIN.finditer(text) for n in (0, 1) if m.start() not in taken]
    names += [Piece(a, b, "LOC", "ns") for a, b in singles if a not in taken]
    return sorted(names, key=lambda p: p.start)


PERIODICAL = re.compile(r"《([\u4e00-\u9fff]{1,6}(?:日报|晚报|晨报|早报|时报|周报|快报|导报|商报|画报|学报|周刊|月刊|报))》")
MARX_LENIN = re.compile("马列(?=主义|著作)")
ORDINAL = re.compile("[一二三四五六七八九十]{1,2}世(?!纪)")


def extended(text: str, piece: Piece) -> Piece:
    """A ruler's name with its ordinal: 伊丽莎白二世."""
    match = ORDINAL.match(text, piece.end) if piece.kind == "PER" else None
    return Piece(piece.start, match.end(), "PER", piece.tag) if match else piece


__all__ = ["Votes", "find_names"]
