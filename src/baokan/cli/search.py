"""baokan search: concordance, frequencies, collocations, dispersion."""

from __future__ import annotations

import csv
import io
import itertools
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from baokan.cli.output import PATH, reported, show_findings, show_progress, user_language
from baokan.errors import EXIT_FINDINGS
from baokan.findings import Finding, Severity

if TYPE_CHECKING:
    from baokan.search.asking import Answer, Options

SHOWN = 50  # hits and rows in a terminal when nobody says how many
SECONDS = 30.0  # that a query may run
TABLES = ("frequency", "collocates", "dispersion")


@click.command()
@click.argument("query")
@click.option("--corpus", default=Path("corpus"), type=PATH, show_default=True, help="A folder of TEI, or one TEI file.")
@click.option("--json", "form", flag_value="json", help="A list of hits, one an occurrence.")
@click.option("--csv", "form", flag_value="csv", help="The same as a table.")
@click.option("--text", "language", flag_value="text", help="Search for the characters as they are.")
@click.option("--cql", "language", flag_value="cql", help="Read the query as CQL, whatever it looks like.")
@click.option("--within", type=click.Choice(["s", "p", "article"]), default="p", show_default=True,
              help="What a match of words stays in.")  # fmt: skip
@click.option("--match", "matching", type=click.Choice(["shortest", "longest", "all"]), default="shortest", show_default=True,
              help="Which end, where several fit.")  # fmt: skip
@click.option("-i", "--ignore-case", is_flag=True, help="Large and small letters match; in CQL write %c.")
@click.option("--variants", is_flag=True, help="Simplified and traditional characters match each other.")
@click.option("--paper", "papers", multiple=True, help="Only this paper; may be repeated.")
@click.option("--since", default="", metavar="DATE", help="Only from this date on: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--until", default="", metavar="DATE", help="Only up to this date.")
@click.option("--kind", "kinds", multiple=True, help="Only in these passages: head, byline, paragraph, caption …")
@click.option("--context", default=20, show_default=True, type=click.IntRange(0, 1000), help="Characters on each side.")
@click.option("--limit", type=click.IntRange(0), help=f"At most so many; a terminal shows {SHOWN}, --json and --csv all.")
@click.option("--sort", "order", type=click.Choice(["place", "left", "right", "text"]), default="place", show_default=True)
@click.option("--count", is_flag=True, help="Only how many there are.")
@click.option("--frequency", metavar="BY", help="Count by text, word, pos, ner, year, month, day, paper, issue, article, kind …")
@click.option("--collocates", is_flag=True, help="Words that stand near more often than by chance.")
@click.option("--window", default=5, show_default=True, type=click.IntRange(1, 50), help="Words on each side, for --collocates.")
@click.option("--by", default="word", show_default=True, help="What --collocates counts: word, lemma, pos …")
@click.option("--least", default=2, show_default=True, type=click.IntRange(1), help="Fewest times near, for --collocates.")
@click.option("--dispersion", is_flag=True, help="Occurrences over time, as bars.")
@click.option("--unit", type=click.Choice(["year", "month", "day"]), help="Period of --dispersion; else one that fits.")
@click.option("--plot", type=PATH, help="Write the dispersion as an SVG picture to this file.")
@click.option("--index", "path", type=PATH, help="The index file.  [default: .baokan/search.sqlite in the corpus]")
@click.option("--rebuild", is_flag=True, help="Make the index anew.")
@click.option("--time-limit", "seconds", default=SECONDS, show_default=True, type=click.FloatRange(0),
              help="Seconds; 0 for none.")  # fmt: skip
@reported
def search(query: str, corpus: Path, path: Path | None, rebuild: bool, **given: Any) -> None:
    """Search a corpus for characters, or for words with CQL: [word="发展" & pos="n"] []{0,3} [ner="LOC"].

    The index is made at the first search and brought up to date at each.
    """
    from baokan.search.asking import ask
    from baokan.search.store import discard_index

    if rebuild:
        discard_index(corpus, path)
    findings: list[Finding] = []
    progress = lambda done, total: show_progress("index", done, total)  # noqa: E731 - two words
    answer = ask(corpus, query, given_to_options(given), path, findings.append, progress)
    if answer.index.rebuilt:
        click.echo(f"baokan: {answer.index.path}: the index was made anew: {answer.index.rebuilt}.", err=True)
    show_findings(findings, user_language())
    show(answer, given)
    if uses_names(answer) and not answer.index.connection.execute("SELECT 1 FROM issue WHERE annotated").fetchone():
        click.echo(
            "baokan: no issue of this corpus has annotated names, only those its encoding marks. "
            "Hint: baokan annotate CORPUS --layer entities.",
            err=True,
        )
    bad = any(f.severity is not Severity.INFO for f in findings)
    if answer.partial:
        click.echo(
            f"baokan: partial result: stopped after {given['seconds']:g} s before all was searched. "
            "Hint: narrow the query, or give more time with --time-limit.",
            err=True,
        )
    sys.exit(EXIT_FINDINGS if bad or answer.partial else 0)


def uses_names(answer: Answer) -> bool:
    """Whether the query asks for named entities."""
    return answer.search is not None and any(test.attribute == "ner" for test in answer.search.ids)


def given_to_options(given: dict[str, Any]) -> Options:
    from baokan.search.asking import Options
    from baokan.search.scope import Scope

    return Options(
        language=given["language"] or "auto",
        within=given["within"],
        matching=given["matching"],
        ignore_case=given["ignore_case"],
        variants=given["variants"],
        scope=Scope(given["papers"], given["since"], given["until"], given["kinds"]),
        context=given["context"],
        seconds=given["seconds"] or None,
    )


def show(answer: Answer, given: dict[str, Any]) -> None:
    """Print what was asked for."""
    if given["dispersion"] or given["plot"]:
        show_dispersion(answer, given)
    elif given["frequency"] or given["collocates"]:
        show_table(answer, given)
    elif given["count"]:
        click.echo(json.dumps(count_fields(answer)) if given["form"] == "json" else answer.count())
    elif given["form"] is None:
        show_kwic(answer, given)
    else:
        rows = hit_rows(answer, given)
        (write_json if given["form"] == "json" else write_csv)(rows)


def count_fields(answer: Answer) -> dict[str, object]:
    count = answer.count()
    return {"count": count, "partial": answer.partial}


def hit_rows(answer: Answer, given: dict[str, Any]) -> Iterator[dict[str, object]]:
    """The hits as rows; the last one says whether it is the last for want of time."""
    from baokan.search.kwic import ordered

    hits = itertools.islice(answer.hits(), given["limit"] if given["order"] == "place" else None)
    if given["order"] != "place":
        hits = itertools.islice(ordered(hits, given["order"]), given["limit"])
    held: dict[str, object] | None = None
    for hit in hits:
        if held is not None:
            yield held
        held = hit.as_row() | {"partial": False}
    if held is not None:
        yield held | {"partial": answer.partial}


def show_kwic(answer: Answer, given: dict[str, Any]) -> None:
    from baokan.search.cql import TokenQuery
    from baokan.search.kwic import hits_to_lines, ordered
    from baokan.search.text_query import TextQuery

    limit = SHOWN if given["limit"] is None else given["limit"]
    kept = list(itertools.islice(answer.hits(), limit if given["order"] == "place" else None))
    shown = ordered(kept, given["order"])[:limit]
    for line in hits_to_lines(shown, shutil.get_terminal_size((100, 24)).columns):
        click.echo(line)
    total = answer.count() if len(kept) >= limit else len(kept)
    what = "words, as they were cut" if isinstance(answer.query, TokenQuery) else "characters, wherever words were cut"
    known = f"at least {total}" if answer.partial else str(total)
    click.echo(f"{known} hits of {what}" + (f"; {len(shown)} shown" if total > len(shown) else ""))
    if not total and isinstance(answer.query, TextQuery) and " " in answer.query.text.strip():
        pattern = " []{0,10} ".join(f'"{word}"' for word in answer.query.text.split())
        click.echo(f"the blank was searched for too; for words near each other: '{pattern}'")
    plain = answer.as_characters()
    if plain is not None and not answer.partial:
        from dataclasses import replace

        from baokan.search.asking import Answer

        other = Answer(answer.index, plain, replace(answer.options, language="text")).count()
        if other != total:
            click.echo(f"the characters {plain.text} occur {other} times: search for {plain.text} to see all")


def show_table(answer: Answer, given: dict[str, Any]) -> None:
    """Frequencies or collocates."""
    from baokan.search.statistics import collocates, frequencies

    if given["collocates"]:
        found = [asdict(r) for r in collocates(answer, given["window"], given["by"], given["least"])]
    else:
        found = [asdict(r) for r in frequencies(answer, given["frequency"])]
    show_rows(found, given, "per_million" if given["frequency"] else "")


def show_rows(rows: list[dict[str, object]], given: dict[str, Any], empty: str = "") -> None:
    """Rows in the form that was asked for; a column that says nothing is left out of the terminal's table."""
    limit = given["limit"] if given["limit"] is not None else (SHOWN if given["form"] is None else None)
    if given["form"] == "json":
        write_json(rows[:limit])
    elif given["form"] == "csv":
        write_csv(rows[:limit])
    elif rows:
        names = [n for n in rows[0] if n != empty or any(r[n] is not None for r in rows)]
        click.echo("\t".join(names))
        for row in rows[:limit]:
            click.echo("\t".join(cell(row[n]) for n in names))
        if limit is not None and len(rows) > limit:
            click.echo(f"{len(rows)} rows; {limit} shown")
    else:
        click.echo("nothing found")


def cell(value: object) -> str:
    from baokan.search.kwic import printable

    return f"{value:.2f}" if isinstance(value, float) else printable(str("" if value is None else value))


def show_dispersion(answer: Answer, given: dict[str, Any]) -> None:
    from baokan.files import write_atomic
    from baokan.search.plot import dispersion_to_lines, dispersion_to_svg
    from baokan.search.statistics import dispersion

    spread = dispersion(answer, given["unit"] or "")
    if given["plot"]:
        write_atomic(given["plot"], dispersion_to_svg(spread, answer.query.text).encode("utf-8"))
        click.echo(f"plot {given['plot']}", err=given["form"] is not None)
    if given["form"] is None:
        click.echo(f"{spread.unit}, occurrences, per million characters")
        for line in dispersion_to_lines(spread):
            click.echo(line)
        click.echo(f"DP {spread.deviation:.3f}: 0 is spread as evenly as the text, 1 all in one place")
    else:
        rows = [asdict(p) | {"per_million": p.per_million} for p in spread.periods]
        (write_json if given["form"] == "json" else write_csv)(rows)


def write_json(rows: Iterable[dict[str, object]]) -> None:
    """A JSON list, a row a line, written as the rows come."""
    before = "[\n"
    for row in rows:
        click.echo(before + json.dumps(row, ensure_ascii=False), nl=False)
        before = ",\n"
    click.echo("\n]" if before != "[\n" else "[]")


def write_csv(rows: Iterable[dict[str, object]]) -> None:
    """A table with a line of names; words of a hit as word/pos, with blanks between."""
    names: list[str] = []
    for row in rows:
        if isinstance(row.get("words"), list):
            row["words"] = " ".join(f"{w.get('word', '')}/{w.get('pos', '')}" for w in row["words"])  # type: ignore[attr-defined]
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        if not names:
            names = list(row)
            writer.writerow(names)
        writer.writerow([safe_cell(row.get(n)) for n in names])
        click.echo(line.getvalue(), nl=False)


def safe_cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula: one that begins as one gets an apostrophe before it."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
