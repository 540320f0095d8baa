"""Stages over many files: in many processes, and only where something that they depend on has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from baokan.assets import asset
from baokan.encode import Outcome, encode_job
from baokan.errors import OutputInTheWay
from baokan.findings import Finding, Severity
from baokan.jobs import Job, mets_members
from baokan.running import Failure, Limits, State, run_tasks
from baokan.running.state import code_digest, digest, file_digest
from baokan.validate import validate

Progress = Callable[[str, int, int], None]
HUNG = 4  # exit code of a page without a result, as of one that can't be read


@dataclass(slots=True)
class Batch:
    """What all batches of a run share. Without a state everything is done again."""

    base: Path  # the findings kept in the state are relative to it
    progress: Progress
    limits: Limits = field(default_factory=Limits)
    state: State | None = None

    def known(self, table: str, name: str, made_from: str) -> Any | None:
        return self.state.result(table, name, made_from) if self.state else None

    def keep(self, table: str, name: str, made_from: str, result: Any) -> None:
        if self.state:
            self.state.keep(table, name, made_from, result)

    def to_record(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        """The findings as JSON, with paths seen from the base, so that a project may be called by other names."""
        rows = []
        for each in findings:
            path = Path(each.path)
            rows.append(
                asdict(each) | {"path": str(path.relative_to(self.base)) if path.is_relative_to(self.base) else each.path}
            )
        return rows

    def from_record(self, rows: list[dict[str, Any]]) -> list[Finding]:
        return [Finding(**row | {"path": str(self.base / row["path"]), "severity": Severity(row["severity"])}) for row in rows]


def encode_jobs(jobs: Sequence[Job], out: Path, batch: Batch, explain: bool = False) -> tuple[list[Outcome], int]:
    """The outcome of each job, in order, and how many of them had to be encoded."""
    outcomes: dict[int, Outcome] = {}
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for number, job in enumerate(jobs):
        if job.issue.casefold() in taken:
            outcomes[number] = encode_job(job, out, taken)  # which says so
            continue
        taken.add(job.issue.casefold())
        if batch.state:
            keys[number] = job_digest(job, batch.base, explain)
            if known := _known_outcome(job, out, batch, keys[number]):
                outcomes[number] = known
    todo = [number for number in range(len(jobs)) if number not in outcomes]
    if todo:
        warm_encoder()
    task = partial(_encode, out=out, explain=explain)
    for done, (place, result) in enumerate(run_tasks(task, (jobs[n] for n in todo), len(todo), batch.limits), 1):
        number = todo[place]
        job = jobs[number]
        batch.progress("encode", done, len(todo))
        if isinstance(result, Failure):
            finding = failure_finding(job.paths[0], result, batch.limits)
            outcomes[number] = Outcome(job, None, findings=(finding,), exit_code=HUNG)
            continue
        outcomes[number] = replace(result, job=job)
        if batch.state and result.exit_code != OutputInTheWay.exit_code:
            file = file_digest(result.path) if result.path else ""
            record = {"file": file, "articles": result.articles, "guesses": result.guesses, "code": result.exit_code}
            batch.keep("encoded", job.issue, keys[number], record | {"findings": batch.to_record(result.findings)})
    return [outcomes[number] for number in range(len(jobs))], len(todo)


def _encode(job: Job, out: Path, explain: bool) -> Outcome:
    return encode_job(job, out, set(), explain)


def _known_outcome(job: Job, out: Path, batch: Batch, key: str) -> Outcome | None:
    known = batch.known("encoded", job.issue, key)
    if known is None:
        return None
    path = out / f"{job.issue}.xml" if known["file"] else None
    if path and file_digest(path) != known["file"]:
        return None  # deleted, or worked on by hand
    return Outcome(
        job, path, False, known["articles"], known["guesses"], tuple(batch.from_record(known["findings"])), known["code"]
    )


def job_digest(job: Job, base: Path, explain: bool) -> str:
    """The checksum of all that an issue is made from: its files, what is known of them, the code."""
    parts = [code_digest("encode"), job.issue, str(explain)]
    for path, metadata in zip(job.paths, job.metadata, strict=True):
        parts += [str(path.relative_to(base)) if path.is_relative_to(base) else str(path), file_digest(path), repr(metadata)]
        if path.suffix.lower() in {".xml", ".mets"}:
            for member in sorted(set(mets_members(path))):
                parts += [member.name, file_digest(member)]
    return digest(*parts)


def warm_encoder() -> None:
    """Load the dictionary once, before the workers are forked, so that they share it."""
    from baokan.layout import words

    for table in (words.frequencies, words.words_ending_in, words.total, words.positions, words.endings):
        table()


def validate_files(files: Sequence[Path], batch: Batch, links: Sequence[Path] = ()) -> tuple[list[Finding], int]:
    """The findings on these files in their order, and how many had to be validated; they may refer to `links`."""
    found: dict[int, list[Finding]] = {}
    others = [file_digest(path) for path in links]
    keys = [digest(code_digest("validate"), path.name, file_digest(path), *others) for path in files] if batch.state else []
    for number, path in enumerate(files):
        if batch.state and (known := batch.known("validated", path.name, keys[number])) is not None:
            found[number] = batch.from_record(known)
    todo = [number for number in range(len(files)) if number not in found]
    if todo:
        warm_validator()
    for done, (place, result) in enumerate(run_tasks(validate, (files[n] for n in todo), len(todo), batch.limits), 1):
        number = todo[place]
        batch.progress("validate", done, len(todo))
        if isinstance(result, Failure):
            found[number] = [failure_finding(files[number], result, batch.limits)]
            continue
        found[number] = result
        if batch.state and not names_other_schemas(files[number]):
            batch.keep("validated", files[number].name, keys[number], batch.to_record(result))
    return [finding for number in range(len(files)) for finding in found[number]], len(todo)


def warm_validator() -> None:
    """Compile baokan's schema and rules once, before the workers are forked."""
    from baokan.validate.schemas import load_grammar
    from baokan.validate.schematron import load_rules

    load_grammar(asset("schemas", "baokan.rng"))
    load_rules(asset("schemas", "baokan.sch"))


def names_other_schemas(path: Path) -> bool:
    """Whether a file names schemas of its own: they can change, so it is validated each time."""
    try:
        with path.open("rb") as file:
            return b"<?xml-model" in file.read(4096)
    except OSError:
        return True


def failure_finding(path: Path, failure: Failure, limits: Limits) -> Finding:
    """What a file did to the process that worked on it."""
    if failure.hung:
        return Finding(
            str(path), 0, "took-too-long", Severity.ERROR, f"Took longer than {limits.seconds:g} seconds and was given up.",
            "give it more with --time-limit, or take the file out.",
            f"处理超过 {limits.seconds:g} 秒，已放弃。", "可用 --time-limit 放宽，或移走该文件。",
        )  # fmt: skip
    if failure.error:
        what, what_zh = f"baokan failed on it: {failure.error}.", f"程序出错：{failure.error}。"
    else:
        what = f"The process that worked on it died (exit code {failure.exit_code})."
        what_zh = f"处理它的进程中途终止（退出码 {failure.exit_code}）。"
    return Finding(
        str(path), 0, "crashed", Severity.ERROR, what, "the other files went on; report this one with the file.",
        what_zh, "其余文件照常处理；请附上该文件报告此问题。",
    )  # fmt: skip
