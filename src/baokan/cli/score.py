"""baokan score: TEI against gold TEI."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_progress, user_language
from baokan.errors import EXIT_UNREADABLE


@click.command()
@click.argument("gold", type=PATH)
@click.argument("system", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--detail", is_flag=True, help="List what is missed, and what the system made of it.")
@reported
def score(gold: Path, system: Path, as_json: bool, detail: bool) -> None:
    """Score TEI against gold TEI: two files, or two folders whose files pair by name."""
    from baokan.score import pair_files, score_pairs

    pairs, findings = pair_files(gold, system)
    report = score_pairs(pairs, lambda done, total: show_progress("score", done, total), detail)
    report.findings[:0] = findings
    show_findings(report.findings, user_language())
    if as_json:
        click.echo(json.dumps(report.to_json(detail), ensure_ascii=False))
    else:
        lines = [miss.format() for miss in report.tally.misses] if detail else []
        click.echo("\n".join([*lines, *report.to_lines()]))
    sys.exit(EXIT_UNREADABLE if report.failed else 0)
