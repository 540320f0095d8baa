"""Reports, waivers and watching: what machines read, what an editor works through, what stays when text looks like markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from baokan.cli import main
from baokan.errors import UnreadableInput
from baokan.validate.reports import write_report
from baokan.validate.reports.outcome import Outcome
from baokan.validate.session import Session
from baokan.validate.waivers import read_waivers
from baokan.validate.watch import changes

from .test_corpus import Options, tei, write

HOSTILE = "<script>alert(1)</script> ]]> &amp; 'x' \"y\" {{z}} 桥"


def outcome_of(folder: Path, waivers: Path | None = None) -> Outcome:
    session = Session(Options(), waivers)
    assert list(session.run([folder])) == session.outcome.findings
    return session.outcome


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    text = escaped(HOSTILE)
    body = f"<div type='article'><head>{text}</head><p foo='1'>{text}</p><p corresp='#{text[4:9]}'/></div>"
    write(tmp_path / "c", a_dot_xml=tei(body), b_dot_xml=tei(name="b"))
    write(tmp_path, w_dot_toml='[[waiver]]\ncode = "rng-attribute"\npath = "a.xml"\nreason = "kept: <b>R&D</b>"\n')
    return outcome_of(tmp_path / "c", tmp_path / "w.toml")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;").replace('"', "&quot;")


def test_json_has_every_finding_with_its_place(outcome: Outcome) -> None:
    report = json.loads(write_report("json", outcome, "en"))
    assert [Path(each["path"]).name for each in report["files"]] == ["a.xml", "b.xml"]
    codes = [each["code"] for each in report["findings"] if each["severity"] != "info"]
    assert codes == ["rng-attribute", "link-dangling"] and report["exit_code"] == 3
    assert report["findings"][0]["waived"] == "kept: <b>R&D</b>"
    assert report["findings"][0]["head"].startswith("<script>alert(1)")


def test_sarif_is_of_version_2_1_0(outcome: Outcome) -> None:
    run = json.loads(write_report("sarif", outcome, "zh"))["runs"][0]
    results = [each for each in run["results"] if each["level"] != "note"]
    assert [each["ruleId"] for each in results] == ["rng-attribute", "link-dangling"]
    assert all(run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert results[0]["suppressions"] == [{"kind": "external", "justification": "kept: <b>R&D</b>"}]
    assert results[0]["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    assert "不可有属性" in results[0]["message"]["text"]


def test_junit_counts_the_files_that_fail(outcome: Outcome) -> None:
    root = etree.fromstring(write_report("junit", outcome, "en").encode())
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    (failure,) = root.iter("failure")
    assert "link-dangling" in (failure.text or "") and "rng-attribute" not in (failure.text or "")
    assert "waived: kept" in "".join(each.text or "" for each in root.iter("system-out"))


def test_junit_holds_what_xml_cannot() -> None:
    outcome = Outcome(["a\x01.xml"])
    assert etree.fromstring(write_report("junit", outcome, "en").encode()) is not None


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts = self.boxes = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.boxes += ("type", "checkbox") in attrs
        assert not any(value and value.startswith("http") for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_keeps_text_as_text(outcome: Outcome, lang: str) -> None:
    page = Page()
    page.feed(write_report("html", outcome, lang))
    assert page.scripts == 1  # its own
    assert page.boxes == len(outcome.findings)
    assert "<script>alert(1)</script>" in page.text and "kept: <b>R&D</b>" in page.text


def test_a_waiver_needs_a_reason(tmp_path: Path) -> None:
    for text, word in (
        ('[[waiver]]\ncode = "x"\n', "no reason"), ('[[waiver]]\nreason = "x"\n', "no code"), ("[[waiver", "isn't a waiver file"),
        ('[[waiver]]\ncode = "x"\nreason = "y"\nfile = "z"\n', "no file"), ("waiver = 1\n", "isn't a waiver file"),
    ):  # fmt: skip
        write(tmp_path, w_dot_toml=text)
        with pytest.raises(UnreadableInput, match=word):
            read_waivers(tmp_path / "w.toml")


def test_waivers_are_found_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a_dot_xml=tei("<p foo='1'/>"))
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["validate", "a.xml"]).exit_code == 3
    (tmp_path / "baokan-waivers.toml").write_text('[[waiver]]\ncode = "rng-attribute"\ncontains = "@foo"\nreason = "old"\n')
    result = CliRunner().invoke(main, ["validate", "a.xml"])
    assert result.exit_code == 0 and "1 waived" in result.output


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_reports_go_to_a_file_or_to_standard_output(form: str, tmp_path: Path) -> None:
    path = write(tmp_path, a_dot_xml=tei("<p foo='1'/>")) / "a.xml"
    result = CliRunner().invoke(main, ["validate", str(path), "--format", form])
    assert result.exit_code == 3 and "rng-attribute" in result.stdout
    out, page = tmp_path / "out", tmp_path / "page.html"
    again = CliRunner().invoke(main, ["validate", str(path), "--format", form, "-o", str(out), "--html", str(page)])
    assert again.exit_code == 3 and out.read_text(encoding="utf-8").strip() == result.stdout.strip()
    assert "rng-attribute" in page.read_text(encoding="utf-8")


def test_several_paths_and_both_languages(tmp_path: Path) -> None:
    write(tmp_path, a__x_dot_xml=tei("<p foo='1'/>", "x"), b__y_dot_xml=tei(name="y"))
    result = CliRunner().invoke(main, ["validate", str(tmp_path / "a"), str(tmp_path / "b"), "--lang", "zh"])
    assert result.exit_code == 3 and "不可有属性" in result.stderr and result.stdout.startswith("2 files, 1 with findings")
    assert "can't have @foo" in CliRunner().invoke(main, ["validate", str(tmp_path), "--lang", "en"]).stderr


def test_a_wrong_schema_stops_the_command(tmp_path: Path) -> None:
    write(tmp_path, a_dot_xml=tei(), s_dot_rng="<grammar/>", t_dot_xsd="<schema/>")
    for name in ("s.rng", "t.xsd", "none.rng"):
        result = CliRunner().invoke(main, ["validate", str(tmp_path / "a.xml"), "--schema", str(tmp_path / name)])
        assert result.exit_code == 4 and name in result.stderr, result.output


def test_watching_gives_what_changed(tmp_path: Path) -> None:
    write(tmp_path, a_dot_xml=tei(), b_dot_xml=tei(name="b"), s_dot_rng="<x/>")
    steps: Iterator[tuple[str, str]] = iter([("a.xml", "<p>新</p>"), ("", ""), ("s.rng", "more"), ("c.xml", "")])

    def pause(_: float) -> None:
        name, text = next(steps)
        if name:
            (tmp_path / name).write_text(tei(text or "<p/>", name[0]), encoding="utf-8")

    looked = changes([tmp_path], [tmp_path / "s.rng"], pause)
    assert next(looked) == ([tmp_path / "a.xml"], False)
    assert next(looked) == ([], True)
    assert next(looked) == ([tmp_path / "c.xml"], False)
