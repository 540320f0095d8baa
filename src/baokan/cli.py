"""The command line: each command opens, calls, prints. Heavy modules load inside the commands."""

from __future__ import annotations

import functools
import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from baokan import __version__
from baokan.errors import EXIT_FINDINGS, BaokanError, OutputInTheWay
from baokan.findings import Finding, Severity

PATH = click.Path(path_type=Path)
MOST_SHOWN = 5  # lines of the summary's "wants a person's eye"


def reported(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn an error that a user can mend into one line on standard error and its exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except BaokanError as error:
            click.echo(f"baokan: {error}", err=True)
            sys.exit(error.exit_code)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baokan")
def main() -> None:
    """Chinese newspapers as a validated TEI corpus, and its print and web editions."""


def show_progress(what: str, done: int, total: int) -> None:
    """A line on a terminal that each call overwrites; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{what} {done}/{total}", nl=False, err=True)
        if done == total:
            click.echo("\r\x1b[K", nl=False, err=True)


def show_findings(findings: list[Finding], lang: str = "en") -> None:
    for finding in findings:
        click.echo(finding.format(lang), err=True)


def user_language() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if name.startswith("zh") or (locale.getlocale()[0] or "").startswith("zh") else "en"


@main.command()
@click.option("--project", type=PATH, default=Path(), help="The project folder; this one by default.")
@reported
def build(project: Path) -> None:
    """Encode seeds/, validate corpus/ and render dist/: the main job."""
    from baokan.build import build as build_project

    summary = build_project(project, show_progress)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, project / "corpus")
    for edition, paths in summary.rendered.items():
        show_paths(edition, paths)
    sys.exit(summary.exit_code)


def show_paths(edition: str, paths: list[Path]) -> None:
    """The first file of an edition, and how many more there are."""
    first = str(paths[0]) if paths else "nothing made"
    click.echo(f"{edition:6} {first}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else ""))


def show_outcomes(summary: Any, out: Path) -> None:
    """What was made, and where; then the issues with uncertain guesses, most first."""
    made = [o for o in summary.outcomes if o.path]
    articles = sum(o.articles for o in made)
    changed = sum(o.changed for o in made)
    click.echo(f"corpus {out}: {len(made)} issues, {articles} articles; {changed} written, {len(made) - changed} unchanged")
    failed = len(summary.outcomes) - len(made)
    if failed:
        click.echo(f"not encoded: {failed}, see above")
    doubtful = sorted((o for o in made if o.guesses), key=lambda o: -o.guesses)
    if doubtful:
        click.echo("wants a person's eye (elements with cert=low):")
    for outcome in doubtful[:MOST_SHOWN]:
        click.echo(f"  {outcome.path}: {outcome.guesses}")
    if len(doubtful) > MOST_SHOWN:
        click.echo(f"  and {len(doubtful) - MOST_SHOWN} more issues")


@main.command()
@click.argument("sources", nargs=-1, required=True, type=PATH)
@click.option("-o", "--out", required=True, type=PATH, help="The folder for the TEI files.")
@reported
def encode(sources: tuple[Path, ...], out: Path) -> None:
    """Encode files or folders as TEI, one file an issue."""
    from baokan.build import Summary, encode_all

    if out.exists() and not out.is_dir():
        raise OutputInTheWay(f"{out}: is a file, not a folder.", "choose another folder with -o.")
    summary = Summary()
    encode_all(sources, out, summary, show_progress)
    show_findings(summary.findings, user_language())
    show_outcomes(summary, out)
    sys.exit(summary.exit_code)


@main.command()
@click.argument("path", type=PATH)
@click.option("--schema", type=PATH, help="A RELAX NG grammar (.rng or .rnc) to validate by, instead of baokan's own rules.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default=None, help="The language of messages.")
@reported
def validate(path: Path, schema: Path | None, lang: str | None) -> None:
    """Validate a TEI file or every TEI file of a folder."""
    from baokan.validate import find_tei
    from baokan.validate import validate as validate_file

    count = bad = 0
    files = find_tei(path)
    for number, file in enumerate(files, 1):
        show_progress("validate", number, len(files))
        findings = validate_file(file, schema)
        show_findings(findings, lang or user_language())
        count += len(findings)
        bad += any(f.severity is not Severity.INFO for f in findings)
    click.echo(f"{len(files)} files, {bad} with findings, {count} findings")
    sys.exit(EXIT_FINDINGS if bad else 0)


@main.command()
@click.argument("edition", type=click.Choice(["web", "print", "text"]))
@click.argument("corpus", type=PATH)
@click.option("-o", "--out", required=True, type=PATH, help="The folder for the edition.")
@reported
def render(edition: str, corpus: Path, out: Path) -> None:
    """Render a corpus folder or one TEI file as a web, print or text edition."""
    from baokan.editions import render as render_edition

    findings: list[Finding] = []
    show_paths(edition, render_edition(edition, corpus, out, findings.append))
    show_findings(findings, user_language())
    sys.exit(EXIT_FINDINGS if findings else 0)


@main.command()
@click.argument("file", type=PATH)
@click.option("--source", "number", default=1, show_default=True, help="Which source, of an issue of several pages.")
@reported
def restore(file: Path, number: int) -> None:
    """Print the source of a TEI file, byte for byte."""
    from baokan.tei import restore as restore_file

    sys.stdout.buffer.write(restore_file(file, number))
    sys.stdout.buffer.flush()
