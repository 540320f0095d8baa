"""Every character that a reader should see of any TEI is in every output; see measure.py for what that is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from baokan.findings import Finding
from baokan.tei import parse_tei
from baokan.tei.shape import shape_issue
from foreign.measure import Piece, file_to_pieces, lost
from foreign.outputs import OUTPUTS, WORDS_ONLY

FILES = Path(__file__).parent / "files"
# Files whose outputs have other names: a corpus file's texts are numbered or called by their xml:id.
PARTS = {"corpus-inside": r"corpus-inside.*|second"}
NO_TEXT = {"standoff"}  # lists only: shown by editions, no text to search or to count words in


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files, one of them in UTF-16 too, without xml:ids on their roots so that all are named by their files."""
    folder = tmp_path_factory.mktemp("foreign") / "corpus"
    shutil.copytree(FILES, folder)
    for path in folder.glob("*.xml"):
        text = re.sub(r'(<TEI xmlns="[^"]*"[^>]*?) xml:id="[^"]*"', r"\1", path.read_text("utf-8"), count=1)
        path.write_text(text, "utf-8")
    sixteen = (folder / "dta.xml").read_text("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"', 1)
    (folder / "sixteen.xml").write_bytes(sixteen.encode("utf-16"))
    return folder


@pytest.fixture(scope="module")
def pieces(corpus: Path) -> dict[bool, dict[str, list[Piece]]]:
    return {only: {p.stem: file_to_pieces(p, only) for p in corpus.glob("*.xml")} for only in (False, True)}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_nothing_is_lost(kind: str, corpus: Path, pieces: dict[bool, dict[str, list[Piece]]], tmp_path: Path) -> None:
    findings: list[Finding] = []
    words_only = kind.startswith(WORDS_ONLY)
    output = OUTPUTS[kind](corpus, tmp_path / "out", findings.append)
    assert not [f.format() for f in findings if f.severity == "error"]
    for name, wanted in pieces[words_only].items():
        if words_only and name in NO_TEXT:
            continue
        shown = "\n".join(text for stem, text in sorted(output.items()) if re.fullmatch(PARTS.get(name, re.escape(name)), stem))
        assert wanted and lost(wanted, shown, characters_only=kind == "print") == [], f"{kind} of {name}"


def test_the_measure_can_fail(corpus: Path) -> None:
    wanted = file_to_pieces(corpus / "drama.xml")
    whole = "\n".join(piece.text for piece in wanted)
    assert lost(wanted, whole) == []
    assert lost(wanted, whole.replace("Chorus", ""))
    assert lost(wanted, whole.replace("Never performed", "Neverperformed"))
    assert lost(wanted, whole.replace("Guards\nFirst", "GuardsFirst"))


def test_what_has_the_shape_stays_as_it_is() -> None:
    for path in (Path(__file__).parents[2] / "corpus").glob("_*.xml"):
        tree = parse_tei(path)
        before = etree.tostring(tree)
        shape_issue(tree.getroot(), path)
        assert etree.tostring(tree) == before


@pytest.mark.parametrize("kind", OUTPUTS)
def test_nothing_of_published_files_is_lost(kind: str, shared: Path, tmp_path: Path) -> None:
    """PressMint's samples and documentation, the seed page's gold; a file without a date is left out of PressMint's export."""
    names = ["pressmint/PressMint-SI_1914-08-07-2KUI6981.xml", "pressmint/PressMint.odd.xml", "gold/000_48e731cd01d102d7.xml"]
    dated = names[:1] if kind == "export pressmint" else names
    if kind != "tokens":  # has words already
        dated = [*dated, "pressmint/PressMint-SI_1914-12-31-VIMK81GZ.ana.xml"]
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in dated:
        shutil.copy(shared / name, folder / Path(name).name.replace(".ana", ""))
    shown = "\n".join(OUTPUTS[kind](folder, tmp_path / "out", lambda finding: None).values())
    for path in folder.glob("*.xml"):
        wanted = file_to_pieces(path, kind.startswith(WORDS_ONLY))
        assert wanted and lost(wanted, shown, characters_only=kind == "print") == [], f"{kind} of {path.name}"


def test_nothing_of_teis_own_source_is_lost(shared: Path, tmp_path: Path) -> None:
    path = shared / "tei" / "p5subset.xml"
    wanted = file_to_pieces(path)
    shown = "\n".join(OUTPUTS["text"](path, tmp_path, lambda finding: None).values())
    assert len(wanted) > 30_000 and [fault for fault in lost(wanted, shown) if not fault.startswith("glued")] == []
