"""Does a site kept up to date stay the site made anew? Random corpora, changed at random, compared byte for byte.

python bench/incremental.py [SEEDS] [TURNS]        (300 and 8: some minutes)

The corpora and changes are those of the tests (tests/editions/web/changing.py), as are the small lists and pieces. The last line
says how often the search index was mended, made anew from its runs, or kept.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "editions"))
from web.changing import SMALL, Corpus, contents, differing

from baokan.editions import render
from baokan.editions.issues import find_issues
from baokan.editions.render import nobody, render_edition, silent
from baokan.editions.steps import HERE
from baokan.editions.web import whole
from baokan.running import Batch, State

WAYS: Counter[str] = Counter()


def run(seed: int, turns: int, folder: Path) -> list[str]:
    """The files that differ in the end of one seed's turns; [] as long as all is well."""
    corpus = Corpus(folder / "corpus", random.Random(seed))
    corpus.fill(6)
    with contextlib.closing(State(folder / "state" / "build.sqlite")) as state:
        for _ in range(turns):
            batch = Batch(folder, silent, HERE, state)
            render_edition("web", find_issues(corpus.folder), folder / "web", nobody, batch)
            shutil.rmtree(folder / "anew", ignore_errors=True)
            render("web", corpus.folder, folder / "anew" / "web")
            if wrong := differing(contents(folder / "web"), contents(folder / "anew" / "web")):
                return wrong
            corpus.change()
    return []


def main() -> None:
    given = [int(number) for number in sys.argv[1:]]
    seeds, turns = given + [300, 8][len(given) :]
    for module, name, value in SMALL:
        setattr(module, name, value)
    mended = whole.mended

    def counted(of: whole.Whole, moves: object) -> object:
        searched = mended(of, moves)
        WAYS["merged" if searched is None else "mended" if searched.rows or searched.gone else "kept"] += 1
        return searched

    whole.mended = counted
    wrong = 0
    for seed in range(1000, 1000 + seeds):
        with tempfile.TemporaryDirectory() as top:
            if found := run(seed, turns, Path(top)):
                wrong += 1
                print(f"seed {seed}: {', '.join(found[:5])}", flush=True)
    print(f"{seeds} seeds of {turns} turns: {wrong} wrong; the index was {dict(WAYS)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
