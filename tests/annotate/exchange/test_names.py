"""Names out of the derived file and back as what a person said: added, of another type, moved, none; kept by the next run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baokan.annotate.exchange.brat_files import export_brat
from baokan.annotate.exchange.run import import_files
from baokan.annotate.exchange.web_files import export_web_annotations
from baokan.annotate.mentions import ana_path, read_mentions
from baokan.annotate.run import annotate
from baokan.findings import Finding
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
