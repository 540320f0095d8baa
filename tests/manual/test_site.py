"""The documentation as a site: built without a warning, asking no other host; the promised names exist and are explained."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from conftest import ROOT

FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src"}
NAMES = re.findall(r"^::: (baokan\S*)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.M)


class Fetches(HTMLParser):
    """Collects what a browser would fetch for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in FETCHED and told.get("rel") != "canonical":
            self.found.append(told.get(FETCHED[tag]) or "")


@pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="the checkout is out of sight")
def test_the_site_is_built_and_asks_no_other_host(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed (pip install -e .[docs])")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    assert run.returncode == 0, run.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert {path.name for path in pages} >= {"index.html", "index.zh.html", "tutorial.html", "api.html", "changelog.html"}
    for path in pages:
        reader = Fetches()
        reader.feed(path.read_text(encoding="utf-8"))
        assert reader.found and [url for url in reader.found if re.match(r"(\w+:)?//", url)] == [], path.name
    assert "baokan.validate.Validation.check" in (tmp_path / "site" / "api.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_promised_name_exists_and_is_explained(name: str) -> None:
    if name == "baokan.errors":
        assert import_module(name).__doc__
        return
    module, _, attribute = name.rpartition(".")
    found = getattr(import_module(module), attribute)
    doc = inspect.getdoc(found)
    assert doc and not doc.startswith(f"{found.__name__}("), f"{name} has no docstring of its own"  # a dataclass is given one
