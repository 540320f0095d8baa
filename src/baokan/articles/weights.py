"""Weights: two heads: kicker and main, or main and sub; feature -> log-odds for a sub. Fitted by bench/fit_weights.py."""

SUB_WEIGHTS: dict[str, float] = {
    "bias": -1.801,
    "event.figures": 0.697,
    "first.column": 2.507,
    "first.dash": -5.006,
    "first.event": 1.529,
    "first.halves": -0.274,
    "first.quote": 0.025,
    "first.says": -3.221,
    "first.short": -0.405,
    "second.attends": 2.395,
    "second.column": -2.748,
    "second.dash": 6.078,
    "second.halves": -0.543,
    "second.quote": -0.124,
    "second.wide": -0.099,
    "shared": 0.625,
    "three": -0.623,
    "wider": 0.191,
}
