"""A build that is up to date does nothing; a changed page touches what depends on it; a killed one is completed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pages.maker import make_page

from baokan import build as driver
from baokan.build import Summary, build, encode_all
from baokan.errors import OutputInTheWay
from baokan.running import Limits, Lock
from baokan.running.state import code_digest
from baokan.tei import restore

NOTHING = {"encode": 0, "validate": 0, "render": 0}


def made(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder: when it was written, and what is in it."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


def fill(project: Path, names: list[str]) -> Path:
    (project / "seeds").mkdir(parents=True)
    for number, name in enumerate(names):
        (project / "seeds" / f"{name}.txt").write_text(make_page("abc"[number % 3], number).text, encoding="utf-8")
    return project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages; the text edition alone, the others have tests of their own."""
    monkeypatch.setattr(driver, "USUAL", ("text",))
    return fill(tmp_path, ["p1", "p2", "p3"])


def test_a_second_run_does_nothing_and_one_changed_page_touches_what_depends_on_it(project: Path) -> None:
    first = build(project)
    assert first.done == {"encode": 3, "validate": 4, "render": 3}
    before = made(project / "corpus") | made(project / "dist")
    again = build(project)
    assert again.done == NOTHING
    assert made(project / "corpus") | made(project / "dist") == before
    assert again.rendered == first.rendered and again.findings == first.findings and again.exit_code == first.exit_code
    assert [(o.path, o.articles, o.guesses) for o in again.outcomes] == [(o.path, o.articles, o.guesses) for o in first.outcomes]

    with (project / "seeds" / "p2.txt").open("a", encoding="utf-8") as file:
        file.write("\n清河镇的新桥昨天合龙，两岸的人敲着锣鼓来看。\n")
    assert build(project).done == {"encode": 1, "validate": 2, "render": 1}  # the issue, and corpus.xml that refers to it
    after = made(project / "corpus") | made(project / "dist")
    assert {name for name in before if before[name] != after[name]} == {"p2.xml", "text/p2.txt"}


@pytest.mark.parametrize("lost, done", [
    ("corpus/p1.xml", NOTHING | {"encode": 1}),
    ("dist/text/p1.txt", NOTHING | {"render": 1}),
    (".baokan/build.sqlite", {"encode": 3, "validate": 4, "render": 3}),
])  # fmt: skip
def test_what_is_deleted_is_made_again(project: Path, lost: str, done: dict[str, int]) -> None:
    build(project)
    before = {name: data for name, (_, data) in made(project).items()}
    (project / lost).unlink()
    assert build(project).done == done
    after = {name: data for name, (_, data) in made(project).items()}
    kept = {name: data for name, data in before.items() if not name.startswith(".baokan")}
    assert kept == {name: data for name, data in after.items() if not name.startswith(".baokan")}


def test_a_damaged_state_is_made_anew(project: Path) -> None:
    build(project)
    (project / ".baokan" / "build.sqlite").write_bytes(b"no database " * 500)
    assert build(project).done["encode"] == 3
    assert build(project).done == NOTHING


def test_hand_work_and_manifest_count_as_changes(project: Path) -> None:
    build(project)
    issue = project / "corpus" / "p1.xml"
    issue.write_text(issue.read_text(encoding="utf-8").replace("</p>", "<!-- looked at --></p>", 1), encoding="utf-8")
    assert build(project).done["encode"] == 1
    (project / "seeds" / "manifest.toml").write_text('[[file]]\nname = "p3.txt"\npaper = "清河旬报"\n', encoding="utf-8")
    assert build(project).done == {"encode": 1, "validate": 2, "render": 1}
    assert build(project).done == NOTHING


def test_other_code_schemas_or_stylesheets_make_it_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import baokan.batches
    import baokan.editions.steps

    build(project)
    other = {"encode": "other code", "validate": "other schema", "render": "other stylesheet"}
    for step, done in [("render", NOTHING | {"render": 3}), ("validate", NOTHING | {"validate": 4})]:
        with monkeypatch.context() as patch:
            for module in (baokan.editions.steps, baokan.batches):
                patch.setattr(module, "code_digest", lambda s, step=step: other[s] if s == step else code_digest(s))
            assert build(project).done == done
        build(project)


def test_what_is_wrong_is_said_again(project: Path) -> None:
    (project / "seeds" / "bad.txt").write_bytes(b"ok\n\xff\xff\xff")
    first, second = build(project), build(project)
    assert second.done == NOTHING
    assert first.exit_code == second.exit_code == 4
    assert [f.format() for f in first.findings] == [f.format() for f in second.findings] != []


def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    fill(tmp_path, [f"p{n}" for n in range(6)])
    for jobs in (1, 2, 5):
        encode_all([tmp_path / "seeds"], tmp_path / str(jobs), Summary(), lambda *_: None, limits=Limits(jobs))
    one, two, five = ({n: d for n, (_, d) in made(tmp_path / str(j)).items()} for j in (1, 2, 5))
    assert len(one) == 6 and one == two == five


NAMES = [
    "清河旬报 1931年",
    "a b  c",
    "x" * 251,
    "新" * 83,
    "left\u200fright\u202e",
    "two\nlines",
    "'; DROP TABLE encoded; --",
    "<b>&amp;",
]


def test_names_of_all_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "USUAL", ("text",))
    project = fill(tmp_path / "项目 \u200f一", NAMES)
    summary = build(project)
    for outcome in summary.outcomes:
        assert outcome.path and restore(outcome.path) == outcome.job.paths[0].read_bytes()
    assert len(summary.outcomes) == len(NAMES) and len({o.path for o in summary.outcomes}) == len(NAMES)
    assert build(project).done == NOTHING


def test_two_builds_at_once(project: Path) -> None:
    with Lock(project / ".baokan" / "build.lock"):
        run = subprocess.run([sys.executable, "-m", "baokan", "build", "--project", str(project)], capture_output=True, text=True)
    assert run.returncode == 6 and f"another build is at work here (process {os.getpid()})" in run.stderr
    assert len(run.stderr.splitlines()) == 1 and not (project / "corpus").exists()


def test_the_lock_of_a_dead_build_is_taken_over_and_its_leavings_swept(project: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (project / ".baokan").mkdir()
    (project / ".baokan" / "build.lock").write_text(str(dead.pid))
    (project / "corpus").mkdir()
    (project / "corpus" / ".baokan-abcd1234").write_text("half")
    assert build(project).done["encode"] == 3
    assert sorted(p.name for p in (project / "corpus").iterdir()) == ["corpus.xml", "p1.xml", "p2.xml", "p3.xml"]


def test_a_folder_that_cannot_be_written_is_one_line(project: Path) -> None:
    (project / ".baokan").write_text("a file in the way")
    with pytest.raises(OutputInTheWay, match=r"build\.lock: can't be written"):
        build(project)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_line(project: Path) -> None:
    project.chmod(0o555)
    try:
        with pytest.raises(OutputInTheWay, match="can't be written"):
            build(project)
    finally:
        project.chmod(0o755)


def test_a_clock_that_goes_backwards_changes_nothing(project: Path) -> None:
    build(project)
    for path in (project / "seeds").iterdir():
        os.utime(path, (1, 1))
    for path in (project / "corpus").iterdir():
        os.utime(path, (4e9, 4e9))
    assert build(project).done == NOTHING


def test_names_that_differ_in_case_alone_do_not_overwrite_each_other(project: Path) -> None:
    (project / "seeds" / "other").mkdir()
    (project / "seeds" / "other" / "P1.txt").write_text("新桥通车", encoding="utf-8")
    summary = build(project)
    assert [f.code for f in summary.findings if f.code == "output"] == ["output"] and summary.exit_code == 6
    assert len({o.path for o in summary.outcomes if o.path}) == 3
