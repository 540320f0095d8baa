"""baokan render: one edition of a corpus."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baokan.cli.clusters import WHERE, running, writing_alone
from baokan.cli.output import PATH, reported, show_findings, show_paths, show_progress, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Finding

if TYPE_CHECKING:
    from baokan.running import Limits
    from baokan.running.cluster import Cluster


@click.command()
@click.argument("edition", type=click.Choice(["web", "print", "text", "epub", "markdown"]))
@click.argument("corpus", type=WHERE)
@click.option("-o", "--out", required=True, type=WHERE, help="The folder for the edition.")
@click.option("--layout", default="newspaper", type=click.Choice(["newspaper", "reading"]), help="print: a page or a book.")
@click.option("--paper", help="print: broadsheet, tabloid, a3, a4, b5 ..., or WIDTHxHEIGHT in mm.")
@click.option("--columns", type=int, help="print: how many columns.")
@click.option("--font", help="print: the family of the text, of those in BAOKAN_FONTS.")
@click.option("--template", type=PATH, help="print: a Typst file of yours in place of the layout's own.")
@click.option("--embed/--no-embed", default=True, help="print: the TEI inside the PDF (PDF/A-3), or not (PDF/A-2).")
@click.option("--articles", is_flag=True, help="print: a PDF an article too, in a folder an issue.")
@running
@reported
def render(
    edition: str,
    corpus: Path | str,
    out: Path | str,
    limits: Limits,
    cluster: AbstractContextManager[Cluster | None],
    **printing: Any,
) -> None:
    """Render a corpus folder or one TEI file as a web, print, text, epub or markdown edition."""
    from baokan.editions import render as render_edition
    from baokan.editions.printing import PrintOptions
    from baokan.running import Batch, watched

    findings: list[Finding] = []
    with cluster as there, writing_alone(out) as held:
        batch = Batch(Path(), watched(held, show_progress), limits, cluster=there)
        options = PrintOptions(**printing)
        if isinstance(corpus, str) or isinstance(out, str):
            from baokan.afar import render_between

            made = render_between(edition, corpus, out, findings.append, options, batch)
            show_paths(edition, made)
        else:
            corpus, out = (corpus.resolve(), out.resolve()) if there else (corpus, out)
            show_paths(edition, render_edition(edition, corpus, out, findings.append, options, batch))
    show_findings(findings, user_language())
    sys.exit(EXIT_FINDINGS if findings else 0)
