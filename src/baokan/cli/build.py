"""baokan build: the main job."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.clusters import SCHEDULER, cluster_at
from baokan.cli.output import (
    MEGABYTES,
    PATH,
    SECONDS,
    reported,
    show_findings,
    show_outcomes,
    show_paths,
    show_progress,
    user_language,
)


@click.command()
@click.option("--project", type=PATH, default=Path(), help="The project folder; this one by default.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes at work; all cores by default.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=300, show_default=True, help=SECONDS)
@click.option("--memory", type=click.IntRange(min=256), default=2048, show_default=True, help=MEGABYTES)
@click.option("--scheduler", metavar="ADDRESS", help=SCHEDULER)
@reported
def build(project: Path, jobs: int, time_limit: float, memory: int, scheduler: str | None) -> None:
    """Encode seeds/, validate corpus/ and render dist/ as far as something has changed: the main job."""
    from baokan.build import build as build_project
    from baokan.running import Limits

    with cluster_at(scheduler) as cluster:
        summary = build_project(project, show_progress, Limits(jobs, time_limit, memory), cluster)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, project / "corpus")
    for edition, paths in summary.rendered.items():
        show_paths(edition, paths)
    if not any(summary.done.values()):
        click.echo("all is up to date: nothing was encoded, validated or rendered")
    sys.exit(summary.exit_code)
