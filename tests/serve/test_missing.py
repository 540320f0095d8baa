"""Without the extra, one clear line."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from baokan.cli import main


def test_without_uvicorn_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    run = CliRunner().invoke(main, ["serve", "corpus"])
    assert run.exit_code == 5 and "pip install 'baokan[serve]'" in run.output
