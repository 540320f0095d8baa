"""What the tests of the print edition share: a writer of issues, and the way to the bench's makers and readers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

@pytest.fixture
def write_issue(tmp_path: Path) -> Callable[..., Path]:
    """Writes an issue's body as a TEI file and gives its path."""

    from made_issues import issue

    def write(body: str, lang: str = "zh-Hans") -> Path:
        path = tmp_path / "in" / "x.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(issue(body, lang), encoding="utf-8")
        return path

    return write
