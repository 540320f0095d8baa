"""baokan import: annotations that people made elsewhere into the issues of a corpus."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, user_language
from baokan.errors import EXIT_FINDINGS, EXIT_UNREADABLE
from baokan.findings import Severity

KINDS = ["webannotation", "conllu", "inception", "webanno", "brat"]


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--corpus", required=True, type=PATH, help="The corpus folder, or one issue, that the annotations are of.")
@click.option("--by", default="", help="Who made the annotations, where the files don't say.")
@reported
def import_command(kind: str, files: tuple[Path, ...], corpus: Path, by: str) -> None:
    """Put annotations into the issues that they are of; see docs/annotations.md for each format."""
    from baokan.annotate.exchange.run import import_files
    from baokan.running import corpus_lock

    with corpus_lock(corpus if corpus.is_dir() else corpus.parent) if corpus.exists() else nullcontext():
        result = import_files(kind, files, corpus, by)
    show_findings(result.findings, user_language())
    click.echo(f"{result.new} new, {result.changed} changed, {result.same} the same; {result.written} files written")
    if any(f.code == "unreadable" for f in result.findings):
        sys.exit(EXIT_UNREADABLE)
    sys.exit(EXIT_FINDINGS if any(f.severity is not Severity.INFO for f in result.findings) else 0)
