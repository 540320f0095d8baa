"""baokan export: a corpus in the formats of other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_paths, show_progress, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Finding, Severity

KINDS = ["pressmint", "conllu", "vert", "blacklab", "jsonl", "parquet", "text", "webannotation", "brat", "inception", "webanno"]


@click.command("export")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("corpus", type=PATH)
@click.option("-o", "--out", required=True, type=PATH, help="The folder for the export.")
@click.option("--country", default="CN", show_default=True, help="ISO 3166 code that names a PressMint corpus.")
@reported
def export_command(kind: str, corpus: Path, out: Path, country: str) -> None:
    """Export a corpus folder or one TEI file for another tool; see docs/export.md for each format."""
    from baokan.export import Job, export

    findings: list[Finding] = []
    job = Job(corpus, out, country, findings.append, lambda done, total: show_progress("export", done, total))
    show_paths(kind, export(kind, job))
    show_findings(findings, user_language())
    sys.exit(EXIT_FINDINGS if any(f.severity is not Severity.INFO for f in findings) else 0)
