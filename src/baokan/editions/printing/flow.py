"""Text in columns, on the grid: where each unit begins, and how few rows hold it all.

It counts as Typst breaks columns: a paragraph breaks at any line, a cross head keeps the line after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of the flow in rows of the column it is set in."""

    rows: int
    breaks: bool = True
    keeps: bool = False  # stays with the line after it


@dataclass(frozen=True, slots=True)
class Filling:
    """Where each piece begins: (column, row), both from 0; and the rows used in each column."""

    starts: tuple[tuple[int, int], ...]
    ends: tuple[int, ...]  # the column in which each piece ends
    used: tuple[int, ...]


def fill(pieces: Sequence[Piece], heights: Sequence[int]) -> Filling | None:
    """Set the pieces into columns of these heights, in rows; None when they don't fit."""
    column, row = 0, 0
    starts, ends = [], []
    used = [0] * len(heights)
    for number, piece in enumerate(pieces):
        if not piece.breaks:
            after = 1 if piece.keeps and number + 1 < len(pieces) else 0
            while column < len(heights) and row + piece.rows + after > heights[column]:
                column, row = column + 1, 0
        while column < len(heights) and row >= heights[column]:
            column, row = column + 1, 0
        if column >= len(heights):
            return None
        starts.append((column, row))
        left = piece.rows
        while left > heights[column] - row:
            if not piece.breaks:
                return None
            left -= heights[column] - row
            used[column] = heights[column]
            column, row = column + 1, 0
            if column >= len(heights):
                return None
        row += left
        used[column] = row
        ends.append(column)
    return Filling(tuple(starts), tuple(ends), tuple(used))


def fewest_rows(
    pieces: Sequence[Piece], columns: int, reserved: int = 0, reserve_rows: int = 0, most: int = 100_000
) -> int | None:
    """The fewest rows in which columns of equal height hold the pieces, the last `reserved` ones lacking their top rows.

    None when it takes more than `most` rows.
    """
    total = sum(piece.rows for piece in pieces)
    if not total:
        return reserve_rows if reserved else 0
    rows = max(-(-(total + reserved * reserve_rows) // columns), 1)
    rows = max(rows, reserve_rows if reserved else 0)
    while rows <= most:
        if fill(pieces, column_heights(columns, rows, reserved, reserve_rows)):
            return rows
        rows += 1
    return None


def column_heights(columns: int, rows: int, reserved: int = 0, reserve_rows: int = 0) -> list[int]:
    return [rows] * (columns - reserved) + [rows - reserve_rows] * reserved
