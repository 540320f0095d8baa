"""How well pages are put together: encodes pages that have a gold, and prints every figure by tier and by half.

    python bench/quality.py [FOLDER] [--tier a|b|c] [--half even|odd] [--detail] [--row ROW] [--naive] [--json]

FOLDER holds `pages/*.txt` and `gold/*.xml` that pair by name; without it the dev pages beside the project are taken
(`../shared/pages`). A file's name is its tier's letter and a number. The even-numbered half is for tuning; what is
reported is the odd half. --detail lists what is wrong, by kind of error and commonest first, with the text of each: of the even
half, so that nobody tunes on what is reported, unless --half says otherwise. --naive shows what three simple rules get.
`python -m tests.pages FOLDER [COUNT] [SET]` makes such a folder from the project's own articles.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from naive import page_to_items

from baokan.encode import encode_sources
from baokan.read import read_text
from baokan.score import Tally, read_items, root_to_items, score_page

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "pages"
NAME = re.compile(r"^([a-z])0*(\d+)$")
ROWS = ("units", "heads", "articles", "joins", "order", "text", "boundaries", "exact", "types", "repairs")
# What is to be reached on pages that nobody has seen, by tier.
GOALS = {
    "units": (0.99, 0.98, 0.97),
    "heads": (0.96, 0.95, 0.94),
    "articles": (0.995, 0.985, 0.97),
    "joins": (0.995, 0.985, 0.96),
    "order": (0.995, 0.98, 0.96),
    "text": (1.0, 1.0, 1.0),
}
SURE = 0.99  # of the joins said to be high
EXAMPLES = 200  # of one kind of error


@dataclass(frozen=True, slots=True)
class Case:
    """A page with its gold, its tier and its half."""

    page: Path
    gold: Path
    tier: str
    half: str


def find_cases(folder: Path) -> list[Case]:
    """The pages of a folder that have a gold, in order of their names."""
    cases = []
    for page in sorted((folder / "pages").glob("*.txt")):
        match, gold = NAME.match(page.stem), folder / "gold" / f"{page.stem}.xml"
        if match and gold.is_file():
            cases.append(Case(page, gold, match[1], "odd" if int(match[2]) % 2 else "even"))
    return cases


def score_case(case: Case, tallies: Sequence[Tally], naive: bool) -> None:
    """Encode a page in process and add its figures to every tally."""
    source = read_text(case.page)
    system = page_to_items(source.page) if naive else root_to_items(encode_sources("x", [source]))
    gold = read_items(case.gold)
    for tally in tallies:
        score_page(case.page.stem, gold, system, tally)


def figure(tally: Tally, row: str) -> float:
    """The F1 of a row; of exact articles the share of the gold's."""
    rows = tally.rows()
    return (rows[row].r if row == "exact" else rows[row].f1) if row in rows else float("nan")


def table(tallies: dict[tuple[str, str], Tally], tiers: Sequence[str], halves: Sequence[str]) -> list[str]:
    """The figures, a column a tier and half; * marks what is below its goal."""
    columns = [(tier, half) for half in halves for tier in tiers]
    lines = ["row        " + "".join(f"{tier + ' ' + half:>10}" for tier, half in columns) + "   goal"]
    for row in ROWS:
        if all(row not in tally.rows() for tally in tallies.values()):
            continue
        goals = GOALS.get(row, ())
        line = f"{row:11}"
        for tier, half in columns:
            value = figure(tallies[tier, half], row)
            place = "abc".find(tier)
            short = goals and place >= 0 and value < goals[place]
            line += f"{value:9.4f}{'*' if short else ' '}" if not math.isnan(value) else f"{'-':>9} "
        lines.append(line + "   " + "/".join(map(str, goals)))
    lines.append("pages      " + "".join(f"{tallies[c].pages:9} " for c in columns))
    return lines


def certainty_table(tallies: dict[tuple[str, str], Tally], halves: Sequence[str]) -> list[str]:
    """How many guesses of each certainty are right, a column a half."""
    tables = {half: tallies["all", half].reliability() for half in halves}
    lines = ["certainty said   " + "".join(f"{half:>22}" for half in halves)]
    for what in ("joins", "heads", "articles"):
        for cert in ("high", "medium", "low", "unsaid"):
            found = [tables[half].get(what, {}).get(cert) for half in halves]
            if any(found):
                cells = (f"{r.right:5} of {r.said:5} {r.share:8.4f}" if r and r.share is not None else "-" for r in found)
                lines.append(f"{what + ' ' + cert:17}" + "".join(f"{cell:>22}" for cell in cells))
    return [*lines, f"(to reach: {SURE} of the joins said to be high)"]


def detail(tally: Tally, row: str | None) -> list[str]:
    """What is wrong, by row and kind of error, commonest first."""
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for miss in tally.misses:
        if row in (None, miss.row):
            kinds[miss.row, miss.fault].append(f"    {miss.page}: {miss.text}")
    lines = []
    for (of, fault), shown in sorted(kinds.items(), key=lambda kind: (ROWS.index(kind[0][0]), -len(kind[1]))):
        lines += [f"{len(shown):5}  {of}: {fault}", *shown[:EXAMPLES]]
    return lines


def to_json(tallies: dict[tuple[str, str], Tally]) -> str:
    return json.dumps(
        {
            f"{tier} {half}": {
                "pages": tally.pages,
                **{row: round(figure(tally, row), 5) for row in ROWS},
                "errors": Counter(f"{m.row}: {m.fault}" for m in tally.misses),
                "certainty": {
                    f"{what} {cert}": [r.right, r.said]
                    for what, rows in tally.reliability().items()
                    for cert, r in rows.items()
                },
            }
            for (tier, half), tally in tallies.items()
        },
        ensure_ascii=False,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=BESIDE)
    parser.add_argument("--tier", help="only pages of this tier")
    parser.add_argument("--half", choices=["even", "odd"], help="only pages of this half")
    parser.add_argument("--detail", action="store_true", help="list what is wrong, by kind of error")
    parser.add_argument("--row", choices=ROWS, help="with --detail: only errors of this row")
    parser.add_argument("--naive", action="store_true", help="score three simple rules instead")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    cases = [c for c in find_cases(args.folder) if args.tier in (None, c.tier) and args.half in (None, c.half)]
    if not cases:
        print(f"quality: no page with a gold in {args.folder}/pages and {args.folder}/gold", file=sys.stderr)
        return 4
    tiers = [*sorted({c.tier for c in cases}), "all"]
    halves = [*sorted({c.half for c in cases}), *(["both"] if len({c.half for c in cases}) > 1 else [])]
    tallies = {(tier, half): Tally() for tier in tiers for half in halves}
    encode_sources("x", [read_text(cases[0].page)])  # loads jieba's dictionary
    start = time.perf_counter()
    for case in cases:
        into = [tallies[t, h] for t in (case.tier, "all") for h in (case.half, "both") if (t, h) in tallies]
        score_case(case, into, args.naive)
    seconds = time.perf_counter() - start
    if args.json:
        print(to_json(tallies))
        return 0
    if args.detail:
        print("\n".join([*detail(tallies["all", halves[0]], args.row), ""]))
    print("\n".join([*table(tallies, tiers, halves), "", *certainty_table(tallies, halves)]))
    print(f"\n{len(cases)} pages encoded and scored in {seconds:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
