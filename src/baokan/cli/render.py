"""baokan render: one edition of a corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_paths, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Finding


@click.command()
@click.argument("edition", type=click.Choice(["web", "print", "text"]))
@click.argument("corpus", type=PATH)
@click.option("-o", "--out", required=True, type=PATH, help="The folder for the edition.")
@reported
def render(edition: str, corpus: Path, out: Path) -> None:
    """Render a corpus folder or one TEI file as a web, print or text edition."""
    from baokan.editions import render as render_edition

    findings: list[Finding] = []
    show_paths(edition, render_edition(edition, corpus, out, findings.append))
    show_findings(findings, user_language())
    sys.exit(EXIT_FINDINGS if findings else 0)
