"""What `make docs` adds to docs/: the repository's READMEs, changelog and contributing, with links that hold on the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "README.md": "index.md",
    "README.zh.md": "index.zh.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any, **_: Any) -> Files:
    """Add the repository's own pages to the site's."""
    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Turn links between files of the repository into links between pages of the site."""

    def moved(link: re.Match[str]) -> str:
        target = link[1].removeprefix("../").removeprefix("docs/")
        return f"]({PAGES.get(target, target)}{link[2] or ''})"

    return LINK.sub(moved, markdown)
