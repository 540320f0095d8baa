"""Fits the weights of the inference and writes them into the package.

    pip install numpy scipy
    python bench/fit_weights.py [FOLDER] [--pages 300] [--dry-run]

FOLDER is the dev pages (`../shared/pages` beside the project). What is learnt from: the even-numbered dev pages, pages remade
from their articles (fit_pages.py), and pages from the project's own articles (tests/pages, numbers from 1000 on, which no test
uses). The odd-numbered dev pages are only reported on. Three models, each a logistic regression with a Gaussian prior:

- layout/weights.py    a short line: head, or a piece of a paragraph
- threads/weights.py   which text a block goes on with (a softmax over the texts)
- articles/weights.py  two heads: kicker and main, or main and sub

Every second page of the dev pages is enough for a run of a minute; the same input gives the same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from fit_gold import Known, read_folder
from fit_pages import known_to_wholes, make_known
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from baokan.articles.heads import sub_features
from baokan.layout import HEADS, RoledBlock, page_to_roles, roles
from baokan.layout.headness import form_features, seam_features
from baokan.model import Role
from baokan.threads.choices import BODY, Place, continuation, new_features, stands_under
from baokan.threads.evidence import Evidence
from baokan.threads.reading import Reader, Reading, Step

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared" / "pages"
HEAD_KINDS = frozenset({"kicker", "main", "sub", "cross"})
MADE = range(1000, 1060)  # numbers of our own pages that are learnt from
REAL = 3  # how often a dev page counts against a made one
HEAD_PRIOR, READING_PRIOR, SUB_PRIOR = 0.5, 0.000005, 0.5  # strength of the prior: a head, a choice a sample, a sub
# What every reader of newspapers knows of two heads, as log-odds for a sub; the data only moves it.
SUB_KNOWN = {
    "second.dash": 6.0, "first.dash": -5.0, "first.says": -3.0, "second.column": -2.5, "first.column": 2.5,
    "second.attends": 2.0, "bias": -1.0,
}  # fmt: skip

Row = Sequence[tuple[str, float]]
Choice = tuple[list[tuple[str, Row]], int]  # (kind, features) of each text that the block could go on with; the right one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--pages", type=int, default=300, help="pages remade from the articles of the dev pages")
    parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
    options = parser.parse_args()
    if not (options.folder / "pages").is_dir():
        print(f"{options.folder}: holds no pages/; name the folder of the dev pages.", file=sys.stderr)
        return 2
    dev = read_folder(options.folder)
    even = [known for known in dev if int(known.name[1:]) % 2 == 0]
    odd = [known for known in dev if int(known.name[1:]) % 2]
    own = own_pages()
    pool = [whole for known in even for whole in known_to_wholes(known)]
    rng = random.Random(7)
    remade = [make_known(rng, pool, rng.choice("abccc")) for _ in range(options.pages)]

    rows = [row for known in even for row in head_rows(known)] * REAL + [row for k in (*own, *remade) for row in head_rows(k)]
    head = fit_binary([r for r, _ in rows], [y for _, y in rows], HEAD_PRIOR)
    report("heads", [binary_right(head, row) for known in odd for row in head_rows(known)])
    roles_weights = sys.modules["baokan.layout.weights"].HEAD_WEIGHTS
    roles_weights.clear()
    roles_weights.update(head)

    choices = [c for known in even for c in choice_rows(known)] * REAL + [c for k in (*own, *remade) for c in choice_rows(k)]
    reading = fit_choices(choices)
    report("choices", [choice_right(reading, choice) for known in odd for choice in choice_rows(known)])

    pairs = list(dict.fromkeys(pair for known in (*even, *own) for pair in head_pairs(known)))
    sub = fit_binary([list(sub_features(*pair[:3])) for pair in pairs], [pair[3] for pair in pairs], SUB_PRIOR, SUB_KNOWN)
    report("kicker or sub", [binary_right(sub, (list(sub_features(*p[:3])), p[3])) for k in odd for p in head_pairs(k)])
    if not options.dry_run:
        write("layout", "HEAD_WEIGHTS", "a short line: head or piece of a paragraph; feature -> log-odds for a head", head)
        write("articles", "SUB_WEIGHTS", "two heads: kicker and main, or main and sub; feature -> log-odds for a sub", sub)
        write("threads", "WEIGHTS", "which text a block goes on with; kind of continuation -> feature -> log-odds", reading)
    return 0


def report(name: str, right: Sequence[bool]) -> None:
    print(f"{name:14} odd half: {sum(right)} of {len(right)} right, {sum(right) / max(1, len(right)):.4f}")


def own_pages() -> list[Known]:
    """Pages of the project's own articles, with their gold."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages.maker import make_page

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("pages", "gold"):
            (folder / part).mkdir()
        for tier in "abc":
            for number in MADE:
                page = make_page(tier, number)
                (folder / "pages" / f"{page.name}.txt").write_text(page.text, encoding="utf-8")
                (folder / "gold" / f"{page.name}.xml").write_text(page.gold, encoding="utf-8")
        return read_folder(folder)


def head_rows(known: Known) -> Iterator[tuple[Row, int]]:
    """(features, whether it is a head) of every line that could be one; what stands before it is as the gold has it."""
    before: RoledBlock | None = None
    blocks = known.page.blocks
    for block, kind in zip(blocks, known.kinds, strict=True):
        after = blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
        text = block.text
        doubtful = roles.short_role(text) is None and not roles.is_notice(text) and roles.may_be_head(text, before)
        if doubtful and kind in HEAD_KINDS | {"p"}:
            last = before.block.text if before else ""
            context = [(name, 1.0) for name in roles.head_context(before, after)]
            yield [("bias", 1.0), *form_features(text), *seam_features(text, last, after), *context], int(kind != "p")
        found = roles.block_to_roled(block, before, after)
        if kind in HEAD_KINDS:
            found = RoledBlock(block, Role.MAIN, found.pieces)
        elif kind == "p" and found.role is Role.MAIN:
            found = RoledBlock(block, Role.PARAGRAPH, found.pieces)
        before = found


def choice_rows(known: Known) -> Iterator[Choice]:
    """The choice at every paragraph and byline, when all before it was read right."""
    roled = page_to_roles(known.page)
    evidence = Evidence(roled)
    reader = Reader(evidence)
    reading = Reading()
    numbers: dict[int, int] = {}  # article -> the text that its next block belongs to
    reached: dict[int, float] = {}
    for index, block in enumerate(roled):
        role, article = block.role, known.articles[index]
        if role is None:
            reading = reader.take(Step(reading, None, None, 0.0, 0.0), index)
            continue
        if role in HEADS:
            reading = reader.take(reader.head(reading, role, 0.0), index)
            numbers.setdefault(article, reading.number)
            continue
        number = numbers.get(article, -1)
        if role in BODY:
            if number >= 0 and known.places[index] < reached.get(article, -1.0):
                number = -1  # a moved lead: a text of its own until its article is known
            options = list(continuations(evidence, reading, index, role))
            right = [n for n, option in enumerate(options) if option[0] == number]
            if right:
                yield [(kind, features) for _, kind, features in options], right[0]
            reached[article] = known.places[index]
        elif number < 0 and reading.live:
            number = reading.live[0].number
        text = reading.texts()[number] if number >= 0 else None
        reading = reader.take(Step(reading, text, role, 0.0, 0.0), index)
        if role in BODY:
            numbers[article] = reading.number
        else:
            numbers.setdefault(article, reading.number)


def continuations(evidence: Evidence, reading: Reading, index: int, role: Role) -> Iterator[tuple[int, str, Row]]:
    """(text, kind, features) of every way to go on, as the reader weighs them."""
    current = reading.live[0] if reading.live else None
    waiting, under = reading.waiting > 0, stands_under(current, index)
    for text in reading.live:
        place = Place(text is current, current is not None and current.host == text.number, waiting, under)
        found = continuation(evidence, text, index, role, place)
        if found:
            yield text.number, *found
    empty = any(text.empty for text in reading.live)
    yield -1, *new_features(evidence, index, role, Place(False, False, waiting, under), empty)


def head_pairs(known: Known) -> Iterator[tuple[str, str, int, int]]:
    """(first, second, number of heads, whether the second is a sub) of every article with two heads or more."""
    for article in set(known.articles):
        own = sorted(
            (known.places[n], known.kinds[n], known.page.blocks[n].text)
            for n, kind in enumerate(known.kinds)
            if known.articles[n] == article and kind in {"kicker", "main", "sub"}
        )
        if len(own) > 1 and "main" in (own[0][1], own[1][1]):
            yield own[0][2], own[1][2], len(own), int(own[0][1] == "main")


def fit_binary(
    rows: Sequence[Row], right: Sequence[int], prior: float, known: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Logistic regression with a Gaussian prior around `known` (0 where it says nothing)."""
    names = {name: n for n, name in enumerate(dict.fromkeys(name for row in rows for name, _ in row))}
    x = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for name, value in row:
            x[n, names[name]] += value
    y = np.array(right, float)
    mean = np.array([(known or {}).get(name, 0.0) for name in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        chance = 1 / (1 + np.exp(-scores))
        off = w - mean
        return float((np.logaddexp(0, scores) - y * scores).sum() + prior * (off @ off)), x.T @ (chance - y) + 2 * prior * off

    found = minimize(loss, mean.copy(), jac=True, method="L-BFGS-B").x
    return {name: round(float(found[n]), 3) for name, n in names.items()}


def fit_choices(choices: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """Softmax regression over the options of each choice, with a Gaussian prior around 0."""
    names: dict[tuple[str, str], int] = {}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    group: list[int] = []
    right: list[int] = []
    for number, (options, gold) in enumerate(choices):
        for place, (kind, features) in enumerate(options):
            for name, value in features:
                rows.append(len(group))
                columns.append(names.setdefault((kind, name), len(names)))
                values.append(value)
            if place == gold:
                right.append(len(group))
            group.append(number)
    x = csr_matrix((values, (rows, columns)), shape=(len(group), len(names)))
    of, gold_rows = np.array(group), np.array(right)
    hit = np.zeros(len(group))
    hit[gold_rows] = 1
    strength = READING_PRIOR * len(choices)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.full(len(choices), -np.inf)
        np.maximum.at(top, of, scores)
        weights = np.exp(scores - top[of])
        norm = np.bincount(of, weights, len(choices))
        value = (scores[gold_rows] - top - np.log(norm)).sum()
        return float(-value + strength * (w @ w)), -(x.T @ (hit - weights / norm[of])) + 2 * strength * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    table: dict[str, dict[str, float]] = {}
    for (kind, name), n in names.items():
        table.setdefault(kind, {})[name] = round(float(found[n]), 3)
    return table


def binary_right(weights: Mapping[str, float], row: tuple[Row, int]) -> bool:
    return (sum(weights.get(name, 0.0) * value for name, value in row[0]) > 0) == bool(row[1])


def choice_right(weights: Mapping[str, Mapping[str, float]], choice: Choice) -> bool:
    options, gold = choice
    scores = [sum(weights.get(kind, {}).get(name, 0.0) * value for name, value in row) for kind, row in options]
    return max(range(len(scores)), key=lambda n: (scores[n], -n)) == gold and not math.isnan(scores[gold])


def write(stage: str, name: str, what: str, weights: Mapping[str, object]) -> None:
    """Write a stage's weights.py, its names in order."""
    nested = any(isinstance(value, dict) for value in weights.values())
    kind = "dict[str, float]" if nested else "float"
    lines = [f'"""Weights: {what}. Fitted by bench/fit_weights.py."""', "", f"{name}: dict[str, {kind}] = {{"]
    for key, value in sorted(weights.items()):
        if isinstance(value, dict):
            lines += [f'    "{key}": {{', *(f'        "{k}": {v},' for k, v in sorted(value.items())), "    },"]
        else:
            lines.append(f'    "{key}": {value},')
    (ROOT / "src" / "baokan" / stage / "weights.py").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
