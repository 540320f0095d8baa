"""The outcome of a run: files, findings, and the exit code that they amount to."""

from __future__ import annotations

from dataclasses import dataclass, field

from baokan.errors import EXIT_FINDINGS, EXIT_UNREADABLE, MissingPart
from baokan.findings import Finding, Severity


@dataclass(slots=True)
class Outcome:
    """What a run validated and found; `unread` and `missing_part` say that not all of it could be done."""

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    schemas: dict[str, list[str]] = field(default_factory=dict)  # file -> the schemas that it was validated by
    unread: bool = False
    missing_part: bool = False

    @property
    def open(self) -> list[Finding]:
        """The findings that count: errors and warnings that nobody has waived."""
        return [each for each in self.findings if each.severity is not Severity.INFO and not each.waived]

    @property
    def exit_code(self) -> int:
        """0 fine, 3 findings, 4 something couldn't be read, 5 rules couldn't be run."""
        if self.unread:
            return EXIT_UNREADABLE
        if self.missing_part:
            return MissingPart.exit_code
        return EXIT_FINDINGS if self.open else 0

    def summary(self) -> str:
        """`2 files, 1 with findings, 3 findings, 1 waived`"""
        bad = len({each.path for each in self.open})
        waived = sum(bool(each.waived) for each in self.findings)
        tail = f", {waived} waived" if waived else ""
        return f"{len(self.files)} files, {bad} with findings, {len(self.findings) - waived} findings{tail}"

    def by_file(self) -> dict[str, list[Finding]]:
        """The findings of each file, files without any too, in the order of the run."""
        grouped: dict[str, list[Finding]] = {name: [] for name in self.files}
        for each in self.findings:
            grouped.setdefault(each.path, []).append(each)
        return grouped
