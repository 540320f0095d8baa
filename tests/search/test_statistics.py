"""Frequencies, collocations and dispersion against counts made here from the words themselves."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from baokan.errors import UsageError
from baokan.search.asking import Answer, Options, ask
from baokan.search.plot import dispersion_to_lines, dispersion_to_svg
from baokan.search.scope import Scope
from baokan.search.statistics import collocates, dispersion, frequencies, log_likelihood

WORDS = [("桥", "n"), ("新", "a"), ("通车", "v"), ("了", "u"), ("河", "n"), ("。", "x")]
WEIGHTS = [5, 4, 3, 6, 1, 5]
DATES = ["1931-03-02", "1931-03-20", "1931-05-01", "1932-01-01"]
Issue = list[list[tuple[str, str]]]


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, list[Issue]]:
    """A corpus of four issues and their passages of words."""
    rng = random.Random(4)
    issues = []
    for number, date in enumerate(DATES):
        issue = [rng.choices(WORDS, WEIGHTS, k=rng.randint(3, 15)) for _ in range(rng.randint(3, 9))]
        body = "".join(
            "<p><s>"
            + "".join(
                f'<w pos="{t}" msd="UPosTag={"PUNCT" if t == "x" else "X"}" join="right">{w}</w>' for w, t in passage
            )
            + "</s></p>"
            for passage in issue
        )
        (tmp_path / f"n{number}.xml").write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="n{number}"><teiHeader><fileDesc><titleStmt><title/></titleStmt>'
            f"<publicationStmt><p/></publicationStmt><sourceDesc><bibl><title level='j'>报{number % 2}</title>"
            f"<date when='{date}'/></bibl></sourceDesc></fileDesc></teiHeader><text><body>{body}</body></text></TEI>",
            encoding="utf-8",
        )
        issues.append(issue)
    return tmp_path, issues


def answer(corpus: Path, query: str, **more: object) -> Answer:
    return ask(corpus, query, Options(**more))  # type: ignore[arg-type]


def test_frequencies_of_values_and_places(made: tuple[Path, list[Issue]]) -> None:
    corpus, issues = made
    words = [w for issue in issues for passage in issue for w in passage]
    rows = frequencies(answer(corpus, '[pos="n|v"]'), "word")
    assert {r.value: r.count for r in rows} == Counter(w for w, t in words if t in ("n", "v"))
    assert [r.count for r in rows] == sorted((r.count for r in rows), reverse=True)
    assert sum(r.share for r in rows) == pytest.approx(1)
    pairs = Counter(f"{a[1]} {b[1]}" for issue in issues for p in issue for a, b in pairwise(p) if a[0] == "新")
    assert {r.value: r.count for r in frequencies(answer(corpus, '"新" []'), "pos")} == pairs
    characters = {d[:7]: 0 for d in DATES}
    hits = dict(characters)
    for date, issue in zip(DATES, issues, strict=True):
        text = ["".join(w for w, _ in p) for p in issue]
        characters[date[:7]] += sum(map(len, text))
        hits[date[:7]] += sum(t.count("桥") for t in text)
    for row in frequencies(answer(corpus, "桥"), "month"):
        assert row.count == hits[row.value]
        assert row.per_million == pytest.approx(1e6 * row.count / characters[row.value])
    assert {r.value for r in frequencies(answer(corpus, "桥"), "paper")} <= {"报0", "报1"}
    assert {r.value for r in frequencies(answer(corpus, "桥"), "upos")} == {"X"}
    with pytest.raises(UsageError):
        frequencies(answer(corpus, "桥"), "colour")


@pytest.mark.parametrize("window", [1, 3])
@pytest.mark.parametrize("papers", [(), ("报1",)])
def test_collocates(made: tuple[Path, list[Issue]], window: int, papers: tuple[str, ...]) -> None:
    corpus, issues = made
    near: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number, issue in enumerate(issues):
        if papers and f"报{number % 2}" not in papers:
            continue
        for passage in issue:
            nodes = [n for n, (w, _) in enumerate(passage) if w == "桥"]
            for n, (word, tag) in enumerate(passage):
                if n in nodes or tag == "x":
                    continue
                total[word] += 1
                near[word] += any(abs(n - node) <= window for node in nodes)
    rows = collocates(answer(corpus, '"桥"', scope=Scope(papers=papers)), window, least=1)
    assert {r.value: (r.near, r.total) for r in rows} == {w: (near[w], total[w]) for w in near if near[w]}
    inside, size = near.total(), total.total()
    for row in rows:
        assert row.expected == pytest.approx(inside * row.total / size)
        assert row.mutual_information == pytest.approx(math.log2(row.near / row.expected))
        assert row.log_likelihood == pytest.approx(log_likelihood(row.near, row.total, inside, size))
    assert [r.log_likelihood for r in rows] == sorted((r.log_likelihood for r in rows), reverse=True)


def test_log_likelihood_of_a_worked_example() -> None:
    # Observed 110, 2442, 111, 29114: the table of "the fact that" type examples; G2 by hand from its four cells.
    near, rest, other, none = 110, 2442, 111, 29114
    size = near + rest + other + none
    expected = [
        (near + rest) * (near + other) / size, (near + rest) * (rest + none) / size,
        (other + none) * (near + other) / size, (other + none) * (rest + none) / size,
    ]  # fmt: skip
    by_hand = 2 * sum(o * math.log(o / e) for o, e in zip((near, rest, other, none), expected, strict=True))
    assert log_likelihood(near, near + rest, near + other, size) == pytest.approx(by_hand) == pytest.approx(270.72, abs=0.01)
    assert log_likelihood(1, 500, 100, 1000) < 0  # rarer near than elsewhere


def test_dispersion_and_its_plot(made: tuple[Path, list[Issue]]) -> None:
    corpus, issues = made
    spread = dispersion(answer(corpus, "通车"), "month")
    assert [p.name for p in spread.periods] == ["1931-03", "1931-05", "1932-01"]
    assert sum(p.count for p in spread.periods) == sum("".join(w for w, _ in p).count("通车") for i in issues for p in i)
    hits, size = sum(p.count for p in spread.periods), sum(p.characters for p in spread.periods)
    assert spread.deviation == pytest.approx(sum(abs(p.count / hits - p.characters / size) for p in spread.periods) / 2)
    assert len(dispersion_to_lines(spread)) == 3
    root = ElementTree.fromstring(dispersion_to_svg(spread, '<&"通车>'))
    bars = [e for e in root.iter("{http://www.w3.org/2000/svg}rect") if len(e)]
    assert len(bars) == 3 and '<&"通车>' in "".join(root.itertext())
    tall = [float(bar.get("height", "")) for bar in bars]
    assert tall.index(max(tall)) == max(range(3), key=lambda n: spread.periods[n].per_million)
    assert dispersion(answer(corpus, "无")).deviation == 0
