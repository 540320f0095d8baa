"""The figures on pages small enough to count by hand, the pairing of files, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from baokan.cli import main
from baokan.errors import UnreadableInput
from baokan.score import Item, ScoredUnit, Tally, pair_files, read_items, score_page, score_pairs

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{}</body></text></TEI>'
BRIDGE = "清河镇的新桥昨天上午通车，桥头站满了来看热闹的人，两岸的村民从此不必绕远路。"
SCHOOL = "宁安县第三小学的孩子们把自己种的白菜送到了敬老院，老人们请他们吃刚出锅的饺子。"
MARKET = "入冬以后，城南集市上的柿饼卖得最好，摊主老莫说一天能卖出去四十多斤，比去年多。"


def tei(*divs: str) -> str:
    return TEI.format("".join(f'<div type="article">{d}</div>' for d in divs))


def p(text: str, cut: int = 0, cert: str = "") -> str:
    mark = f'<cb break="no" cert="{cert}"/>' if cert else "<cb/>"
    return f"<p>{text[:cut]}{mark}{text[cut:]}</p>" if cut else f"<p>{text}</p>"


def tally_of(tmp_path: Path, gold: str, system: str) -> Tally:
    for name, text in (("g.xml", gold), ("s.xml", system)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return score_pairs([(tmp_path / "g.xml", tmp_path / "s.xml")]).tally


def test_a_page_against_itself_is_one_on_every_row(tmp_path: Path) -> None:
    page = tei("<head>桥通了</head>" + p(BRIDGE, 12), p(SCHOOL))
    rows = tally_of(tmp_path, page, page).rows()
    assert {name: row.f1 for name, row in rows.items()} == dict.fromkeys(rows, 1.0)
    assert set(rows) >= {"units", "units/head", "units/p", "heads", "articles", "joins", "order", "text", "boundaries", "exact"}


def test_head_types_count_in_heads_and_not_in_units(tmp_path: Path) -> None:
    gold = tei('<head type="kicker">好消息</head><head>桥通了</head>' + p(BRIDGE))
    system = tei('<head>好消息</head><head type="sub">桥通了</head>' + p(BRIDGE))
    tally = tally_of(tmp_path, gold, system)
    rows = tally.rows()
    assert rows["units"].f1 == 1.0 and rows["heads"].f1 == 0.0 and rows["exact"].r == 0.0
    faults = [m.fault for m in tally.misses]
    assert "kicker read as main" in faults and "main read as sub" in faults


def test_joins_and_their_certainty(tmp_path: Path) -> None:
    gold = tei(p(BRIDGE, 20), p(SCHOOL, 20))
    system = tei(p(BRIDGE[:20] + SCHOOL[20:], 20, "high") + p(SCHOOL[:20]), p(BRIDGE[20:]), p("另一段。" + MARKET, 4, "low"))
    tally = tally_of(tmp_path, gold, system)
    assert tally.rows()["joins"].f1 == 0.0
    assert {cert: (row.said, row.right) for cert, row in tally.reliability()["joins"].items()} == {"high": (1, 0), "low": (1, 0)}
    right = tally_of(tmp_path, gold, tei(p(BRIDGE, 20, "high"), p(SCHOOL, 20)))
    assert {cert: row.share for cert, row in right.reliability()["joins"].items()} == {"high": 1.0, "unsaid": 1.0}


def boundaries(tmp_path: Path, gold: str, system: str) -> tuple[float, float]:
    row = tally_of(tmp_path, gold, system).rows()["boundaries"]
    return row.p, row.r


def test_boundaries(tmp_path: Path) -> None:
    gold = tei(p(BRIDGE), p(SCHOOL), p(MARKET))
    assert boundaries(tmp_path, gold, tei(p(BRIDGE) + p(SCHOOL), p(MARKET))) == (1.0, 0.5)  # two run together
    torn = tei(p(BRIDGE), p(SCHOOL[:20]), p(SCHOOL[20:]), p(MARKET))
    assert boundaries(tmp_path, gold, torn) == (2 / 3, 1.0)  # one torn in two
    moved = tei(p(MARKET), p(SCHOOL), p(BRIDGE))
    assert boundaries(tmp_path, gold, moved) == (1.0, 1.0)  # the order of the articles is none of this figure's
    late = tei(p(BRIDGE + SCHOOL[:5]), p(SCHOOL[5:]), p(MARKET))
    assert boundaries(tmp_path, gold, late) == (0.5, 0.5)  # a boundary five characters late is missed and wrong
    lost = tei(p(BRIDGE), p(MARKET))
    assert boundaries(tmp_path, gold, lost) == (1.0, 1.0)  # what is lost is a div of its own
    assert boundaries(tmp_path, tei(p(BRIDGE)), tei(p(BRIDGE))) == (1.0, 1.0)


def test_exact_articles_need_their_units_and_their_order(tmp_path: Path) -> None:
    gold = tei("<head>桥</head>" + p(BRIDGE) + p(SCHOOL), p(MARKET))
    swapped = tei("<head>桥</head>" + p(SCHOOL) + p(BRIDGE), p(MARKET))
    row = tally_of(tmp_path, gold, swapped).rows()["exact"]
    assert (row.p, row.r) == (0.5, 0.5)
    reliability = tally_of(tmp_path, gold, swapped.replace('"article"', '"article" cert="high"', 1)).reliability()
    assert reliability["articles"]["high"].share == 0.0 and reliability["articles"]["unsaid"].share == 1.0


def test_types_count_by_the_item_that_holds_most_of_the_text(tmp_path: Path) -> None:
    gold = tei(p(BRIDGE), p(SCHOOL)).replace('"article"', '"article" subtype="photo"', 1)
    assert tally_of(tmp_path, gold, gold).rows()["types"].r == 1.0
    tally = tally_of(tmp_path, gold, tei(p(BRIDGE), p(SCHOOL)))
    assert tally.rows()["types"].r == 0.5
    assert any(m.fault == "article/photo read as article" for m in tally.misses)


def test_repairs_count_by_kind_text_and_place(tmp_path: Path) -> None:
    lost = '<cb/><supplied reason="lost-at-seam">{}</supplied>'
    twice = '<cb/><surplus reason="doubled-at-seam">桥</surplus>'
    gold = tei(f"<p>新桥昨天上午{lost.format('通')}车。</p>", f"<p>老桥{twice}拆了。</p>")
    assert tally_of(tmp_path, gold, gold).rows()["repairs"].f1 == 1.0
    wrong = gold.replace(">通<", ">汽<")
    row = tally_of(tmp_path, gold, wrong).rows()["repairs"]
    assert (row.p, row.r) == (0.5, 0.5)
    assert "repairs" not in tally_of(tmp_path, tei(p(BRIDGE)), gold).rows()


def test_text_that_is_not_the_sources_does_not_count(tmp_path: Path) -> None:
    marked = "<p>新<choice><sic>乔</sic><corr>桥</corr></choice><supplied>已</supplied>通<note>编者</note>车<!--x-->了。</p>"
    (tmp_path / "x.xml").write_text(tei(marked), encoding="utf-8")
    (item,) = read_items(tmp_path / "x.xml")
    assert [u.text for u in item.units] == ["新乔通车了。"]


def test_a_page_of_thousands_of_fragments_is_scored() -> None:
    texts = ["".join(chr(0x4E00 + (n * 7919 + k * k * 31) % 20000) for k in range(80)) for n in range(4000)]
    units = [ScoredUnit("p", "main", (text[:40], text[40:]), ("high",), "") for text in texts]
    items = [Item(tuple(units[n : n + 5]), "high") for n in range(0, len(units), 5)]
    tally = Tally()
    score_page("x", items, items, tally)
    rows = tally.rows()
    assert {name: row.f1 for name, row in rows.items()} == dict.fromkeys(rows, 1.0)
    assert rows["joins"].gold == 4000 and rows["order"].gold == 800 * 9


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, args)])


def write(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder


def test_folders_pair_by_name_and_by_issue_id(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", **{"7x": tei(p(BRIDGE)), "b": tei(p(SCHOOL))})
    system = write(tmp_path / "system", _7x=tei(p(BRIDGE)), b=tei(p(SCHOOL)), corpus="<x/>")
    for folder in (gold, system):  # what includes the pages is no page
        (folder / "all.xml").write_text('<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"/>', encoding="utf-8")
    pairs, findings = pair_files(gold, system)
    assert [s and s.name for _, s in pairs] == ["_7x.xml", "b.xml"]
    assert [f.code for f in findings] == ["score-no-gold"]
    result = run(gold, system, "--json")
    table = json.loads(result.stdout)
    assert result.exit_code == 0 and table["pages"] == 2 and table["units"]["f1"] == 1.0
    assert "corpus.xml: score-no-gold info" in result.stderr


def test_a_missing_page_counts_as_missed_and_is_told(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", a=tei(p(BRIDGE)), b=tei(p(SCHOOL)))
    system = write(tmp_path / "system", a=tei(p(BRIDGE)))
    result = run(gold, system, "--json")
    assert result.exit_code == 4 and "b.xml: score-unpaired error" in result.stderr
    assert json.loads(result.stdout)["units"]["r"] == 0.5


@pytest.mark.parametrize("bad", ["<TEI", "<html/>", TEI.replace("http://", "https://").format("")])
def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path, bad: str) -> None:
    gold = write(tmp_path / "gold", a=tei(p(BRIDGE)), b=tei(p(SCHOOL)), c=bad)
    system = write(tmp_path / "system", a=bad, b=tei(p(SCHOOL)), c=tei(p(MARKET)))
    result = run(gold, system, "--json")
    assert result.exit_code == 4 and result.stderr.count("unreadable error") == 2
    table = json.loads(result.stdout)
    assert table["pages"] == 2 and table["units"]["r"] == 0.5
    alone = run(gold / "a.xml", system / "a.xml")
    assert alone.exit_code == 4 and str(system / "a.xml") in alone.stderr and len(alone.stderr.splitlines()) == 1


def test_what_can_not_be_paired_is_one_clear_line(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", a=tei(p(BRIDGE)))
    empty = write(tmp_path / "empty")
    for one, other in ((gold, gold / "a.xml"), (gold / "a.xml", gold), (gold, tmp_path / "none"), (empty, gold)):
        result = run(one, other)
        assert result.exit_code == 4 and "Hint:" in result.stderr and len(result.stderr.splitlines()) == 1
    with pytest.raises(UnreadableInput):
        pair_files(tmp_path / "none", gold)


def test_the_table_and_the_detail(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", a=tei("<head>桥通了</head>" + p(BRIDGE, 12)))
    system = write(tmp_path / "system", a=tei(p("桥通了") + p(BRIDGE[:12]) + p(BRIDGE[12:])))
    result = run(gold, system, "--detail")
    assert result.exit_code == 0
    assert "a: heads: main read as p: 桥通了" in result.stdout and "a: joins: missed:" in result.stdout
    assert "joins            0.0000" in result.stdout.replace("joins             ", "joins            ")
    rows = json.loads(run(gold, system, "--detail", "--json").stdout)
    assert {"page": "a", "row": "heads", "fault": "main read as p", "text": "桥通了"} in rows["detail"]
    assert "detail" not in json.loads(run(gold, system, "--json").stdout)
