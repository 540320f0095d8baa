"""baokan annotate: words, names, dates and numbers beside the text."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, show_progress, user_language
from baokan.errors import EXIT_FINDINGS, EXIT_UNREADABLE
from baokan.findings import Severity

LAYERS = ("tokens", "entities")


@click.command()
@click.argument("corpus", type=PATH)
@click.option("--layer", "layers", multiple=True, type=click.Choice(LAYERS), help="Which layer to write; all when not given.")
@click.option("--links", type=PATH, help="A CSV of identifiers to put into the authority files.")
@click.option("--export-links", "table", type=PATH, help="Write the authority records as such a CSV, to be filled in.")
@click.option("--names-model", type=PATH, help="A fitted model that decides on names; without it the rules do.")
@reported
def annotate(corpus: Path, layers: tuple[str, ...], links: Path | None, table: Path | None, names_model: Path | None) -> None:
    """Write <issue>.ana.xml beside each issue: sentences, words, names, dates, numbers; keep the authority files."""
    from baokan.annotate.run import annotate as annotate_corpus
    from baokan.running import corpus_lock

    with corpus_lock(corpus if corpus.is_dir() else corpus.parent) if corpus.exists() else nullcontext():
        result = annotate_corpus(corpus, layers or LAYERS, show_progress, names_model)
        if links or table:
            from baokan.annotate.links import export_links, import_links

            if links:
                result.findings += import_links(links, corpus)
            if table:
                export_links(corpus, table)
    show_findings(result.findings, user_language())
    counts = "".join(f", {count} {kind}" for kind, count in sorted(result.mentions.items()))
    click.echo(f"{result.issues} issues, {result.written} files written{counts}")
    if result.records:
        click.echo("records: " + ", ".join(f"{count} {kind}" for kind, count in result.records.items()))
    if any(f.code == "unreadable" for f in result.findings):
        sys.exit(EXIT_UNREADABLE)
    sys.exit(EXIT_FINDINGS if any(f.severity is not Severity.INFO for f in result.findings) else 0)
