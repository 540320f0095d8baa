"""What a project says of its site: site.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from baokan.assets import asset
from baokan.errors import UnreadableInput
from baokan.running.state import digest, file_digest

NAME = "site.toml"
KEYS = {"title", "url", "style", "templates", "pdf", "images"}


@dataclass(frozen=True, slots=True)
class Site:
    """A site's settings; paths are absolute. `url` ends in "/" or is empty while the site has no address."""

    title: str = "报刊"
    url: str = ""
    style: Path | None = None  # the project's own CSS, linked after ours
    templates: Path | None = None  # an XSLT that imports our web/issue.xsl
    pdf: Path | None = None  # a print edition whose PDFs are offered
    images: Path | None = None  # the folder from which graphic/@url is seen; else that of the TEI file

    @property
    def issue_sheet(self) -> Path:
        return self.templates or asset("xslt", "web", "issue.xsl")


def find_site(corpus: Path, out: Path) -> Site:
    """The settings of site.toml beside the corpus folder, or inside it; else the defaults.

    Where nothing is said of PDFs, those of a print edition beside `out` are taken. Raises UnreadableInput with the file's name.
    """
    folder = corpus if corpus.is_dir() else corpus.parent
    beside = out.parent / "print"
    found = next((f / NAME for f in (folder, folder.resolve().parent) if (f / NAME).is_file()), None)
    said = read_site(found) if found else Site()
    return replace(said, pdf=said.pdf or (beside if beside.is_dir() else None))


def read_site(path: Path) -> Site:
    """Read a site.toml. Raises UnreadableInput when it isn't TOML, names a key or file that isn't there, or a bad url."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(f"{path}: can't be read as TOML: {error}.", "mend it; docs/web.md shows one.") from error
    if unknown := sorted(set(said) - KEYS):
        raise UnreadableInput(f"{path}: has the unknown key {unknown[0]}.", f"use {', '.join(sorted(KEYS))}.")
    if wrong := next((key for key, value in said.items() if not isinstance(value, str)), None):
        raise UnreadableInput(f"{path}: the value of {wrong} is not a text.", "put it in quotes.")
    url = said.get("url", "")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
        raise UnreadableInput(f"{path}: the url {url} is not a web address.", "write it as https://example.org/papers/.")
    paths = {key: path.parent / said[key] for key in ("style", "templates", "pdf", "images") if said.get(key)}
    if missing := next((p for p in paths.values() if not p.exists()), None):
        raise UnreadableInput(
            f"{path}: names {missing}, which is not there.", "mend the path; it is seen from site.toml's folder."
        )
    return Site(said.get("title") or Site().title, url and url.rstrip("/") + "/", **paths)


def site_digest(site: Site) -> str:
    """The checksum of what an issue's pages depend on besides the issue: settings and templates."""
    folder = site.templates.parent if site.templates else None
    sheets = sorted(folder.rglob("*.xsl")) if folder else []
    settings = (site.title, site.url, str(bool(site.style)), str(site.templates), str(site.pdf), str(site.images))
    return digest(*settings, *(f"{path} {file_digest(path)}" for path in sheets))
