"""Names out of the derived file and back as what a person said: added, of another type, moved, none; kept by the next run."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from baokan.annotate.exchange.brat_files import export_brat
from baokan.annotate.exchange.cas import layers_to_xmi
from baokan.annotate.exchange.issue import AnnotatedIssue
from baokan.annotate.exchange.layers import issue_to_layers, trimmed
from baokan.annotate.exchange.names import Tag, names_now
from baokan.annotate.exchange.places import block_starts
from baokan.annotate.exchange.run import import_files
from baokan.annotate.exchange.tsv import layers_to_tsv
from baokan.annotate.exchange.web_files import export_web_annotations
from baokan.annotate.mentions import ana_path, read_mentions
from baokan.annotate.run import annotate
from baokan.findings import Finding
from baokan.tei.canonical import parse_tei
from baokan.validate import validate

LAYERS = ("tokens", "entities")
KINDS = ("PER", "LOC", "ORG", "DATE")


@pytest.fixture
def issue(corpus: Path) -> Path:
    """An issue with its derived file."""
    annotate(corpus, LAYERS)
    return corpus / "i1.xml"


def names(issue: Path) -> set[tuple[str, str]]:
    return {(m.text, m.kind) for m in read_mentions(issue) if m.kind in KINDS}


def brat(issue: Path, name: str = "brat") -> Path:
    return export_brat([issue], issue.parent.parent / name, pytest.fail)[1]


def put(kind: str, file: Path, issue: Path) -> list[Finding]:
    result = import_files(kind, [file], issue.parent)
    for path in (issue, ana_path(issue)):
        assert validate(path) == []
    return result.findings


def line_of(lines: list[str], words: str) -> int:
    return next(n for n, line in enumerate(lines) if line.endswith(f"\t{words}"))


def test_brats_names_come_back_as_they_went(issue: Path) -> None:
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    ann = brat(issue)
    assert {(line.split("\t")[2], line.split("\t")[1].split()[0]) for line in ann.read_text().splitlines()} == names(issue)
    assert put("brat", ann, issue) == []
    assert (issue.read_bytes(), ana_path(issue).read_bytes()) == before


def test_what_was_done_in_brat_holds_at_once_and_after_the_next_run(issue: Path) -> None:
    ann = brat(issue)
    text = ann.with_suffix(".txt").read_text(encoding="utf-8")
    lines = ann.read_text(encoding="utf-8").splitlines()
    assert ("张建国", "PER") in names(issue) and ("华", "LOC") in names(issue) and ("杭州大学", "ORG") in names(issue)
    del lines[line_of(lines, "华")]
    at = line_of(lines, "杭州大学")
    lines[at] = lines[at].replace("ORG", "LOC")
    where = text.index("AT&T")
    lines.append(f"T99\tORG {where} {where + 4}\tAT&T")
    where = text.index("父亲")
    lines.append(f"T100\tPER {where} {where + 2}\t父亲")
    ann.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert put("brat", ann, issue) == []
    expected = {("杭州大学", "LOC"), ("AT&T", "ORG"), ("父亲", "PER")}
    gone = {("华", "LOC"), ("杭州大学", "ORG")}
    assert expected <= names(issue) and not gone & names(issue)
    annotate(issue.parent, LAYERS)
    assert expected <= names(issue) and not gone & names(issue)
    before = issue.read_bytes()
    assert put("brat", ann, issue) == [] and issue.read_bytes() == before  # a second time says nothing new
    again = brat(issue, "again")
    put("brat", again, issue)
    assert brat(issue, "third").read_bytes() == again.read_bytes()


def test_a_name_of_a_persons_that_is_taken_out_is_no_name(issue: Path) -> None:
    ann = brat(issue)
    text = ann.with_suffix(".txt").read_text(encoding="utf-8")
    where = text.index("父亲")
    ann.write_text(ann.read_text(encoding="utf-8") + f"T100\tPER {where} {where + 2}\t父亲\n", encoding="utf-8")
    put("brat", ann, issue)
    again = brat(issue, "again")
    lines = again.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.endswith(("\t父亲", "AnnotationID T1\ti1.n1"))]
    assert len(lines) - len(kept) == 2
    again.write_text("\n".join(kept) + "\n", encoding="utf-8")
    put("brat", again, issue)
    assert ("父亲", "PER") not in names(issue)
    assert "<note>NONE</note>" in issue.read_text(encoding="utf-8")


def test_a_line_that_is_broken_is_not_taken_for_one_that_was_taken_out(issue: Path) -> None:
    ann = brat(issue)
    lines = ann.read_text(encoding="utf-8").splitlines()
    at = line_of(lines, "张建民")
    lines[at] = lines[at].replace("张建民", "张建")
    ann.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = issue.read_bytes()
    assert [f.code for f in put("brat", ann, issue)] == ["annotation-unreadable"] and issue.read_bytes() == before


def test_a_name_within_a_name_keeps_both(issue: Path) -> None:
    ann = brat(issue)
    where = ann.with_suffix(".txt").read_text(encoding="utf-8").index("杭州大学")
    ann.write_text(ann.read_text(encoding="utf-8") + f"T100\tLOC {where} {where + 2}\t杭州\n", encoding="utf-8")
    put("brat", ann, issue)
    lines = brat(issue, "again").read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[1] for line in lines} >= {f"LOC {where} {where + 2}", f"ORG {where} {where + 4}"}


def test_what_changed_in_the_issue_meanwhile_is_nobodys_word(issue: Path) -> None:
    ann = brat(issue)
    path = ana_path(issue)
    path.write_text(path.read_text(encoding="utf-8").replace("<name", "<name", 1), encoding="utf-8")
    other = brat(issue, "other")
    lines = other.read_text(encoding="utf-8").splitlines()
    del lines[line_of(lines, "张建民")]
    other.write_text("\n".join(lines) + "\n", encoding="utf-8")
    put("brat", other, issue)
    before = issue.read_bytes()
    assert put("brat", ann, issue) == [] and issue.read_bytes() == before  # the older file says nothing of its own


def page(issue: Path, name: str = "web") -> tuple[Path, dict[str, Any]]:
    path = export_web_annotations([issue], issue.parent.parent / name, pytest.fail)[0]
    return path, json.loads(path.read_bytes())


def test_names_as_web_annotations(issue: Path) -> None:
    before = issue.read_bytes(), ana_path(issue).read_bytes()
    path, value = page(issue)
    assert {(i["target"]["selector"][0]["exact"], i["body"][0]["value"] if isinstance(i["body"], list) else i["body"]["value"])
            for i in value["items"]} == names(issue)  # fmt: skip
    assert put("webannotation", path, issue) == []
    assert (issue.read_bytes(), ana_path(issue).read_bytes()) == before
    items = {i["target"]["selector"][0]["exact"]: i for i in value["items"]}
    value["items"].remove(items["华"])
    items["杭州大学"]["body"][0]["value"] = "LOC"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert put("webannotation", path, issue) == []
    expected, gone = {("杭州大学", "LOC")}, {("华", "LOC"), ("杭州大学", "ORG")}
    assert expected <= names(issue) and not gone & names(issue)
    annotate(issue.parent, LAYERS)
    assert expected <= names(issue) and not gone & names(issue)
    path, _ = page(issue, "again")
    assert put("webannotation", path, issue) == [] and page(issue, "third")[0].read_bytes() == path.read_bytes()


def said_now(issue: Path, people: bool = False) -> set[tuple[int, int, str]]:
    """The names of an issue, all or people's, by their places in the document."""
    held = AnnotatedIssue(issue, pytest.fail)
    starts = block_starts(held.texts)
    found = names_now(held, held.placed(), parse_tei(ana_path(issue)).getroot())
    return {(starts[n.block] + n.start, starts[n.block] + n.end, n.kind) for n in found if n.id or not people}


def edited(names: list[Tag], text: str, chance: random.Random) -> list[Tag]:
    """Names taken out, of another type, longer or shorter, and new ones anywhere within a line, over others too."""
    kept = [n for n in names if chance.random() < 0.8]
    kept = [replace(n, kind=chance.choice(KINDS), ref="") if chance.random() < 0.2 else n for n in kept]
    kept = [replace(n, end=n.end - 1) if n.end - n.start > 1 and chance.random() < 0.1 else n for n in kept]
    for _ in range(chance.randint(0, 4)):
        start = chance.randrange(len(text))
        end = min(start + chance.randint(1, 6), text.index("\n", start))
        kept.append(Tag(start, end, chance.choice(KINDS)))
    kept = [n for n in kept if trimmed(text, n.start, n.end) == (n.start, n.end)]
    return sorted({(n.start, n.end, n.kind): n for n in kept}.values(), key=lambda n: (n.start, -n.end, n.kind))


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["inception", "webanno", "brat"]))
def test_the_issue_says_what_the_tool_said(
    tmp_path_factory: pytest.TempPathFactory, issue_text: str, seed: int, kind: str
) -> None:
    issue = tmp_path_factory.mktemp("c") / "corpus" / "i1.xml"
    issue.parent.mkdir()
    issue.write_text(issue_text, encoding="utf-8")
    annotate(issue.parent, LAYERS)
    chance = random.Random(seed)
    for turn in range(2):  # the second time on what a person said before
        held = AnnotatedIssue(issue, pytest.fail)
        layers, _ = issue_to_layers(held, held.annotations(), parse_tei(ana_path(issue)).getroot())
        went_out = {(n.start, n.end, n.kind) for n in layers.names}
        layers.names = edited(layers.names, layers.text, chance)
        said = {(n.start, n.end, n.kind) for n in layers.names}
        if kind == "brat":
            file = brat(issue, f"turn{turn}")
            lines = [f"T{n}\t{t.kind} {t.start} {t.end}\t{layers.text[t.start : t.end]}\n" for n, t in enumerate(layers.names, 1)]
            file.write_text("".join(lines), encoding="utf-8")
        else:
            file = issue.parent.parent / f"turn{turn}.{kind}"
            file.write_bytes(layers_to_xmi(layers) if kind == "inception" else layers_to_tsv(layers).encode())
        assert put(kind, file.rename(file.with_stem("i1")), issue) == []
        # All that the tool said, and nothing that it took out; the machine's names come forth again from under one that moved.
        assert said_now(issue) >= said and not (went_out - said) & said_now(issue)
        assert said_now(issue, people=True) <= said
        before = issue.read_bytes(), ana_path(issue).read_bytes()
        by_people = said_now(issue, people=True)
        assert put(kind, file.with_stem("i1"), issue) == []
        assert (issue.read_bytes(), ana_path(issue).read_bytes()) == before
        annotate(issue.parent, LAYERS)
        assert said_now(issue) >= by_people
        starts = block_starts(AnnotatedIssue(issue, pytest.fail).texts)
        written = {(starts[m.block] + m.start, starts[m.block] + m.end, m.kind) for m in read_mentions(issue)}
        assert written >= {a for a in by_people if not any(a != b and a[0] < b[1] and b[0] < a[1] for b in by_people)}
