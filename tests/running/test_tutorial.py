"""The tutorial does what it says: its files are made, its commands run; tests/manual holds the two languages together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from manual.examples import read_examples
from pages.maker import make_page

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, kind: str) -> list[str]:
    return [each.text for each in read_examples(DOCS / page) if each.language == kind]


def test_the_tutorial_runs(tmp_path: Path) -> None:
    page = "tutorial.md"
    (table,) = blocks(page, "csv")
    (tree,) = blocks(page, "text")
    project = tmp_path / "my-paper"
    (project / "seeds").mkdir(parents=True)
    (project / "seeds" / "manifest.csv").write_text(table, encoding="utf-8")
    names = [row.split(",")[0] for row in table.splitlines()[1:]]
    assert all(name in tree for name in names)
    for number, name in enumerate(names):
        (project / "seeds" / name).write_text(make_page("a", number).text, encoding="utf-8")
    lines = [line for block in blocks(page, "sh")[1:] for line in block.splitlines() if line.startswith("baokan ")]
    assert [line.split()[1] for line in lines] == ["build", "encode", "build", "validate", "restore"]
    for line in lines:
        command, _, target = line.partition(" > ")
        run = subprocess.run([sys.executable, "-m", *command.split()], cwd=project, capture_output=True, check=False)
        assert run.returncode == 0, (line, run.stderr.decode())
        if target:
            (project / target).write_bytes(run.stdout)
    assert (project / "back.txt").read_bytes() == (project / "seeds" / names[0]).read_bytes()
    assert (project / "dist" / "web" / "index.html").is_file() and list((project / "dist" / "print").glob("*.pdf"))
    assert list((project / "looked-at").glob("*.explain.html"))
