"""baokan encode: sources to TEI."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.clusters import SCHEDULER, cluster_at
from baokan.cli.output import MEGABYTES, PATH, SECONDS, reported, show_findings, show_outcomes, show_progress, user_language
from baokan.errors import OutputInTheWay


@click.command()
@click.argument("sources", nargs=-1, required=True, type=PATH)
@click.option("-o", "--out", required=True, type=PATH, help="The folder for the TEI files.")
@click.option("--explain", is_flag=True, help="Also write ISSUE.explain.html: what was put together how, and why.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes at work; all cores by default.")
@click.option("--time-limit", type=click.FloatRange(min=0, min_open=True), default=300, show_default=True, help=SECONDS)
@click.option("--memory", type=click.IntRange(min=256), default=2048, show_default=True, help=MEGABYTES)
@click.option("--scheduler", metavar="ADDRESS", help=SCHEDULER)
@reported
def encode(
    sources: tuple[Path, ...], out: Path, explain: bool, jobs: int, time_limit: float, memory: int, scheduler: str | None
) -> None:
    """Encode files or folders as TEI, one file an issue."""
    from baokan.build import Summary, encode_sources
    from baokan.running import Batch, Limits

    if out.exists() and not out.is_dir():
        raise OutputInTheWay(f"{out}: is a file, not a folder.", "choose another folder with -o.")
    summary = Summary()
    with cluster_at(scheduler) as cluster:
        batch = Batch(Path(), show_progress, Limits(jobs, time_limit, memory), cluster=cluster)
        encode_sources(sources, out, summary, batch, explain)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, out)
    if explain:
        click.echo(f"explained in {out / 'ISSUE.explain.html'}, one an issue")
    sys.exit(summary.exit_code)
