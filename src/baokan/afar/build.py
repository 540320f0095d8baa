"""Encoding and building in a place: as at home, with the state and the lock in the place too."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from baokan.afar.board import leased
from baokan.afar.places import Place, PlaceShelf, names_there
from baokan.afar.rendering import Between, Kept, Told, render_there
from baokan.afar.steps import AfarEncode, AfarValidate
from baokan.batches import encode_jobs
from baokan.build import EDITIONS, USUAL, Summary
from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Outcome, Plan
from baokan.running import Batch, Limits, State, run_step, watched
from baokan.running.cluster import Cluster
from baokan.running.lock import STATE
from baokan.running.rows import SortedNames
from baokan.running.steps import Progress
from baokan.tei.corpus import CORPUS_FILE, corpus_to_bytes, is_issue

SENT_EVERY = 60.0  # seconds: a run that is killed does that much again


def encode_afar(step: AfarEncode, folder: str, summary: Summary, batch: Batch, kept: Kept = lambda: None) -> None:
    """Encode every issue in a folder of the sources' place; what fails is in the summary and the rest goes on."""
    plan = Plan()
    try:
        plan.add_shelf(PlaceShelf(step.sources, folder))
    except BaokanError as error:
        summary.report(error_to_finding(error, step.sources.says(folder), "unreadable"))
        summary.fail(error.exit_code)

    def told(number: int, outcome: Outcome) -> None:
        summary.outcomes.put(number, outcome)
        kept()

    summary.done["encode"] = encode_jobs(plan, step, batch, told, step.sources.shown)
    for outcome in summary.outcomes:
        summary.fail(outcome.exit_code)
        for finding in outcome.findings:
            summary.report(finding)


def build_afar(
    place: Place,
    progress: Progress = lambda what, done, total: None,
    limits: Limits | None = None,
    cluster: Cluster | None = None,
    editions: Sequence[str] = USUAL,
) -> Summary:
    """As `build`, in a project at a place: its corpus, validated, and the editions.

    Raises UnreadableInput where it has no seeds/, OutputInTheWay where another build is at work or nothing can be written.
    """
    if next(names_there(place, "seeds"), None) is None:
        raise UnreadableInput(f"{place.says('seeds')}: is not there.", "give the address of a folder that has seeds/ with pages.")
    summary = Summary()
    with (
        leased(place) as lease,
        tempfile.TemporaryDirectory(prefix="baokan-") as top,
        kept_state(place, Path(top)) as (state, send),
    ):
        for folder in ("corpus", "dist") if lease.unfinished else ():
            place.sweep(folder)
        batch = Batch(Path(), watched(lease, progress), limits or Limits(), state, cluster)
        encode_afar(AfarEncode(place, place, "corpus"), "seeds", summary, batch, send)
        state.forget_unseen("encode")
        there = names_there(place, "corpus")
        issues = SortedNames(name for name in there if name.count("/") == 1 and is_issue(name.rpartition("/")[2]))
        place.write(f"corpus/{CORPUS_FILE}", corpus_to_bytes(map(Path, issues)))
        validate_there(place, issues, summary, batch, send)
        state.forget_unseen("validate")
        render_all(place, issues, summary, batch, [edition for edition in EDITIONS if edition in editions], send)
    return summary


def validate_there(place: Place, issues: SortedNames, summary: Summary, batch: Batch, kept: Kept) -> None:
    """Report what is wrong with each issue, in their order."""
    told = Told(place, kept)
    summary.done["validate"] = run_step(AfarValidate(place), issues, batch, told.take, len(issues))
    for findings in told.findings:
        for finding in findings:
            summary.report(finding)


def render_all(place: Place, issues: SortedNames, summary: Summary, batch: Batch, editions: Sequence[str], kept: Kept) -> None:
    """Render the editions, as at home, and remove the files of issues that are gone."""
    for edition in editions:
        where = Between(place, "corpus", place, f"dist/{edition}", f"{STATE}/web")
        try:
            names, made = render_there(edition, issues, where, summary.report, batch, kept)
        except BaokanError as error:
            summary.findings.append(Finding(place.says(where.out), 0, "edition", Severity.ERROR, error.message, error.hint))
            summary.fail(error.exit_code)
            continue
        summary.rendered[edition] = [Path(name) for name in names]
        summary.done["render"] = summary.done.get("render", 0) + made
        if batch.state:
            for record in batch.state.unseen(f"render {edition}") if edition != "web" else ():
                for name, *_ in record["files"]:
                    place.remove(name)
            batch.state.forget_unseen(f"render {edition}")


@contextlib.contextmanager
def kept_state(place: Place, folder: Path) -> Iterator[tuple[State, Callable[[], None]]]:
    """The state of a place, worked on here and put back now and then, and at the end whatever happened."""
    name = f"{STATE}/build.sqlite"
    path = folder / "build.sqlite"
    if (data := place.read_if_there(name)) is not None:
        path.write_bytes(data)
    state = State(path)
    sent = time.monotonic()

    def send() -> None:
        nonlocal sent
        if time.monotonic() - sent > SENT_EVERY:
            state.save()
            place.write(name, path.read_bytes())
            sent = time.monotonic()

    try:
        yield state, send
    finally:
        state.close()
        place.write(name, path.read_bytes())
