"""Sources and results in an object store: the same bytes as in a folder, what is up to date stays, one build at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pages.maker import make_page
from read.sources import write_mets

pytest.importorskip("fsspec", reason="fsspec is not installed (pip install -e .[dev])")

from baokan.afar import build_afar, is_url, place_of
from baokan.afar.board import PlaceBoard, leased
from baokan.afar.fetching import put
from baokan.afar.places import Place, PlaceShelf
from baokan.afar.steps import AfarEncode
from baokan.build import build
from baokan.editions.webfont import FACES
from baokan.errors import MissingPart, OutputInTheWay, UnreadableInput
from baokan.jobs import Plan
from baokan.running import Limits
from baokan.running.lease import lease_name, whoami
from baokan.tei import restore

sys.path.insert(0, str(Path(__file__).parent / "on_workers"))
import shelf_store  # noqa: F401 - brings the addresses shelf://

sys.path.pop(0)


EDITIONS = ("text", "web")  # print takes long, and goes the way of text
PICTURE = b"\x89PNG\r\n\x1a\n"  # enough of one for a site, which copies it


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three pages, a METS with its files, a page that can't be read, a manifest; a site of its own making, PDFs to offer."""
    seeds = tmp_path / "项目 一" / "seeds"
    seeds.mkdir(parents=True)
    for number in range(3):
        (seeds / f"p {number}.txt").write_text(make_page("abc"[number], number).text, encoding="utf-8")
    (seeds / "manifest.csv").write_text("name,paper,date\np 1.txt,清河旬报,1931-05-04\n", encoding="utf-8")
    (seeds / "bad.txt").write_bytes(b"ok\n\xff\xff\xff")
    write_mets(seeds / "mets")
    dress(seeds.parent)
    return seeds.parent


def dress(project: Path) -> None:
    """Give the site its own title, style, templates and pictures, and an issue and an article a PDF."""
    for name, data in {
        "site.toml": 'title = "清河"\nstyle = "own/s.css"\ntemplates = "own/t.xsl"\nimages = "scans"\n',
        "own/s.css": "p { color: black }\n",
        "own/t.xsl": '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">'
        '<xsl:import href="u.xsl"/></xsl:stylesheet>',
        "own/u.xsl": '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">'
        '<xsl:import href="baokan:web/issue.xsl"/></xsl:stylesheet>',
        "dist/print/p_1.pdf": "%PDF-1.7",
        "dist/print/p_1/a1.pdf": "%PDF-1.7 of an article",
        "corpus/authority/people.xml": '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
    }.items():
        put(project / name, data.encode())
    put(project / "scans" / "page 1.png", PICTURE)


def made(folder: Path) -> dict[str, bytes]:
    files = [p for name in ("corpus", "dist") for p in (folder / name).rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_the_same_bytes_as_in_a_folder_and_only_what_changed(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(FACES, "baokan-serif.woff2")
    monkeypatch.setitem(FACES, "baokan-sans.woff2", (FACES["baokan-sans.woff2"][0], 10))  # fewer characters are sooner cut
    here = build(project, editions=EDITIONS)
    expected = made(project)
    for name in ("corpus", "dist", ".baokan"):
        (project / name).rename(tmp_path / name)
    dress(project)
    place = Place(f"shelf://{project}")

    def again() -> dict[str, int]:
        return build_afar(place, limits=Limits(2), editions=EDITIONS).done

    first = build_afar(place, limits=Limits(2), editions=EDITIONS)
    assert made(project) == expected
    assert [(o.job.issue, o.articles, o.exit_code) for o in first.outcomes] == [
        (o.job.issue, o.articles, o.exit_code) for o in here.outcomes
    ]
    said = [f.format().replace(f"{place.url}/", "") for f in first.findings]
    assert said == [f.format().replace(f"{project}/", "") for f in here.findings]
    assert [str(path.relative_to(project)) for path in here.rendered["web"]] == [str(path) for path in first.rendered["web"]]

    assert again() == {"encode": 0, "validate": 0, "render": 0}
    (project / "corpus" / "p_0.xml").unlink()
    (project / "dist" / "text" / "p_2.txt").write_text("altered", encoding="utf-8")
    (project / "dist" / "web" / "index.html").unlink()
    record = project / "dist" / "web" / ".baokan-files"
    record.write_text(f"../../site.toml\n{record.read_text(encoding='utf-8')}", encoding="utf-8")  # leads out of the site
    assert again() == {"encode": 1, "validate": 0, "render": 2}
    assert made(project) == expected and (project / "site.toml").exists()
    (project / "seeds" / "p 2.txt").write_text("新桥通车\n\n清河镇的新桥昨天合龙。\n", encoding="utf-8")
    for name in ("issues/p_2/gone.html", "dts/document/p_2/gone.xml", "names/people/gone.html", "search/p/gone.js"):
        put(project / "dist" / "web" / name, b"of a run that was stopped")
    (project / "seeds" / "p 0.txt").unlink()
    (project / "corpus" / "p_0.xml").unlink()
    issues = project / "dist" / "web" / "issues"
    before = {path: path.stat().st_mtime_ns for path in issues.rglob("*")}
    assert again() == {"encode": 1, "validate": 1, "render": 3}
    after = {path: path.stat().st_mtime_ns for path in issues.rglob("*")}
    touched = {
        path.relative_to(issues).parts[0] for path in before | after if path.is_file() and before.get(path) != after.get(path)
    }
    assert touched == {"p_2"} and not [name for name in made(project) if "p_0" in name]
    in_store = made(project)
    for name in ("dist", ".baokan"):
        (project / name).rename(tmp_path / f"{name} of the store")
    dress(project)
    build(project, editions=EDITIONS)
    assert made(project) == in_store


def test_one_build_at_a_time(project: Path) -> None:
    place = Place(f"shelf://{project}")
    with leased(place), pytest.raises(OutputInTheWay, match=r"another build is at work here \(.+, process \d+, last sign"):
        build_afar(place)


def test_what_a_killed_run_left_half_written_is_swept_and_its_lease_taken_over(project: Path) -> None:
    place = Place(f"shelf://{project}")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    PlaceBoard(place).create(lease_name(7), json.dumps(whoami() | {"process": dead.pid}).encode())
    halves = [project / "corpus" / ".baokan-01234567", project / "dist" / "web" / "issues" / "p_0" / ".baokan-89abcdef"]
    for half in halves:
        put(half, b"half")
    build_afar(place, limits=Limits(1), editions=("text",))
    assert not any(half.exists() for half in halves) and PlaceBoard(place).names() == [lease_name(8)]


def test_in_memory(project: Path) -> None:
    place = Place("memory://paper")
    for path in (project / "seeds").rglob("*"):
        if path.is_file():
            place.write(path.relative_to(project).as_posix(), path.read_bytes())
    assert not place.write("seeds/bad.txt", b"ok\n\xff\xff\xff") and place.read("seeds/bad.txt", 2) == b"ok"
    assert place.claim("lock", b"1") and not place.claim("lock", b"2") and place.read("lock") == b"1"
    plan = Plan()
    plan.add_shelf(PlaceShelf(place, "seeds"))
    assert [job.issue for job in plan] == ["bad", "issue", "p_0", "p_1", "p_2"]
    step = AfarEncode(place, Place("memory://results"), "tei")
    for job in plan:
        record = step.make(job)
        assert bool(record["files"]) == (job.issue != "bad") and step.stands(job, json.loads(json.dumps(record)))
    (project / "back.xml").write_bytes(Place("memory://results").read("tei/p_1.xml"))
    assert restore(project / "back.xml") == (project / "seeds" / "p 1.txt").read_bytes()


def test_what_is_wrong_with_an_address_is_told() -> None:
    assert is_url("s3://bucket/paper") and not is_url("file:///srv/paper") and not is_url("seeds")
    with pytest.raises(MissingPart, match="nosuch://x: what reads such addresses isn't installed"):
        build_afar(Place("nosuch://x"))
    with pytest.raises(UnreadableInput, match="memory://empty/seeds: is not there"):
        build_afar(Place("memory://empty"))
    assert place_of(Path("/a b")).url == "file:///a b"
