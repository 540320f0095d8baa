"""Editions from folders into stores and back: the same bytes as from a folder into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("fsspec", reason="fsspec is not installed (pip install -e .[dev])")

from baokan.afar.places import Place
from baokan.cli import main
from baokan.editions.webfont import FACES

sys.path.insert(0, str(Path(__file__).parent / "on_workers"))
import shelf_store  # noqa: F401 - brings the addresses shelf://

sys.path.pop(0)
ISSUE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>清河旬报</title></titleStmt>
<publicationStmt><p>无</p></publicationStmt><sourceDesc><p>无</p></sourceDesc></fileDesc></teiHeader>
<text><body><div type="article" xml:id="a1"><head>{head}</head><p>两岸的人敲着锣鼓来看。</p>
{more}</div></body></text></TEI>"""
PICTURE = '<figure><graphic url="scans/one.svg"/><head>新桥</head></figure>'
INCLUDED = (
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="parts/more.xml"/>'
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../site.toml" parse="text"/>'
)
LISTED = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{name}"/>'


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two issues: one with a picture and a part that it includes, one that a teiCorpus includes from another folder."""
    monkeypatch.delitem(FACES, "baokan-serif.woff2")
    monkeypatch.delitem(FACES, "baokan-sans.woff2")
    folder = tmp_path / "paper" / "corpus"
    for name, text in {
        "p1.xml": ISSUE.format(head="新桥通车", more=PICTURE + INCLUDED),
        "parts/more.xml": '<p xmlns="http://www.tei-c.org/ns/1.0">桥长三十丈，<hi>明日</hi>开放。</p>',
        "scans/one.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "whole.xml": '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">' + LISTED.format(name="old/p2.xml") + "</teiCorpus>",
        "old/p2.xml": ISSUE.format(head="米价上涨 <hi>一成</hi>", more=""),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "paper" / "site.toml").write_text('title = "清河"\n', encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def render(edition: str, corpus: str, out: str) -> list[str]:
    """What the command says, without the names of folders."""
    done = CliRunner().invoke(main, ["render", edition, corpus, "-o", out])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in (0, 3), done.output
    return sorted(done.stderr.replace(corpus, "").splitlines())


@pytest.mark.parametrize("edition", ["web", "text", "markdown", "epub"])
def test_between_folders_and_stores(edition: str, corpus: Path, tmp_path: Path) -> None:
    here = tmp_path / "here" / edition
    said = render(edition, str(corpus), str(here))
    expected = files(here)
    assert expected and any("p2" in name for name in expected)
    assert any("'../site.toml' lies outside of" in line for line in said)
    into, out_of, between = (tmp_path / name / edition for name in ("into", "out-of", "between"))
    assert render(edition, str(corpus), f"shelf://{into}") == said
    assert render(edition, f"shelf://{corpus}", str(out_of)) == [line.replace(str(corpus), "") for line in said]
    render(edition, f"shelf://{corpus}", f"shelf://{between}")
    assert files(into) == files(out_of) == files(between) == expected
    assert [path.name for path in into.parent.iterdir()] == [edition]  # nothing is left beside it


def test_an_issue_by_its_address(corpus: Path, tmp_path: Path) -> None:
    render("text", str(corpus / "p1.xml"), str(tmp_path / "here"))
    render("text", f"shelf://{corpus / 'p1.xml'}", f"shelf://{tmp_path / 'there'}")
    assert files(tmp_path / "here") == files(tmp_path / "there") and list(files(tmp_path / "here")) == ["p1.txt"]


def test_the_print_edition(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("typst")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "on_workers"))  # processes that aren't forked know shelf://
    (corpus / "whole.xml").unlink()
    render("print", str(corpus), str(tmp_path / "here"))
    render("print", f"shelf://{corpus}", f"shelf://{tmp_path / 'there'}")
    assert files(tmp_path / "here") == files(tmp_path / "there") and list(files(tmp_path / "here")) == ["p1.pdf"]


def test_what_others_have_in_the_folder_stays(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    kept = {"p1/notes.txt": b"mine", "p9.txt": b"mine", "p1.pdf": b"mine"}
    for name, data in kept.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data)
    render("text", f"shelf://{corpus}", f"shelf://{out}")
    assert files(out) == kept | {name: files(out)[name] for name in ("p1.txt", "p2.txt")}
    (corpus / "p1.xml").write_text("<TEI", encoding="utf-8")  # then the text of what it was is no more
    render("text", f"shelf://{corpus}", f"shelf://{out}")
    assert set(files(out)) == {*kept, "p2.txt"}


def test_a_place_without_issues_or_with_a_bad_site_is_told(corpus: Path, tmp_path: Path) -> None:
    Place("memory://nothing").put("corpus/corpus.xml", b"<teiCorpus/>")
    done = CliRunner().invoke(main, ["render", "text", "memory://nothing/corpus", "-o", str(tmp_path / "out")])
    assert done.exit_code == 4 and "memory://nothing/corpus: holds no TEI issue" in done.stderr
    for said, wrong in (
        ('style = "../../x.css"', "lies outside of"),
        ("style = ", "can't be read as TOML"),
        ("wide = 'x'", "key wide"),
    ):
        (corpus.parent / "site.toml").write_text(said, encoding="utf-8")
        done = CliRunner().invoke(main, ["render", "web", f"shelf://{corpus}", "-o", str(tmp_path / "out")])
        assert done.exit_code == 4 and wrong in done.stderr and "/baokan-" not in done.stderr, done.output
