"""What the commands share: how errors end a command, and how progress, findings and files are shown."""

from __future__ import annotations

import functools
import heapq
import locale
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from baokan.errors import BaokanError
from baokan.findings import Finding

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


def show_progress(what: str, done: int, total: int) -> None:
    """A line on a terminal that each call overwrites; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{what} {done}/{total}", nl=False, err=True)
        if done == total:
            click.echo("\r\x1b[K", nl=False, err=True)


def show_findings(findings: Iterable[Finding], lang: str = "en") -> None:
    for finding in findings:
        click.echo(finding.format(lang), err=True)


def user_language() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if name.startswith("zh") or (locale.getlocale()[0] or "").startswith("zh") else "en"


def show_paths(edition: str, paths: Sequence[Path | str]) -> None:
    """The first file of an edition, and how many more there are."""
    first = str(paths[0]) if paths else "nothing made"
    click.echo(f"{edition:6} {first}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else ""))


def show_outcomes(summary: Any, out: str) -> None:
    """What was made, and where; then the issues with uncertain guesses, most first."""
    made = articles = changed = failed = doubtful = 0
    most: list[tuple[int, int, str]] = []  # guesses, order, path
    for number, outcome in enumerate(summary.outcomes):
        if not outcome.path:
            failed += 1
            continue
        made += 1
        articles += outcome.articles
        changed += outcome.changed
        if outcome.guesses:
            doubtful += 1
            most = heapq.nlargest(MOST_SHOWN, [*most, (outcome.guesses, -number, str(outcome.path))])
    click.echo(f"corpus {out}: {made} issues, {articles} articles; {changed} written, {made - changed} unchanged")
    if failed:
        click.echo(f"not encoded: {failed}, see above")
    if doubtful:
        click.echo("wants a person's eye (elements with cert=low):")
    for guesses, _, path in most:
        click.echo(f"  {path}: {guesses}")
    if doubtful > MOST_SHOWN:
        click.echo(f"  and {doubtful - MOST_SHOWN} more issues")
