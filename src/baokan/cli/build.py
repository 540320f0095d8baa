"""baokan build: the main job."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from baokan.cli.clusters import WHERE, running
from baokan.cli.output import (
    reported,
    show_findings,
    show_outcomes,
    show_paths,
    show_progress,
    user_language,
)

if TYPE_CHECKING:
    from baokan.running import Limits
    from baokan.running.cluster import Cluster


@click.command()
@click.option("--project", type=WHERE, default=Path(), help="The project folder; this one by default.")
@click.option(
    "--editions", metavar="LIST", help="What to make of print, text, markdown, epub, web, with commas; print,text,web by default."
)
@click.option("--no-print", is_flag=True, help="As it is, without the print edition, which takes half of the time.")
@click.option("--article-pdfs", is_flag=True, help="A PDF an article too, which the web edition offers beside that of the issue.")
@running
@reported
def build(
    project: Path | str,
    editions: str | None,
    no_print: bool,
    article_pdfs: bool,
    limits: Limits,
    cluster: AbstractContextManager[Cluster | None],
) -> None:
    """Encode seeds/, validate corpus/ and render dist/ as far as something has changed: the main job."""
    from baokan.build import USUAL
    from baokan.build import build as build_project
    from baokan.editions.printing import PrintOptions

    wanted = [name.strip() for name in editions.split(",") if name.strip()] if editions is not None else list(USUAL)
    wanted = [name for name in wanted if not (no_print and name == "print")]
    with cluster as there:
        if isinstance(project, str):
            from baokan.afar import build_afar, place_of

            summary = build_afar(place_of(project), show_progress, limits, there, wanted)
            corpus = f"{project.rstrip('/')}/corpus"
        else:
            summary = build_project(project, show_progress, limits, there, wanted, PrintOptions(articles=article_pdfs))
            corpus = str(project / "corpus")
    show_findings(summary.findings, user_language())
    show_outcomes(summary, corpus)
    for edition, paths in summary.rendered.items():
        show_paths(edition, paths)
    if not any(summary.done.values()):
        click.echo("all is up to date: nothing was encoded, validated or rendered")
    sys.exit(summary.exit_code)
