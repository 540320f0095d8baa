"""Third pass: a fitted model of character sequences (a conditional random field) decides on the names the rules propose.

Its features are those of features.py; its weights, data/names.crfsuite, are made by bench/fit_names.py. The library is
python-crfsuite.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pycrfsuite

from baokan.annotate.names.features import text_to_features
from baokan.annotate.names.gazetteer import DATA
from baokan.annotate.names.piece import Piece

MODEL = DATA / "names.crfsuite"
TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt"}


@cache
def tagger() -> pycrfsuite.Tagger:
    model = pycrfsuite.Tagger()
    model.open(str(MODEL))
    return model


def tag_names(text: str, pieces: Sequence[Piece], names: Sequence[Piece]) -> list[Piece]:
    """The names of simplified text, in order, given its pieces and what the rules found."""
    return labels_to_names(tagger().tag(text_to_features(text, pieces, names)) if text else [])


def names_to_labels(length: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """(start, end, kind) of names -> a label for each character: B-PER, I-PER, E-PER, S-PER or O."""
    labels = ["O"] * length
    for start, end, kind in spans:
        labels[start:end] = [f"I-{kind}"] * (end - start)
        labels[start], labels[end - 1] = f"B-{kind}", f"E-{kind}"
        if end - start == 1:
            labels[start] = f"S-{kind}"
    return labels


def labels_to_names(labels: Sequence[str]) -> list[Piece]:
    """The names that labels say; one that begins and doesn't end, or ends and doesn't begin, is none."""
    found = []
    start = -1
    for i, label in enumerate(labels):
        kind = label[2:]
        if label[0] == "S":
            found.append(Piece(i, i + 1, kind, TAGS[kind]))
        elif label[0] == "E" and start >= 0 and labels[start][2:] == kind:
            found.append(Piece(start, i + 1, kind, TAGS[kind]))
        start = i if label[0] == "B" else start if label[0] == "I" else -1
    return found
