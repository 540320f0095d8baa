"""Annotations out of the TEI and back: nothing lost, ids and people kept, found again in a text that changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from baokan.annotate.exchange.anchors import Target
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.run import import_files
from baokan.annotate.exchange.web_files import export_web_annotations
from baokan.cli import main
from baokan.errors import OutputInTheWay, UnreadableInput, UsageError
from baokan.findings import Finding
from baokan.tei.names import NS, XML_ID
from baokan.validate.check import validate

P1 = "三月的清河镇，桥头的工地上机器轰鸣。施工队长老莫说，桥头的茶摊也忙。"
HOSTILE = "\"><script>alert(1)</script> & <persName>莫</persName> '; DROP TABLE x; -- ../../etc {{x}}"
ISSUE = """<?xml version="1.0" encoding="UTF-8"?>
<?note kept?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i1" xml:lang="zh-Hans">
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>宁安日报</title>
        <respStmt xml:id="bai"><resp>comments</resp><persName>白一鸣</persName></respStmt>
      </titleStmt>
      <publicationStmt><publisher>baokan</publisher></publicationStmt>
      <sourceDesc><biblStruct type="newspaper"><monogr><title level="j">宁安日报</title><imprint><date when="1931-03-02"/></imprint></monogr></biblStruct></sourceDesc>
    </fileDesc>
  </teiHeader>
  <standOff type="comments"><listAnnotation type="comments"><annotation xml:id="i1.n1" motivation="commenting" target="#i1.a1.p1" resp="#bai" cert="low"><note>先看<persName>老莫</persName>一段。</note></annotation></listAnnotation></standOff>
  <text>
    <body>
      <div type="article" xml:id="i1.a1">
        <head type="main" xml:id="i1.a1.h1">新桥通车</head>
        <p xml:id="i1.a1.p1">{p1}</p>
        <p xml:id="i1.a1.p2">两岸的村民把<choice><sic>热谁</sic><corr resp="#bai">热水</corr></choice>送到工地。</p>
      </div>
    </body>
  </text>
</TEI>
"""  # noqa: E501


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "i1.xml").write_text(ISSUE.format(p1=P1), encoding="utf-8")
    return folder


def annotation(key: str, start: int, end: int, text: str = P1, element: str = "i1.a1.p1", **more: Any) -> dict[str, Any]:
    selectors = [
        {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 16) : start],
         "suffix": text[end : end + 16]},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]  # fmt: skip
    target = {"type": "SpecificResource", "source": f"i1.xml#{element}", "selector": selectors}
    return {"id": key, "type": "Annotation", "motivation": "commenting", "target": target, **more}


def note(text: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text}


def put(corpus: Path, items: Any, name: str = "a.jsonld") -> list[Finding]:
    path = corpus.parent / name
    path.write_text(items if isinstance(items, str) else json.dumps(items), encoding="utf-8")
    return import_files("webannotation", [path], corpus).findings


def out(corpus: Path, name: str = "out") -> tuple[bytes, list[Finding]]:
    found: list[Finding] = []
    paths = export_web_annotations([corpus / "i1.xml"], corpus.parent / name, found.append)
    return paths[0].read_bytes(), found


def items(corpus: Path) -> dict[str, Any]:
    return {item["id"]: item for item in json.loads(out(corpus)[0])["items"]}


def codes(findings: list[Finding]) -> list[str]:
    return [f.code for f in findings]


def correct(corpus: Path, old: str, new: str) -> None:
    path = corpus / "i1.xml"
    text = path.read_text(encoding="utf-8")
    head, mark, body = text.partition("<text>")
    assert old in body
    path.write_text(head + mark + body.replace(old, new, 1), encoding="utf-8")


def test_the_fixture_is_valid(corpus: Path) -> None:
    assert [f for f in validate(corpus / "i1.xml") if f.severity == "error"] == []


def test_what_was_not_changed_leaves_the_file_as_it_is(corpus: Path) -> None:
    before = (corpus / "i1.xml").read_bytes()
    first, _ = out(corpus)
    assert put(corpus, first.decode()) == []
    assert (corpus / "i1.xml").read_bytes() == before


def test_a_foreign_annotation_keeps_its_id_creator_times_and_bodies(corpus: Path) -> None:
    creator = {"id": "https://example.org/he", "type": "Person", "name": "何青"}
    bodies = [{**note("此处存疑。"), "language": "zh"}, "https://example.org/w/1", {"type": "Choice"},
              {**note(HOSTILE), "purpose": "tagging", "format": "text/plain"},
              note("a\x00b\ud800"), {"type": "TextualBody"}]  # fmt: skip
    more = {
        "creator": creator,
        "created": "2026-01-02T03:04:05Z",
        "modified": "2026-02-30T00:00:00Z",
        "rights": "https://example.org/l",
    }
    item = annotation("https://example.org/1", 3, 6, body=bodies, **more)
    assert put(corpus, item) == []
    found = items(corpus)["https://example.org/1"]
    assert found["body"] == bodies
    assert found["creator"] == {**creator, "nickname": "i1.r1"}
    assert {**item, **found} == {**item, "creator": found["creator"]}
    root = etree.parse(corpus / "i1.xml").getroot()
    assert [e.get("resp") for e in root.iterfind(".//tei:annotation", NS)] == ["#bai", "#i1.r1"]
    assert HOSTILE in [e.text for e in root.iterfind(".//tei:annotation/tei:note", NS)]
    assert [f for f in validate(corpus / "i1.xml") if f.severity == "error"] == []
    assert (corpus / "i1.xml").read_bytes().count(b"<?note kept?>") == 1
    before = (corpus / "i1.xml").read_bytes()
    assert put(corpus, item) == [] and (corpus / "i1.xml").read_bytes() == before


def test_a_changed_body_keeps_person_and_certainty(corpus: Path) -> None:
    page = json.loads(out(corpus)[0])
    page["items"][0]["body"]["value"] = "已改。"
    assert put(corpus, page) == []
    element = etree.parse(corpus / "i1.xml").getroot().find(".//tei:annotation", NS)
    assert element is not None
    assert (element.get(XML_ID), element.get("resp"), element.get("cert")) == ("i1.n1", "#bai", "low")
    assert "".join(element.itertext()) == "已改。"


@pytest.mark.parametrize(
    ("old", "new", "exact", "finding"),
    [
        ("三月的清河镇", "一九三一年三月的清河镇", "桥头", []),  # moved
        ("桥头的工地上", "工地上", "桥头", []),  # the other one is left: nearest words win
        ("施工队长老莫说，桥头的茶摊", "施工队长老莫说，桥畔的茶摊", "桥畔", ["annotation-changed"]),
    ],
)
def test_anchored_again_after_a_correction(corpus: Path, old: str, new: str, exact: str | None, finding: list[str]) -> None:
    start = P1.rindex("桥头")
    assert put(corpus, annotation("https://example.org/1", start, start + 2)) == []
    correct(corpus, old, new)
    first, findings = out(corpus)
    selectors = items(corpus)["https://example.org/1"]["target"]["selector"]
    text = etree.parse(corpus / "i1.xml").getroot().findtext(".//tei:p", "", NS)
    place = selectors[1]
    assert text[place["start"] : place["end"]] == selectors[0]["exact"]
    if exact:
        assert selectors[0]["exact"] == exact and codes(findings) == finding
        assert place["start"] == text.rindex(exact)
    put(corpus, first.decode())
    assert out(corpus)[0] == first


def test_lost_words_are_a_finding_and_are_kept(corpus: Path) -> None:
    start = P1.index("机器轰鸣")
    put(corpus, annotation("https://example.org/1", start, start + 4))
    correct(corpus, P1, "此段已毁。")  # no trace of the words
    first, findings = out(corpus)
    assert codes(findings) == ["annotation-lost"] and "机器轰鸣" in findings[0].message
    selectors = items(corpus)["https://example.org/1"]["target"]["selector"]
    assert [s["type"] for s in selectors] == ["TextQuoteSelector"] and selectors[0]["exact"] == "机器轰鸣"
    assert codes(put(corpus, first.decode())) == ["annotation-lost"]
    assert out(corpus)[0] == first


def test_the_same_word_elsewhere_is_not_the_one_that_was_meant(corpus: Path) -> None:
    start = P1.rindex("桥头")
    put(corpus, annotation("https://example.org/1", start, start + 2))
    correct(corpus, "施工队长老莫说，桥头的茶摊也忙。", "完。")
    assert codes(out(corpus)[1]) == ["annotation-lost"]


def test_words_that_went_to_another_paragraph_are_found_there(corpus: Path) -> None:
    start = P1.index("机器轰鸣")
    put(corpus, annotation("https://example.org/1", start, start + 4))
    correct(corpus, P1, "空")
    correct(corpus, "两岸的村民", P1 + "两岸的村民")
    _, findings = out(corpus)
    assert codes(findings) == ["annotation-moved"]
    assert items(corpus)["https://example.org/1"]["target"]["source"] == "i1.xml#i1.a1.p2"


def place(selector: dict[str, Any]) -> dict[str, Any]:
    return {"target": {"source": "i1.xml#i1.a1.p1", "selector": selector}}


BAD = [
    ({**annotation("https://example.org/1", 0, 2), "target": "https://example.org/nowhere.xml#x"}, "annotation-no-text"),
    ({**annotation("https://example.org/1", 0, 2, element="i1.a9.p9"), "target": "i1.xml#i1.a9.p9"}, "annotation-no-text"),
    ({"type": "Annotation", "body": "x"}, "annotation-unreadable"),
    ({"target": 7}, "annotation-unreadable"),
    ({"target": []}, "annotation-unreadable"),
    ({"target": "i1.xml#a b"}, "annotation-no-text"),
    (place({"type": "TextPositionSelector", "start": 5, "end": 900}), "annotation-offsets"),
    (place({"type": "TextPositionSelector", "start": 5, "end": 2}), "annotation-unreadable"),
    (place({"type": "TextQuoteSelector", "exact": "a\u0001"}), "annotation-unreadable"),
    ({"target": {"source": "http://[", "selector": []}}, "annotation-unreadable"),
    ("{", "unreadable"),
    ("[" * 100000, "unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "code"), BAD)
def test_bad_annotations_are_findings_and_change_nothing(corpus: Path, item: Any, code: str) -> None:
    before = (corpus / "i1.xml").read_bytes()
    findings = put(corpus, item)
    assert codes(findings) == [code] and all(f.message_zh and f.hint_zh for f in findings)
    assert (corpus / "i1.xml").read_bytes() == before


def test_a_bad_one_does_not_stop_the_others(corpus: Path) -> None:
    findings = put(corpus, [{"target": 7}, annotation("https://example.org/2", 0, 2)])
    assert codes(findings) == ["annotation-unreadable"] and "https://example.org/2" in items(corpus)


def test_a_name_with_markup_in_it_is_text_and_a_finding(corpus: Path) -> None:
    item = {**annotation("https://example.org/1", 0, 2, body=note("<persName>莫</persName>")), "motivation": "identifying"}
    assert codes(put(corpus, item)) == ["annotation-markup"]
    assert items(corpus)["https://example.org/1"]["body"] == note("<persName>莫</persName>")
    assert b"&lt;persName&gt;" in (corpus / "i1.xml").read_bytes()


def test_a_person_whom_nobody_names_is_no_resp(corpus: Path) -> None:
    put(corpus, annotation("https://example.org/1", 0, 2, creator={"nickname": "#nobody"}))
    assert items(corpus)["https://example.org/1"]["creator"] == {"nickname": "#nobody"}
    assert 'resp="#nobody"' not in (corpus / "i1.xml").read_text(encoding="utf-8")


def test_what_would_be_invalid_is_not_written(corpus: Path) -> None:
    before = (corpus / "i1.xml").read_bytes()
    found: list[Finding] = []
    issue = AnnotatedIssue(corpus / "i1.xml", found.append)
    issue.put(Annotation("i1.n2", (Target("i1.a1.p1"),), motivation="laughing"))
    assert not issue.save() and found and found[0].path == str(corpus / "i1.xml")
    assert (corpus / "i1.xml").read_bytes() == before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(corpus: Path) -> None:
    issue = AnnotatedIssue(corpus / "i1.xml", lambda finding: None)
    issue.put(Annotation("i1.n2", (Target("i1.a1.p1"),)))
    correct(corpus, "新桥", "旧桥")
    with pytest.raises(OutputInTheWay):
        issue.save()
    assert "旧桥" in (corpus / "i1.xml").read_text(encoding="utf-8")


def test_what_cannot_be_asked_for(corpus: Path) -> None:
    with pytest.raises(UsageError):
        import_files("word", [], corpus)
    with pytest.raises(UnreadableInput):
        import_files("webannotation", [], corpus / "none")


def test_commands(corpus: Path) -> None:
    run = CliRunner()
    folder = corpus.parent / "x"
    (corpus / "authority").mkdir()
    (corpus / "authority" / "persons.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    assert run.invoke(main, ["export", "webannotation", str(corpus), "-o", str(folder)]).exit_code == 0
    again = run.invoke(main, ["import", "webannotation", str(folder / "i1.jsonld"), "--corpus", str(corpus)])
    assert again.exit_code == 0 and "0 new, 0 changed, 1 the same; 0 files written" in again.output
    bad = run.invoke(main, ["import", "webannotation", str(folder / "none"), "--corpus", str(corpus)])
    assert bad.exit_code == 4


PLAIN = st.text(st.characters(codec="utf-8"), max_size=12)
BODY = st.one_of(
    st.builds(note, PLAIN),
    st.builds(lambda t, p: {**note(t), "purpose": p, "language": "zh"}, PLAIN, PLAIN),
    st.sampled_from(["https://example.org/w/1", "urn:x:y"]),
    st.dictionaries(PLAIN, st.one_of(st.none(), st.integers(), PLAIN), max_size=2),
)
CREATOR = st.one_of(st.none(), PLAIN, st.builds(lambda n: {"type": "Person", "name": n}, PLAIN))
SPAN = st.tuples(st.integers(0, len(P1) - 1), st.integers(1, 12)).map(lambda s: (s[0], min(len(P1), s[0] + s[1])))
MADE = st.lists(
    st.tuples(SPAN, st.lists(BODY, max_size=3), CREATOR, st.sampled_from(["commenting", "tagging", "x:y"])), max_size=5
)
EDITS = st.lists(
    st.tuples(st.integers(0, len(P1) - 1), st.integers(0, 3), st.sampled_from(["", "桥", "新字", "桥头的"])), max_size=4
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=MADE, edits=EDITS)
def test_export_import_export_is_the_same(tmp_path_factory: pytest.TempPathFactory, made: list[Any], edits: list[Any]) -> None:
    corpus = tmp_path_factory.mktemp("c") / "corpus"
    corpus.mkdir()
    (corpus / "i1.xml").write_text(ISSUE.format(p1=P1), encoding="utf-8")
    items_in = [
        annotation(
            f"https://example.org/{n}", *span, body=body, motivation=why, **({} if creator is None else {"creator": creator})
        )
        for n, (span, body, creator, why) in enumerate(made)
    ]
    assert set(codes(put(corpus, items_in))) <= {"annotation-markup"}
    found = items(corpus)
    assert len(found) == len(made) + 1
    for item in items_in:
        kept = found[item["id"]]
        assert kept["target"] == item["target"] and kept["motivation"] == item["motivation"]
        body = item["body"]
        assert kept.get("body", []) == (body[0] if len(body) == 1 else body)
    text = P1
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    correct(corpus, P1, text)
    first, _ = out(corpus)
    put(corpus, first.decode())
    second, _ = out(corpus, "second")
    assert second == first
    before = (corpus / "i1.xml").read_bytes()
    put(corpus, second.decode())
    assert (corpus / "i1.xml").read_bytes() == before
    assert len(items(corpus)) == len(made) + 1
