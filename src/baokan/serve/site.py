"""The web edition of the corpus in a folder of its own, made again as far as issues have changed."""

from __future__ import annotations

import html
import re
import threading
from pathlib import Path

from baokan.editions import render
from baokan.editions.printing import font_folders
from baokan.editions.web.output import safe_name
from baokan.errors import MissingPart
from baokan.serve.store import Store

BROWSER = Path(__file__).parent / "browser"
OWN = "_annotate"  # the address under which the annotating scripts and style sheet stand
FONT = "whole.otf"  # the whole Chinese font: what people type has characters that the site's cut-down font hasn't
# The edition's pages carry a policy for file: that forbids all requests; the server's header takes its place.
META_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
HEAD_END = b"</head>"
IDS = re.compile(rb' id="([^"]+)"')
Stamp = tuple[int, int]


class Site:
    """The edition's files; `find` never gives one from outside of its folder."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder.resolve()
        self._lock = threading.Lock()
        self._made: dict[str, Stamp] = {}  # issue -> its file when the edition was made
        self._folders = {safe_name(name): name for name in store.issues}

    def refresh(self, address: str = "") -> None:
        """Make what an address needs, if it hasn't been made since an issue was last changed, by whomever."""
        if address.startswith(f"{OWN}/"):
            return
        with self._lock:
            now = {name: stamp(path) for name, path in self._store.issues.items()}
            if now == self._made:
                return
            render("web", self._store.corpus, self._folder)
            self._made = now

    def issue_of(self, address: str) -> str | None:
        """The issue whose page an address is."""
        parts = address.split("/")
        return self._folders.get(parts[1]) if len(parts) == 3 and parts[0] == "issues" else None

    def pages(self, issue: str) -> dict[str, str]:
        """xml:id -> the page that it stands on, for what stands on a page of its own article."""
        self.refresh(f"issues/{safe_name(issue)}/index.html")
        found: dict[str, str] = {}
        folder = self._folder / "issues" / safe_name(issue)
        for page in sorted(folder.glob("*.html")) if issue in self._store.issues else ():
            if page.name != "index.html" and not re.fullmatch(r"page-\d+\.html", page.name):
                for key in IDS.findall(page.read_bytes()):
                    found.setdefault(html.unescape(key.decode()), page.name)
        return found

    def find(self, address: str) -> Path | None:
        """The file at an address within the site; None when there is none, or it lies elsewhere."""
        if "\0" in address or "\\" in address:
            return None
        if address == f"{OWN}/{FONT}":
            return whole_font()
        folder = BROWSER if address.startswith(f"{OWN}/") else self._folder
        name = address.removeprefix(f"{OWN}/") or "index.html"
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder) and path.is_dir():
                path = path / "index.html"
            return path if path.is_relative_to(folder) and path.is_file() else None
        except OSError:  # a name too long for the file system
            return None


def whole_font() -> Path | None:
    try:
        return next(iter(sorted(font_folders()[0].glob("NotoSansCJK*Regular.*"))), None)
    except MissingPart:
        return None


def stamp(path: Path) -> Stamp:
    """What shows cheaply that a file has changed."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def with_annotating(page: bytes, issue: str | None) -> bytes:
    """A page of the edition with the scripts that annotate, where it is an issue's."""
    added = f'<link rel="stylesheet" href="/{OWN}/annotate.css">'
    if issue is not None:
        added += f'<meta name="baokan-issue" content="{html.escape(issue)}"><script src="/{OWN}/main.js" type="module"></script>'
    return META_POLICY.sub(b"", page, count=1).replace(HEAD_END, added.encode() + HEAD_END, 1)
