"""One issue of the index as columns: which value each word has, where it stands, where sentences and passages end."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from baokan.search.columns import column_to_bits, ones, positions_to_bits, unpack, unpack_ascending
from baokan.search.indexing import NUMBERS


class ValueTexts(dict[int, str]):
    """Number of a value -> its text, read when asked for and remembered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self.connection = connection

    def __missing__(self, number: int) -> str:
        (text,) = self.connection.execute("SELECT text FROM value WHERE id = ?", [number]).fetchone()
        self[number] = text
        return str(text)


class IssueColumns:
    """The words of one issue, numbered from 0 through all its passages."""

    def __init__(self, connection: sqlite3.Connection, issue: int, words: int) -> None:
        self.connection = connection
        self.issue = issue
        self.length = words
        self.layers: dict[str, tuple[list[int], array[int]] | None] = {}

    def layer(self, attribute: str) -> tuple[list[int], array[int]] | None:
        """(vocabulary, codes) of an attribute; None where no word of the issue has it."""
        if attribute not in self.layers:
            ask = "SELECT vocabulary, codes FROM layer WHERE issue = ? AND attribute = ?"
            row = self.connection.execute(ask, [self.issue, NUMBERS[attribute]]).fetchone()
            self.layers[attribute] = (unpack_ascending(row[0]), unpack(row[1])) if row else None
        return self.layers[attribute]

    def bits_of(self, attribute: str, ids: frozenset[int], empty: bool) -> int:
        """The words whose value is one of ids; `empty` says whether no value at all is meant too."""
        layer = self.layer(attribute)
        if layer is None:
            return ones(self.length) if empty else 0
        vocabulary, codes = layer
        if len(ids) == 1:
            (wanted,) = ids
            place = bisect_left(vocabulary, wanted)
            here = place < len(vocabulary) and vocabulary[place] == wanted
            return column_to_bits(codes, [place], len(vocabulary)) if here else 0
        if ids.isdisjoint(vocabulary):
            return 0
        return column_to_bits(codes, [n for n, value in enumerate(vocabulary) if value in ids], len(vocabulary))

    @cached_property
    def layout(self) -> list[bytes]:
        """Four columns, packed: words per passage, words per sentence, gap before each word, length of each word."""
        (data,) = self.connection.execute("SELECT layout FROM issue WHERE id = ?", [self.issue]).fetchone()
        parts, at = [], 0
        while at < len(data):
            size = int.from_bytes(data[at : at + 4], "little")
            parts.append(data[at + 4 : at + 4 + size])
            at += 4 + size
        if len(parts) != 4:
            raise ValueError("a layout without its four columns")
        return parts

    @cached_property
    def counts(self) -> array[int]:
        """Words per passage."""
        return unpack(self.layout[0])

    @cached_property
    def gaps(self) -> array[int]:
        """Per word the characters between it and the word before, or the beginning of its passage."""
        return unpack(self.layout[2])

    @cached_property
    def lengths(self) -> array[int]:
        """Per word its characters."""
        return unpack(self.layout[3])

    @cached_property
    def passages(self) -> list[tuple[int, int]]:
        """(number in the index, article) of each passage, in order."""
        ask = "SELECT id, article FROM passage WHERE issue = ? ORDER BY id"
        return self.connection.execute(ask, [self.issue]).fetchall()

    @cached_property
    def passage_ends(self) -> list[int]:
        """Per passage the number of the word after its last."""
        return list(accumulate(self.counts))

    def last_words(self, within: str) -> int:
        """The words after which a sentence (s), a passage (p) or an article ends."""
        if within == "s":
            ends = list(accumulate(unpack(self.layout[1])))
        else:
            ends = self.passage_ends
            if within == "article":
                articles = [article for _, article in self.passages]
                ends = [e for n, e in enumerate(ends) if n + 1 == len(ends) or articles[n + 1] != articles[n]]
        return positions_to_bits((e - 1 for e in ends if e), self.length)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Number of a passage in the index -> its place in the issue."""
        return {number: place for place, (number, _) in enumerate(self.passages)}

    def passage_of(self, word: int) -> int:
        """The place in the issue of the passage that a word stands in."""
        return bisect_right(self.passage_ends, word)

    def first_word(self, place: int) -> int:
        return self.passage_ends[place] - self.counts[place]

    def offset(self, word: int, place: int) -> int:
        """The offset at which a word of a passage begins."""
        first = self.first_word(place)
        return sum(self.gaps[first : word + 1]) + sum(self.lengths[first:word])

    def words_between(self, passage: int, start: int, end: int) -> tuple[int, int]:
        """(first, after the last) of the words of a passage that the characters from start to end touch."""
        place = self.numbers[passage]
        first, stop = self.first_word(place), self.passage_ends[place]
        gaps, lengths = self.gaps, self.lengths
        found = [stop, stop]
        at = 0
        for word in range(first, stop):
            at += gaps[word]
            if at + lengths[word] > start:
                if found[0] == stop:
                    found[0] = word
                if at >= end:
                    found[1] = word
                    break
            at += lengths[word]
        return found[0], max(found)

    def values(self, attribute: str, texts: ValueTexts) -> list[str]:
        """The value of an attribute at each word, as strings."""
        layer = self.layer(attribute)
        if layer is None:
            return [""] * self.length
        vocabulary, codes = layer
        names = [texts[v] for v in vocabulary]
        return [names[code] for code in codes]
