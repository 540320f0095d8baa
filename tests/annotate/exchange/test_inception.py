"""UIMA CAS XMI and WebAnno TSV: out, edited as INCEpTION does, and back; broken files are findings."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from baokan.annotate.exchange.anchors import Texts, quote
from baokan.annotate.exchange.cas import xmi_to_layers
from baokan.annotate.exchange.cas_types import NAMED_ENTITY, POS, REMARK
from baokan.annotate.exchange.inception import export_inception, export_tsv
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.opened import Imported
from baokan.annotate.exchange.run import import_files
from baokan.annotate.exchange.tsv import escape, layers_to_tsv, tsv_to_layers, unescape
from baokan.annotate.mentions import ana_path, read_mentions
from baokan.annotate.run import annotate
from baokan.cli import main
from baokan.findings import Finding
from baokan.tei.canonical import parse_tei
from baokan.tei.names import NS
from baokan.validate import validate

cassis = pytest.importorskip("cassis")
LAYERS = ("tokens", "entities")
FORMATS = {"inception": export_inception, "webanno": export_tsv}
HOSTILE = "\"><script>alert(1)</script> & <persName>莫</persName> '; DROP TABLE x; -- ../../etc {{x}} \\[1]|_*\t]]>"


@pytest.fixture
def issue(corpus: Path) -> Path:
    """An issue with characters beyond the BMP, and its derived file."""
    path = corpus / "i1.xml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("老桥修于", "𠮷𠮷桥🌉修于").replace("AT&amp;T", "A𠀀T&amp;T"), encoding="utf-8")
    annotate(corpus, LAYERS)
    return path


def out(issue: Path, kind: str = "inception", name: str = "out") -> Path:
    return FORMATS[kind]([issue], issue.parent.parent / name, lambda finding: None)[0]


def put(issue: Path, file: Path, kind: str = "inception", by: str = "") -> Imported:
    result = import_files(kind, [file], issue.parent, by)
    for path in (issue, ana_path(issue)):
        assert validate(path) == []
    assert all(f.message_zh and f.message_zh != f.message for f in result.findings)
    return result


def codes(result: Imported) -> list[str]:
    return [f.code for f in result.findings]


def names(issue: Path) -> set[tuple[str, str]]:
    return {(m.text, m.kind) for m in read_mentions(issue) if m.kind != "NUM"}


def tokens(issue: Path) -> list[tuple[str, str, str]]:
    words = parse_tei(ana_path(issue)).getroot().iterfind(".//tei:s/*", NS)
    inner = [w for e in words for w in ([e] if e.get("msd") else e.iterfind("*", NS))]
    return [("".join(w.itertext()), w.get("pos", ""), w.get("msd", "")) for w in inner]


def edit(file: Path, change: Callable[[Any], None]) -> None:
    """Open a CAS, change it and write it with numbers of its own, as a tool does."""
    with (file.parent / "TypeSystem.xml").open("rb") as types:
        system = cassis.load_typesystem(types)
    with file.open("rb") as data:
        cas = cassis.load_cas_from_xmi(data, typesystem=system)
    change(cas)
    for number, fs in enumerate(cas.select_all_fs(), 9000):
        fs.xmiID = number
    file.write_text(cas.to_xmi(), encoding="utf-8")


def covering(cas: Any, kind: str, words: str) -> Any:
    return next(fs for fs in cas.select(kind) if fs.get_covered_text() == words)


def add(cas: Any, kind: str, words: str, **features: str) -> None:
    at = cas.sofa_string.index(words)
    cas.add(cas.typesystem.get_type(kind)(begin=at, end=at + len(words), **features))


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_changed_changes_nothing(issue: Path, kind: str) -> None:
    file = out(issue, kind)
    before = issue.read_bytes(), ana_path(issue).read_bytes(), file.read_bytes()
    result = put(issue, file, kind)
    assert (result.findings, result.new, result.changed, result.written) == ([], 0, 0, 0) and result.same > 10
    assert (issue.read_bytes(), ana_path(issue).read_bytes(), out(issue, kind, "second").read_bytes()) == before


def test_offsets_count_utf16_units(issue: Path) -> None:
    root = etree.parse(out(issue)).getroot()
    text = root.find("{http:///uima/cas.ecore}Sofa").get("sofaString")
    units = text.encode("utf-16-le")
    covered = {
        units[2 * int(e.get("begin")) : 2 * int(e.get("end"))].decode("utf-16-le")
        for e in root
        if etree.QName(e).localname == "NamedEntity"
    }
    assert {"张建国", "张建民", "民国十九年四月"} <= covered and covered == {text for text, _ in names(issue)}
    rows = [line.split("\t") for line in out(issue, "webanno").read_text(encoding="utf-8").split("\n") if "\t" in line]
    assert all(units[2 * int(a) : 2 * int(b)].decode("utf-16-le") == unescape(row[2])
               for row in rows for a, b in [row[1].split("-")])  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_what_was_done_in_the_tool_is_what_a_person_said(issue: Path, kind: str) -> None:
    assert {("张建国", "PER"), ("华", "LOC"), ("杭州大学", "ORG")} <= names(issue)

    def change(cas: Any) -> None:
        cas.remove(covering(cas, NAMED_ENTITY, "华"))
        covering(cas, NAMED_ENTITY, "杭州大学").value = "LOC"
        covering(cas, NAMED_ENTITY, "张建民").identifier = "https://www.wikidata.org/wiki/Q1"
        add(cas, NAMED_ENTITY, "A𠀀T&T", value="ORG")
        add(cas, NAMED_ENTITY, "𠮷桥🌉", value="LOC")  # begins in the middle of a token, maybe
        add(cas, REMARK, "读过书", comment=HOSTILE, label="questioning")

    file = out(issue)
    edit(file, change)
    if kind == "webanno":  # the tool writes the other format
        layers = xmi_to_layers(file.read_bytes(), (file.parent / "TypeSystem.xml").read_bytes())
        file = file.with_suffix(".tsv")
        file.write_text(layers_to_tsv(layers), encoding="utf-8")
    result = put(issue, file, kind, by="何青")
    assert codes(result) == []
    expected = {("杭州大学", "LOC"), ("A𠀀T&T", "ORG"), ("𠮷桥🌉", "LOC")}
    gone = {("华", "LOC"), ("杭州大学", "ORG")}
    assert expected <= names(issue) and not gone & names(issue)
    annotate(issue.parent, LAYERS)
    assert expected <= names(issue) and not gone & names(issue)
    root = parse_tei(issue).getroot()
    said = {a.get("resp") for a in root.iterfind(".//tei:annotation", NS)}
    assert said == {"#i1.r1"} and "何青" in issue.read_text(encoding="utf-8")
    assert [p.get("target") for p in root.iterfind(".//tei:annotation/tei:ptr", NS)] == ["https://www.wikidata.org/wiki/Q1"]
    assert HOSTILE in [n.text for n in root.iterfind(".//tei:annotation[@motivation='questioning']/tei:note", NS)]
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    again = put(issue, file, kind, by="何青")
    assert (issue.read_bytes(), ana_path(issue).read_bytes()) == before and again.new == 0
    second = out(issue, kind, "second")
    put(issue, second, kind)
    assert out(issue, kind, "third").read_bytes() == second.read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_remarks_keep_their_ids_overlap_and_are_taken_out(issue: Path, kind: str) -> None:
    held = AnnotatedIssue(issue, pytest.fail)
    text = held.texts["i1.a2.p1"]
    for number, (start, end) in enumerate([(0, 8), (4, 12), (4, 12), (5, 6)], 1):
        body = {"type": "TextualBody", "value": f"{HOSTILE}{number}"}
        held.put(Annotation(f"i1.n{number}", (quote("i1.a2.p1", text, start, end),), "commenting", (body,)))
    two = (quote("i1.a2.p1", text, 0, 2), quote("i1.a2.p1", text, 5, 7))
    held.put(Annotation("i1.n5", two, "commenting", ({"type": "TextualBody", "value": "zwei"},)))
    held.save()
    file = out(issue, kind)
    before = issue.read_bytes()
    result = put(issue, file, kind)
    assert (codes(result), result.new, result.changed) == ([], 0, 0) and issue.read_bytes() == before
    if kind == "inception":
        edit(file, lambda cas: cas.remove(next(fs for fs in cas.select(REMARK) if fs.id == "i1.n3")))
    else:
        layers = tsv_to_layers(file.read_text(encoding="utf-8"))
        assert len({r.id for r in layers.remarks}) == 5
        layers.remarks = [r for r in layers.remarks if r.id != "i1.n3"]
        file.write_text(layers_to_tsv(layers), encoding="utf-8")
    assert codes(put(issue, file, kind)) == []
    held = AnnotatedIssue(issue, pytest.fail)
    assert sorted(held.stored) == ["i1.n1", "i1.n2", "i1.n4", "i1.n5"] and held.free_id() == "i1.n6"
    assert "deleted i1.n3, which said: " in issue.read_text(encoding="utf-8")


def test_a_project_without_our_layer_takes_no_remark_out(issue: Path) -> None:
    held = AnnotatedIssue(issue, pytest.fail)
    held.put(Annotation("i1.n1", (quote("i1.a2.p1", held.texts["i1.a2.p1"], 0, 2),), "commenting"))
    held.save()
    file = out(issue)
    edit(file, lambda cas: [cas.remove(fs) for fs in list(cas.select(REMARK))])
    types = file.parent / "TypeSystem.xml"
    root = etree.parse(types).getroot()
    for described in root.iter("{*}typeDescription"):
        if described.findtext("{*}name") == REMARK:
            described.getparent().remove(described)
    types.write_bytes(etree.tostring(root))
    before = issue.read_bytes()
    assert codes(put(issue, file)) == [] and issue.read_bytes() == before


def test_parts_of_speech_come_back_and_stay(issue: Path) -> None:
    def change(cas: Any) -> None:
        covering(cas, POS, "读过").PosValue = "v"
        covering(cas, POS, "出席").PosValue = "NOUN"

    file = out(issue)
    assert ("读过", "n", "UPosTag=NOUN") in tokens(issue)
    edit(file, change)
    assert codes(put(issue, file, by="何青")) == []
    expected = {("读过", "v", "UPosTag=VERB"), ("出席", "NOUN", "UPosTag=NOUN")}
    assert expected <= set(tokens(issue))
    before = ana_path(issue).read_bytes()
    annotate(issue.parent, LAYERS)
    assert ana_path(issue).read_bytes() == before
    second = out(issue, "inception", "second")
    assert put(issue, second).changed == 0 and out(issue, "inception", "third").read_bytes() == second.read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_in_a_text_that_was_corrected_meanwhile(issue: Path, kind: str) -> None:
    file = out(issue)

    def change(cas: Any) -> None:
        cas.remove(covering(cas, NAMED_ENTITY, "华"))
        add(cas, NAMED_ENTITY, "读过书", value="ORG")
        add(cas, NAMED_ENTITY, "出席", value="LOC")

    edit(file, change)
    if kind == "webanno":
        layers = xmi_to_layers(file.read_bytes(), None)
        file = file.with_suffix(".tsv")
        file.write_text(layers_to_tsv(layers), encoding="utf-8")
    text = issue.read_text(encoding="utf-8")
    head, mark, body = text.partition("<body>")
    corrected = body.replace("的父亲张建民在", "的老父亲张建民从前在").replace("先生出席。", "先生没来。")
    assert corrected.count("老父亲") == 1 and corrected.count("没来") == 1
    issue.write_text(head + mark + corrected, encoding="utf-8")
    assert codes(put(issue, file, kind)) == ["annotation-lost"]  # 出席 isn't there any more
    annotate(issue.parent, LAYERS)
    assert ("读过书", "ORG") in names(issue) and ("华", "LOC") not in names(issue) and ("张建民", "PER") in names(issue)


def test_a_zip_as_the_tool_exports_it(issue: Path, tmp_path: Path) -> None:
    file = out(issue)
    edit(file, lambda cas: cas.remove(covering(cas, NAMED_ENTITY, "华")))
    packed = tmp_path / "i1.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../admin.xmi", file.read_bytes())  # read in memory, written nowhere
        archive.writestr("TypeSystem.xml", (file.parent / "TypeSystem.xml").read_bytes())
    assert codes(put(issue, packed)) == [] and ("华", "LOC") not in names(issue)
    assert not list(tmp_path.parent.glob("admin.xmi"))
    packed.write_bytes(packed.read_bytes()[:300])
    assert codes(import_files("inception", [packed], issue.parent)) == ["unreadable"]


def broken(file: Path, what: str) -> bytes:
    data = file.read_text(encoding="utf-8")
    entity = re.search(r'<\w+:NamedEntity xmi:id="(\d+)" sofa="1" begin="(\d+)" end="(\d+)"', data)
    assert entity
    whole, key, begin, end = entity[0], *entity.groups()
    at = data.index("sofaString")
    text = etree.fromstring(data.encode()).find("{http:///uima/cas.ecore}Sofa").get("sofaString")
    beyond = len(text[: text.index("𠮷")].encode("utf-16-le")) // 2
    return {
        "wrong sofa": data[:at] + re.sub('sofaString="[^"]*"', f'sofaString="{"另一期报纸" * 200}"', data[at:]),
        "no sofa": re.sub(r"<cas:Sofa[^>]*/>", "", data),
        "sofa gone": data.replace(whole, whole.replace('sofa="1"', 'sofa="77"')),
        "end": data.replace(whole, whole.replace(f'end="{end}"', 'end="99999"')),
        "before": data.replace(whole, whole.replace(f'begin="{begin}"', 'begin="-3"')),
        "word": data.replace(whole, whole.replace(f'begin="{begin}"', 'begin="x"')),
        "huge": data.replace(whole, whole.replace(f'end="{end}"', f'end="{"9" * 5000}"')),
        "surrogate": data.replace(whole, f'{whole[: whole.index("begin")]}begin="{beyond + 1}" end="{beyond + 2}"'),
        "member": re.sub(r'members="', 'members="987654 ', data),
        "pos": re.sub(r'pos="\d+"', 'pos="987654"', data, count=1),
        "twice": data.replace(f'xmi:id="{int(key) + 1}"', f'xmi:id="{key}"'),
        "not closed": data[:-20],
        "other root": "<html/>",
        "no XML": "\x00\x01",
        "empty": "",
        "laughs": data.replace("?>", "?><!DOCTYPE x [" + LAUGHS + "]>", 1).replace('value="PER"', 'value="&h;"'),
        "external": data.replace("?>", '?><!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/passwd">]>', 1),
        "no type": data.replace('value="LOC"', "", 1),
        "markup": data.replace('value="LOC"', 'value="&lt;b>LOC&lt;/b>"', 1),
    }[what].encode("utf-8")


LAUGHS = '<!ENTITY a "haha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
WRONG = {
    "wrong sofa": {"annotation-no-text"}, "no sofa": {"unreadable"}, "sofa gone": {"annotation-no-text"},
    "end": {"annotation-offsets"}, "before": {"annotation-offsets"}, "word": {"annotation-offsets"},
    "huge": {"annotation-offsets"}, "surrogate": {"annotation-offsets"}, "member": {"annotation-unreadable"},
    "pos": {"annotation-unreadable"},
    "twice": {"annotation-unreadable"}, "not closed": {"unreadable"}, "other root": {"unreadable"}, "no XML": {"unreadable"},
    "empty": {"unreadable"}, "laughs": {"unreadable"}, "external": {"unreadable"}, "no type": {"name-without-type"},
    "markup": {"annotation-markup"},
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_broken_xmi_is_told_of(issue: Path, what: str) -> None:
    file = out(issue)
    file.write_bytes(broken(file, what))
    before = issue.read_bytes()
    result = import_files("inception", [file], issue.parent)
    assert set(codes(result)) >= WRONG[what] and set(codes(result)) <= WRONG[what] | {"annotation-no-text"}
    assert all(f.line for f in result.findings if f.code == "annotation-offsets")
    if "unreadable" in WRONG[what] or what == "wrong sofa":
        assert issue.read_bytes() == before
    assert validate(issue) == [] and b"root:" not in issue.read_bytes()
    assert b"NONE" not in issue.read_bytes() and b"#hand" not in ana_path(issue).read_bytes()  # broken isn't taken out


def test_a_text_that_is_not_there(issue: Path, tmp_path: Path) -> None:
    file = tmp_path / "i9.xmi"
    file.write_bytes(out(issue).read_bytes().replace(b"i1.", b"i9."))
    assert codes(import_files("inception", [file], issue.parent)) == ["annotation-no-text"]
    file.with_suffix(".tsv").write_text("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=别的\n1-1\t0-2\t别的\t\n", encoding="utf-8")
    assert codes(import_files("webanno", [file.with_suffix(".tsv")], issue.parent)) == ["annotation-no-text"]


TSV_FAULTS = {
    "offset": (r"\t(\d+)-(\d+)\t张建民\t", r"\t\1-99999\t张建民\t", {"annotation-offsets"}),
    "shifted": (r"\t(\d+)-(\d+)\t张建民\t", r"\t1-3\t张建民\t", {"annotation-offsets"}),
    "no place": (r"\t(\d+)-(\d+)\t张建民\t", r"\tx\t张建民\t", {"annotation-offsets"}),
    "surrogate": (r"\t(\d+)(-\d+\t𠮷)", lambda m: f"\t{int(m[1]) + 1}{m[2]}", {"annotation-offsets"}),
    "sentence before": (r"\n4-1\t\d+-\d+", "\n4-1\t0-2", {"annotation-offsets"}),
    "format": (r"TSV 3\.3", "TSV 1.0", {"unreadable"}),
    "no text": (r"#Text=春[^\n]*\n", "", {"annotation-unreadable"}),
    "relations": (r"\n\n", "\n#T_RL=webanno.custom.Relation|label|BT_webanno.custom.Remark\n\n", {"annotation-unreadable"}),
    "few columns": (r"\tPER\t_\t_\t_\t\n", "\n", set()),
}


@pytest.mark.parametrize("what", TSV_FAULTS)
def test_broken_tsv_is_told_of(issue: Path, what: str) -> None:
    file = out(issue, "webanno")
    old, new, expected = TSV_FAULTS[what]
    text = file.read_text(encoding="utf-8")
    bad = re.sub(old, new, text, count=1)
    assert bad != text
    file.write_text(bad, encoding="utf-8")
    result = import_files("webanno", [file], issue.parent)
    assert set(codes(result)) == expected and all(f.line for f in result.findings if f.code.startswith("annotation"))
    assert validate(issue) == [] and b"#hand" not in ana_path(issue).read_bytes()
    assert b"NONE" not in issue.read_bytes() or what == "few columns"


@given(st.text(max_size=12))
def test_tsv_escapes_come_back(text: str) -> None:
    assert unescape(escape(text)) == text


def small(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i1"><teiHeader><fileDesc><titleStmt><title>宁安日报</title></titleStmt>'
        "<publicationStmt><publisher>baokan</publisher></publicationStmt><sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
        "<text><body><div type='article' xml:id='i1.a1'><head type='main' xml:id='i1.a1.h1'>新桥通车</head>"
        f"<p xml:id='i1.a1.p1'>{P1}</p><p xml:id='i1.a1.p2'>　两岸\n的村民。</p></div></body></text></TEI>"
    )
    (corpus / "i1.xml").write_text(text, encoding="utf-8")
    return corpus / "i1.xml"


P1 = "　　桥头的工地，𠀀字𠮷。桥头的茶摊！ 🌉他说。"
SPAN = st.tuples(st.integers(0, len(P1) - 1), st.integers(1, 9)).map(lambda s: (s[0], min(len(P1), s[0] + s[1])))
LABELS = ["PER", "person", "NONE", "LOC", "*", "_[1]|"]
WORDS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=6), st.sampled_from(LABELS))
MADE = st.lists(st.tuples(SPAN, st.lists(WORDS, max_size=3), st.sampled_from(["", "tagging", "commenting"])), max_size=6)
CUT = st.tuples(st.integers(0, len(P1)), st.integers(0, 3), st.sampled_from(["", "", "新", "桥头的", "𠮷"]))


@settings(max_examples=20, deadline=None)
@given(made=MADE, cut=CUT, kind=st.sampled_from(sorted(FORMATS)), derived=st.booleans())
def test_export_import_export_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: list[Any], cut: Any, kind: str, derived: bool
) -> None:
    issue = small(tmp_path_factory.mktemp("c"))
    text = Texts(parse_tei(issue).getroot())["i1.a1.p1"]
    held = AnnotatedIssue(issue, pytest.fail)
    for number, ((start, end), words, why) in enumerate(made):
        bodies = tuple({"type": "TextualBody", "value": w} for w in words)
        held.put(Annotation(f"i1.n{number}", (quote("i1.a1.p1", text, start, end),), why, bodies))
    held.save()
    if derived:
        annotate(issue.parent, LAYERS)
    first, before = out(issue, kind), issue.read_bytes()
    result = import_files(kind, [first], issue.parent)
    assert set(codes(result)) <= {"annotation-markup"} and (result.new, result.changed) == (0, 0)
    assert issue.read_bytes() == before and out(issue, kind, "second").read_bytes() == first.read_bytes()
    start, length, new = cut
    head, mark, body = issue.read_text(encoding="utf-8").partition("<body>")
    issue.write_text(head + mark + body.replace(text, text[:start] + new + text[start + length :]), encoding="utf-8")
    import_files(kind, [first], issue.parent)  # made before the text was corrected
    after = out(issue, kind, "after")
    said = after.read_bytes()
    again = import_files(kind, [after], issue.parent)
    assert (again.new, again.changed) == (0, 0)
    assert out(issue, kind, "again").read_bytes() == said
    assert len(AnnotatedIssue(issue, lambda finding: None).stored) == len(made)


def test_cassis_is_asked_for_when_it_is_missing(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baokan.errors import MissingPart

    monkeypatch.setitem(__import__("sys").modules, "cassis", None)
    file = out(issue, "webanno")
    assert codes(put(issue, file, "webanno")) == []  # TSV needs no library
    with pytest.raises(MissingPart, match=r"cassis"):
        xmi_to_layers(b"<x/>", None)


@pytest.mark.parametrize("kind", [*FORMATS, "conllu", "brat"])
def test_commands(issue: Path, kind: str) -> None:
    run = CliRunner()
    folder = issue.parent.parent / "x"
    assert run.invoke(main, ["export", kind, str(issue.parent), "-o", str(folder)]).exit_code == 0
    file = next(p for p in sorted(folder.iterdir()) if p.stem == "i1" and p.suffix not in (".txt", ".base"))
    again = run.invoke(main, ["import", kind, str(file), "--corpus", str(issue.parent), "--by", "何青"])
    assert again.exit_code == 0 and "0 new, 0 changed" in again.output and "0 files written" in again.output
    assert "何青" not in issue.read_text(encoding="utf-8")  # who changed nothing isn't named
    bad = run.invoke(main, ["import", kind, str(folder / "none"), "--corpus", str(issue.parent)], env={"LC_ALL": "zh_CN.UTF-8"})
    assert bad.exit_code == 4 and "无法读取" in bad.output


def test_findings_speak_chinese(issue: Path) -> None:
    file = out(issue)
    file.write_bytes(broken(file, "end"))
    (finding,) = import_files("inception", [file], issue.parent).findings
    assert isinstance(finding, Finding) and "UTF-16 单元" in finding.said("zh") and "请" in finding.advice("zh")
    assert finding.format("zh").startswith(f"{file}:{finding.line}: annotation-offsets error: NamedEntity")


