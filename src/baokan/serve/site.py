"""The web edition of the corpus in a folder of its own, made again as far as issues have changed."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

from baokan.annotate.mentions import ana_path
from baokan.editions.printing import font_folders
from baokan.editions.render import nobody, silent
from baokan.editions.steps import HERE
from baokan.editions.web import render_web
from baokan.editions.web.addresses import issue_folders
from baokan.editions.web.issue import IssueStep, Shown
from baokan.editions.web.site import find_site, site_digest
from baokan.errors import MissingPart
from baokan.running import Batch, State
from baokan.serve.store import Store

BROWSER = Path(__file__).parent / "browser"
OWN = "_annotate"  # the address under which the annotating scripts and style sheet stand
FONT = "whole.otf"  # the whole Chinese font: what people type has characters that the site's cut-down font hasn't
# The edition's pages carry a policy for file: that forbids all requests; the server's header takes its place.
META_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
HEAD_END = b"</head>"
IDS = re.compile(rb' id="([^"]+)"')
Stamp = tuple[int, ...]


class Site:
    """The edition's files; `find` never gives one from outside of its folder.

    A page of an issue is made again as soon as its issue has changed, by whomever; the lists, the search and the feeds, which
    know all issues, when one of them is asked for.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder.resolve() / "site"
        self._kept = folder.resolve() / "kept"  # what the edition remembers from one making to the next
        self._folder.mkdir(exist_ok=True)
        self._kept.mkdir(exist_ok=True)
        self._lock = threading.Lock()
        self._pages: dict[str, Stamp] = {}  # issue -> its files when its pages were made
        self._whole: dict[str, Stamp] = {}  # the same, when the lists were made
        names = issue_folders(list(store.issues))
        self._folders = {folder_name: name for name, folder_name in names.items()}
        self._names = names

    def refresh(self, address: str = "") -> None:
        """Make what an address needs, if it hasn't been made since an issue was last changed."""
        if address.startswith(f"{OWN}/"):
            return
        issue = self.issue_of(address)
        with self._lock:
            own = self._store.own()
            now = {name: stamp(path) for name, path in own.items()}
            if not self._whole or (issue is None and now != self._whole):
                with self._batch() as batch:
                    render_web(list(own.values()), self._folder, nobody, batch)
                self._whole, self._pages = now, dict(now)
            elif issue in now and now[issue] != self._pages.get(issue):
                self._make_pages(issue, own[issue])
                self._pages[issue] = now[issue]

    def _make_pages(self, issue: str, path: Path) -> None:
        """The pages of one issue, by the edition's own step; what the lists need to know of it they take from the file later."""
        site, base, shown = find_site(path.parent, self._folder), self._folder.parent, Shown(path, self._names[issue])
        step = IssueStep(site, self._folder, self._kept / "web", base, self._store.folder, site_digest(site))
        made = {base / file[0] for file in step.make(shown)["files"]}
        for page in (self._folder / "issues" / shown.folder).glob("*.html"):
            if page not in made:
                page.unlink()  # an article that is no more has no page

    @contextmanager
    def _batch(self) -> Iterator[Batch]:
        with closing(State(self._kept / "state.sqlite")) as state:
            yield Batch(self._folder.parent, silent, HERE, state)

    def issue_of(self, address: str) -> str | None:
        """The issue whose page an address is."""
        parts = address.split("/")
        return self._folders.get(parts[1]) if len(parts) == 3 and parts[0] == "issues" else None

    def pages(self, issue: str) -> dict[str, str]:
        """xml:id -> the page that it stands on, for what stands on a page of its own article."""
        name = self._names.get(issue, "")
        self.refresh(f"issues/{name}/index.html")
        found: dict[str, str] = {}
        for page in sorted((self._folder / "issues" / name).glob("*.html")) if name else ():
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
        if address.startswith("images/") and not self._is_own_picture(address.removeprefix("images/")):
            return None
        folder = BROWSER if address.startswith(f"{OWN}/") else self._folder
        name = address.removeprefix(f"{OWN}/") or "index.html"
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder) and path.is_dir():
                path = path / "index.html"
            return path if path.is_relative_to(folder) and path.is_file() else None
        except OSError:  # a name too long for the file system
            return None

    def _is_own_picture(self, name: str) -> bool:
        """Whether a picture of the edition was copied from a file of the corpus, not from where a link leads."""
        corpus = self._store.folder.resolve()
        images = (find_site(corpus, self._folder).images or corpus).resolve()
        try:
            return (images / unquote(name)).resolve().is_relative_to(images)
        except OSError:
            return False


def whole_font() -> Path | None:
    try:
        return next(iter(sorted(font_folders()[0].glob("NotoSansCJK*Regular.*"))), None)
    except MissingPart:
        return None


def stamp(path: Path) -> Stamp:
    """What shows cheaply that an issue, or the layer of words and names beside it, has changed."""
    found: list[int] = []
    for each in (path, ana_path(path)):
        try:
            status = each.stat()
            found += [status.st_mtime_ns, status.st_size]
        except OSError:
            found += [0, 0]
    return tuple(found)


def with_annotating(page: bytes, issue: str | None) -> bytes:
    """A page of the edition with the scripts that annotate, where it is an issue's."""
    added = f'<link rel="stylesheet" href="/{OWN}/annotate.css">'
    if issue is not None:
        added += f'<meta name="baokan-issue" content="{html.escape(issue)}"><script src="/{OWN}/main.js" type="module"></script>'
    return META_POLICY.sub(b"", page, count=1).replace(HEAD_END, added.encode() + HEAD_END, 1)
