"""Gives arrows lanes: two arrows share a lane only where neither passes the other's rows."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from baokan.explain.view import Arrow

MOST_LANES = 12  # arrows beyond them share the last


def arrows_to_lanes(arrows: Sequence[Arrow]) -> list[int]:
    """A lane (0 is the innermost) for each arrow, in the order given; n log n in the arrows.

    Neighbouring rows keep lane 0 to themselves, so that a paragraph that simply runs on is a straight line.
    """
    lanes = [0] * len(arrows)
    spans = sorted(
        (min(a.source, a.target), max(a.source, a.target), number)
        for number, a in enumerate(arrows)
        if abs(a.source - a.target) > 1
    )
    free: list[int] = []  # lanes given back, lowest first
    busy: list[tuple[int, int]] = []  # (last row, lane)
    opened = 1
    for top, bottom, number in spans:
        while busy and busy[0][0] <= top:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, opened = opened, opened + 1
        heapq.heappush(busy, (bottom, lane))
        lanes[number] = min(lane, MOST_LANES)
    return lanes
