"""Corpora put together by xi:include, named as a folder or by their root, and the search over texts of any kind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from baokan.annotate.run import annotate
from baokan.export import Job, export
from baokan.findings import Finding
from baokan.search.asking import Options, ask
from baokan.search.corpus import read_source
from baokan.search.files import find_sources
from foreign.measure import file_to_pieces, lost, squeezed
from foreign.outputs import OUTPUTS, WORDS_ONLY

HERE = Path(__file__).parent
WORD = re.compile(r"[^\W_]{2,12}")
# corpus -> its root, and what its texts are put together from
CORPORA = {
    "corpus": ("corpus.xml", {"day": ["1911/day.xml"]}),
    "parliament": (
        "ParlaMint-XX.xml",
        {f"ParlaMint-XX_2021-03-0{n}": [f"2021/ParlaMint-XX_2021-03-0{n}.xml"] for n in (4, 5)},
    ),
}


@pytest.mark.parametrize("by_root", [False, True])
@pytest.mark.parametrize("name", CORPORA)
@pytest.mark.parametrize("kind", ["text", "web", "print", "tokens", "export text", "export conllu"])
def test_included_files_are_whole(kind: str, name: str, by_root: bool, tmp_path: Path) -> None:
    root, texts = CORPORA[name]
    shutil.copytree(HERE / name, tmp_path / name)
    findings: list[Finding] = []
    if kind == "tokens":
        findings += annotate(tmp_path / name / root if by_root else tmp_path / name, ["tokens"]).findings
        shown = {stem: "".join(p.read_text("utf-8") for p in tmp_path.rglob(f"{stem}.ana.xml")) for stem in texts}
        shown = {stem: re.sub("<[^>]*>", " ", text) for stem, text in shown.items()}
    else:
        shown = OUTPUTS[kind](tmp_path / name / root if by_root else tmp_path / name, tmp_path / "out", findings.append)
    assert not [f.format() for f in findings if f.severity == "error"]
    assert set(shown) == set(texts)
    for stem, files in texts.items():
        wanted = [piece for file in files for piece in file_to_pieces(HERE / name / file, kind.startswith(WORDS_ONLY))]
        assert wanted and lost(wanted, shown[stem], characters_only=kind in ("print", "tokens")) == []
    if name == "corpus":
        assert "chapterthatwasincluded" in squeezed(shown["day"])


@pytest.mark.parametrize("by_root", [False, True])
def test_annotations_go_out_and_no_list_is_an_issue(by_root: bool, tmp_path: Path) -> None:
    folder = tmp_path / "parliament"
    shutil.copytree(HERE / "parliament", folder)
    findings: list[Finding] = []
    export("brat", Job(folder / "ParlaMint-XX.xml" if by_root else folder, tmp_path / "out", report=findings.append))
    assert not [f.format() for f in findings if f.severity == "error"]
    assert {p.name for p in (tmp_path / "out").rglob("*.txt")} == {f"ParlaMint-XX_2021-03-0{n}.txt" for n in (4, 5)}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searched") / "corpus"
    shutil.copytree(HERE / "files", folder)
    return folder


def test_a_word_of_every_text_node_is_found(searched: Path) -> None:
    """Of each text node that is read its longest run of letters is a hit in the node's own file."""
    asked = 0
    for path in sorted(searched.glob("*.xml")):
        words = {max(WORD.findall(p.text), key=len, default="") for p in file_to_pieces(path, words_only=True)} - {""}
        for word in words if path.stem != "standoff" else ():
            files = {hit.as_row()["file"] for hit in ask(searched, word, Options(language="text")).hits()}
            assert path.name in files, f"{word} of {path.name}"
            asked += 1
    assert asked > 500


def test_words_that_a_line_holds_are_searched_in_one_piece(searched: Path) -> None:
    for phrase in ("von Jobst Quellenreich , Brunnenmeister", "I remain yours", "aus Leerbach"):
        assert ask(searched, phrase, Options(language="text")).count(), phrase


def test_layers_agree_with_the_text_they_were_made_from(searched: Path, tmp_path: Path) -> None:
    """After `annotate` no tool says that a layer doesn't tell its issue's text."""
    folder = tmp_path / "corpus"
    shutil.copytree(HERE / "files", folder)
    annotate(folder, ["tokens"])
    findings: list[Finding] = []
    issues = [issue for source in find_sources(folder) for issue in read_source(source, findings.append)]
    assert len(issues) > 20 and [f.format() for f in findings] == []
