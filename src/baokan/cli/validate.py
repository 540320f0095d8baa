"""baokan validate: findings on TEI files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_progress, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Severity


@click.command()
@click.argument("path", type=PATH)
@click.option("--schema", type=PATH, help="A RELAX NG grammar (.rng or .rnc) to validate by, instead of baokan's own rules.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default=None, help="The language of messages.")
@reported
def validate(path: Path, schema: Path | None, lang: str | None) -> None:
    """Validate a TEI file or every TEI file of a folder."""
    from baokan.validate import find_tei
    from baokan.validate import validate as validate_file

    count = bad = 0
    files = find_tei(path)
    for number, file in enumerate(files, 1):
        show_progress("validate", number, len(files))
        findings = validate_file(file, schema)
        show_findings(findings, lang or user_language())
        count += len(findings)
        bad += any(f.severity is not Severity.INFO for f in findings)
    click.echo(f"{len(files)} files, {bad} with findings, {count} findings")
    sys.exit(EXIT_FINDINGS if bad else 0)
