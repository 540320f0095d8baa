"""Encoding and building in a place: as at home, with the state and the lock in the place too."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from baokan.afar.board import leased
from baokan.afar.places import Place, PlaceShelf, names_there
from baokan.afar.steps import AfarEncode, AfarIssue
from baokan.batches import encode_jobs
from baokan.build import USUAL, Summary
from baokan.encode import Outcome
from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity, error_to_finding
from baokan.jobs import Plan
from baokan.running import Batch, Done, Limits, Rows, State, run_step, watched
from baokan.running.cluster import Cluster
from baokan.running.lock import STATE
from baokan.running.rows import SortedNames
from baokan.running.steps import Progress, from_rows
from baokan.tei.corpus import CORPUS_FILE, corpus_to_bytes, is_issue

MADE = ("print", "text", "markdown", "epub")  # those of which an issue's part is made from the issue alone
SENT_EVERY = 60.0  # seconds: a run that is killed does that much again


def encode_afar(step: AfarEncode, folder: str, summary: Summary, batch: Batch, kept: Callable[[], None] = lambda: None) -> None:
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

    summary.done["encode"] = encode_jobs(plan, step, batch, told, step.sources.url)
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
    """As `build`, in a project at a place: its corpus, validated, and the editions, of which it makes all but the web's.

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
        batch = Batch(Path(), watched(lease, progress), limits or Limits(), state, cluster)
        encode_afar(AfarEncode(place, place, "corpus"), "seeds", summary, batch, send)
        state.forget_unseen("encode")
        there = names_there(place, "corpus")
        issues = SortedNames(name for name in there if name.count("/") == 1 and is_issue(name.rpartition("/")[2]))
        place.write(f"corpus/{CORPUS_FILE}", corpus_to_bytes(map(Path, issues)))
        for what in ("validate", *(edition for edition in MADE if edition in editions)):
            each_issue(AfarIssue(place, what), issues, summary, batch, send)
        state.forget_unseen("issue")
        if "web" in editions:
            summary.report(no_web(place))
    return summary


def each_issue(step: AfarIssue, issues: SortedNames, summary: Summary, batch: Batch, kept: Callable[[], None]) -> None:
    """Run a step over the issues and report what it found, in their order."""
    found: Rows[tuple[list[Finding], int, list[str]]] = Rows()

    def told(done: Done[str]) -> None:
        record = done.record
        files = [name for name, _ in record.get("files", ())]
        found.put(done.number, (from_rows(record["findings"], step.place.url), record["code"], files))
        kept()

    made = run_step(step, issues, batch, told, len(issues))
    counted = "validate" if step.what == "validate" else "render"
    summary.done[counted] = summary.done.get(counted, 0) + made
    for findings, code, files in found:
        summary.fail(code)
        for finding in findings:
            summary.report(finding)
        if step.what != "validate":
            summary.rendered.setdefault(step.what, []).extend(Path(name) for name in files)


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


def no_web(place: Place) -> Finding:
    """The web edition isn't made in a store."""
    return Finding(
        place.says("dist/web"), 0, "edition-not-made", Severity.INFO, "The web edition isn't made in an object store.",
        "copy corpus/ to a folder and run baokan render web there.",
        "对象存储中不生成网络版。", "请将 corpus/ 复制到文件夹，再运行 baokan render web。",
    )  # fmt: skip
