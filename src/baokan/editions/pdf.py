"""The print edition: an issue -> one PDF/A."""

from __future__ import annotations

from pathlib import Path

from baokan.editions.issues import Report, read_issues
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.errors import EditionFailed
from baokan.files import write_atomic
from baokan.findings import error_to_finding


def render_print(issues: list[Path], out: Path, report: Report, options: PrintOptions | None = None) -> list[Path]:
    """Set each issue as out/<issue>.pdf; one that can't be set is a finding, and the others go on."""
    made = []
    with Typesetter(options or PrintOptions()) as typesetter:
        for path, name, tree in read_issues(issues, report):
            target = out / f"{name}.pdf"
            try:
                pdf, findings = typesetter.set_issue(tree, path)
            except EditionFailed as error:
                report(error_to_finding(error, str(path), "edition"))
                continue
            write_atomic(target, pdf)
            made.append(target)
            for finding in findings:
                report(finding)
    return made
