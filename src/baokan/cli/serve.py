"""baokan serve: reading and annotating in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from baokan.cli.output import PATH, reported


@click.command()
@click.argument("corpus", type=PATH, default="corpus")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one.")
@reported
def serve(corpus: Path, port: int) -> None:
    """Open a corpus for reading and annotating in the browser, on this machine only."""
    from baokan.serve import serve as serve_corpus

    serve_corpus(corpus, port, lambda address: click.echo(f"open {address}   (Ctrl+C ends it)"))
