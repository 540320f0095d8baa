"""baokan restore: the source of a TEI file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported


@click.command()
@click.argument("file", type=PATH)
@click.option("--source", "number", default=1, show_default=True, help="Which source, of an issue of several pages.")
@reported
def restore(file: Path, number: int) -> None:
    """Print the source of a TEI file, byte for byte."""
    from baokan.tei import restore as restore_file

    sys.stdout.buffer.write(restore_file(file, number))
    sys.stdout.buffer.flush()
