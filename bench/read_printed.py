"""Print gold pages as PDF, encode them, and score what came out: `python bench/read_printed.py [GOLD] [-o KEEP]`.

GOLD is a folder of gold TEI; without it the dev pages beside the project, or else the pages of tests/pages, are printed.
Every page is printed level and upright, each in a setting of its own (columns, measure, gutter, with rules or without).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FIGURES = ("articles", "joins", "order", "units", "heads", "text")


def style(name: str, upright: bool) -> object:
    """The setting of a page: it follows from the page's name, so that a run can be repeated."""
    from printed import Style

    seed = sum(map(ord, name))
    columns, measure, gutter = 4 + seed % 3, 14 + seed % 7, 14.0 + seed % 9
    return Style(columns, measure, gutter, upright, rules=seed % 4 != 0)


def print_one(gold: Path, folder: Path, upright: bool) -> None:
    from printed import gold_to_text, print_page
    from printed.typeset import page_to_pdf

    page = print_page(gold_to_text(gold), style(gold.stem, upright))
    (folder / "pdf" / f"{page.name}.pdf").write_bytes(page_to_pdf(page))
    (folder / "gold" / f"{page.name}.xml").write_text(page.gold, encoding="utf-8")


def measure(golds: list[Path], folder: Path, upright: bool) -> dict[str, float]:
    """Print, encode and score all pages in one direction."""
    from baokan.build import Summary, encode_all
    from baokan.score.report import pair_files, score_pairs

    for name in ("pdf", "gold", "tei"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        list(pool.map(print_one, golds, [folder] * len(golds), [upright] * len(golds)))
    summary = Summary()
    encode_all([folder / "pdf"], folder / "tei", summary, lambda what, done, total: None)
    pairs, _ = pair_files(folder / "gold", folder / "tei")
    rows = score_pairs(pairs, detail=False).tally.rows()
    return {name: rows[name].f1 for name in FIGURES}


def gold_files(given: Path | None, folder: Path) -> list[Path]:
    """The pages to print, by name."""
    shared = ROOT.parent / "shared" / "pages" / "gold"
    if given is None and not shared.is_dir():
        from pages import write_pages

        write_pages(folder / "made", 6)
        given = folder / "made" / "gold"
    return sorted((given or shared).glob("*.xml"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("-o", "--keep", type=Path, help="keep the PDFs, the gold and the TEI here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name)
        golds = gold_files(args.gold, folder)
        print(f"{len(golds)} pages, level and upright")
        print(f"{'':8}" + "".join(f"{figure:>10}" for figure in FIGURES))
        for upright in (False, True):
            row = measure(golds, folder / ("upright" if upright else "level"), upright)
            print(f"{'upright' if upright else 'level':8}" + "".join(f"{row[figure]:10.4f}" for figure in FIGURES))


if __name__ == "__main__":
    main()
