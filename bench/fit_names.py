"""Fits a model that decides on names, for `baokan annotate --names-model`.

    python bench/fit_names.py [FOLDER] [-o names.crfsuite] [--folds 4]

FOLDER holds `msra_ner_test.bio`; without it, `../shared/lang` beside the project, read in place. What is learnt from is the first
half of that file; the second half isn't looked at. The rules and lists were written with the first half in view, so that there
they know more than they do of other texts: most of the hand-written lists' names, drawn by chance, are taken away before the
rules read it, lest the model trust them too much. Each sentence with names is learnt from twice, the second time with other
names (vary_names.py). The file is for research use, so a model that was fitted to it isn't shipped. With `--folds K` the first
half is cut into K parts, and a model fitted to the others reads each (with the lists so reduced): a table of F beside the
rules'. Fitting once takes about four minutes of processor time; the same input gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pycrfsuite
from annotate_quality import BESIDE, TOGETHER, Span, names, read_bio
from vary_names import vary

from baokan.annotate.names import gazetteer
from baokan.annotate.names.features import text_to_features
from baokan.annotate.names.find import article_to_pieces
from baokan.annotate.names.tagger import labels_to_names, names_to_labels

# Lists of names as such; the grammar's words (titles, endings) stay.
REDUCED = {
    "people.txt": ["known", "foreign_given"], "orgs.txt": ["known", "unique"], "places.txt": ["cities", "sites", "nature",
    "regions"],
}  # fmt: skip
SHARE, SEED = 0.75, 8  # how much of them is taken away
SETTINGS = {"c1": 0.1, "c2": 0.1, "max_iterations": 60, "feature.minfreq": 3}  # strengths of the L1 and L2 priors
Sentence = tuple[str, list[Span]]
Features = list[list[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate in so many parts; nothing is written")
    parser.add_argument("--only", type=int, help="only this part of them")
    parser.add_argument("-o", "--out", type=Path, default=Path("names.crfsuite"), help="where the model is written")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder} is not there; name the folder of the gold set.", file=sys.stderr)
        return 2
    reduce_lists()
    sentences = list(read_bio(options.folder / "msra_ner_test.bio"))
    sentences = sentences[: len(sentences) // 2]
    rows, rules = read_features([text for text, _ in sentences])
    if options.folds:
        cross_validate(sentences, rows, rules, (options.folds, options.only))
        return 0
    more = varied(sentences)
    sentences, rows = [*sentences, *more], rows + read_features([text for text, _ in more])[0]
    fit(sentences, rows, options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes")
    return 0


def reduce_lists() -> None:
    """Take names away from the lists, before anything has read them."""
    drawn = random.Random(SEED)
    for file, sections in REDUCED.items():
        found = gazetteer.sections(file)
        for section in sections:
            found[section] = [name for name in found[section] if drawn.random() > SHARE]


def varied(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that have names, with other ones."""
    drawn, found = random.Random(SEED), []
    for n in range(0, len(sentences), TOGETHER):
        renamed: dict[tuple[str, str], str] = {}
        found += [vary(s, drawn, renamed) for s in sentences[n : n + TOGETHER] if s[1]]
    return found


def read_features(texts: Sequence[str]) -> tuple[list[Features], list[list[Span]]]:
    """The features of each text, and the names that the rules find in it."""
    rows, rules = [], []
    for n in range(0, len(texts), TOGETHER):
        for plain, pieces, found in article_to_pieces(texts[n : n + TOGETHER], {}):
            rows.append(text_to_features(plain, pieces, found))
            rules.append([(p.start, p.end, p.kind) for p in found])
    return rows, rules


def fit(sentences: Sequence[Sentence], rows: Sequence[Features], path: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    for (text, spans), features in zip(sentences, rows, strict=True):
        trainer.append(features, names_to_labels(len(text), spans))
    trainer.set_params(SETTINGS)
    trainer.train(str(path))


def cross_validate(
    sentences: Sequence[Sentence], rows: Sequence[Features], rules: Sequence[list[Span]], folds: tuple[int, int | None]
) -> None:
    count, only = folds
    print("F of exact span and type      all     PER     LOC     ORG")
    for fold in range(count) if only is None else [only]:
        low, high = len(rows) * fold // count, len(rows) * (fold + 1) // count
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "names.crfsuite"
            known = [*sentences[:low], *sentences[high:]]
            more = varied(known)
            fit([*known, *more], [*rows[:low], *rows[high:], *read_features([text for text, _ in more])[0]], path)
            model = pycrfsuite.Tagger()
            model.open(str(path))
            fitted = [[(p.start, p.end, p.kind) for p in labels_to_names(model.tag(row))] for row in rows[low:high]]
        for name, found in (("rules", rules[low:high]), ("fitted", fitted)):
            figures = names(sentences[low:high], lambda texts, found=found: found)  # type: ignore[misc]
            print(f"part {fold + 1} of {count}  {name:12}  {figures[: figures.rindex(' ')]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
