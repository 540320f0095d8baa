"""What is known of each character of a text, as the fitted tagger reads it: the words and names of the rules, and the lists."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from baokan.annotate.names import cues, organisations
from baokan.annotate.names.gazetteer import place_characters, transliteration, word_set
from baokan.annotate.names.piece import Piece, is_han
from baokan.names_zh import given_weights, surnames

OUT = "#"  # outside of the text
EVEN = str.maketrans("0123456789「」『』()", "0000000000“”“”（）")  # marks of the same use, read alike
KINDS_OF_MARK = {
    **dict.fromkeys("0123456789", "d"), **dict.fromkeys("一二三四五六七八九十百千万亿", "n"),
    **dict.fromkeys("，。！？；：", "p"),
    **dict.fromkeys("“”‘’「」『』", "q"), **dict.fromkeys("《》", "b"), **dict.fromkeys("（）()", "r"), "、": "、", "·": "·",
    "—": "—",
}  # fmt: skip


@cache
def kind_of_mark(character: str) -> str:
    if character in KINDS_OF_MARK:
        return KINDS_OF_MARK[character]
    return "h" if is_han(character) else "a" if character.isascii() and character.isalpha() else "o"


@cache
def in_people(character: str) -> str:
    """How common it is as a surname, and in given names."""
    share = surnames().get(character)
    weight = given_weights().get(character)
    surname = "" if share is None else f"s{min(4, int(-math.log10(share)))}"
    return surname + ("" if weight is None else f"g{round(weight)}")


@cache
def in_sounds(character: str) -> str:
    share = transliteration().get(character)
    return "-" if share is None else f"t{int(-share)}"


@cache
def in_places(character: str) -> str:
    share = place_characters().get(character)
    return "-" if share is None else f"p{int(-share)}"


@cache
def word_marks(word: str) -> str:
    """Whether it ends or opens names of organisations, is a title, stands behind names."""
    marks = "e" if organisations.ending(word) else ""
    marks += "o" if word in word_set("orgs.txt", "openers") else ""
    return marks + ("t" if word in cues.titles() else "") + ("c" if word in cues.cues() else "")


def places_in_piece(length: int, pieces: Sequence[Piece], name: Callable[[Piece], str], other: str) -> list[str]:
    """For each character B, I, E or S and the name of the piece that it stands in; `other` outside of any."""
    tags = [other] * length
    for piece in pieces:
        kind = name(piece)
        if piece.end - piece.start == 1:
            tags[piece.start] = "S" + kind
            continue
        tags[piece.start], tags[piece.end - 1] = "B" + kind, "E" + kind
        for i in range(piece.start + 1, piece.end - 1):
            tags[i] = "I" + kind
    return tags


def text_to_features(text: str, pieces: Sequence[Piece], names: Sequence[Piece]) -> list[list[str]]:
    """For each character of simplified text its features, each a short string.

    pieces: the words and names that text is cut into; names: what the rules found. The characters of names are
    features one by one and in twos; words are features only where they are words of the dictionary.
    """
    size = len(text)
    if not size:
        return []
    words = word_features(text, pieces)
    rule = shifted(places_in_piece(size, names, lambda p: p.kind, "O"))
    word = shifted(places_in_piece(size, pieces, lambda p: (p.kind or "_") + (p.tag or "x"), "O"))
    plain = shifted(list(text.translate(EVEN)))
    mark = shifted([kind_of_mark(c) for c in text])
    person = shifted([in_people(c) for c in text])
    sound = shifted([in_sounds(c) for c in text])
    place = shifted([in_places(c) for c in text])
    beside = signs(text)
    found = []
    for i in range(size):
        a, b, c, d, e = i, i + 1, i + 2, i + 3, i + 4  # two before, one before, here, one after, two after
        found.append([
            "r-2" + rule[a], "r-1" + rule[b], "r0" + rule[c], "r1" + rule[d], "r2" + rule[e],
            "rr" + rule[b] + rule[c], "rs" + rule[c] + rule[d],
            "l-1" + word[b], "l0" + word[c], "l1" + word[d],
            "t-1" + mark[b], "t0" + mark[c], "t1" + mark[d],
            "a-2" + person[a], "a-1" + person[b], "a0" + person[c], "a1" + person[d], "a2" + person[e],
            "aa" + person[c] + "|" + person[d], "ab" + person[b] + "|" + person[c],
            "T-1" + sound[b], "T0" + sound[c], "T1" + sound[d], "TT" + sound[b][0] + sound[c][0] + sound[d][0] + sound[e][0],
            "C-1" + place[b], "C0" + place[c], "C1" + place[d],
            "u-2" + plain[a], "u-1" + plain[b], "u0" + plain[c], "u1" + plain[d], "u2" + plain[e],
            "v" + plain[b] + plain[c], "v+" + plain[c] + plain[d],
            *beside[i], *words[i],
        ])  # fmt: skip
    return found


def shifted(values: list[str]) -> list[str]:
    """The values with two places outside of the text on either side."""
    return [OUT, OUT, *values, OUT, OUT]


def signs(text: str) -> list[tuple[str, str]]:
    """For each character whether a title ends before it and a cue begins behind it; the same one character farther off."""
    title = ["01"[cues.title_before(text, i)] for i in range(len(text))]
    cue = ["01"[cues.cue_after(text, i)] for i in range(len(text) + 1)]
    return [
        ("c" + title[i] + cue[i + 1], "d" + cue[min(len(text), i + 2)] + (title[i - 1] if i else "0")) for i in range(len(text))
    ]


def word_features(text: str, pieces: Sequence[Piece]) -> list[list[str]]:
    """For each character what its word and the words beside it are."""
    kinds = shifted([piece.kind or piece.tag for piece in pieces])
    texts = [text[piece.start : piece.end] for piece in pieces]
    marks = shifted([word_marks(word) for word in texts])
    # A name that the rules found is read by its kind, never by what it is.
    shown = shifted([piece.kind or word for piece, word in zip(pieces, texts, strict=True)])
    rows: list[list[str]] = []
    for n, piece in enumerate(pieces, 2):
        kind, tag = piece.kind or "_", piece.tag or "x"
        shared = [
            "w-2" + kinds[n - 2], "w-1" + kinds[n - 1], "w1" + kinds[n + 1], "w2" + kinds[n + 2],
            "W-" + shown[n - 1], "W+" + shown[n + 1],
        ]  # fmt: skip
        length = piece.end - piece.start
        for at in ("S",) if length == 1 else ("B", *"I" * (length - 2), "E"):
            here = at + kind + tag
            rows.append([
                *shared, "ll" + here + "|" + kinds[n + 1], "lm" + kinds[n - 1] + "|" + here, "W" + shown[n] + at,
                "x-1" + marks[n - 1] + at, "x0" + marks[n] + at, "x1" + marks[n + 1] + at, "x2" + marks[n + 2] + at,
            ])  # fmt: skip
    assert all(one.end == next_.start for one, next_ in pairwise(pieces))
    return rows
