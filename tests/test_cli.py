"""The command line as a user meets it: forms, exit codes, one clear line for each fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from baokan.cli import main
from baokan.files import write_atomic

ROOT = Path(__file__).resolve().parents[1]


def baokan(*args: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "baokan", *map(str, args)], capture_output=True, cwd=cwd, check=False)


def test_encode_validate_restore_render(tmp_path: Path, seed: Path) -> None:
    assert baokan("encode", seed, "-o", tmp_path / "c").returncode == 0
    (tei,) = (tmp_path / "c").glob("*.xml")
    assert baokan("validate", tmp_path / "c").returncode == 0
    assert baokan("restore", tei).stdout == seed.read_bytes()
    assert baokan("render", "text", tei, "-o", tmp_path / "t").returncode == 0
    assert list((tmp_path / "t").iterdir())


def test_a_batch_goes_on_past_bad_files(tmp_path: Path, page_text: str) -> None:
    (tmp_path / "good.txt").write_text(page_text, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"ok\n\xff\xff\xff")
    (tmp_path / "empty.txt").write_bytes(b"")
    run = baokan("encode", tmp_path / "bad.txt", tmp_path / "empty.txt", tmp_path / "good.txt", "-o", tmp_path / "out")
    assert run.returncode == 4
    lines = run.stderr.decode().splitlines()
    assert len(lines) == 2 and "bad.txt:2: unreadable error: Is neither UTF-8 nor GB18030" in lines[0] and "empty.txt" in lines[1]
    assert (tmp_path / "out" / "good.xml").is_file() and not (tmp_path / "out" / "bad.xml").exists()


def test_output_in_the_way(tmp_path: Path, seed: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    run = baokan("encode", seed, "-o", tmp_path / "out")
    assert run.returncode == 6 and len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baokan.errors import OutputInTheWay

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("baokan.files.os.fsync", full)
    with pytest.raises(OutputInTheWay, match="No space left"):
        write_atomic(tmp_path / "x", b"data")
    assert not list(tmp_path.iterdir())


def test_findings_exit_with_3(tmp_path: Path, seed: Path) -> None:
    baokan("encode", seed, "-o", tmp_path)
    (tei,) = tmp_path.glob("*.xml")
    tei.rename(tmp_path / "other.xml")
    run = baokan("validate", tmp_path)
    assert run.returncode == 3 and b"file-name" in run.stderr


def test_build_makes_everything_and_a_second_run_changes_nothing(tmp_path: Path, page_text: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "p1.txt").write_text(page_text, encoding="utf-8")
    first = baokan("build", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    made = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file() and ".baokan" not in p.parts}
    assert {"index.html", "page-1.html", "a1.html", "p1.pdf", "p1.txt", "corpus.xml"} <= {p.name for p in made}
    second = baokan("build", cwd=tmp_path)
    assert b"1 unchanged" in second.stdout
    assert {p: p.stat().st_mtime_ns for p in made} == made


def test_build_without_seeds_says_what_to_do(tmp_path: Path) -> None:
    run = baokan("build", cwd=tmp_path)
    assert run.returncode == 4 and b"Hint:" in run.stderr and len(run.stderr.splitlines()) == 1


def test_help_loads_neither_jieba_nor_lxml() -> None:
    code = "import sys, baokan.cli; print([m for m in ('jieba', 'lxml', 'typst') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert run.stdout.strip() == "[]"


def test_every_command_is_in_both_readmes() -> None:
    for name in ("README.md", "README.zh.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert [c for c in main.commands if f"baokan {c}" not in readme] == []
