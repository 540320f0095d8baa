"""A site made once, from issues about places that don't exist, and a browser to see it in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baokan.editions import render
from baokan.findings import Finding

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of tests/editions/web/corpus: a signed paper, an old vertical one with coordinates, a hostile one."""
    out = tmp_path_factory.mktemp("site") / "web"
    findings: list[Finding] = []
    render("web", HERE / "corpus", out, findings.append)
    assert not findings
    return out


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page at desktop width that fails the test on any script error, console error or request that leaves the folder."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", reduced_motion="reduce")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(f"script: {error}"))
    opened.on(
        "console", lambda message: faults.append(f"console: {message.text}") if message.type in {"error", "warning"} else None
    )
    opened.on("request", lambda request: None if request.url.startswith("file:") else faults.append(f"request: {request.url}"))
    opened.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    yield opened
    context.close()
    assert not faults


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """axe-core and html-validate, which `make .venv/dev` installs from tests/editions/web/package.json."""
    folder = HERE / "node_modules"
    if not (folder / "axe-core").is_dir():
        pytest.skip("the web checkers are not installed (npm install in tests/editions/web)")
    return folder


def run_node(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["node", *arguments], capture_output=True, text=True, cwd=folder, check=False)
