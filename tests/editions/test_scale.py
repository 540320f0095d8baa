"""Editions issue by issue: the same bytes in any number of processes, and only what depends on a change is made again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baokan import build as driver
from baokan.editions import render, render_edition
from baokan.editions.issues import find_issues
from baokan.editions.plain import TextStep
from baokan.editions.steps import HERE, Made, Rendered
from baokan.editions.web import index, whole
from baokan.editions.web.addresses import file_stem, issue_folders
from baokan.editions.web.output import only_in_first
from baokan.findings import Finding
from baokan.running import Batch, Limits, State

WEB = Path(__file__).parent / "web" / "corpus"
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{0}" xml:lang="zh-Hans"><teiHeader><fileDesc><titleStmt>
<title>{1}</title></titleStmt><publicationStmt><p>自印</p></publicationStmt><sourceDesc><biblStruct type="newspaper"><monogr>
<title level="j">{1}</title>
<imprint><date when="2021-03-{2:02}"/></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader><text><body>
<div type="article" xml:id="{0}.a1"><head>{3}</head><byline><persName>{4}</persName></byline><p xml:id="{0}.a1.p1">{5}</p></div>
</body></text></TEI>"""


def quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


def write_issues(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    for n in range(1, count + 1):
        text = TEI.format(
            f"x{n}", "清河旬报", n, f"第{n}座桥", "白一鸣" if n % 2 else "何青", f"新桥昨天合龙，{n * 7}人来看。" * 3
        )
        (folder / f"x{n}.xml").write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def dates(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


@contextlib.contextmanager
def remembering(folder: Path, limits: Limits = HERE) -> Iterator[Batch]:
    with contextlib.closing(State(folder / "state" / "build.sqlite")) as state:
        yield Batch(folder, quiet, limits, state)


@pytest.mark.parametrize("edition", ["web", "text", "print"])
def test_two_processes_make_the_same_bytes_as_one(edition: str, tmp_path: Path) -> None:
    render(edition, WEB, tmp_path / "one")
    render(edition, WEB, tmp_path / "two", batch=Batch(Path(), quiet, Limits(2)))
    one = contents(tmp_path / "one")
    assert one and contents(tmp_path / "two") == one


def test_an_issue_that_crashes_or_hangs_is_a_finding_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_issues(tmp_path / "corpus", 6)
    make = TextStep.make_file

    def spoilt(self: TextStep, tree: object, path: Path, target: Path, made: Made) -> None:
        if path.stem == "x2":
            os.kill(os.getpid(), signal.SIGKILL)
        if path.stem == "x5":
            time.sleep(60)
        make(self, tree, path, target, made)

    monkeypatch.setattr(TextStep, "make_file", spoilt)
    found: list[Finding] = []
    made = render("text", corpus, tmp_path / "text", found.append, batch=Batch(Path(), quiet, Limits(2, 2.0)))
    assert [path.stem for path in made] == ["x1", "x3", "x4", "x6"]
    assert [(Path(f.path).stem, f.code) for f in found] == [("x2", "crashed"), ("x5", "took-too-long")]


def web(folder: Path, batch: Batch) -> Rendered:
    return render_edition("web", find_issues(folder / "corpus"), folder / "web", lambda finding: None, batch)


def test_one_changed_issue_shows_itself_and_the_lists_whose_words_change(tmp_path: Path) -> None:
    corpus = write_issues(tmp_path / "corpus", 6)
    with remembering(tmp_path) as batch:
        assert web(tmp_path, batch).made == 6 + 1  # the issues, and the lists
        before = dates(tmp_path / "web")
        assert web(tmp_path, batch).made == 0
        assert dates(tmp_path / "web") == before
        changed = corpus / "x3.xml"
        changed.write_text(changed.read_text(encoding="utf-8").replace("新桥昨天", "昨天新桥", 1), encoding="utf-8")
        assert web(tmp_path, batch).made == 1 + 1
        after = dates(tmp_path / "web")
        touched = {name for name in after if before.get(name) != after[name]}
        own = {"issues/x3/a1.html", "issues/x3/a1.txt", "tei/x3.xml", "text/x3.txt", "search/t/x3.1.js"}
        assert own <= touched and not {n for n in touched - own if not n.startswith(("dts/document/x3", "search/p/"))}
    render("web", corpus, tmp_path / "anew")
    assert contents(tmp_path / "anew") == contents(tmp_path / "web")


def test_a_list_that_cannot_be_made_is_a_finding_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_issues(tmp_path / "corpus", 3)
    found: list[Finding] = []
    with remembering(tmp_path, Limits(2)) as batch:
        for broken in (True, False):
            with monkeypatch.context() as patch:
                if broken:
                    patch.setattr(whole, "index_segment", lambda segment: os.kill(os.getpid(), signal.SIGKILL))
                render_edition("web", find_issues(corpus), tmp_path / "web", found.append, batch)
    assert [f.code for f in found] == ["crashed"]
    render("web", corpus, tmp_path / "anew")
    assert contents(tmp_path / "web") == contents(tmp_path / "anew")


def test_a_name_that_is_signed_less_often_changes_its_lists_alone(tmp_path: Path) -> None:
    corpus = write_issues(tmp_path / "corpus", 4)
    with remembering(tmp_path) as batch:
        web(tmp_path, batch)
        before = dates(tmp_path / "web")
        path = corpus / "x3.xml"
        path.write_text(path.read_text(encoding="utf-8").replace("白一鸣", "方伯泉"), encoding="utf-8")
        web(tmp_path, batch)
        after = dates(tmp_path / "web")
    names = {name for name in after if name.startswith("names/") and before.get(name) != after[name]}
    assert names == {
        "names/authors.html", "names/people.html", "names/authors/白一鸣.html", "names/authors/方伯泉.html",
        "names/people/白一鸣.html", "names/people/方伯泉.html", "names/types/news.html",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "issues/x2/a1.html",
        "names/authors.html",
        "search/index.js",
        "index.html",
        "tei/x1.xml",
        "baokan-sans.woff2",
        ".baokan-files",
    ],
)
@pytest.mark.parametrize("what", ["deleted", "altered"])
def test_a_deleted_or_altered_file_is_made_again(name: str, what: str, tmp_path: Path) -> None:
    write_issues(tmp_path / "corpus", 3)
    with remembering(tmp_path) as batch:
        web(tmp_path, batch)
        before = contents(tmp_path / "web")
        (tmp_path / "web" / name).unlink() if what == "deleted" else (tmp_path / "web" / name).write_text("x")
        assert web(tmp_path, batch).made
        assert contents(tmp_path / "web") == before
        assert web(tmp_path, batch).made == 0


def test_a_picture_that_comes_later_makes_its_issue_again(tmp_path: Path) -> None:
    shutil.copytree(WEB, tmp_path / "corpus")
    picture = tmp_path / "corpus" / "bridge.svg"
    data = picture.read_bytes()
    picture.unlink()
    with remembering(tmp_path) as batch:
        web(tmp_path, batch)
        assert not list((tmp_path / "web").rglob("bridge.svg"))
        picture.write_bytes(data)
        assert web(tmp_path, batch).made >= 1
        assert list((tmp_path / "web").rglob("bridge.svg"))
        assert web(tmp_path, batch).made == 0


def test_an_issue_that_can_no_longer_be_read_leaves_no_old_text(tmp_path: Path) -> None:
    corpus = write_issues(tmp_path / "corpus", 2)
    with remembering(tmp_path) as batch:
        found: list[Finding] = []
        for text in ("", "<TEI"):
            if text:
                (corpus / "x1.xml").write_text(text, encoding="utf-8")
            render_edition("text", find_issues(corpus), tmp_path / "text", found.append, batch)
    assert [p.name for p in (tmp_path / "text").iterdir()] == ["x2.txt"]
    assert [(Path(f.path).name, f.code, f.line) for f in found] == [("x1.xml", "unreadable", 1)]


def test_an_included_file_that_changes_makes_what_includes_it_again(tmp_path: Path) -> None:
    corpus = write_issues(tmp_path / "corpus", 1)
    (corpus / "parts").mkdir()
    part = corpus / "parts" / "p.xml"
    part.write_text('<p xmlns="http://www.tei-c.org/ns/1.0">新桥通车。</p>', encoding="utf-8")
    path = corpus / "x1.xml"
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/p.xml"/></div>'
    path.write_text(path.read_text(encoding="utf-8").replace("</div>", include), encoding="utf-8")
    with remembering(tmp_path) as batch:
        for said in ("新桥通车。", "旧桥拆除。"):
            part.write_text(f'<p xmlns="http://www.tei-c.org/ns/1.0">{said}</p>', encoding="utf-8")
            made = render_edition("text", find_issues(corpus), tmp_path / "text", lambda finding: None, batch)
            assert made.made == 1 and said in made.paths[0].read_text(encoding="utf-8")


def test_a_build_makes_what_is_asked_for_and_removes_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "p1.txt").write_text("新桥通车\n\n清河镇的新桥昨天合龙。\n", encoding="utf-8")
    write_issues(tmp_path / "more", 2)
    shutil.copytree(tmp_path / "more", tmp_path / "corpus")
    summary = driver.build(tmp_path, editions=("web", "markdown", "text"))
    assert list(summary.rendered) == ["text", "markdown", "web"] and not (tmp_path / "dist" / "print").exists()
    assert (tmp_path / "dist" / "text" / "x2.txt").is_file() and (tmp_path / "dist" / "web" / "issues" / "x2").is_dir()
    (tmp_path / "corpus" / "x2.xml").unlink()
    (tmp_path / "dist" / "text" / "mine.txt").write_text("a reader's own", encoding="utf-8")
    driver.build(tmp_path, editions=("text", "web"))
    left = sorted(p.name for p in (tmp_path / "dist" / "text").iterdir())
    assert left == ["mine.txt", "p1.txt", "x1.txt"]
    assert (tmp_path / "dist" / "markdown" / "x2.md").is_file()  # not asked for, so left as it is
    assert not (tmp_path / "dist" / "web" / "issues" / "x2").exists() and not list((tmp_path / ".baokan" / "web").glob("x2*"))
    with pytest.raises(driver.UsageError, match="no braille edition"):
        driver.build(tmp_path, editions=("braille",))


def test_the_index_is_the_same_however_the_text_is_divided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_issues(tmp_path / "corpus", 9)
    monkeypatch.setattr(index, "PIECE", 100)
    monkeypatch.setattr(index, "LONGEST", 200)
    render("web", corpus, tmp_path / "one")
    monkeypatch.setattr(whole, "SEGMENT", 60)  # an issue or two each
    render("web", corpus, tmp_path / "many")
    one = contents(tmp_path / "one" / "search")
    assert len([name for name in one if name.startswith("p/")]) > 1
    assert contents(tmp_path / "many" / "search") == one


@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=8, unique=True))
def test_different_names_have_different_files_wherever_capitals_are_small_letters(names: list[str]) -> None:
    stems = [file_stem(name).lower() for name in names] + ["other", "index", "papers"]
    assert len(set(stems)) == len(stems)
    folders = [name.lower() for name in issue_folders(names).values()]
    assert len(set(folders)) == len(folders) and not {"index", "papers"} & set(folders)
    assert not any("/" in stem or "\\" in stem or stem.startswith(".") for stem in stems + folders)


def test_an_issue_keeps_its_name_unless_another_could_have_it() -> None:
    assert issue_folders(["x_1931", "Y"]) == {"x_1931": "x_1931", "Y": "Y"}
    clash = issue_folders(["a", "A", "a-1"])
    assert len({v.lower() for v in clash.values()}) == 3 and clash["a-1"] != "a-1"


def test_files_of_one_name_in_two_folders_are_two_issues(tmp_path: Path) -> None:
    write_issues(tmp_path / "corpus" / "a", 1)
    write_issues(tmp_path / "corpus" / "b", 2)
    included = "".join(f'<xi:include href="{name}.xml"/>' for name in ("a/x1", "b/x1", "b/x2"))
    (tmp_path / "corpus" / "all.xml").write_text(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">{included}</teiCorpus>',
        encoding="utf-8",
    )
    made = render("web", tmp_path / "corpus" / "all.xml", tmp_path / "web")
    assert len({path.parent.name for path in made[1:]}) == 3 and "x2" in {path.parent.name for path in made[1:]}


def test_what_an_earlier_run_made_is_compared_without_holding_it() -> None:
    assert list(only_in_first(iter(["a", "b", "d"]), iter(["b", "c"]))) == ["a", "d"]
    assert list(only_in_first(iter(["a"]), iter([]))) == ["a"]
