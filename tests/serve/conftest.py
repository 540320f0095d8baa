"""A served corpus, fresh for each test, and what a person does in the browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from baokan.annotate.reading import blocks
from baokan.annotate.run import annotate
from baokan.tei import restore
from baokan.validate import Validation

ROOT = Path(__file__).resolve().parents[2]
PORT, TOKEN = 8765, "the-token"
ISSUE = "_000_48e731cd01d102d7"
SEED = ROOT / "seeds" / "000_48e731cd01d102d7.txt"


pytest.importorskip("starlette", reason="the extra serve is not installed")
pytest.importorskip("httpx2", reason="httpx2 is not installed")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "project" / "corpus"))


@pytest.fixture
def client(corpus: Path, tmp_path: Path) -> Any:
    return client_of(corpus, tmp_path / "site")


def client_of(corpus: Path, folder: Path) -> Any:
    """A client of a server over the corpus, in this process, that has the token."""
    from starlette.testclient import TestClient

    from baokan.serve.app import make_app
    from baokan.serve.site import Site
    from baokan.serve.store import Store

    folder.mkdir()
    store = Store(corpus)
    app = make_app(store, Site(store, folder), TOKEN, PORT)
    return TestClient(app, base_url=f"http://127.0.0.1:{PORT}", headers={"X-Baokan-Token": TOKEN})


def texts(corpus: Path) -> dict[str, str]:
    return {b.id: b.text for b in blocks(etree.parse(str(corpus / f"{ISSUE}.xml")).getroot()) if b.id and len(b.text) > 12}


def send(client: Any, change: str, version: str, author: str = "白一鸣", **facts: Any) -> Any:
    return client.post(f"/api/issues/{ISSUE}/{change}", json={"author": author, "version": version, **facts})


def now(client: Any) -> Any:
    return client.get(f"/api/issues/{ISSUE}").json()


def place(corpus: Path, start: int = 2, end: int = 6) -> dict[str, Any]:
    key, text = max(texts(corpus).items(), key=lambda pair: len(pair[1]))
    return {"element": key, "start": start, "end": end, "quote": text[start:end]}


def sound(corpus: Path) -> None:
    """The files are valid together, and the source is there byte for byte."""
    run = Validation()
    found = [f for path in sorted(corpus.rglob("*.xml")) for f in run.check(path).findings]
    assert not found and not run.finish()
    assert restore(corpus / f"{ISSUE}.xml") == SEED.read_bytes()


@dataclass
class Served:
    """A running server, its corpus, and the corpus as it was."""

    address: str
    corpus: Path
    kept: Path

    @property
    def file(self) -> Path:
        return self.corpus / f"{ISSUE}.xml"

    def tree(self) -> etree._Element:
        return etree.parse(str(self.file)).getroot()

    def page(self, name: str) -> str:
        return f"{self.address.split('?')[0]}issues/{ISSUE}/{name}"

    def api(self) -> str:
        return f"{self.address.split('?')[0]}api/issues/{ISSUE}"

    def reset(self) -> None:
        shutil.rmtree(self.corpus)
        shutil.copytree(self.kept, self.corpus)

    def sound(self) -> None:
        sound(self.corpus)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of the browser, over the seed page with its names found."""
    pytest.importorskip("uvicorn", reason="the extra serve is not installed")
    folder = tmp_path_factory.mktemp("served")
    kept = Path(shutil.copytree(ROOT / "corpus", folder / "kept"))
    annotate(kept, ("tokens", "entities"))
    corpus = Path(shutil.copytree(kept, folder / "corpus"))
    command = [sys.executable, "-u", "-m", "baokan", "serve", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield Served(server.stdout.readline().split()[1], corpus, kept)
        server.terminate()


@pytest.fixture
def served(running: Served) -> Served:
    running.reset()
    return running


@pytest.fixture(params=[1280, 390])
def person(browser: Any, served: Served, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of somebody who is let in; the test fails on any script error, console error or dialog of the browser's own."""
    yield from opened(browser, served, request.param)


def opened(browser: Any, served: Served, width: int, name: str = "白一鸣") -> Iterator[Any]:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(8000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    # A refused change is a failed request too: 4xx answers are no faults of the page.
    wanted = ("error", "warning")
    page.on("console", lambda said: faults.append(said.text) if said.type in wanted and "status of 4" not in said.text else None)
    base, _, token = served.address.partition("?")
    page.goto(f"{base}_annotate/words.js?{token}")  # lets in; the front page would make all lists again
    page.evaluate("name => name && localStorage.setItem('baokan-author', name)", name)
    yield page
    context.close()
    assert not faults
