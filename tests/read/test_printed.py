"""Printed pages come back: what the maker laid out is what is read, level and upright. bench/read_printed.py does it for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import make_page
from printed import Style, gold_to_text, print_page
from printed.typeset import page_to_pdf

from baokan.encode import encode_job, find_jobs
from baokan.score import Tally, read_items, score_page

pytest.importorskip("pypdfium2")
FLOORS = {"articles": 0.99, "joins": 0.99, "order": 0.99, "units": 0.98, "text": 1.0}
# Our own pages have more forms of bylines and datelines than the dev pages; their units hang on those, not on places.
OWN_FLOORS = FLOORS | {"units": 0.97}
STYLES = {
    "level": Style(5, 17, 18.0),
    "level without rules": Style(4, 19, 16.0, rules=False),
    "upright": Style(5, 16, 20.0, upright=True),
}


def printed_to_figures(golds: list[Path], style: Style, folder: Path) -> dict[str, float]:
    tally = Tally()
    for gold in golds:
        page = print_page(gold_to_text(gold), style)
        (folder / f"{page.name}.pdf").write_bytes(page_to_pdf(page))
        (folder / f"{page.name}.gold.xml").write_text(page.gold, encoding="utf-8")
        (job,) = find_jobs([folder / f"{page.name}.pdf"])
        outcome = encode_job(job, folder / "out", set())
        assert outcome.path is not None
        score_page(page.name, read_items(folder / f"{page.name}.gold.xml"), read_items(outcome.path), tally)
    return {name: row.f1 for name, row in tally.rows().items() if name in FLOORS}


@pytest.mark.parametrize("name", STYLES)
def test_pages_of_our_own(tmp_path: Path, name: str) -> None:
    golds = []
    for number in range(4):
        golds.append(tmp_path / f"made{number}.xml")
        golds[-1].write_text(make_page("a", number).gold, encoding="utf-8")
    found = printed_to_figures(golds, STYLES[name], tmp_path)
    assert {row: value for row, value in found.items() if value < OWN_FLOORS[row]} == {}


@pytest.mark.parametrize("name", STYLES)
def test_dev_pages(shared: Path, tmp_path: Path, name: str) -> None:
    golds = sorted((shared / "pages" / "gold").glob("*.xml"))[7::15]
    found = printed_to_figures(golds, STYLES[name], tmp_path)
    assert {row: value for row, value in found.items() if value < FLOORS[row]} == {}
