"""What baokan validate does with its options: shows findings as they are found, writes the reports, watches."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from baokan.findings import Finding
from baokan.validate import Options
from baokan.validate.reports import Outcome, write_report
from baokan.validate.session import Progress, Session
from baokan.validate.waivers import FILE_NAME

_MOST_ALIKE = 3  # notes of one code that are shown; the rest are counted


class Command:
    """One call of the command."""

    def __init__(self, paths: list[Path], lang: str, **given: Any) -> None:
        self.paths = paths
        self.lang = lang
        self.given = given
        waivers = given["waivers"] or (Path(FILE_NAME) if Path(FILE_NAME).is_file() else None)
        options = Options(given["schema"], frozenset(given["layers"]), tuple(given["catalogs"]), given["ids"])
        self.session = Session(options, waivers)
        self.text = given["form"] == "text"

    @property
    def outcome(self) -> Outcome:
        return self.session.outcome

    def once(self, progress: Progress) -> None:
        """Validates all paths, shows and writes what was found."""
        self.show(self.paths, progress)
        if self.given["html"]:
            self.write(self.given["html"], "html")
        if self.text:
            click.echo(self.outcome.summary())
            return
        if self.given["output"]:
            self.write(self.given["output"], self.given["form"])
        else:
            click.echo(write_report(self.given["form"], self.outcome, self.lang))

    def write(self, path: Path, form: str) -> None:
        from baokan.files import write_atomic

        write_atomic(path, write_report(form, self.outcome, self.lang).encode())

    def show(self, paths: list[Path], progress: Progress) -> None:
        alike: dict[str, int] = {}
        for finding in self.session.run(paths, progress):
            if self.text and self.is_shown(finding, alike):
                click.echo(finding.format(self.lang), err=True)
        for code, count in alike.items():
            if count > _MOST_ALIKE:
                click.echo(f"baokan: {count - _MOST_ALIKE} more notes {code}, as above", err=True)

    def is_shown(self, finding: Finding, alike: dict[str, int]) -> bool:
        """Waived findings aren't; of notes that come with every file, as schema-assumed, a few."""
        if finding.waived:
            return False
        if finding.severity == "info":
            alike[finding.code] = alike.get(finding.code, 0) + 1
            return alike[finding.code] <= _MOST_ALIKE
        return True

    def watch(self) -> None:
        """Validates again what changes, until Ctrl-C; all of it where the schema or the waivers change."""
        from baokan.validate.schemas import forget
        from baokan.validate.watch import changes

        also = [path for path in (self.given["schema"], self.session.waiver_file) if path]
        with contextlib.suppress(KeyboardInterrupt):
            click.echo("watching; Ctrl-C ends it", err=True)
            for changed, all_again in changes(self.paths, also):
                if all_again:
                    forget()
                present = [path for path in changed if path.exists()]
                if all_again or present:
                    self.once(lambda what, done, total: None) if all_again else self.again(present)

    def again(self, changed: list[Path]) -> None:
        self.show(changed, lambda what, done, total: None)
        click.echo(self.outcome.summary())
