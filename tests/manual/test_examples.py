"""Every example in the documentation is run, in a project folder like a reader's; what it prints is what the page says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from lxml import etree
from manual.examples import Command, Example, agrees, commands, read_examples
from pages import make_page
from read.sources import write_mets

from baokan.cli import main

TRANSLATED = {"README.md": "README.zh.md", "docs/tutorial.md": "docs/tutorial.zh.md"}
PAGES = [
    path
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
    if not path.name.endswith(".zh.md") and path.name != "tutorial.md"  # tests/running runs the tutorial
]
ELSEWHERE = ("pip ", "make ", "python -m venv", "cd ")  # what the tests' own environment was made with


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder: the seed page's corpus, and the files that the pages speak of."""
    folder = tmp_path_factory.mktemp("archive")
    for name in ("seeds", "corpus"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def prepare_readers(folder: Path) -> None:
    scans = folder / "scans" / "1931-05-04"
    scans.mkdir(parents=True)
    for number in (1, 2):
        (scans / f"{number}.txt").write_text(make_page("a", number).text, encoding="utf-8")
    write_mets(folder).rename(folder / "1858-12-07_01-mets.xml")
    with zipfile.ZipFile(folder / "issue.zip", "w") as packed:
        packed.write(scans / "1.txt", "1.txt")
    run(folder, "baokan render print corpus -o made")
    (pdf,) = (folder / "made").glob("*.pdf")
    pdf.rename(folder / "today.pdf")


def prepare_annotations(folder: Path) -> None:
    """A comment on the first main head, as a person makes it elsewhere."""
    path = next(path for path in (folder / "corpus").glob("*.xml") if path.name != "corpus.xml")
    head = etree.parse(path).find(".//{*}head[@type='main']")
    assert head is not None and head.text
    target = {
        "source": f"{path.name}#{head.get('{http://www.w3.org/XML/1998/namespace}id')}",
        "selector": {"type": "TextQuoteSelector", "exact": head.text[:4]},
    }
    comment = {"id": "urn:n1", "type": "Annotation", "motivation": "commenting", "target": target}
    (folder / "a.jsonld").write_text(json.dumps(comment), encoding="utf-8")
    run(folder, "baokan import webannotation a.jsonld --corpus corpus")


def prepare_gold(folder: Path) -> None:
    shutil.copytree(folder / "corpus", folder / "gold")


def prepare_schema(folder: Path) -> None:
    shutil.copy(ROOT / "bench" / "odd_every_module.odd", folder / "my.odd")


def prepare_pressmint(folder: Path) -> None:
    shutil.copytree(folder / "corpus", folder / "1914")
    whole = (folder / "corpus" / "corpus.xml").read_text(encoding="utf-8")
    (folder / "PressMint-SI.xml").write_text(whole.replace('href="', 'href="1914/'), encoding="utf-8")
    (folder / "1914" / "corpus.xml").unlink()


def prepare_site(folder: Path) -> None:
    (folder / "scans").mkdir()


def prepare_page(folder: Path) -> None:
    (folder / "seeds" / "p1.txt").write_text(make_page("a", 1).text, encoding="utf-8")


PREPARED: dict[str, Callable[[Path], None]] = {
    "annotations.md": prepare_annotations,
    "api.md": prepare_page,
    "read.md": prepare_readers,
    "schema.md": prepare_schema,
    "score.md": prepare_gold,
    "validate.md": prepare_pressmint,
    "web.md": prepare_site,
}


def run(folder: Path, line: str) -> str:
    """The standard output of a baokan command in a folder; it has to end well."""
    words, _, target = line.partition(" > ")
    parts = [str(name) for word in shlex.split(words)[1:] for name in expanded(folder, word)]
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, parts, prog_name="baokan")
    finally:
        os.chdir(before)
    assert result.exit_code == 0, f"{line}\n{result.output}\n{result.exception!r}"
    if target:
        (folder / target).write_bytes(result.stdout_bytes)
    return result.stdout


def expanded(folder: Path, word: str) -> list[str]:
    """A word of the shell with its * made into names."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.glob(word)) if "*" in word and "[" not in word else []
    return found or [word]


def serve(folder: Path, line: str) -> None:
    """Start a server, wait for its address, end it as a reader does."""
    command = [sys.executable, "-m", *shlex.split(line)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=60)[0]
    assert "http://127.0.0.1:" in said + rest


def run_command(folder: Path, command: Command) -> None:
    words = command.words.replace("make edition", "baokan build")
    if words.startswith("baokan serve"):
        serve(folder, words)
    elif words.startswith("baokan "):
        if (tei := re.search(r"--tei (\S+)", words)) and not (folder / tei[1]).exists():
            theirs = ROOT.parent / "shared" / "tei" / "p5subset.xml"
            if not theirs.is_file():
                return  # TEI's own source is not in the project
            shutil.copy(theirs, folder / tei[1])
        printed = run(folder, words)
        assert command.printed is None or agrees(printed, command.printed), f"{words}\n{printed}"
    elif words.startswith("python bench/"):
        script = (ROOT / words.split()[1]).read_text(encoding="utf-8")
        assert [option for option in re.findall(r"--[a-z][a-z-]*", words) if f'"{option}"' not in script] == [], words
    else:
        assert words.startswith(ELSEWHERE) or words.startswith("python -m tests.pages"), f"{words}: nothing runs this"


def check_form(example: Example) -> None:
    """A form names commands and options that there are."""
    for line in example.text.splitlines():
        if line.startswith("baokan "):
            names = re.findall(r"^baokan ((?:[a-z]+ ?)+)", line)[0].split()
            helped = next(
                result.output
                for words in (names, names[:1])
                if (result := CliRunner().invoke(main, [*words, "--help"])).exit_code == 0
            )
            assert [option for option in re.findall(r"--[a-z][a-z-]*", line) if option not in helped] == [], line


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_the_examples_of(page: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")  # as where no terminal is, which the pages show
    folder = tmp_path / "project"
    shutil.copytree(archive, folder)
    PREPARED.get(page.name, lambda _: None)(folder)
    for example in read_examples(page):
        where = f"{page.name}:{example.line}"
        if example.title:
            (folder / example.title).write_text(example.text, encoding="utf-8")
        if example.language in ("sh", "console"):
            for command in commands(example):
                run_command(folder, command)
        elif example.language == "python":
            monkeypatch.chdir(folder)
            exec(compile(example.text, where, "exec"), {"__name__": where})
        elif example.language == "toml":
            assert tomllib.loads(example.text), where
        elif example.language == "xml":
            etree.fromstring(f"<block>{example.text}</block>")
        elif example.language in ("", "text"):
            check_form(example)
        else:
            assert example.title, f"{where}: no test knows what to do with {example.language}"


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_translation_has_the_same_files_and_commands(page: str) -> None:
    kinds = ("console", "csv", "sh", "text", "toml")
    said = [
        [(each.language, each.title, re.sub(r"\s+# .*", "", each.text)) for each in read_examples(ROOT / name)]
        for name in (page, TRANSLATED[page])
    ]
    said = [[each for each in examples if each[0] in kinds] for examples in said]
    assert said[0] == said[1] != []
