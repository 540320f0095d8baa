"""Makes the site: issue by issue, in any number of processes, then what needs to know them all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baokan.editions.issues import Report, common_folder
from baokan.editions.steps import STOPS, Rendered, run_issues, tell
from baokan.editions.web.addresses import folders_of
from baokan.editions.web.issue import IssueStep, Shown
from baokan.editions.web.memory import Memory
from baokan.editions.web.site import find_site, site_digest
from baokan.editions.web.whole import LISTS, Whole, make_whole
from baokan.errors import OutputInTheWay, UnreadableInput
from baokan.findings import Finding
from baokan.running import Batch, Done, Rows
from baokan.running.steps import from_rows


def render_web(issues: list[Path], out: Path, report: Report, batch: Batch) -> Rendered:
    """Write the site of these TEI files into out; the files are the front page and the issues' pages.

    A file that can't be read or shown is reported and left out. With a state, only the issues that have changed are shown again,
    and of the lists those that say something else. Raises UnreadableInput for a faulty site.toml or when no file could be shown,
    OutputInTheWay when out can't be written.
    """
    try:
        return write_site(issues, out, report, batch)
    except sqlite3.OperationalError as error:
        raise OutputInTheWay(f"{out}: its lists can't be written: {error}.", "free the space or get the permission.") from error


def write_site(issues: list[Path], out: Path, report: Report, batch: Batch) -> Rendered:
    """As `render_web`, which says what it raises."""
    site = find_site(issues[0].parent, out)
    with working_folder(batch, out) as folder, contextlib.closing(Memory(folder / LISTS)) as memory:
        corpus = common_folder(issues)
        step = IssueStep(site, out, folder, batch.base, corpus, site_digest(site))
        told: Rows[tuple[list[Finding], list[str]]] = Rows()
        stopped = 0
        inside = f"{out.relative_to(batch.base) if out.is_relative_to(batch.base) else out}{os.sep}"

        def take(done: Done[Shown]) -> None:
            nonlocal stopped
            record = done.record
            told.put(done.number, (from_rows(record["findings"], batch.base), record.get("folders", [])))
            stopped += record["code"] in STOPS
            for name, _, _, checksum in record.get("parts", ()):
                names = (file[0].removeprefix(inside).replace(os.sep, "/") for file in record["files"])
                memory.see(done.item.folder, done.number, (str(batch.base / name), checksum), names)

        changed = run_issues(step, map(Shown, issues, folders_of(issues)), batch, take, len(issues))
        tell((findings for findings, _ in told), report, stopped == len(issues))
        made = [out / "issues" / name / "index.html" for _, names in told for name in names]
        if not made:
            raise UnreadableInput(f"{issues[0].parent}: holds no TEI that can be shown.", "encode something into it first.")
        changed += make_whole(Whole(site, out, folder, corpus), memory, report, batch)
    return Rendered([out / "index.html", *made], changed)


@contextmanager
def working_folder(batch: Batch, out: Path) -> Iterator[Path]:
    """Where parts and lists are remembered: beside the state, or for this run only."""
    if batch.state is None:
        beside = out.parent if batch.cluster else None  # where all machines see it
        if beside:
            beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".baokan-web-", dir=beside) as name:
            yield Path(name)
    else:
        folder = batch.state.path.parent / "web"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputInTheWay(f"{folder}: can't be written: {error.strerror}.", "get the permission or the space.") from error
        yield folder
