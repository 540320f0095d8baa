"""What a project in a store says of its site: site.toml and what it names, read once and given to every worker."""

from __future__ import annotations

import posixpath
import shutil
import tempfile
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from baokan.afar.fetching import beside, fetch_if_there, picture_names, put, stem, trees_of
from baokan.afar.places import Place, names_there
from baokan.editions.web.site import NAME, Site, find_site
from baokan.errors import UnreadableInput
from baokan.running.state import digest


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files of a site's settings under their names in the place, and the folders of pictures and PDFs that they name.

    `printed` is a folder of the results whose PDFs are offered where the settings name none; each is "" where there is none.
    """

    place: Place
    results: Place
    files: tuple[tuple[str, bytes], ...] = ()
    images: str = ""
    pdf: str = ""
    printed: str = ""
    templates: str = ""

    def digest(self) -> str:
        """The checksum of what issues' pages depend on besides the issues."""
        parts = [part for name, data in self.files for part in (name, data)]
        return digest(*parts, self.images, self.pdf, self.printed)

    def site(self, source: Path, corpus: str, results: Path, out: str) -> Site:
        """The settings as they are at home, where two folders stand for the place and for that of the results."""
        for name, data in self.files:
            put(source / name, data)
        for folder in (source / self.images, source / self.pdf, results / self.printed):
            folder.mkdir(parents=True, exist_ok=True)
        site = find_site(source / corpus, results / out)
        return replace(site, templates=self.sheet()) if self.templates else site

    def sheet(self) -> Path:
        """The project's own stylesheet, in a folder that lasts: one is compiled once for each path."""
        return lasting(self.sheets()) / self.templates

    def sheets(self) -> tuple[tuple[str, bytes], ...]:
        return tuple((name, data) for name, data in self.files if name.endswith(".xsl"))

    def close(self) -> None:
        """Remove what lasts."""
        if self.templates:
            shutil.rmtree(lasting(self.sheets()), ignore_errors=True)
            lasting.cache_clear()

    def fetch(self, issue: str, source: Path, results: Path) -> None:
        """Copy the pictures and PDFs of a fetched issue into these two folders."""
        trees = trees_of(source / issue)
        for name in picture_names(trees):
            fetch_if_there(self.place, f"{self.images}/{name}" if self.images else beside(issue, name), source)
        place, folder, top = (self.place, self.pdf, source) if self.pdf else (self.results, self.printed, results)
        stems = [stem(issue)] if len(trees) < 2 else [f"{stem(issue)}-{number}" for number in range(1, len(trees) + 1)]
        for each in stems if folder else ():
            for name in (f"{folder}/{each}.pdf", *names_there(place, f"{folder}/{each}")):
                fetch_if_there(place, name, top)


@lru_cache(maxsize=1)
def lasting(files: tuple[tuple[str, bytes], ...]) -> Path:
    """A folder with these files, for this process and those that it forks."""
    folder = Path(tempfile.mkdtemp(prefix="baokan-site-"))
    for name, data in files:
        put(folder / name, data)
    return folder


def read_site_files(place: Place, corpus: str, results: Place, out: str) -> SiteFiles:
    """The settings of a corpus folder of a place: its site.toml, or that beside it; none is fine.

    Raises UnreadableInput where it is faulty or names what lies outside of the place.
    """
    printed = beside(out, "print") if out else ""
    if not printed or next(names_there(results, printed), None) is None:
        printed = ""
    for name in dict.fromkeys((f"{corpus}/{NAME}".lstrip("/"), NAME)):
        if (data := place.read_if_there(name)) is not None:
            said = {key: inside(place, name, value) for key, value in read_said(place, name, data).items()}
            files = [(name, data), *read_files(place, said)]
            named = {key: said.get(key, "") for key in ("images", "pdf", "templates")}
            return SiteFiles(place, results, tuple(files), printed=printed, **named)
    return SiteFiles(place, results, printed=printed)


def check_site(settings: SiteFiles, corpus: str, out: str) -> None:
    """Raises UnreadableInput, with the address, where the settings are faulty in other ways."""
    with tempfile.TemporaryDirectory(prefix="baokan-") as top:
        try:
            settings.site(Path(top) / "source", corpus, Path(top) / "results", out)
        except UnreadableInput as error:
            raise UnreadableInput(error.message.replace(f"{top}/source", settings.place.shown), error.hint) from error


def read_said(place: Place, name: str, data: bytes) -> dict[str, str]:
    """The paths that a site.toml names; what else is wrong with it is found where it is read as at home."""
    try:
        said: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(
            f"{place.says(name)}: can't be read as TOML: {error}.", "mend it; docs/web.md shows one."
        ) from error
    return {key: said[key] for key in ("style", "templates", "images", "pdf") if isinstance(said.get(key), str) and said[key]}


def inside(place: Place, name: str, path: str) -> str:
    """The name in the place of a path seen from a file."""
    found = posixpath.normpath(beside(name, path))
    if found.startswith(("../", "/")) or found in {".", ".."}:
        raise UnreadableInput(f"{place.says(name)}: names {path}, which lies outside of {place.shown}.", "put it below.")
    return found


def read_files(place: Place, said: dict[str, str]) -> list[tuple[str, bytes]]:
    """The site's own CSS and templates, with the stylesheets beside these, which they may import."""
    names = [said["style"]] if "style" in said else []
    if templates := said.get("templates"):
        folder = posixpath.dirname(templates)
        names += [templates, *(name for name in names_there(place, folder) if name.endswith(".xsl") and name != templates)]
    return [(name, data) for name in names if (data := place.read_if_there(name)) is not None]
