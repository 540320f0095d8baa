"""baokan search as a user meets it: faults with a caret, limits, patterns that explode, forms of output."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from baokan.cli.search import search
from baokan.search.cql import QuerySyntaxError, looks_like_cql, parse_query
from baokan.search.kwic import width

HOSTILE = '=HYPERLINK("x")，<b>&amp;\x1b[31m\'; DROP TABLE passage; -- "引号"'


def tei(name: str, text: str, date: str = "1931-03-02") -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "")
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{name}"><teiHeader><fileDesc><titleStmt><title/></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><bibl><title level='j'>宁安日报</title>"
        f"<date when='{date}'/></bibl></sourceDesc></fileDesc></teiHeader><text><body><pb n='3'/><div type='article'>"
        f"<head>发展</head><p>{escaped}</p></div></body></text></TEI>"
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.xml").write_text(tei("a", "发展经济，经济发展，發展。"), encoding="utf-8")
    (tmp_path / "b.xml").write_text(tei("b", HOSTILE, "1932-01-01"), encoding="utf-8")
    return tmp_path


def run(corpus: Path, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(search, [*arguments, "--corpus", str(corpus)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_json_is_a_list_of_hits(corpus: Path) -> None:
    hits = json.loads(run(corpus, "发展", "--json").stdout)
    assert [(h["issue"], h["kind"], h["start"], h["end"]) for h in hits] == [
        ("a", "head", 0, 2), ("a", "paragraph", 0, 2), ("a", "paragraph", 7, 9), ("b", "head", 0, 2),
    ]  # fmt: skip
    known = {"left": "", "text": "发展", "page": "3", "paper": "宁安日报", "title": "发展", "by": "characters"}
    assert hits[1] | known == hits[1]
    assert json.loads(run(corpus, "没有", "--json").stdout) == []
    words = json.loads(run(corpus, '"发展"', "--json").stdout)
    assert words[0]["by"] == "words" and words[0]["words"][0]["word"] == "发展"


def test_csv_is_the_same_and_no_cell_is_a_formula(corpus: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(corpus, "发展", "--csv").stdout)))
    assert [r["issue"] for r in rows] == ["a", "a", "a", "b"]
    (row,) = csv.DictReader(io.StringIO(run(corpus, "=HYPERLINK", "--csv").stdout))
    assert row["text"] == "'=HYPERLINK" and all(c[:1] not in "=+@" for c in row.values() if c)


def test_kwic_lines_are_in_columns(corpus: Path) -> None:
    lines = run(corpus, "发展").stdout.splitlines()
    assert len({width(line.partition("[")[0]) for line in lines[:-1]}) == 1
    assert lines[-1] == "4 hits of characters, wherever words were cut"
    assert run(corpus, "发展", "--limit", "2").stdout.splitlines()[-1].endswith("; 2 shown")


def test_a_search_for_words_says_so_and_what_the_characters_give(corpus: Path) -> None:
    lines = run(corpus, '"经济"').stdout.splitlines()
    assert "of words, as they were cut" in lines[-1]
    (corpus / "c.ana.xml").write_text(tei("c", "").replace("<p></p>", "<p><s><w>经</w><w>济学</w></s></p>"), encoding="utf-8")
    lines = run(corpus, '"经济"').stdout.splitlines()
    assert lines[-2].startswith("2 hits of words") and lines[-1].startswith("the characters 经济 occur 3 times")


def test_simplified_and_traditional_match_on_request(corpus: Path) -> None:
    assert run(corpus, "发展", "--count").stdout == run(corpus, '"发展"', "--count").stdout == "4\n"
    for query in ("发展", "發展", "發展经济", '"發展"', '"[发發]展"'):
        wanted = {"發展经济": "1\n"}.get(query, "5\n")
        assert run(corpus, query, "--variants", "--count").stdout == wanted, query


def test_hostile_text_stays_text(corpus: Path) -> None:
    for query in (HOSTILE.replace("\x1b", ""), "'; DROP TABLE passage; --", '" OR "1', "<b>&amp;", "引号\" AND \"x"):
        found = json.loads(run(corpus, query, "--text", "--json").stdout)
        assert len(found) == (query in HOSTILE.replace("\x1b", "")), query
    assert run(corpus, "发展", "--paper", "' OR 1=1 --", "--count").stdout == "0\n"


def test_scopes(corpus: Path) -> None:
    assert run(corpus, "发展", "--kind", "head", "--count").stdout == "2\n"
    assert run(corpus, '"发展"', "--kind", "head", "--count").stdout == "2\n"
    assert run(corpus, "发展", "--until", "1931", "--count").stdout == "3\n"
    assert run(corpus, "发展", "--since", "1931-04", "--count").stdout == "1\n"
    assert run(corpus, "发展", "--paper", "申报", "--count").stdout == "0\n"
    assert "is no date" in run(corpus, "发展", "--since", "1931/04", code=2).stderr


@pytest.mark.parametrize(
    ("query", "at", "expected"),
    [
        ('[word="发展"', 10, "]"),
        ('[word="发展" }', 11, "]"),
        ('[wrod="x"]', 1, "attribute"),
        ('[word "x"]', 6, "="),
        ("[word=发展]", 6, "quotation marks"),
        ('[word="发展] []', 6, 'closing "'),
        ('"a" ("b"', 8, ")"),
        ('"a"{2', 5, "}"),
        ('"a"{3,2}', 4, "smaller"),
        ('"a"{2000}', 4, "at most"),
        ('"a" within x', 11, "article"),
        ('"a" "(b"', 4, "regular expression"),
        ('"a" ]', 4, "end"),
        ("", 0, "string"),
        ("(" * 80, 51, "at most"),
        ('[word="a" &]', 11, "attribute"),
    ],
)
def test_a_fault_is_shown_at_its_place(query: str, at: int, expected: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        tree = parse_query(query)
        from baokan.search.vocabulary import comparison_to_predicate

        comparison_to_predicate(tree.pattern.parts[1], query)  # type: ignore[union-attr, arg-type]
    assert caught.value.at == at and expected in caught.value.expected
    message = str(caught.value).splitlines()
    assert message[2].index("^") == 2 + width(query[:at])


def test_a_fault_ends_with_2_and_a_caret(corpus: Path) -> None:
    result = run(corpus, '[word="发展" }', code=2)
    assert "character 12" in result.stderr and result.stderr.splitlines()[2].strip() == "^" and not result.stdout


@pytest.mark.parametrize("query", ['"(a+)+b"', '"(.*.*)*(.+)+x"', '[word="(((x+)+)+)+y"%c]', '"(a|aa)+c"'])
def test_patterns_that_explode_elsewhere_end_at_once(corpus: Path, query: str) -> None:
    (corpus / "d.xml").write_text(tei("d", "a" * 4000), encoding="utf-8")
    run(corpus, "a", "--count")
    begun = time.perf_counter()
    assert run(corpus, query, "--count").stdout == "0\n"
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("query", ['(("a"{0}){1000}){1000}', '(([]{1000}){1000}){1000}', '([]?){1000} [word="a"]{999}'])
def test_repetitions_that_explode_are_refused_or_end(corpus: Path, query: str) -> None:
    begun = time.perf_counter()
    result = CliRunner().invoke(search, [query, "--corpus", str(corpus), "--count"])
    assert result.exit_code in (0, 2) and time.perf_counter() - begun < 20


def test_a_query_without_an_obligatory_word_is_refused(corpus: Path) -> None:
    assert "obligatory" in run(corpus, '"a"*', code=2).stderr
    assert "empty" in run(corpus, "", code=2).stderr


def test_time_is_limited_and_a_partial_result_says_so(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus / "e.xml").write_text(tei("e", "发展，" * 3000, "1940"), encoding="utf-8")
    run(corpus, "发展", "--count")
    clock = iter(range(10**9))
    monkeypatch.setattr("baokan.search.deadline.time.monotonic", lambda: next(clock))
    for query in ("发展", '[]{0,5} "发展"'):
        result = run(corpus, query, "--json", "--time-limit", "4", code=3)
        hits = json.loads(result.stdout)
        assert "partial result" in result.stderr and len(hits) < 3000
        assert [h["partial"] for h in hits] == [False] * (len(hits) - 1) + [True] * bool(hits)
    assert "at least" in run(corpus, "发展", "--time-limit", "4", code=3).stdout
    assert json.loads(run(corpus, '"发展"', "--count", "--json", "--time-limit", "1", code=3).stdout)["partial"] is True


def test_tables(corpus: Path) -> None:
    rows = json.loads(run(corpus, "发展", "--frequency", "kind", "--json").stdout)
    assert [(r["value"], r["count"]) for r in rows] == [("head", 2), ("paragraph", 2)]
    assert "经济" in run(corpus, '"发展"', "--collocates", "--least", "1").stdout
    plot = corpus / "p.svg"
    result = run(corpus, "发展", "--dispersion", "--plot", str(plot))
    assert "DP" in result.stdout and plot.read_text(encoding="utf-8").startswith("<svg")
    assert "choose one of" in run(corpus, "发展", "--frequency", "colour", code=2).stderr


def test_sorting(corpus: Path) -> None:
    hits = json.loads(run(corpus, "发展", "--json", "--sort", "right").stdout)
    assert [h["right"] for h in hits] == sorted(h["right"] for h in hits)
    assert len(json.loads(run(corpus, "发展", "--json", "--sort", "left", "--limit", "2").stdout)) == 2


@pytest.mark.parametrize(
    ("query", "cql"),
    [
        ('[word="x"]', True), ('"x"', True), ("[]", True), ('([pos="n"])', True), ("[本报讯]", False), ("发展", False),
        ("“发展”", False),
    ],
)
def test_what_is_read_as_cql(query: str, cql: bool) -> None:
    assert looks_like_cql(query) is cql
