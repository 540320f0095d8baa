"""Disks that are full or may not be written, sources that change while they are read, names that some disks hold for the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages.maker import make_page

import baokan.encode
from baokan import build as driver
from baokan.build import Summary, build, encode_all
from baokan.encode import encode_job
from baokan.findings import Finding, Severity
from baokan.tei import parse_tei, restore

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits, mounts and capabilities are Linux's")
# A build as a process of its own, with the text edition alone; the summary's findings go to standard error as the command's do.
CODE = """
import sys
from pathlib import Path
from baokan import build as driver
from baokan.errors import BaokanError
driver.USUAL = driver.EDITIONS = ("text",)
try:
    summary = driver.build(Path(sys.argv[1]))
except BaokanError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
for finding in summary.findings:
    print(finding.format(), file=sys.stderr)
sys.exit(summary.exit_code)
"""


def fill(project: Path, count: int) -> Path:
    (project / "seeds").mkdir(parents=True)
    for number in range(count):
        text = make_page("abc"[number % 3], number).text
        (project / "seeds" / f"p{number}.txt").write_text(text, encoding="utf-8")
    return project


def run(project: Path, *before: str, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", CODE, str(project)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def whole(project: Path, left: str = ".baokan-*") -> bool:
    """Whether every file of the corpus is one that can be parsed and restored, and nothing half-written is left."""
    for path in (project / "corpus").glob("p*.xml"):
        parse_tei(path)
        assert restore(path) == (project / "seeds" / f"{path.stem}.txt").read_bytes()
    return not [p for p in project.rglob(left) if p.is_file()]


def completed(project: Path, tmp_path: Path) -> bool:
    """Whether a build without hindrance gives what one in a fresh folder gives."""
    shutil.copytree(project / "seeds", tmp_path / "fresh" / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        only_text(patch)
        assert build(tmp_path / "fresh").exit_code == build(project).exit_code == 0
    return all(files(project / name) == files(tmp_path / "fresh" / name) for name in ("corpus", "dist"))


def no_large_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))


def test_files_that_may_not_grow(tmp_path: Path) -> None:
    """What a quota does: some files fit, the larger don't, nor does the state."""
    project = fill(tmp_path / "project", 4)
    (project / "seeds" / "p9.txt").write_text("新桥通车\n\n清河镇的新桥昨天合龙。\n", encoding="utf-8")
    done = run(project, limit=no_large_files)
    assert done.returncode == 6 and "Traceback" not in done.stderr, done.stderr
    assert done.stderr.count("can't be written: File too large. Hint: choose another folder with -o, or free the space") >= 4
    assert (project / "corpus" / "p9.xml").is_file() and whole(project)
    assert completed(project, tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 150 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=150k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    project = fill(small_disk / "project", 10)
    done = run(project)
    assert done.returncode == 6 and "Traceback" not in done.stderr, done.stderr
    assert "No space left on device. Hint:" in done.stderr
    assert whole(project)
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    assert completed(project, tmp_path)


def as_owner_only() -> list[str]:
    """Root without the right to pass over permissions; a user as he is."""
    if os.geteuid():
        return []
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("root passes over permissions here")
    return command


@pytest.mark.parametrize("modes, code", [
    ({".": 0o555}, 6),
    ({"corpus": 0o555, "seeds/p1.txt": 0o000, "seeds/more": 0o000}, 6),
    ({"dist/text": 0o555, "seeds/p1.txt": 0o000}, 6),
])  # fmt: skip
def test_what_may_not_be_written_or_read(tmp_path: Path, modes: dict[str, int], code: int) -> None:
    said = {
        ".": "build.lock: can't be written: Permission denied. Hint:",
        "corpus": "seeds/p0.txt: output error: ",
        "dist/text": "can't be written: Permission denied. Hint:",
        "seeds/p1.txt": "seeds/p1.txt: unreadable error: Can't be read: Permission denied. Hint:",
        "seeds/more": "seeds/more: unreadable error: It can't be listed: Permission denied. Hint:",
    }
    before = as_owner_only()
    project = fill(tmp_path / "project", 2)
    for folder in ("corpus", "dist/text", "seeds/more"):
        (project / folder).mkdir(parents=True)
    for where, mode in modes.items():
        (project / where).chmod(mode)
    try:
        done = run(project, *before)
    finally:
        for where in modes:
            (project / where).chmod(0o755)
    assert done.returncode == code and "Traceback" not in done.stderr, done.stderr
    for where in modes:
        assert said[where] in done.stderr
    assert whole(project)


def only_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USUAL", "EDITIONS"):
        monkeypatch.setattr(driver, name, ("text",), raising=False)


def test_a_source_that_changes_while_it_is_read_is_told_and_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = fill(tmp_path / "project", 3)
    only_text(monkeypatch)

    def meanwhile(job: Any, *rest: Any) -> Any:
        outcome = encode_job(job, *rest)
        if job.issue == "p1":
            with job.paths[0].open("a", encoding="utf-8") as file:
                file.write("\n清河镇的新桥昨天合龙。\n")
        return outcome

    with monkeypatch.context() as patch:
        patch.setattr(baokan.encode, "encode_job", meanwhile)
        first = build(project)
    assert [Path(f.path).name for f in first.findings if f.code == "changed-meanwhile"] == ["p1.txt"]
    second = build(project)
    assert second.done["encode"] == 1 and not [f for f in second.findings if f.code == "changed-meanwhile"]
    assert restore(project / "corpus" / "p1.xml") == (project / "seeds" / "p1.txt").read_bytes()


def test_two_builds_started_at_once(tmp_path: Path) -> None:
    project = fill(tmp_path / "project", 5)
    command = [sys.executable, "-c", CODE, str(project)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 6], [0, 0]), said  # the second is refused, unless the first was so quick that it could follow
    assert codes == [0, 0] or any("another build is at work here (process" in each for each in said)
    assert whole(project) and completed(project, tmp_path)


@pytest.mark.parametrize("one, other", [("A", "a"), ("straße", "STRASSE"), ("\u304c", "\u304b\u3099"), ("\u00e9", "\u00c9")])
def test_names_that_some_disks_hold_for_the_same(tmp_path: Path, one: str, other: str) -> None:
    for number, name in enumerate((one, other)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / f"{name}.txt").write_text(f"新桥通车\n\n清河镇的新桥第{number}次合龙。\n", encoding="utf-8")
    summary = Summary()
    encode_all([tmp_path / "0", tmp_path / "1"], tmp_path / "out", summary, lambda *_: None)
    assert [f.code for f in summary.findings] == ["output"] and summary.exit_code == 6
    assert "like another source" in summary.findings[0].message
    assert [p.stem for p in (tmp_path / "out").glob("*.xml")] == [one]


def test_a_name_that_grows_past_what_a_file_system_takes_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ("1" * 251 + ".txt")).write_text("新桥通车", encoding="utf-8")  # an xml:id can't begin with a digit
    (tmp_path / "in" / "b.txt").write_text("新桥通车", encoding="utf-8")
    summary = Summary()
    encode_all([tmp_path / "in"], tmp_path / "out", summary, lambda *_: None)
    assert [f.code for f in summary.findings] == ["output"] and "File name too long" in summary.findings[0].message
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["b.xml"]


def test_names_in_messages_can_not_forge_lines_or_directions() -> None:
    finding = Finding("a\nb\u202ec\x1b[31m.txt", 3, "unreadable", Severity.ERROR, "Wrong.")
    assert finding.format() == "a\\nb\\u202ec\\x1b[31m.txt:3: unreadable error: Wrong."
