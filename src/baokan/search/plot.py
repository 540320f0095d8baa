"""Draws a dispersion: as bars for a terminal, as an SVG picture."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from baokan.search.statistics import Dispersion

BAR = 40  # characters of the longest bar in a terminal
WIDTH, HEIGHT = 900, 360  # of the picture, in pixels
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 50, 60  # its margins
MOST_TICKS = 5  # steps of the axis
MOST_LABELS = 24  # periods named under the picture


def dispersion_to_lines(spread: Dispersion) -> list[str]:
    """One line a period: name, count, occurrences per million characters, a bar of that length."""
    most = max((p.per_million for p in spread.periods), default=0.0)
    width = max((len(p.name) for p in spread.periods), default=1)
    lines = []
    for period in spread.periods:
        bar = "█" * round(BAR * period.per_million / most) if most else ""
        lines.append(f"{period.name:{width}} {period.count:8} {period.per_million:12.1f} {bar or ('▏' if period.count else '')}")
    return lines


def scale(most: float) -> tuple[float, int]:
    """(step, number of steps) of an axis from 0 up to most or a little above: steps of 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1.0, 1
    power = 10.0 ** math.floor(math.log10(most / MOST_TICKS))
    unit = next(power * factor for factor in (1, 2, 5, 10) if power * factor * MOST_TICKS >= most)
    return unit, math.ceil(most / unit)


def dispersion_to_svg(spread: Dispersion, title: str) -> str:
    """A bar chart: occurrences per million characters for each period that the corpus has text of."""
    unit, ticks = scale(max((p.per_million for p in spread.periods), default=0.0))
    most = unit * ticks
    step = (WIDTH - LEFT - RIGHT) / max(len(spread.periods), 1)
    floor, height = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    every = -(-len(spread.periods) // MOST_LABELS) or 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="16">{escape(title)}</text>',
        f'<text x="{LEFT}" y="40" fill="#555">per million characters, by {spread.unit}; DP {spread.deviation:.2f}</text>',
    ]
    for part in range(ticks + 1):
        y = floor - height * part / ticks
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{unit * part:g}</text>')
    for number, period in enumerate(spread.periods):
        x, tall = LEFT + number * step, height * period.per_million / most
        told = f"{period.name}: {period.count} in {period.characters} characters"
        parts.append(
            f'<rect x="{x + step * 0.1:.1f}" y="{floor - tall:.1f}" width="{step * 0.8:.1f}" height="{tall:.1f}" fill="#8c2f39">'
            f"<title>{escape(told)}</title></rect>"
        )
        if not number % every:
            middle = x + step / 2
            parts.append(
                f'<text x="{middle:.1f}" y="{floor + 14}" text-anchor="end" transform="rotate(-40 {middle:.1f} {floor + 14})">'
                f"{escape(period.name)}</text>"
            )
    return "\n".join([*parts, "</svg>", ""])
