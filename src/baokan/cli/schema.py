"""baokan schema: compile ODDs, and make the facts of TEI's specifications that baokan ships."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_findings, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Severity


@click.group()
def schema() -> None:
    """Compile schemas written in ODD."""


@schema.command("compile")
@click.argument("odd", type=PATH)
@click.option("-o", "--output", "folder", type=PATH, required=True, help="The folder for .rng, .sch and .html.")
@click.option("--tei", type=PATH, help="TEI's p5subset.xml; without it the facts of TEI that baokan ships.")
@click.option("--docs/--no-docs", default=True, help="Write the tag documentation, or only the two schemas.")
@click.option("--annotate", is_flag=True, help="Put the descriptions into the .rng, for editors that show them.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default=None, help="The language of descriptions and messages.")
@reported
def compile_command(odd: Path, folder: Path, tei: Path | None, docs: bool, annotate: bool, lang: str | None) -> None:
    """Compile an ODD to RELAX NG, Schematron and tag documentation."""
    from baokan.files import write_atomic
    from baokan.schema import compile_odd

    compiled = compile_odd(odd, tei)
    made = {".rng": compiled.grammar((lang or "en") if annotate else ""), ".sch": compiled.sch}
    if docs:
        made[".html"] = compiled.html(lang or "en")
    name = odd.name.removesuffix(".xml").removesuffix(".odd")
    for suffix, data in made.items():
        path = folder / f"{name}{suffix}"
        click.echo(f"{path} {'written' if write_atomic(path, data) else 'unchanged'}")
    show_findings(compiled.findings, lang or user_language())
    sys.exit(EXIT_FINDINGS if any(f.severity is not Severity.INFO for f in compiled.findings) else 0)


@schema.command()
@click.argument("p5subset", type=PATH)
@click.option("-o", "--output", "path", type=PATH, required=True, help="The file to write, as schemas/tei-facts.xml.")
@reported
def facts(p5subset: Path, path: Path) -> None:
    """Make the facts of TEI's specifications: a p5subset.xml without prose and rules."""
    from baokan.files import write_atomic
    from baokan.schema.facts import facts_of

    click.echo(f"{path} {'written' if write_atomic(path, facts_of(p5subset)) else 'unchanged'}")
