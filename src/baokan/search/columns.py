"""Columns of small numbers, packed; and sets of token positions as the bits of one integer.

A set of positions is a Python int whose bit i stands for token i, so that "and", "or" and "one token further" are single
operations of the machine over a whole issue.
"""

from __future__ import annotations

import codecs
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

SURROGATES = 0xD800  # from here on two numbers may read as one character
MOST_IN_CLASS = 500  # characters of a class; the class of more is slow to make
ZEROS = bytes([ord("0")]) * 256


def pack(numbers: Sequence[int]) -> bytes:
    """Numbers from 0 in as few bytes as the largest needs, deflated where that saves a third or more.

    The first byte says their width, in lower case where they are deflated.
    """
    most = max(numbers, default=0)
    code = "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"
    column = array(code, numbers)
    if sys.byteorder == "big":
        column.byteswap()
    plain = column.tobytes()
    small = zlib.compress(plain, 6)
    return code.lower().encode() + small if len(small) * 3 < len(plain) * 2 else code.encode() + plain


def unpack(data: bytes) -> array[int]:
    """The inverse of pack. Raises zlib.error or ValueError on damaged data."""
    code = data[:1].decode("ascii", "replace")
    column: array[int] = array(code.upper())
    column.frombytes(zlib.decompress(data[1:]) if code.islower() else data[1:])
    if sys.byteorder == "big":
        column.byteswap()
    return column


def pack_ascending(numbers: Sequence[int]) -> bytes:
    """Ascending numbers from 0, by their distances."""
    return pack([*numbers[:1], *(b - a for a, b in pairwise(numbers))])


def unpack_ascending(data: bytes) -> list[int]:
    """The inverse of pack_ascending."""
    return list(accumulate(unpack(data)))


def pack_text(text: str) -> bytes:
    """Text in UTF-16 or UTF-8, whichever is shorter; the first byte says which."""
    narrow, wide = text.encode("utf-8"), text.encode("utf-16-le")
    return b"8" + narrow if len(narrow) < len(wide) else b"6" + wide


def unpack_text(data: bytes) -> str:
    """The inverse of pack_text. Raises ValueError on damaged data."""
    decode = codecs.utf_8_decode if data[:1] == b"8" else codecs.utf_16_le_decode
    return decode(memoryview(data)[1:], "strict", True)[0]


def ones(length: int) -> int:
    """The set of all positions below length."""
    return (1 << length) - 1


def positions_to_bits(positions: Iterable[int], length: int) -> int:
    flags = bytearray(b"0") * length
    for position in positions:
        flags[length - 1 - position] = ord("1")
    return int(flags, 2) if flags else 0


def column_to_bits(column: array[int], wanted: Sequence[int], bound: int) -> int:
    """The positions at which a column holds one of the wanted numbers; all its numbers are below `bound`."""
    if not wanted or not len(column):
        return 0
    if column.itemsize == 1:
        return bytes_to_bits(column.tobytes(), wanted)
    if column.itemsize == 2 and len(wanted) == 1:
        data = column.tobytes()
        low, high = (data[0::2], data[1::2]) if sys.byteorder == "little" else (data[1::2], data[0::2])
        return bytes_to_bits(high, [wanted[0] >> 8]) & bytes_to_bits(low, [wanted[0] & 255])
    if column.itemsize == 2 and len(wanted) < MOST_IN_CLASS and bound <= SURROGATES and sys.byteorder == "little":
        return positions_to_bits(class_positions(column, wanted), len(column))
    chosen = frozenset(wanted)
    return positions_to_bits((n for n, number in enumerate(column) if number in chosen), len(column))


def class_positions(column: array[int], wanted: Sequence[int]) -> Iterator[int]:
    """Where a column holds one of the numbers: read as text, a character a number, which re goes through eight times as fast."""
    text = column.tobytes().decode("utf-16-le", "surrogatepass")
    for match in re.finditer(f"[{''.join(re.escape(chr(n)) for n in wanted)}]", text):
        yield match.start()


def bytes_to_bits(data: bytes, wanted: Iterable[int]) -> int:
    table = bytearray(ZEROS)
    for number in wanted:
        table[number] = ord("1")
    return int(data[::-1].translate(table), 2)


def bits_to_positions(bits: int) -> Iterator[int]:
    """The positions of a set, ascending."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def packed_bits(bits: int) -> bytes:
    """The set as bytes that has_bit reads without copying the integer."""
    return bits.to_bytes((bits.bit_length() + 7) // 8 or 1, "little")


def has_bit(data: bytes, position: int) -> bool:
    at = position >> 3
    return at < len(data) and bool(data[at] >> (position & 7) & 1)
