"""The panel in Chromium: select with the mouse, type, save; hostile text stays text."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

pytest.importorskip("uvicorn", reason="the extra serve is not installed")
ROOT = Path(__file__).resolve().parents[2]
ISSUE = "_000_48e731cd01d102d7"
HOSTILE = "<img src=x onerror=alert(1)> & 题外话"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    corpus = Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))
    command = [sys.executable, "-u", "-m", "baokan", "serve", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1], corpus / f"{ISSUE}.xml"
        server.terminate()


@pytest.mark.parametrize("width", [1280, 390])
def test_comment_and_correct(served: tuple[str, Path], browser: Any, width: int) -> None:
    address, file = served
    faults: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.goto(f"{address.split('?')[0]}issues/{ISSUE}/a1.html")
    quote = select(page)
    page.get_by_label("姓名 / Name").fill("白一鸣")
    page.get_by_label("内容 / Text").fill(HOSTILE)
    page.get_by_role("button", name="评论 / Comment").press("Enter")
    page.wait_for_selector("#bk-annotate li")
    assert HOSTILE in page.inner_text("#bk-annotate li") and not page.query_selector("#bk-annotate img")
    assert select(page) == quote
    page.get_by_label("内容 / Text").fill("改字")
    with page.expect_navigation():
        page.get_by_role("button", name="更正 / Correct").click()
    page.wait_for_selector("ins.corr")
    assert page.inner_text("ins.corr") == "改字"
    page.close()
    assert not faults
    root = etree.parse(str(file)).getroot()
    assert root.findtext(".//{*}annotation/{*}note[@type='evidence']/{*}ref") == quote == root.findtext(".//{*}choice/{*}sic")
    assert [n.text for n in root.iterfind(".//{*}annotation/{*}note")][-1] == HOSTILE


def select(page: Any) -> str:
    """Select two characters in the middle of a paragraph's last run of text."""
    found: str = page.evaluate(
        """() => {
          const block = [...document.querySelectorAll("article p[id*='.p']")].at(-1);
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, n => n.parentElement === block ? 1 : 2);
          let node, last; while (node = walker.nextNode()) if (node.data.length > 8) last = node;
          getSelection().setBaseAndExtent(last, 4, last, 6);
          return last.data.slice(4, 6);
        }"""
    )
    page.wait_for_selector(f"#bk-annotate p:has-text('「{found}」')")
    return found
