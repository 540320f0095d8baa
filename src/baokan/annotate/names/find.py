"""Names in the texts of an article: read, composed, and read again with what the article and the corpus know."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from baokan.annotate.lexicon import occurrences
from baokan.annotate.names import abbreviations, cues, organisations
from baokan.annotate.names.lattice import PLACE, PLACE_SUFFIXES, Learnt, read
from baokan.annotate.names.people import PERSON
from baokan.annotate.names.piece import Piece
from baokan.annotate.names.tagger import MEDIUM, tag_names
from baokan.names_zh import surnames
from baokan.simplified import plain_text, simplify

if TYPE_CHECKING:
    import pycrfsuite

ENOUGH = 2  # mentions that make a name known without a sure sign beside it
LISTED = math.log(1 / 1000)  # the log-probability of a name that a person put into an authority file
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
                enough = (count + self.sure[name, kind]) / max(everywhere, 1) >= SHARE
                if count + 2 * self.sure[name, kind] > other and (enough or occurrences(name) < COMMON):
                    learnt[name] = ("PER", PERSON + LEARNT)
            elif kind == "LOC" and name[-1] in PLACE_SUFFIXES and len(name) > 2 and not occurrences(name[:-1]):
                learnt.setdefault(name[:-1], ("LOC", PLACE + LEARNT))  # 清河 of 清河村
        return learnt


def learn_everywhere(votes: Votes) -> dict[str, tuple[str, float]]:
    """The names of people that a whole corpus is sure of: a sign beside one mention at least, and others."""
    learnt = {}
    for (name, kind), count in votes.read.items():
        sure = votes.sure[name, kind]
        if kind == "PER" and sure and count + 2 * sure > votes.read[name, "LOC"] + 2 and occurrences(name) < COMMON:
            learnt[name] = ("PER", PERSON + LEARNT)
    return learnt


COMMON = 100  # occurrences in jieba's dictionary of a word that a corpus can't make a name everywhere


def sure_sign(text: str, piece: Piece) -> bool:
    before = text[piece.start - 1] if piece.start else "\n"
    after = text[piece.end] if piece.end < len(text) else "\n"
    if cues.title_before(text, piece.start):
        return after in cues.EDGES or cues.cue_after(text, piece.end)
    return before in cues.EDGES and (cues.cue_after(text, piece.end) or (after in cues.EDGES and "、" in (before, after)))


def read_votes(texts: Sequence[str], known: Learnt, votes: Votes) -> None:
    """Add what is read as a name in the texts of one article to votes."""
    for text in texts:
        plain = plain_text(text)
        votes.add(plain, read(plain, known))


def find_names(texts: Sequence[str], known: Learnt | None = None, model: pycrfsuite.Tagger | None = None) -> list[list[Piece]]:
    """The names of each text of one article; `known` is what the rest of the corpus says, `model` decides where there is one."""
    known = known or {}
    closed = [close_padded(text) for text in texts]
    names = close_names([text for text, _ in closed], known, model)
    return [
        [replace(p, start=at[p.start], end=at[p.end - 1] + 1) for p in found]
        for found, (_, at) in zip(names, closed, strict=True)
    ]


PADDED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])([ \u3000]{1,2})([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
AFTER_TITLE = re.compile(r"(?<=记者|讯员|作者)([\u4e00-\u9fff])(\u3000{1,2})([\u4e00-\u9fff])(?![\u4e00-\u9fff])")


def close_padded(text: str) -> tuple[str, Sequence[int]]:
    """The text without the blanks that pad names of two characters (贺　勇), and where each of its characters was."""
    out = [m.span(2) for pattern in (PADDED, AFTER_TITLE) for m in pattern.finditer(text) if simplify(m[1]) in surnames()]
    if not out:
        return text, range(len(text))
    gone = {i for start, end in out for i in range(start, end)}
    at = [i for i in range(len(text)) if i not in gone]
    return "".join(text[i] for i in at), at


def close_names(texts: Sequence[str], known: Learnt, model: pycrfsuite.Tagger | None) -> list[list[Piece]]:
    """The names of texts in which no name is padded."""
    read_texts = article_to_pieces(texts, known)
    plain = [text for text, _, _ in read_texts]
    found = one_sense(plain, [tag_names(*read_text, model) for read_text in read_texts])
    return [heed(text, names, pieces, known) for (text, pieces, _), names in zip(read_texts, found, strict=True)]


# How many characters a name must have to be sought in the rest of its article.
SOUGHT_FROM = {"PER": 2, "LOC": 2, "ORG": 4}


def one_sense(texts: Sequence[str], found: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The names of one article, and where else in it they stand and were not seen: what is a name once is one everywhere."""
    kinds: dict[str, Counter[str]] = {}
    for text, names in zip(texts, found, strict=True):
        for piece in names:
            kinds.setdefault(text[piece.start : piece.end], Counter())[piece.kind] += 1
    sought = []
    for name, counts in kinds.items():
        kind = counts.most_common(1)[0][0]
        everywhere = sum(text.count(name) for text in texts)
        if len(name) >= SOUGHT_FROM[kind] and SHARE * everywhere <= counts.total() < everywhere:
            sought.append((name, kind))
    sought.sort(key=lambda one: (-len(one[0]), one[0]))
    return [with_sought(text, names, sought) for text, names in zip(texts, found, strict=True)]


def with_sought(text: str, names: list[Piece], sought: Sequence[tuple[str, str]]) -> list[Piece]:
    found = list(names)
    for name, kind in sought:
        for match in re.finditer(re.escape(name), text):
            piece = Piece(*match.span(), kind, score=MEDIUM)
            if not overlaps(piece, found):
                found.append(piece)
    return sorted(found, key=lambda p: p.start)


def article_to_pieces(texts: Sequence[str], known: Learnt) -> list[tuple[str, list[Piece], list[Piece]]]:
    """For each text of one article: its plain form, its words, and the names that the rules find."""
    plain = [plain_text(text) for text in texts]
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
        found.append((text, pieces, compose(text, pieces)))
    return found


def heed(text: str, names: list[Piece], pieces: Sequence[Piece], known: Learnt) -> list[Piece]:
    """The names, with what a person put into the authority files: a name there is one, and no name there is none."""
    listed = [p for p in pieces if (entry := known.get(text[p.start : p.end])) and entry[1] == LISTED]
    if not listed:
        return names
    no_names = {(p.start, p.end) for p in listed if not p.kind}
    kept = [p for p in names if (p.start, p.end) not in no_names]
    for piece in listed:
        over = [p for p in kept if p.start < piece.end and piece.start < p.end]
        if piece.kind and not any(p.start <= piece.start and piece.end <= p.end and len_of(p) > len_of(piece) for p in over):
            kept = [p for p in kept if p not in over] + [replace(piece, score=0.0)]
    return sorted(kept, key=lambda p: p.start)


def len_of(piece: Piece) -> int:
    return piece.end - piece.start


def compose(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The second pass: organisations, periodicals, abbreviations of places."""
    periodicals = [Piece(*m.span(1), "ORG") for m in PERIODICAL.finditer(text)]
    names = [extended(text, p) for p in organisations.find(text, pieces)]
    found = periodicals + [p for p in names if not overlaps(p, periodicals)]
    for match in MARX_LENIN.finditer(text):
        people = [Piece(match.start(), match.start() + 1, "PER"), Piece(match.start() + 1, match.end(), "PER")]
        found += [p for p in people if not overlaps(p, found)]
    words = [(p.start, p.end) for p in pieces if not p.kind]
    for start, end in dict.fromkeys(abbreviations.single(text, words)):
        place = Piece(start, end, "LOC", "ns")
        if not overlaps(place, found):
            found.append(place)
    return sorted(found, key=lambda p: p.start)


def overlaps(piece: Piece, others: Sequence[Piece]) -> bool:
    return any(p.start < piece.end and piece.start < p.end for p in others)


PERIODICAL = re.compile(r"《([\u4e00-\u9fff]{1,6}(?:日报|晚报|晨报|早报|时报|周报|快报|导报|商报|画报|学报|周刊|月刊|报))》")
MARX_LENIN = re.compile("马列(?=主义|著作)")
ORDINAL = re.compile("[一二三四五六七八九十]{1,2}世(?!纪)")


def extended(text: str, piece: Piece) -> Piece:
    """A ruler's name with its ordinal: 伊丽莎白二世."""
    match = ORDINAL.match(text, piece.end) if piece.kind == "PER" else None
    return Piece(piece.start, match.end(), "PER", piece.tag) if match else piece


__all__ = ["Votes", "find_names"]
