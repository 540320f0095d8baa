"""The web edition of the corpus in a folder of its own, made again when the text has been corrected."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from baokan.editions import render
from baokan.serve.store import Store

BROWSER = Path(__file__).parent / "browser"
OWN = "_annotate"  # the address under which the annotating script and style sheet stand
# The edition's pages carry a policy for file: that forbids all requests; the server's header takes its place.
META_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
HEAD_END = b"</head>"
ADDED = f'<link rel="stylesheet" href="/{OWN}/annotate.css"><script src="/{OWN}/annotate.js" defer></script>'.encode()


class Site:
    """The edition's files; `find` never gives one from outside of its folder."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder.resolve()
        self._lock = threading.Lock()
        self._made = False

    def refresh(self) -> None:
        """Make the edition, if it hasn't been made since the text was last changed."""
        with self._lock:
            if self._made and not self._store.changed_text:
                return
            self._store.changed_text = False
            render("web", self._store.corpus, self._folder)
            self._made = True

    def find(self, address: str) -> Path | None:
        """The file at an address within the site; None when there is none, or it lies elsewhere."""
        if "\0" in address or "\\" in address:
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


def with_annotating(page: bytes) -> bytes:
    """A page of the edition with the script that annotates."""
    return META_POLICY.sub(b"", page, count=1).replace(HEAD_END, ADDED + HEAD_END, 1)
