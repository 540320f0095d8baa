"""A corpus annotated: the derived file is valid and says the issue's text; authority files keep what people did to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.annotate.run import annotate
from baokan.encode import encode_sources
from baokan.read import text_to_source
from baokan.tei import tei_to_bytes
from baokan.tei.names import NS
from baokan.validate import validate


@pytest.fixture
def corpus(tmp_path: Path, page_text: str) -> Path:
    root = encode_sources("p", [text_to_source(page_text.encode(), "p.txt")])
    (tmp_path / "p.xml").write_bytes(tei_to_bytes(root))
    return tmp_path


def words(path: Path) -> str:
    tree = etree.parse(str(path))
    return "".join(t for e in tree.iterfind(".//tei:text//*", NS) if e.tag.endswith(("}w", "}pc")) for t in e.itertext())


def test_the_words_are_the_text_and_the_file_is_valid(corpus: Path) -> None:
    before = (corpus / "p.xml").read_bytes()
    result = annotate(corpus, ("tokens", "entities"))
    assert result.issues == 1 and not result.findings
    assert (corpus / "p.xml").read_bytes() == before
    text = etree.parse(str(corpus / "p.xml")).find("tei:text", NS)
    whole = "".join("".join(text.itertext()).split())
    assert "".join(words(corpus / "p.ana.xml").split()) == whole
    assert [f for path in corpus.rglob("*.xml") for f in validate(path)] == []


def test_a_second_run_changes_nothing(corpus: Path) -> None:
    annotate(corpus, ("entities",))
    before = {path: path.read_bytes() for path in corpus.rglob("*.xml")}
    assert annotate(corpus, ("entities",)).written == 0
    assert {path: path.read_bytes() for path in corpus.rglob("*.xml")} == before


def test_a_merge_by_hand_is_not_undone(corpus: Path) -> None:
    annotate(corpus, ("entities",))
    path = corpus / "authority" / "persons.xml"
    tree = etree.parse(str(path))
    person = next(p for p in tree.iterfind(".//tei:person", NS) if "".join(p.itertext()).strip() == "白一鸣")
    person.set("resp", "#me")
    alias = etree.SubElement(person, "{http://www.tei-c.org/ns/1.0}persName")
    alias.text = "老白"
    person.insert(1, alias)
    tree.write(str(path), encoding="utf-8", xml_declaration=True)
    annotate(corpus, ("entities",))
    names = ["".join(n.itertext()) for n in etree.parse(str(path)).iterfind(".//tei:persName", NS)]
    assert "老白" in names and names.count("白一鸣") == 1


def test_an_unreadable_issue_is_a_finding_and_the_rest_goes_on(corpus: Path) -> None:
    (corpus / "bad.xml").write_text("<TEI", encoding="utf-8")
    result = annotate(corpus, ("tokens",))
    assert [f.code for f in result.findings] == ["unreadable"] and (corpus / "p.ana.xml").is_file()


def test_one_issue_alone_has_its_records_and_leaves_those_of_others(corpus: Path, page_text: str) -> None:
    alone = annotate(corpus / "p.xml", ("entities",))
    assert alone.records["PER"] and [f for path in corpus.rglob("*.xml") for f in validate(path)] == []
    other = text_to_source("记者 何青云\n宁安市长白一鸣说。".encode(), "q.txt")
    (corpus / "q.xml").write_bytes(tei_to_bytes(encode_sources("q", [other])))
    annotate(corpus, ("entities",))
    before = {path: path.read_bytes() for path in (corpus / "authority").iterdir()}
    assert b"../q.xml#" in b"".join(before.values())
    annotate(corpus / "p.xml", ("entities",))
    assert {path: path.read_bytes() for path in (corpus / "authority").iterdir()} == before
