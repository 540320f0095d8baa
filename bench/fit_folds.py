"""How good fitted weights are on pages left out of the fitting: what the even half of the dev pages can say of pages unseen.

    python bench/fit_folds.py [FOLDER] [--folds 4] [--pages 400] [--jobs 2] [--detail] [--row ROW]

Fold by fold, weights are fitted as by fit_weights.py, but without every fourth of the even-numbered dev pages and without one or
more of our own papers (tests/pages/articles, varied); then these pages are scored. Nothing is written, and the odd-numbered dev
pages are not looked at. --detail lists what is wrong on the pages left out, by kind of error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fit_gold import read_folder
from fit_weights import BESIDE, ROOT, Weights, fit, own_pages
from lxml import etree
from quality import ROWS, certainty_table, detail, find_cases, score_case, table

from baokan.encode import encode_sources
from baokan.read import text_to_source
from baokan.score import Tally, root_to_items, score_page

NUMBERS = range(2000, 2012)  # of our own pages that are scored; others than those fitted on
HALVES = ("dev", "articles", "varied", "decades")  # dev pages, then the sets of our own papers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--pages", type=int, default=400, help="pages remade from the articles of the dev pages")
    parser.add_argument("--jobs", type=int, default=2, help="folds that are fitted at a time")
    parser.add_argument("--detail", action="store_true", help="list what is wrong, by kind of error")
    parser.add_argument("--row", choices=ROWS, help="with --detail: only errors of this row")
    options = parser.parse_args()
    cases = [case for case in find_cases(options.folder) if case.half == "even"]
    papers = list(own_papers())
    tallies = {(tier, half): Tally() for half in HALVES for tier in ((*"abc", "all") if half == "dev" else ("all",))}
    with ProcessPoolExecutor(options.jobs) as pool:
        folds = [pool.submit(fit_without, options.folder, fold, options.folds, options.pages) for fold in range(options.folds)]
        for fold, found in enumerate(folds):
            found.result().apply()
            for case in cases[fold :: options.folds]:
                score_case(case, [tallies[case.tier, "dev"], tallies["all", "dev"]], naive=False)
            for of, paper in papers[fold :: options.folds]:
                score_paper(of, paper, tallies)
    if options.detail:
        print("\n".join(line for half in HALVES for line in [half, *detail(tallies["all", half], options.row), ""]))
    for tiers, halves in ((["a", "b", "c"], HALVES[:1]), (["all"], HALVES)):
        print("\n".join([*table(tallies, tiers, halves), ""]))
    print("\n".join(certainty_table(tallies, HALVES)))
    return 0


def fit_without(folder: Path, fold: int, folds: int, pages: int) -> Weights:
    """Weights of everything but what is scored in a fold."""
    even = [known for known in read_folder(folder) if int(known.name[1:]) % 2 == 0]
    kept = [known for n, known in enumerate(even) if n % folds != fold]
    return fit(kept, own_pages(frozenset(paper for _, paper in list(own_papers())[fold::folds])), pages)


def own_papers() -> Iterator[tuple[str, str]]:
    """(set, paper) of everything that weights are fitted on."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages import FITTED, read_stories

    for of in FITTED:
        yield from ((of, paper) for paper in sorted({story.paper for story in read_stories(of)}))


def score_paper(of: str, paper: str, tallies: dict[tuple[str, str], Tally]) -> None:
    """Score pages of one of our own papers."""
    from pages import TIERS, make_page

    for tier in TIERS:
        for number in NUMBERS:
            page = make_page(tier, number, of, only=paper)
            system = root_to_items(encode_sources("x", [text_to_source(page.text.encode(), f"{page.name}.txt")]))
            gold = root_to_items(etree.fromstring(page.gold.encode()))
            score_page(f"{paper}-{page.name}", gold, system, tallies["all", of])


if __name__ == "__main__":
    sys.exit(main())
