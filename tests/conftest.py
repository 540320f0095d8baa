"""Fixtures shared by all tests: the seed page, the neighbours' folder, a page written by us."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".pytest_cache")  # the tests leave the user's own cache alone
SEED = ROOT / "seeds" / "000_48e731cd01d102d7.txt"

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for the whole run; tests that need it are skipped, saying so, where it or Playwright is absent."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install -e .[dev])")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def seed() -> Path:
    return SEED


@pytest.fixture
def shared() -> Path:
    """The folder beside the project with TEI's schema and the gold; tests that need it skip without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ beside the project is absent")
    return folder


PAGE = """春风里的修桥人

□记者 白一鸣 通讯员 何青 报道

本报宁安讯 三月的清河镇，桥头的工地上机器轰鸣。施工队长老莫说，再有半个月，新桥就能通

车了，镇上的人再也不用绕远路。

两岸的村民把热水和干粮送到工地。

关注宁安日报客户端清河频道，了解更多清河新闻

■相关链接

老桥的一百年

老桥修于清末，几经水毁，又几经重修。
"""


@pytest.fixture
def page_text() -> str:
    return PAGE
