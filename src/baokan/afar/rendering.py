"""One edition of the issues of a place, into another: each issue by any worker, what failed is told in their order."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from baokan.afar.editions import EDITIONS
from baokan.afar.fetching import issue_names, split_address, stem
from baokan.afar.lists import SiteLists
from baokan.afar.places import Place, place_of
from baokan.afar.site import check_site, read_site_files
from baokan.afar.web import AfarWeb
from baokan.editions.issues import Report
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.steps import STOPS, tell
from baokan.editions.web.addresses import issue_folders
from baokan.editions.web.issue import Shown
from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.running import Batch, Done, Rows, run_step
from baokan.running.rows import SortedNames
from baokan.running.steps import from_rows

Kept = Callable[[], None]
Issues = Rows[str] | SortedNames  # names in their place


@dataclass(frozen=True, slots=True)
class Between:
    """Where an edition comes from and where it goes: the corpus folder of a place, a folder of another."""

    place: Place
    corpus: str
    results: Place
    out: str
    parts: str  # the folder of the results where the web edition keeps what its lists are made from


def render_between(
    edition: str, corpus: Path | str, out: Path | str, report: Report, printing: PrintOptions, batch: Batch
) -> list[str]:
    """As `editions.render`, where the corpus or the edition's folder is an address; returns the files' addresses."""
    above, _, file = place_of(corpus).url.rpartition("/")
    place, folder = split_address(above if file.endswith(".xml") else place_of(corpus).url)
    results, name = split_address(place_of(out).url)
    issues = Rows(dict.fromkeys(issue_names(place, f"{folder}/{file}".lstrip("/") if file.endswith(".xml") else folder)))
    if not len(issues):
        raise UnreadableInput(f"{place.says(folder)}: holds no TEI issue.", "encode something into it first.")
    parts = f".baokan-web-{uuid.uuid4().hex}"
    where = Between(place, folder, results, name, parts)
    try:
        names, _ = render_there(edition, issues, where, report, batch, printing=printing)
    finally:
        results.remove_folder(parts)
    return [results.says(name) for name in names]


def render_there(
    edition: str,
    issues: Issues,
    where: Between,
    report: Report,
    batch: Batch,
    kept: Kept = lambda: None,
    printing: PrintOptions | None = None,
) -> tuple[list[str], int]:
    """The names of the files that were made, of the web edition its front page and its issues' pages, and how many were made now.

    Raises what `render_edition` raises.
    """
    if edition == "web":
        return render_web(issues, where, report, batch, kept)
    options = printing or PrintOptions()
    with tempfile.TemporaryDirectory(prefix="baokan-print-") as scratch:
        if edition == "print":
            with Typesetter(options, Path(scratch)):
                pass  # what is missing is told before the first issue
            batch = replace(batch, limits=replace(batch.limits, forked=False))  # as at home
        step = EDITIONS[edition](where.place, where.corpus, where.results, where.out, options, Path(scratch))
        told = Told(where.place, kept)
        made = run_step(step, issues, batch, told.take, len(issues))
    tell(told.findings, report, told.stopped == len(issues))
    return [name for names in told.files for name in names], made


def render_web(issues: Issues, where: Between, report: Report, batch: Batch, kept: Kept) -> tuple[list[str], int]:
    settings = read_site_files(where.place, where.corpus, where.results, where.out)
    check_site(settings, where.corpus, where.out)
    step = AfarWeb(where.place, where.corpus, where.results, where.out, where.parts, settings)
    lists, told = SiteLists(step, batch, report), Told(where.place, kept)
    folders = issue_folders([stem(name) for name in issues])

    def take(done: Done[Shown]) -> None:
        lists.see(done.number, done.item.folder, done.record)
        told.take(done)

    shown = (Shown(Path(name), folders[stem(name)]) for name in issues)
    try:
        made = run_step(step, shown, batch, take, len(issues))
        tell(told.findings, report, told.stopped == len(issues))
        pages = [f"{where.out}/issues/{name}/index.html".lstrip("/") for names in told.folders for name in names]
        if not pages:
            raise UnreadableInput(
                f"{where.place.says(where.corpus)}: holds no TEI that can be shown.", "encode something into it first."
            )
        made += lists.make()
        return [f"{where.out}/index.html".lstrip("/"), *pages], made
    finally:
        settings.close()


class Told:
    """What became of issues, in their order."""

    def __init__(self, place: Place, kept: Kept) -> None:
        self.place = place
        self.kept = kept
        self.findings: Rows[list[Finding]] = Rows()
        self.files: Rows[list[str]] = Rows()
        self.folders: Rows[list[str]] = Rows()
        self.stopped = 0  # issues that can't be read, or not written

    def take(self, done: Done[Any]) -> None:
        record = done.record
        self.findings.put(done.number, from_rows(record["findings"], self.place.shown))
        self.files.put(done.number, [name for name, *_ in record.get("files", ())])
        self.folders.put(done.number, record.get("folders", []))
        self.stopped += record["code"] in STOPS
        self.kept()
