"""What a person said of a name holds in the next run, whatever was found there; and also when the text changed meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from baokan.annotate.exchange.anchors import Texts, quote
from baokan.annotate.exchange.layer import Annotation, to_element
from baokan.annotate.mentions import read_mentions
from baokan.annotate.run import annotate
from baokan.annotate.verdicts import read_verdicts
from baokan.tei.names import NS, add, tei
from baokan.validate import validate

P1, P2 = "i1.a1.p1", "i1.a1.p2"


def say(path: Path, number: int, block: str, words: str, label: str, ref: str = "", when: str = "2026-01-01T00:00:00Z") -> None:
    """Write an annotation of tagging as an import or the browser does."""
    tree = etree.parse(str(path))
    text = Texts(tree.getroot())[block]
    start = text.index(words)
    bodies = ({"type": "TextualBody", "value": label}, *([ref] if ref else []))
    said = Annotation(f"i1.n{number}", (quote(block, text, start, start + len(words)),), "tagging", bodies, "#me", when)
    stand_off = tree.find("tei:standOff", NS)
    if stand_off is None:
        titles = tree.find(".//tei:titleStmt", NS)
        statement = add(titles, "respStmt", xml_id="me")
        add(statement, "resp", "annotations")
        add(statement, "persName", "白一鸣")
        stand_off = etree.Element(tei("standOff"), type="comments")
        add(stand_off, "listAnnotation")
        tree.find("tei:text", NS).addprevious(stand_off)
    stand_off[0].append(to_element(said))
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


def found(corpus: Path, block: str) -> list[tuple[str, str]]:
    return [(m.text, m.kind) for m in read_mentions(corpus / "i1.xml") if m.block == block and m.kind in ("PER", "LOC", "ORG")]


def test_a_name_said_takes_the_place_of_what_was_found_and_none_takes_it_away(corpus: Path) -> None:
    path = corpus / "i1.xml"
    annotate(corpus, ("entities",))
    assert ("清河镇", "LOC") in found(corpus, P1) and ("张建国", "PER") in found(corpus, P1)
    say(path, 1, P1, "来到清河镇", "ORG")
    say(path, 2, P1, "张建国", "NONE")
    say(path, 3, P2, "代表", "Person")
    assert validate(path) == []
    annotate(corpus, ("entities",))
    names = found(corpus, P1)
    assert ("来到清河镇", "ORG") in names and ("清河镇", "LOC") not in names
    assert names.count(("张建国", "PER")) == 1  # the second one nobody spoke of
    assert ("代表", "PER") in found(corpus, P2)
    assert annotate(corpus, ("entities",)).written == 0
    assert [f for file in corpus.rglob("*.xml") for f in validate(file)] == []


def test_the_record_meant_is_kept_and_lists_the_article(corpus: Path) -> None:
    annotate(corpus, ("entities",))
    persons = corpus / "authority" / "persons.xml"
    record = next(p for p in etree.parse(str(persons)).iterfind(".//tei:person", NS) if "".join(p.itertext()).strip() == "张建民")
    key = record.get("{http://www.w3.org/XML/1998/namespace}id")
    say(corpus / "i1.xml", 1, P1, "张建国", "PER", f"authority/persons.xml#{key}")
    annotate(corpus, ("entities",))
    first = next(m for m in read_mentions(corpus / "i1.xml") if m.block == P1 and m.text == "张建国")
    assert first.ref == f"authority/persons.xml#{key}" and first.cert == ""
    record = next(p for p in etree.parse(str(persons)).iterfind(".//tei:person", NS) if "".join(p.itertext()).strip() == "张建民")
    assert "../i1.xml#i1.a1" in record.find("tei:ptr", NS).get("target").split()


def test_a_record_pointed_to_stays_when_the_words_have_gone(corpus: Path) -> None:
    path = corpus / "i1.xml"
    annotate(corpus, ("entities",))
    persons = corpus / "authority" / "persons.xml"
    record = next(p for p in etree.parse(str(persons)).iterfind(".//tei:person", NS) if "".join(p.itertext()).strip() == "张建民")
    key = record.get("{http://www.w3.org/XML/1998/namespace}id")
    say(path, 1, "i1.a2.p1", "张建民", "PER", f"authority/persons.xml#{key}")
    text = path.read_text(encoding="utf-8")
    head, body = text.split("<text>")
    body = body.replace("张建国的父亲张建民在杭州大学读过书。", "")
    path.write_text(f"{head}<text>{body}", encoding="utf-8")
    annotate(corpus, ("entities",))
    assert f'xml:id="{key}"' in persons.read_text(encoding="utf-8") and "张建民" not in {m.text for m in read_mentions(path)}
    assert [f for file in corpus.rglob("*.xml") for f in validate(file)] == []


def test_the_latest_word_holds_and_follows_the_text(corpus: Path) -> None:
    path = corpus / "i1.xml"
    say(path, 1, P1, "清河镇", "PER", when="2026-01-01T00:00:00Z")
    say(path, 2, P1, "清河镇", "LOC", when="2026-01-02T00:00:00Z")
    text = path.read_text(encoding="utf-8").replace("今天，浙江省", "今天下午，浙江省")
    path.write_text(text, encoding="utf-8")
    (verdict,) = read_verdicts(etree.parse(str(path)).getroot())[P1]
    assert (verdict.kind, verdict.text, verdict.id, verdict.resp) == ("LOC", "清河镇", "i1.n2", "#me")


@pytest.mark.parametrize(
    ("motivation", "label", "resp"), [("commenting", "PER", "#me"), ("tagging", "人", "#me"), ("tagging", "PER", "#baokan")]
)
def test_other_annotations_are_no_verdicts(corpus: Path, motivation: str, label: str, resp: str) -> None:
    path = corpus / "i1.xml"
    say(path, 1, P1, "清河镇", label)
    text = path.read_text(encoding="utf-8").replace('motivation="tagging"', f'motivation="{motivation}"')
    path.write_text(text.replace('resp="#me"', f'resp="{resp}"'), encoding="utf-8")
    assert not read_verdicts(etree.parse(str(path)).getroot())
