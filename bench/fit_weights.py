"""Fits the weights of the inference and writes them into the package.

    pip install numpy scipy
    python bench/fit_weights.py [FOLDER] [--pages 800] [--dry-run]

FOLDER is the dev pages (`../shared/pages` beside the project). What is learnt from: the even-numbered dev pages, pages remade
from their articles (fit_pages.py), and pages from the project's own articles (tests/pages, numbers from 1000 on, which no test
uses). The odd-numbered dev pages aren't looked at; `bench/fit_folds.py` says how good such weights are on pages left out of
the fitting. Three models, each a logistic regression with a Gaussian prior:

- layout/weights.py    what a line is: head, cross head, byline, line of a list, piece of a paragraph
- threads/weights.py   which text a block goes on with (a softmax over the texts)
- articles/weights.py  the heads of an article: rubric, kicker, main, sub

Every second page of the dev pages is enough for a run of a minute; the same input gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_gold import Known, read_folder
from fit_pages import known_to_wholes, make_known
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from baokan.articles.heads import Arrangement, Group, arrangement_features, arrangements
from baokan.articles.weights import ARRANGEMENT_WEIGHTS
from baokan.layout import HEADS, KINDS, Piece, RoledBlock, legible, page_to_roles, relation_features, roles
from baokan.layout.lines import line_features, shapes_to_surroundings
from baokan.layout.weights import LINE_WEIGHTS
from baokan.model import Role
from baokan.read import text_to_source
from baokan.threads.choices import BODY, Place, block_features, continuation, new_features, stands_under
from baokan.threads.evidence import Evidence, is_open
from baokan.threads.reading import Reader, Reading, Step
from baokan.threads.weighing import place_scores, text_score
from baokan.threads.weights import WEIGHTS

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared" / "pages"
HEAD_KINDS = frozenset({"kicker", "main", "sub", "cross", "rubric"})
MADE = range(1000, 1060)  # numbers of our own pages that are learnt from
REAL = 3  # how often a dev page counts against a made one
LINE_PRIOR, READING_PRIOR, GROUP_PRIOR = 0.5, 0.000005, 2.0  # strength of the prior: of lines, of choices a sample, of groups
GROUP_REAL = 4  # how often a dev page's heads count
TITLED = 0.15  # how often heads count that a column title was set over: few titles are unknown by their form
# How often a sub counts: of 13,862 articles 30 % have a kicker and 14 % a sub; of those of the even half a quarter as many.
SUBS = 1.8
ARRANGED = frozenset({"kicker", "main", "sub", "rubric"})
Row = Sequence[tuple[str, float]]
Arranged = tuple[Group, Arrangement]
Choice = tuple[list[tuple[str, Row]], int]  # (kind, features) of each text that the block could go on with; the right one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=BESIDE)
    parser.add_argument("--pages", type=int, default=800, help="pages remade from the articles of the dev pages")
    parser.add_argument("--dry-run", action="store_true", help="report, write nothing")
    options = parser.parse_args()
    if not (options.folder / "pages").is_dir():
        print(f"{options.folder}: holds no pages/; name the folder of the dev pages.", file=sys.stderr)
        return 2
    even = [known for known in read_folder(options.folder) if int(known.name[1:]) % 2 == 0]
    weights = fit(even, own_pages(), options.pages)
    if not options.dry_run:
        write("layout", "LINE_WEIGHTS", "what a line is; feature -> a score for each kind", weights.lines)
        write("articles", "ARRANGEMENT_WEIGHTS", "how the heads of an article are arranged; feature -> score", weights.heads)
        write("threads", "WEIGHTS", "which text a block goes on with; kind of continuation -> feature -> log-odds", weights.texts)
    return 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What the three models weigh by."""

    lines: dict[str, tuple[float, ...]]
    texts: dict[str, dict[str, float]]
    heads: dict[str, float]

    def apply(self) -> None:
        """Have the package weigh by these, as long as this process runs."""
        for table, fitted in ((LINE_WEIGHTS, self.lines), (WEIGHTS, self.texts), (ARRANGEMENT_WEIGHTS, self.heads)):
            table.clear()
            table.update(fitted)  # type: ignore[arg-type]  # each pair is of one type
        text_score.cache_clear()
        place_scores.cache_clear()


def fit(even: Sequence[Known], own: Sequence[Known], pages: int) -> Weights:
    """The weights of dev pages, of so many pages remade from them, and of pages of our own; leaves those of lines applied."""
    pool = [whole for known in even for whole in known_to_wholes(known)]
    rng = random.Random(7)
    crosses = written_crosses()
    remade = [make_known(rng, pool, rng.choice("abccc"), crosses) for _ in range(pages)]

    rows = [row for known in even for row in line_rows(known)] * REAL + [row for k in (*own, *remade) for row in line_rows(k)]
    lines = fit_kinds(rows)
    LINE_WEIGHTS.clear()
    LINE_WEIGHTS.update(lines)

    choices = [c for known in even for c in choice_rows(known)] * REAL + [c for k in (*own, *remade) for c in choice_rows(k)]
    texts = fit_choices(choices)

    known_groups = [(g, GROUP_REAL * (SUBS if has_sub(g) else 1.0)) for known in even for g in head_groups(known)]
    known_groups += [(g, 1.0) for g in dict.fromkeys(group for known in own for group in head_groups(known))]
    groups = [*((g, w) for g, w in known_groups if len(g[0].texts) > 1), *written_groups(rng, known_groups)]
    return Weights(lines, texts, fit_groups(groups))


def own_pages(without: frozenset[str] = frozenset()) -> list[Known]:
    """Pages of the project's own articles, with their gold; `without` those of some papers."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pages import FITTED, TIERS, make_page

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("pages", "gold"):
            (folder / part).mkdir()
        for of in FITTED:
            for page in (make_page(tier, number, of, without) for tier in TIERS for number in MADE):
                (folder / "pages" / f"{of}-{page.name}.txt").write_text(page.text, encoding="utf-8")
                (folder / "gold" / f"{of}-{page.name}.xml").write_text(page.gold, encoding="utf-8")
        return read_folder(folder)


def line_rows(known: Known) -> Iterator[tuple[Row, int]]:
    """(features, kind) of every line whose form decides nothing, what stands above it being known."""
    page = legible(known.page)
    evidence = Evidence(page_to_roles(page))
    around = shapes_to_surroundings([roles.text_to_shape(block.text) for block in page.blocks])
    before: RoledBlock | None = None
    members: dict[int, list[int]] = {}  # article -> its blocks so far
    current = -1
    for block, kind in zip(page.blocks, known.kinds, strict=True):
        n, shape = block.index, around.shapes[block.index]
        right = line_kind(known, n)
        weighed = shape.loose or roles.is_long_sub(block.text, before)
        if right is not None and weighed and not (shape.listed and right not in {"line", "piece"}):
            row = line_features(around, n, roles.place_of(before), before.block.text if before else "")
            below = n + 1 < len(page.blocks) and evidence.roles[n + 1].role is Role.PARAGRAPH
            if below and any(known.kinds[m] == "p" for m in members.get(current, ())):
                roots = sum(evidence.roots[m] for m in members[current])
                row += relation_features(*evidence.shared(n + 1).relation(members[current], roots))
            yield row, KINDS.index(right)
        before = as_gold(roles.block_to_roled(block, before, around), kind, right)
        if kind:
            current = known.articles[n]
            members.setdefault(current, []).append(n)


def line_kind(known: Known, n: int) -> str | None:
    """What the gold says that a line is; None where it is none of the kinds."""
    kind, text = known.kinds[n], known.page.blocks[n].text
    if kind in HEAD_KINDS:
        return "cross" if kind == "cross" else "head"
    if kind == "byline":
        return "byline"
    if kind != "p":
        return None
    return "piece" if n in known.joins or not is_open(text) else "line"


def as_gold(found: RoledBlock, kind: str, right: str | None) -> RoledBlock:
    """The block in the role that the gold gives it."""
    whole = (Piece(Role.PARAGRAPH, 0, len(found.block.text)),)
    if kind in HEAD_KINDS - {"rubric"}:
        return RoledBlock(found.block, Role.CROSS if kind == "cross" else Role.MAIN, whole)
    if kind == "rubric":
        return RoledBlock(found.block, found.role if found.role is Role.RUBRIC else Role.MAIN, whole)
    if kind == "byline" and found.guesses:
        return RoledBlock(found.block, Role.BYLINE, whole)
    if kind == "p" and found.guesses:
        return RoledBlock(found.block, Role.PARAGRAPH, whole, closed=right == "line")
    return found


def choice_rows(known: Known) -> Iterator[Choice]:
    """The choice at every paragraph and byline, when all before it was read right."""
    found = page_to_roles(legible(known.page))
    roled = [as_gold(r, kind, line_kind(known, n)) for n, (r, kind) in enumerate(zip(found, known.kinds, strict=True))]
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
        if role is Role.CROSS and reading.live:
            reading = reader.take(Step(reading, reading.live[0], role, 0.0, 0.0), index)
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
        text = reading.whole().texts[number] if number >= 0 else None
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
    block = block_features(evidence, index, role)
    yield -1, *new_features(block, role is Role.PARAGRAPH, Place(False, False, waiting, under), empty)


def head_groups(known: Known) -> Iterator[Arranged]:
    """The heads of every article, those left out that their form tells."""
    bodies: dict[int, list[str]] = {}
    for n, kind in enumerate(known.kinds):
        if kind == "p":
            bodies.setdefault(known.articles[n], []).append(known.page.blocks[n].text)
    for article in dict.fromkeys(known.articles):
        own = sorted(
            (known.places[n], kind, known.page.blocks[n].text)
            for n, kind in enumerate(known.kinds)
            if known.articles[n] == article and kind in ARRANGED
        )
        yield from to_group([(kind, text) for _, kind, text in own], "\n".join(bodies.get(article, ())))


def written_groups(rng: random.Random, known: Sequence[tuple[Arranged, float]]) -> list[tuple[Arranged, float]]:
    """Groups of heads that we wrote, and column titles that we wrote set over the heads of known articles, with their weights."""
    from pages import read_heads

    letters = {"k": "kicker", "h": "main", "s": "sub", "r": "rubric", "x": "cross"}
    written = [[(letters[letter], text) for letter, text in group] for group in read_heads()]
    titles = [group[0][1] for group in written if len(group) == 1 and group[0][0] == "rubric"]
    groups = [(found, 1.0) for group in written if len(group) > 1 for found in to_group(group)]
    for (group, (leading, main)), weight in known:
        if group.body and group.may_lead and not leading:
            titled = Group((rng.choice(titles), *group.texts), True, group.body)
            groups.append(((titled, (1, main + 1)), weight * TITLED))
    return groups


def has_sub(arranged: Arranged) -> bool:
    return arranged[1][1] < len(arranged[0].texts) - 1


def written_crosses() -> list[str]:
    from pages import read_heads

    return [text for group in read_heads() for letter, text in group if letter == "x"]


def to_group(heads: Sequence[tuple[str, str]], body: str = "") -> Iterator[Arranged]:
    """(group, arrangement) of heads, those left out that their form tells; nothing where it is none that is weighed."""
    texts = [block.text for block in legible(text_to_source("\n".join([t for _, t in heads] + [body]).encode(), "x").page).blocks]
    plain = [(kind, text) for (kind, _), text in zip(heads, texts, strict=False) if roles.short_role(text) is not Role.RUBRIC]
    kinds = [kind for kind, _ in plain]
    group = Group(tuple(text for _, text in plain), len(plain) == len(heads), "\n".join(texts[len(heads) :]))
    leading = int(kinds[:1] == ["rubric"])
    if "main" in kinds and (leading, kinds.index("main")) in arrangements(group):
        yield group, (leading, kinds.index("main"))


def fit_groups(groups: Sequence[tuple[Arranged, float]]) -> dict[str, float]:
    """Softmax regression over the arrangements of each group, which comes with its weight, with a Gaussian prior around 0."""
    names: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    of, hit, times = [], [], []
    for number, ((heads, right), weight) in enumerate(groups):
        for option in arrangements(heads):
            cells += [(len(of), names.setdefault(name, len(names)), value) for name, value in arrangement_features(heads, option)]
            of.append(number)
            hit.append(float(option == right))
            times.append(weight)
    at, column, values = zip(*cells, strict=True)
    x = csr_matrix((values, (at, column)), shape=(len(of), len(names)))
    group, gold, often = np.array(of), np.array(hit), np.array(times)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        norm = np.log(np.bincount(group, np.exp(scores), len(groups)))
        value = (often * gold * (scores - norm[group])).sum()
        slope = x.T @ (often * (np.exp(scores - norm[group]) - gold))
        return float(-value + GROUP_PRIOR * (w @ w)), slope + 2 * GROUP_PRIOR * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(found[n]), 3) for name, n in names.items() if abs(found[n]) > 0.02}


def fit_kinds(rows: Sequence[tuple[Row, int]]) -> dict[str, tuple[float, ...]]:
    """Softmax regression over KINDS, the same features for each, with a Gaussian prior around 0."""
    names = {name: n for n, name in enumerate(dict.fromkeys(name for row, _ in rows for name, _ in row))}
    cells = [(n, names[name], value) for n, (row, _) in enumerate(rows) for name, value in row]
    at, column, values = zip(*cells, strict=True)
    x = csr_matrix((values, (at, column)), shape=(len(rows), len(names)))
    gold = np.zeros((len(rows), len(KINDS)))
    gold[np.arange(len(rows)), [kind for _, kind in rows]] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(len(names), len(KINDS))
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        norm = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        slope = x.T @ (np.exp(scores - norm) - gold) + 2 * LINE_PRIOR * w
        return float(-((scores - norm) * gold).sum() + LINE_PRIOR * (w * w).sum()), np.asarray(slope).ravel()

    found = minimize(loss, np.zeros(len(names) * len(KINDS)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    table = found.reshape(len(names), len(KINDS))
    return {name: tuple(round(float(v), 3) for v in table[n]) for name, n in names.items() if np.abs(table[n]).max() > 0.02}


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


def write(stage: str, name: str, what: str, weights: Mapping[str, object]) -> None:
    """Write a stage's weights.py, its names in order."""
    first = next(iter(weights.values()))
    kind = "dict[str, float]" if isinstance(first, dict) else "tuple[float, ...]" if isinstance(first, tuple) else "float"
    lines = [f'"""Weights: {what}. Fitted by bench/fit_weights.py."""', ""]
    if isinstance(first, tuple):
        lines += [f"KINDS = {KINDS!r}".replace("'", '"'), ""]
    lines.append(f"{name}: dict[str, {kind}] = {{")
    for key, value in sorted(weights.items()):
        if isinstance(value, dict):
            lines += [f'    "{key}": {{', *(f'        "{k}": {v},' for k, v in sorted(value.items())), "    },"]
        else:
            lines.append(f'    "{key}": {value},')
    (ROOT / "src" / "baokan" / stage / "weights.py").write_text("\n".join([*lines, "}", ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
