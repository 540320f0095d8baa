"""Columns of small numbers, packed; and sets of token positions as the bits of one integer.

A set of positions is a Python int whose bit i stands for token i, so that "and", "or" and "one token further" are single
operations of the machine over a whole issue.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence

ZEROS = bytes([ord("0")]) * 256


def pack(numbers: Sequence[int]) -> bytes:
    """Numbers from 0 in as few bytes as the largest needs, deflated; the first byte says their width."""
    most = max(numbers, default=0)
    code = "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"
    column = array(code, numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return code.encode() + zlib.compress(column.tobytes(), 6)


def unpack(data: bytes) -> array[int]:
    """The inverse of pack. Raises zlib.error or ValueError on damaged data."""
    column: array[int] = array(data[:1].decode("ascii", "replace"))
    column.frombytes(zlib.decompress(data[1:]))
    if sys.byteorder == "big":
        column.byteswap()
    return column


def ones(length: int) -> int:
    """The set of all positions below length."""
    return (1 << length) - 1


def positions_to_bits(positions: Iterable[int], length: int) -> int:
    flags = bytearray(b"0") * length
    for position in positions:
        flags[length - 1 - position] = ord("1")
    return int(flags, 2) if flags else 0


def column_to_bits(column: array[int], wanted: Sequence[int]) -> int:
    """The positions at which a column holds one of the wanted numbers."""
    if not wanted or not len(column):
        return 0
    if column.itemsize == 1:
        return bytes_to_bits(column.tobytes(), wanted)
    if column.itemsize == 2 and len(wanted) == 1:
        data = column.tobytes()
        low, high = (data[0::2], data[1::2]) if sys.byteorder == "little" else (data[1::2], data[0::2])
        return bytes_to_bits(high, [wanted[0] >> 8]) & bytes_to_bits(low, [wanted[0] & 255])
    flags = bytearray(b"0") * (max(column) + 1)
    for number in wanted:
        if number < len(flags):
            flags[number] = ord("1")
    return int(bytes(map(flags.__getitem__, reversed(column))), 2)


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
