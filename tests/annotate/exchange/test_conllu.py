"""CoNLL-U out, corrected by a person, and back into the derived file, where it stays."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baokan.annotate.exchange.opened import Imported
from baokan.annotate.exchange.run import import_files
from baokan.annotate.mentions import ana_path, read_mentions
from baokan.annotate.run import annotate
from baokan.export import Job, export
from baokan.findings import Severity
from baokan.tei.canonical import parse_tei
from baokan.tei.names import NS, XML_ID
from baokan.validate import validate

LAYERS = ("tokens", "entities")


@pytest.fixture
def issue(corpus: Path) -> Path:
    annotate(corpus, LAYERS)
    return corpus / "i1.xml"


def out(issue: Path, name: str = "out") -> Path:
    return export("conllu", Job(issue.parent, issue.parent.parent / name))[0]


def put(issue: Path, file: Path, by: str = "") -> Imported:
    result = import_files("conllu", [file], issue.parent, by)
    for path in (issue, ana_path(issue)):
        assert not path.exists() or [f for f in validate(path) if f.severity is not Severity.INFO] == []
    assert all(f.message_zh for f in result.findings)
    return result


def codes(result: Imported) -> list[str]:
    return [f.code for f in result.findings]


def correct(file: Path, sentence: str, rows: list[str]) -> None:
    """Give a sentence (by its text) other rows: form, lemma, UPOS, XPOS, FEATS, MISC."""
    text = file.read_text(encoding="utf-8")
    head, mark, rest = text.partition(f"# text = {sentence}\n")
    assert mark
    _, _, after = rest.partition("\n\n")
    comment = rest.split("\n")[0]
    lines = []
    for number, row in enumerate(rows, 1):
        form, lemma, upos, xpos, feats, misc = row.split(" ")
        lines.append(f"{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t_\t_\t_\t{misc}")
    file.write_text(f"{head}{mark}{comment}\n" + "\n".join(lines) + "\n\n" + after, encoding="utf-8")


def without_stamps(file: Path) -> str:
    return re.sub(r"# baokan = .*\n", "", file.read_text(encoding="utf-8"))


HEAD = "春风里的修桥人"
ROWS = [
    "春风里 春风 NOUN n Case=Loc|Number=Sing SpaceAfter=No", "的 的 PART uj _ SpaceAfter=No", "修 修 VERB v _ SpaceAfter=No",
    "桥人 橋人 NOUN x _ _",
]  # fmt: skip


def test_nothing_changed_changes_nothing(issue: Path) -> None:
    file = out(issue)
    before = issue.read_bytes(), ana_path(issue).read_bytes(), file.read_bytes()
    result = put(issue, file)
    assert (result.findings, result.new, result.changed, result.written) == ([], 0, 0, 0)
    assert (issue.read_bytes(), ana_path(issue).read_bytes(), out(issue, "second").read_bytes()) == before


def test_what_a_person_cut_and_tagged_stays(issue: Path) -> None:
    file = out(issue)
    correct(file, HEAD, ROWS)
    assert codes(put(issue, file, by="何青")) == []
    assert without_stamps(out(issue, "second")) == without_stamps(file)
    root = parse_tei(ana_path(issue)).getroot()
    (sentence,) = [s for s in root.iterfind(".//tei:s", NS) if s.get("resp")]
    assert (sentence.get(XML_ID), sentence.get("resp")) == ("i1.ana.a1.h1.s1", "#i1.r1")
    assert [s.findtext("tei:persName", None, NS) for s in root.iterfind(".//tei:respStmt", NS)] == ["何青"]
    for layers in (LAYERS, ("tokens",), LAYERS):
        annotate(issue.parent, layers)
        assert without_stamps(out(issue, "third")).startswith(without_stamps(file)[:400])
    assert without_stamps(out(issue, "third")) == without_stamps(file)
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    assert put(issue, out(issue, "third")).changed == 0 and (issue.read_bytes(), ana_path(issue).read_bytes()) == before


def test_a_person_without_a_name(issue: Path) -> None:
    file = out(issue)
    correct(file, HEAD, ROWS)
    assert codes(put(issue, file)) == []
    assert 'resp="#hand"' in ana_path(issue).read_text(encoding="utf-8")


def test_names_corrected_in_misc_are_verdicts(issue: Path) -> None:
    file = out(issue)
    text = file.read_text(encoding="utf-8")
    for old, new in (
        (r"\t张建民\t(.*)NER=B-PER", r"\t张建民\t\1NER=B-ORG"), (r"\t华\t(.*)NER=B-LOC\|", r"\t华\t\1"),
        (r"\t出席\t(.*)SpaceAfter=No", r"\t出席\t\1NER=B-MISC|SpaceAfter=No"),
    ):  # fmt: skip
        assert len(re.findall(old, text)) == 1
        text = re.sub(old, new, text)
    file.write_text(text, encoding="utf-8")
    before = ana_path(issue).read_bytes().count(b"<w ")
    assert codes(put(issue, file)) == []
    names = {(m.text, m.kind) for m in read_mentions(issue)}
    expected, gone = {("张建民", "ORG"), ("出席", "MISC")}, {("张建民", "PER"), ("华", "LOC")}
    assert expected <= names and not gone & names and ana_path(issue).read_bytes().count(b"<w ") == before
    assert without_stamps(out(issue, "second")) == without_stamps(file)
    annotate(issue.parent, LAYERS)
    names = {(m.text, m.kind) for m in read_mentions(issue)}
    assert expected <= names and not gone & names and ("今天", "DATE") in names


def test_sentences_joined_and_cut(issue: Path) -> None:
    file = out(issue)
    text = file.read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    at = next(n for n, block in enumerate(blocks) if "# newpar id = i1.a2.p1" in block)
    first, second = blocks[at].split("\n"), blocks[at + 1].split("\n")
    assert not any(line.startswith("# newpar") for line in second)
    rows = [line.split("\t") for line in first + second if "\t" in line]
    joined = [line for line in first if line.startswith("#")] + ["\t".join([str(n), *row[1:]]) for n, row in enumerate(rows, 1)]
    blocks[at : at + 2] = ["\n".join(joined)]
    file.write_text("\n\n".join(blocks), encoding="utf-8")
    assert codes(put(issue, file)) == []
    paragraphs = {p.get(XML_ID): p for p in parse_tei(ana_path(issue)).getroot().iterfind(".//tei:p", NS)}
    assert len(paragraphs["i1.ana.a2.p1"].findall("tei:s", NS)) == 1
    annotate(issue.parent, LAYERS)
    again = out(issue, "second")
    (paragraph,) = [b for b in again.read_text(encoding="utf-8").split("\n\n") if "# newpar id = i1.a2.p1" in b]
    assert len([line for line in paragraph.split("\n") if "\t" in line]) == len(rows)


def test_a_text_that_was_corrected_meanwhile(issue: Path) -> None:
    file = out(issue)
    correct(file, HEAD, ROWS)
    first = ["□ □ PUNCT w _ SpaceAfter=No", "记者 记者 NOUN n _ _"]
    correct(file, "□记者 白一鸣 报道", [*first, "白一鸣 白一鸣 PROPN nr _ NER=B-PER", "报道 报道 NOUN vn _ _"])
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace(">春风里的修桥人<", ">春风里的老修桥人<"), encoding="utf-8")
    result = put(issue, file, by="何青")
    assert codes(result) == ["hand-changed"]
    annotate(issue.parent, LAYERS)
    words = out(issue, "second").read_text(encoding="utf-8")
    assert "\t春风里\t春风\tNOUN\tn\tCase=Loc|Number=Sing\t" in words and "\t老\t" in words and "\t桥人\t橋人\t" in words
    assert "\t报道\t报道\tNOUN\tvn\t" in words
    issue.write_text(text.replace(">春风里的修桥人<", ">完<"), encoding="utf-8")
    assert [f.code for f in annotate(issue.parent, LAYERS).findings] == ["hand-lost"]


def test_an_issue_without_words(corpus: Path) -> None:
    issue = corpus / "i1.xml"
    file = out(issue)
    correct(file, HEAD, ROWS)
    assert codes(put(issue, file)) == [] and ana_path(issue).is_file()
    assert without_stamps(out(issue, "second")) == without_stamps(file)


FAULTS = {
    "columns": (r"\t里\t里\t", "\t里\t", {"annotation-unreadable"}),
    "number": (r"\n2\t里\t", "\n7\t里\t", {"annotation-unreadable"}),
    "range": (r"\n2\t里\t", "\n2-3\t里\t", {"annotation-unreadable"}),
    "upos": (r"\t里\t里\tADP", "\t里\t里\tPREP", {"annotation-unreadable"}),
    "form": (r"\n2\t里\t", "\n2\t\t", {"annotation-unreadable"}),
    "syntax": (r"\n2\t里\t里\tADP\tf\t_\t_", "\n2\t里\t里\tADP\tf\t_\t1", {"syntax-left-out"}),
    "misc": (r"(\n2\t里\t.*)SpaceAfter=No", r"\1Gloss=in|SpaceAfter=No", {"misc-left-out"}),
    "other words": (r"(\n\d\t)人\t人\t", r"\1鬼\t鬼\t", {"hand-changed"}),
    "no sentence": (r"\t春风\t春风\t(.*)\n2\t里\t里\t(.*)\n3\t的\t的\t(.*)\n4\t修桥\t修桥\t(.*)\n5\t人\t人\t",
                    r"\t甲\t甲\t\1\n2\t乙\t乙\t\2\n3\t丙\t丙\t\3\n4\t丁\t丁\t\4\n5\t戊\t戊\t", {"hand-lost"}),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_broken_files_are_told_of(issue: Path, what: str) -> None:
    file = out(issue)
    old, new, expected = FAULTS[what]
    text = file.read_text(encoding="utf-8")
    bad = re.sub(old, new, text, count=1)
    assert bad != text
    file.write_text(bad, encoding="utf-8")
    result = put(issue, file)
    assert expected <= set(codes(result)) <= expected | {"annotation-lost"}  # a name in the words that were exchanged
    assert all(f.line for f in result.findings if f.code == "annotation-unreadable")


def test_other_texts_and_no_texts(issue: Path, tmp_path: Path) -> None:
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    file = tmp_path / "i1.conllu"
    file.write_text("# newdoc id = i1\n# newpar id = i1.a1.p1\n1\t别的报纸\t_\t_\t_\t_\t_\t_\t_\t_\n\n", encoding="utf-8")
    assert codes(put(issue, file)) == ["annotation-no-text"]
    file.write_text("# newdoc id = i9\n1\t别的\t_\t_\t_\t_\t_\t_\t_\t_\n\n", encoding="utf-8")
    assert codes(put(issue, file.rename(tmp_path / "i9.conllu"))) == ["annotation-no-text"]
    (tmp_path / "i9.conllu").write_bytes(b"\xff\xfe")
    assert codes(put(issue, tmp_path / "i9.conllu")) == ["unreadable"]
    assert (issue.read_bytes(), ana_path(issue).read_bytes()) == before


def test_markup_in_tags_stays_text(issue: Path) -> None:
    file = out(issue)
    rows = [ROWS[0].replace(" n ", " <b>\"&' "), ROWS[1].replace("_ SpaceAfter", "_ NER=B-<i>x</i>|SpaceAfter"), *ROWS[2:]]
    correct(file, HEAD, rows)
    assert codes(put(issue, file)) == ["annotation-markup"]
    assert b"<b>" not in ana_path(issue).read_bytes() and "\t<b>\"&'\t" in out(issue, "second").read_text(encoding="utf-8")


UPOS = ["NOUN", "VERB", "PUNCT", "X", "PROPN"]
TAGS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=4).filter(lambda t: t != "_")


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), tag=TAGS, lemma=TAGS, share=st.sampled_from([0.2, 1.0]), again=st.booleans())
def test_export_import_export_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int, tag: str, lemma: str, share: float, again: bool
) -> None:
    issue = tmp_path_factory.mktemp("c") / "corpus" / "i1.xml"
    issue.parent.mkdir()
    issue.write_text(TEXT, encoding="utf-8")
    annotate(issue.parent, LAYERS)
    file = out(issue)
    cut_anew(file, random.Random(seed), tag, lemma, share)
    assert set(codes(put(issue, file))) <= {"annotation-markup"}
    second = out(issue, "second")
    assert without_stamps(second) == without_stamps(file)
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    assert put(issue, second).changed == 0 and (issue.read_bytes(), ana_path(issue).read_bytes()) == before
    if again:
        annotate(issue.parent, LAYERS)
        assert words_of(out(issue, "third")) == words_of(file)


def words_of(file: Path) -> list[list[str]]:
    return [line.split("\t")[:6] for line in file.read_text(encoding="utf-8").split("\n") if "\t" in line]


def cut_anew(file: Path, chance: random.Random, tag: str, lemma: str, share: float) -> None:
    """Cut and tag some sentences anew, as a person might: any cuts between characters, any tags."""
    found: list[Any] = []
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if "\t" in line]
        if rows and chance.random() < share:
            last = "SpaceAfter=No" in rows[-1][9]
            text = "".join(r[1] if "No" in r[9] else r[1] + " " for r in rows)
            words = [w for piece in re.findall(".{1,3}", text) for w in re.split(r"( )", piece) if w]
            made: list[list[str]] = []
            for word in words:
                if word == " ":
                    made[-1][9] = "_"
                    continue
                upos = chance.choice(UPOS)
                own = [word, lemma, upos, tag] if chance.random() < 0.5 else [word, word, upos, "n"]
                made.append([str(len(made) + 1), *own, chance.choice(["_", "Case=Nom"]), "_", "_", "_", "SpaceAfter=No"])
            made[-1][9] = "SpaceAfter=No" if last else "_"
            lines = [line for line in lines if "\t" not in line] + ["\t".join(row) for row in made]
        found.append("\n".join(lines))
    file.write_text("\n\n".join(found), encoding="utf-8")


TEXT = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i1"><teiHeader><fileDesc><titleStmt><title>宁安日报</title></titleStmt>'
    "<publicationStmt><publisher>baokan</publisher></publicationStmt><sourceDesc><biblStruct type='newspaper'><monogr>"
    "<title level='j'>宁安日报</title><imprint><date when='1931-03-02'/></imprint></monogr></biblStruct></sourceDesc></fileDesc>"
    "</teiHeader>"
    "<text><body><div type='article' xml:id='i1.a1'><head type='main' xml:id='i1.a1.h1'>新桥通车</head>"
    "<p xml:id='i1.a1.p1'>　　桥头的<cb break='no'/>工地𠀀字，𠮷。两岸的 A&amp;T 村民！🌉他说。</p></div></body></text></TEI>"
)
