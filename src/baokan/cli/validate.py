"""baokan validate: findings on TEI files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from baokan.cli.output import PATH, reported, show_progress, user_language

_LAYERS = ["schema", "rules", "practice", "links", "fidelity"]


@click.command()
@click.argument("paths", type=PATH, nargs=-1, required=True, metavar="PATH...")
@click.option("--schema", type=PATH, help="Validate by this grammar (.rng, .rnc), ODD (.odd) or rules (.sch) alone.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "junit"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["en", "zh"]), default=None, help="The language of messages; else the locale's.")
@click.option("--layer", "layers", type=click.Choice(_LAYERS), multiple=True, help="Only this layer; may be given again.")
@click.option("--ids", is_flag=True, help="Also check the schema's ID and IDREF types.")
@click.option("--catalog", "catalogs", type=PATH, multiple=True, help="An XML catalog that maps schemas' addresses to files.")
@click.option("--waivers", type=PATH, help="Findings that may stand, with reasons; else baokan-waivers.toml where there is one.")
@click.option("--html", type=PATH, help="Also write a page for an editor to work through.")
@click.option("-o", "--output", type=PATH, help="Write the json, sarif or junit here instead of standard output.")
@click.option("--watch", is_flag=True, help="Go on, and validate again what changes; Ctrl-C ends it.")
@reported
def validate(paths: tuple[Path, ...], **given: object) -> None:
    """Validate TEI files, or every TEI file of a folder.

    Without --schema each file is validated by the schemas that it names, what baokan wrote by baokan's own, other TEI by TEI P5
    as a whole; links are checked across all of them.
    """
    from baokan.cli.validating import Command

    command = Command(list(paths), str(given.pop("lang") or user_language()), **given)
    command.once(show_progress)
    if given["watch"]:
        command.watch()
    sys.exit(command.outcome.exit_code)
