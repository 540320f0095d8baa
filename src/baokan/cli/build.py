"""baokan build: the main job."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_outcomes, show_paths, show_progress, user_language


@click.command()
@click.option("--project", type=PATH, default=Path(), help="The project folder; this one by default.")
@reported
def build(project: Path) -> None:
    """Encode seeds/, validate corpus/ and render dist/: the main job."""
    from baokan.build import build as build_project

    summary = build_project(project, show_progress)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, project / "corpus")
    for edition, paths in summary.rendered.items():
        show_paths(edition, paths)
    sys.exit(summary.exit_code)
