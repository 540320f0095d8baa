"""The derived file: valid, the issue's words and nothing else, breaks and corrections where they belong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from baokan.annotate.mentions import read_mentions
from baokan.annotate.reading import blocks
from baokan.annotate.run import annotate
from baokan.build import Summary, encode_all
from baokan.findings import Severity
from baokan.tei.canonical import parse_tei
from baokan.tei.names import NS, XML_ID
from baokan.validate import validate

LAYERS = ("tokens", "entities")


def words(path: Path, block: str) -> list[str]:
    root = parse_tei(path).getroot()
    (element,) = root.xpath(f"//*[@xml:id='{block}']")
    return ["".join(w.itertext()) for w in element.iterfind(".//*", NS) if etree.QName(w).localname in ("w", "pc")]


def test_the_derived_file_is_valid_and_says_the_issues_text(corpus: Path) -> None:
    result = annotate(corpus, LAYERS)
    assert result.issues == 1 and not result.findings
    assert {p.name for p in corpus.rglob("*.xml")} == {"i1.xml", "i1.ana.xml", "persons.xml", "places.xml", "orgs.xml"}
    for path in corpus.rglob("*.xml"):
        assert validate(path) == [], path
    derived = {b.id: b.text for b in blocks(parse_tei(corpus / "i1.ana.xml").getroot())}
    for block in blocks(parse_tei(corpus / "i1.xml").getroot()):
        text = derived[block.id.replace("i1.", "i1.ana.", 1)]
        assert "".join(text.split()) == "".join(block.text.split())


def test_breaks_choices_and_supplied_dont_break_words(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    found = words(corpus / "i1.ana.xml", "i1.ana.a1.p1")
    assert {"通车", "已", "张建国", "，"} <= set(found) and "以" not in found
    assert "惠及三千人" in "".join(found)
    root = parse_tei(corpus / "i1.ana.xml").getroot()
    (broken,) = root.iterfind(".//tei:w[tei:cb]", NS)
    assert etree.tostring(broken, encoding="unicode", with_tail=False).count('<cb break="no"/>') == 1
    assert "".join(broken.itertext()) == "通车"


def test_mentions_have_their_places_in_the_text(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    mentions = read_mentions(corpus / "i1.xml")
    texts = {b.id: b.text for b in blocks(parse_tei(corpus / "i1.xml").getroot())}
    assert all(texts[m.block][m.start : m.end] == m.text for m in mentions)
    found = {(m.block.removeprefix("i1."), m.kind, m.text) for m in mentions}
    assert {
        ("a1.b1", "PER", "白一鸣"), ("a1.d1", "LOC", "清河镇"), ("a1.d1", "DATE", "2月24日"), ("a1.p1", "ORG", "浙江省杭州市委"),
        ("a1.p1", "PER", "张建国"), ("a2.p1", "ORG", "杭州大学"), ("a2.p1", "LOC", "美"),
        ("a2.p1", "LOC", "华"), ("a2.p1", "PER", "张建民"),
    } <= found  # fmt: skip
    when = {m.text: m.when for m in mentions if m.kind == "DATE"}
    assert when == {"2月24日": "2021-02-24", "今天": "2021-02-24", "去年腊月廿三": "2021-02-04", "民国十九年四月": "1930-04"}
    numbers = {m.text: (m.type, m.value) for m in mentions if m.kind == "NUM"}
    assert numbers["百分之八十"] == ("percentage", "80") and numbers["34.2亿"] == ("cardinal", "3420000000")
    assert numbers["三千"] == ("cardinal", "3000")


def test_markup_in_the_text_stays_text(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    assert "".join(words(corpus / "i1.ana.xml", "i1.ana.a1.p2")) == "AT&T<b>的'代表\"与何青先生出席。"


def test_tokens_alone_have_no_names(corpus: Path) -> None:
    annotate(corpus, ("tokens",))
    root = parse_tei(corpus / "i1.ana.xml").getroot()
    assert root.find(".//tei:w", NS) is not None and root.find(".//tei:name", NS) is None
    assert not (corpus / "authority").exists() and validate(corpus / "i1.ana.xml") == []


def test_a_second_run_changes_nothing(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    before = {p: p.read_bytes() for p in corpus.rglob("*.xml")}
    assert annotate(corpus, LAYERS).written == 0
    assert {p: p.read_bytes() for p in corpus.rglob("*.xml")} == before


def test_a_changed_block_has_no_mentions_until_the_next_run(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    path = corpus / "i1.xml"
    path.write_text(path.read_text(encoding="utf-8").replace("今天，浙江省", "今日，浙江省"), encoding="utf-8")
    assert not [m for m in read_mentions(path) if m.block == "i1.a1.p1"]
    assert [m for m in read_mentions(path) if m.block == "i1.a2.p1"]
    annotate(corpus, LAYERS)
    assert [m for m in read_mentions(path) if m.block == "i1.a1.p1"]


def test_unreadable_issues_dont_stop_the_others(corpus: Path) -> None:
    (corpus / "bad.xml").write_text("<TEI>", encoding="utf-8")
    (corpus / "other.xml").write_text("<html/>", encoding="utf-8")
    result = annotate(corpus, LAYERS)
    assert [(f.code, Path(f.path).name) for f in result.findings] == [("unreadable", "bad.xml"), ("unreadable", "other.xml")]
    assert all(f.severity is Severity.ERROR for f in result.findings)
    assert result.issues == 1 and not (corpus / "bad.ana.xml").exists()


def test_the_published_corpus_and_the_seed(seed: Path, tmp_path: Path, shared: Path) -> None:
    summary = Summary()
    encode_all([seed], tmp_path, summary, lambda *_: None)
    result = annotate(tmp_path, LAYERS)
    (issue,) = [p for p in tmp_path.glob("*.ana.xml")]
    assert validate(issue) == [] and validate(issue, shared / "tei" / "tei_all.rng") == []
    for name in ("persons", "places", "orgs"):
        path = tmp_path / "authority" / f"{name}.xml"
        assert validate(path) == [] and validate(path, shared / "tei" / "tei_all.rng") == []
    assert result.mentions["PER"] > 20 and result.mentions["LOC"] > 50


def test_ids_are_the_issues_with_ana(corpus: Path) -> None:
    annotate(corpus, LAYERS)
    base = [str(e.get(XML_ID)) for e in parse_tei(corpus / "i1.xml").getroot().iter(etree.Element) if e.get(XML_ID)]
    root = parse_tei(corpus / "i1.ana.xml").getroot()
    ids = [e.get(XML_ID) for e in root.iter(etree.Element) if e.get(XML_ID)]
    assert len(ids) == len(set(ids)) and all(i.startswith("i1.ana") or i in ("runin", "baokan") for i in ids)
    assert {i.replace("i1.", "i1.ana.", 1) for i in base if i.startswith("i1.a")} <= set(ids)
    assert "i1.ana.a1.p1.s2" in ids


@pytest.mark.parametrize("name", ["../i1.xml", "nowhere"])
def test_a_path_without_an_issue(corpus: Path, name: str) -> None:
    from baokan.errors import UnreadableInput

    shutil.rmtree(corpus)
    with pytest.raises(UnreadableInput, match="no issue"):
        annotate(corpus / name, LAYERS)
