"""brat's standoff out of the TEI and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from baokan.annotate.exchange.anchors import Texts, quote
from baokan.annotate.exchange.brat_files import export_brat
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.run import import_files
from baokan.annotate.verdicts import NO_NAME, verdict_kind

ISSUE = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i1"><teiHeader><fileDesc><titleStmt><title>宁安日报</title></titleStmt>'
    "<publicationStmt><publisher>baokan</publisher></publicationStmt><sourceDesc><biblStruct type='newspaper'><monogr>"
    "<title level='j'>宁安日报</title><imprint><date when='1931-03-02'/></imprint></monogr></biblStruct></sourceDesc></fileDesc>"
    "</teiHeader><text><body><div type='article' xml:id='i1.a1'><head type='main' xml:id='i1.a1.h1'>新桥通车</head>"
    "<p xml:id='i1.a1.p1'>桥头的工地，桥头的茶摊，𠀀字。</p><p xml:id='i1.a1.p2'>两岸\n的村民。</p></div></body></text></TEI>"
)
LENGTH = 15


def corpus_in(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "i1.xml").write_text(ISSUE, encoding="utf-8")
    return corpus


def out(corpus: Path, name: str = "out") -> Path:
    return export_brat([corpus / "i1.xml"], corpus.parent / name, lambda finding: None)[1]


def put(corpus: Path, lines: str) -> list[str]:
    ann = out(corpus)
    ann.write_text(lines, encoding="utf-8")
    findings = import_files("brat", [ann], corpus).findings
    assert all(f.message_zh and f.hint_zh for f in findings)
    return [f.code for f in findings]


def test_an_entity_and_its_note_come_in_and_go_out(corpus: Path) -> None:
    lines = "T1\tPER 5 7\t桥头\n#1\tAnnotatorNotes T1\t<b>何青</b>\\n二\n"
    assert put(corpus, lines) == ["annotation-markup"]
    assert out(corpus).read_text(encoding="utf-8") == (
        "T1\tPER 5 7\t桥头\n#1\tAnnotationID T1\ti1.n1\n#2\tAnnotatorNotes T1\t<b>何青</b>\\n二\n"
    )
    assert put(corpus, lines) == ["annotation-markup"] and len(AnnotatedIssue(corpus / "i1.xml", print).stored) == 1


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return corpus_in(tmp_path)


@pytest.mark.parametrize(
    "line", ["T1\tPER 5 99\t桥头", "T1\tPER 7 5\t桥头", "T1\tPER 5 7\t<b>", "R1\tx Arg1:T1 Arg2:T2", "T1",
     "#1\tx T9\ty", "T1\tPER -1 2\tx"]
)  # fmt: skip
def test_broken_lines_are_findings_and_change_nothing(corpus: Path, line: str) -> None:
    before = (corpus / "i1.xml").read_bytes()
    assert put(corpus, line + "\n") == ["annotation-unreadable"]
    assert (corpus / "i1.xml").read_bytes() == before


def test_a_text_that_is_not_there(corpus: Path) -> None:
    ann = corpus.parent / "i9.ann"
    ann.write_text("", encoding="utf-8")
    assert [f.code for f in import_files("brat", [ann], corpus).findings] == ["unreadable"]
    ann.with_suffix(".txt").write_text("x", encoding="utf-8")
    assert [f.code for f in import_files("brat", [ann], corpus).findings] == ["annotation-no-text"]


def test_anchored_in_a_text_that_was_corrected_after_the_export(corpus: Path) -> None:
    put(corpus, "T1\tPER 11 13\t桥头\n")
    ann = out(corpus)
    path = corpus / "i1.xml"
    path.write_text(path.read_text(encoding="utf-8").replace(">桥头的工地", ">老桥头的工地"), encoding="utf-8")
    assert import_files("brat", [ann], corpus).findings == []
    assert out(corpus).read_text(encoding="utf-8").startswith("T1\tPER 12 14\t桥头\n")


SPAN = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 9)).map(lambda s: (s[0], min(LENGTH, s[0] + s[1])))
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
MADE = st.lists(st.tuples(SPAN, st.lists(WORDS, max_size=3), st.sampled_from(["", "tagging", "commenting"])), max_size=6)


@settings(max_examples=30, deadline=None)
@given(made=MADE, cut=st.tuples(st.integers(0, LENGTH), st.integers(0, 3), st.sampled_from(["", "", "新", "桥头的"])))
def test_export_import_export_is_the_same(tmp_path_factory: pytest.TempPathFactory, made: list[Any], cut: Any) -> None:
    corpus = corpus_in(tmp_path_factory.mktemp("c"))
    text = Texts(etree.fromstring(ISSUE))["i1.a1.p1"]
    assert len(text) == LENGTH
    issue = AnnotatedIssue(corpus / "i1.xml", print)
    for number, ((start, end), words, why) in enumerate(made):
        bodies = tuple({"type": "TextualBody", "value": w} for w in words)
        issue.put(Annotation(f"i1.n{number}", (quote("i1.a1.p1", text, start, end),), why, bodies))
    issue.save()
    first, before = out(corpus), (corpus / "i1.xml").read_bytes()
    result = import_files("brat", [first], corpus)
    shown = [a for a in issue.stored.values() if verdict_kind(a) != NO_NAME]  # that there is no name shows no entity
    assert {f.code for f in result.findings} <= {"annotation-markup"} and result.same == len(shown)
    assert (corpus / "i1.xml").read_bytes() == before
    assert out(corpus, "second").read_bytes() == first.read_bytes()
    start, length, new = cut
    path = corpus / "i1.xml"
    corrected = text[:start] + new + text[start + length :]
    head, mark, body = path.read_text(encoding="utf-8").partition("<body>")
    path.write_text(head + mark + body.replace(text, corrected), encoding="utf-8")
    after = out(corpus, "after")
    said = after.read_bytes()
    import_files("brat", [after], corpus)
    assert out(corpus, "again").read_bytes() == said
    assert len(AnnotatedIssue(path, print).stored) == len(made)
