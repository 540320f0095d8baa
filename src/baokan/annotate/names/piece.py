"""A stretch of text read as a word or a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] read as a word or a name: kind is "PER", "LOC", "ORG" or "" for any other word; tag is jieba's."""

    start: int
    end: int
    kind: str
    tag: str = ""
    score: float = 0.0  # log-probability, nats


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character >= "\U00020000"
