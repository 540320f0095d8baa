"""Makes the helpers beside the tests importable, which pytest's importlib mode doesn't do by itself."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCH = HERE.parents[1] / "bench"
for folder in (HERE, BENCH):
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
