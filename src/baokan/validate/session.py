"""A validation from paths to outcome: the files, their findings, what lies between them, waivers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from baokan.findings import Finding, error_to_finding
from baokan.validate.check import Options, Validation
from baokan.validate.inputs import find_all, roots_first
from baokan.validate.reports.outcome import Outcome

if TYPE_CHECKING:
    from baokan.validate.waivers import Waiver

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Session:
    """Options and waivers of a run; `run` validates paths, `outcome` is what came of it."""

    options: Options
    waiver_file: Path | None = None
    outcome: Outcome = field(default_factory=Outcome)
    _waivers: list[Waiver] = field(default_factory=list)
    _used: set[Waiver] = field(default_factory=set)

    def run(self, paths: Iterable[Path], progress: Progress = lambda what, done, total: None) -> Iterator[Finding]:
        """The findings as they are found. Raises UnreadableInput for a wrong --schema, --catalog or --waivers."""
        if self.waiver_file:
            from baokan.validate.waivers import read_waivers

            self._waivers = read_waivers(self.waiver_file)
        self.outcome, self._used = Outcome(), set()
        validation = Validation(self.options)
        files, errors = find_all(paths)
        for error in errors:
            name = error.message.partition(": ")[0]
            yield from self._keep([error_to_finding(error, name, "unreadable")])
            self.outcome.unread = True
        ordered = roots_first(files)
        self.outcome.files = [str(file) for file in files]
        for number, file in enumerate(ordered, 1):
            progress("validate", number, len(ordered))
            report = validation.check(file)
            self.outcome.schemas[str(file)] = report.schemas
            self.outcome.unread |= report.unread
            self.outcome.missing_part |= report.missing_part
            yield from self._keep(report.findings)
        yield from self._keep(validation.finish())
        if self.waiver_file:
            from baokan.validate.waivers import unused_findings

            yield from self._keep(unused_findings(self.waiver_file, self._waivers, self._used))

    def _keep(self, findings: list[Finding]) -> list[Finding]:
        waived = findings
        if self._waivers:
            from baokan.validate.waivers import apply_waivers

            waived = apply_waivers(findings, self._waivers, self._used)
        self.outcome.findings += waived
        return waived
