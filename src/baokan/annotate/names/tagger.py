"""Third pass, where a model is given: a fitted conditional random field decides on the names that the rules propose.

Its features are those of features.py; `python bench/fit_names.py` fits one. None is shipped: the only text with names marked that
was at hand is for research use. The library is python-crfsuite, the extra `names`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from baokan.annotate.lexicon import tag_of
from baokan.annotate.names.features import text_to_features
from baokan.annotate.names.piece import Piece
from baokan.errors import MissingPart, UnreadableInput

if TYPE_CHECKING:
    import pycrfsuite

TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt"}
MAGIC = b"lCRF"  # how a model of CRFsuite begins


def load_model(path: Path) -> pycrfsuite.Tagger:
    """A fitted model. Raises UnreadableInput for a file that is none, MissingPart without the extra `names`."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
    except OSError as error:
        raise UnreadableInput(f"{path}: can't be read: {error.strerror}.", "check the name.") from error
    if begins != MAGIC:
        raise UnreadableInput(f"{path}: is no model of names.", "make one with python bench/fit_names.py.")
    try:
        import pycrfsuite
    except ImportError as error:
        raise MissingPart("A model of names needs a part that isn't installed.", "pip install 'baokan[names]'.") from error
    model = pycrfsuite.Tagger()
    model.open(str(path))
    return model


# Of names that the model gave so much, so many were right where it was measured (a part of the text that it wasn't fitted to):
# 957 of 1000; between the two 700; below 580.
HIGH, MEDIUM = math.log(0.95), math.log(0.6)


def tag_names(text: str, pieces: Sequence[Piece], names: Sequence[Piece], model: pycrfsuite.Tagger | None = None) -> list[Piece]:
    """The names of simplified text, in order, given its pieces and what the rules found; their scores are log-probabilities.

    Without a model they are those of the rules, none surer than another.
    """
    if model is None:
        return [replace(piece, score=MEDIUM) for piece in names]
    if not text:
        return []
    labels = model.tag(text_to_features(text, pieces, names))
    found = [piece for piece in labels_to_names(labels) if not is_word(text, piece, names)]
    return [replace(piece, score=math.log(max(probability(model, piece), LEAST))) for piece in found]


def is_word(text: str, piece: Piece, names: Sequence[Piece]) -> bool:
    """Whether a place is none after all: the rules see no name there, and it is another word (修桥 of 修桥人)."""
    tag = tag_of(text[piece.start : piece.end])
    if piece.kind != "LOC" or piece.end - piece.start == 1 or not tag or tag == "ns":
        return False
    return not any(p.start < piece.end and piece.start < p.end for p in names)


LEAST = 1e-9


def probability(model: pycrfsuite.Tagger, piece: Piece) -> float:
    """How probable it is that the name begins and ends where it was found, by the less sure of the two."""
    if piece.end - piece.start == 1:
        return float(model.marginal(f"S-{piece.kind}", piece.start))
    begins, ends = model.marginal(f"B-{piece.kind}", piece.start), model.marginal(f"E-{piece.kind}", piece.end - 1)
    return float(min(begins, ends))


def certainty(piece: Piece) -> str:
    """A name's score as TEI's @cert."""
    return "high" if piece.score >= HIGH else "medium" if piece.score >= MEDIUM else "low"


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
