"""baokan encode: sources to TEI."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from baokan.cli.clusters import WHERE, running, writing_alone
from baokan.cli.output import reported, show_findings, show_outcomes, show_progress, user_language
from baokan.errors import OutputInTheWay, UsageError

if TYPE_CHECKING:
    from baokan.build import Summary
    from baokan.running import Batch, Limits
    from baokan.running.cluster import Cluster


@click.command()
@click.argument("sources", nargs=-1, required=True, type=WHERE)
@click.option("-o", "--out", required=True, type=WHERE, help="The folder for the TEI files.")
@click.option("--explain", is_flag=True, help="Also write ISSUE.explain.html: what was put together how, and why.")
@running
@reported
def encode(
    sources: tuple[Path | str, ...],
    out: Path | str,
    explain: bool,
    limits: Limits,
    cluster: AbstractContextManager[Cluster | None],
) -> None:
    """Encode files or folders as TEI, one file an issue."""
    from baokan.build import Summary, encode_sources
    from baokan.running import Batch, watched

    if isinstance(out, Path) and out.exists() and not out.is_dir():
        raise OutputInTheWay(f"{out}: is a file, not a folder.", "choose another folder with -o.")
    summary = Summary()
    with cluster as there, writing_alone(out) as held:
        batch = Batch(Path(), watched(held, show_progress), limits, cluster=there)
        if isinstance(out, str) or any(isinstance(source, str) for source in sources):
            encode_between(sources, out, summary, batch, explain)
        else:
            encode_sources([Path(source) for source in sources], out, summary, batch, explain)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, str(out))
    if explain:
        click.echo(f"explained in {out}/ISSUE.explain.html, one an issue")
    sys.exit(summary.exit_code)


def encode_between(sources: tuple[Path | str, ...], out: Path | str, summary: Summary, batch: Batch, explain: bool) -> None:
    """Where the folder of the sources or that of the results is an address."""
    from baokan.afar import encode_afar, place_of
    from baokan.afar.steps import AfarEncode

    if len(sources) != 1 or (isinstance(sources[0], Path) and not sources[0].is_dir()):
        raise UsageError("With an address as s3://bucket/folder, the sources are one folder.", "give the folder that holds them.")
    encode_afar(AfarEncode(place_of(sources[0]), place_of(out), "", explain), "", summary, batch)
