from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from read.sources import alto, page_xml, write_mets

from baokan.encode import encode_job, find_jobs
from baokan.errors import UnreadableInput
from baokan.read.archive import read_zip
from baokan.tei import restore


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_pages_in_the_order_of_their_names(tmp_path: Path) -> None:
    members = {"p10.xml": page_xml().encode(), "p2.xml": alto().encode(), "notes.md": b"x", ".hidden.xml": alto().encode()}
    path = write_zip(tmp_path / "issue.zip", members)
    assert [source.name for source in read_zip(path).sources] == ["p2.xml", "p10.xml"]
    (job,) = find_jobs([path])
    outcome = encode_job(job, tmp_path / "out", set())
    assert outcome.path == tmp_path / "out" / "issue.xml"
    assert restore(outcome.path, 2) == members["p10.xml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["issue.zip", "out"]  # nothing was unpacked


def test_a_mets_in_an_archive(tmp_path: Path) -> None:
    write_mets(tmp_path / "issue")
    files = {p.relative_to(tmp_path / "issue").as_posix(): p.read_bytes() for p in (tmp_path / "issue").rglob("*.xml")}
    reading = read_zip(write_zip(tmp_path / "issue.zip", files))
    assert [source.name for source in reading.sources] == ["issue.xml", "1.xml", "2.xml"]
    assert len(reading.articles[1]) == 1


@pytest.mark.parametrize("name", ["../out.xml", "/etc/out.xml", "a/../../out.xml", "C:\\out.xml", "..\\out.xml"])
def test_a_member_that_names_a_place_outside_is_not_read(tmp_path: Path, name: str) -> None:
    reading = read_zip(write_zip(tmp_path / "x.zip", {name: alto().encode(), "p1.xml": alto().encode()}))
    assert [f.code for f in reading.findings] == ["member-path"]
    assert [source.name for source in reading.sources] == ["p1.xml"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = {"p1.xml": alto().encode(), "bomb.xml": b"<alto>" + b" " * 50_000_000}
    reading = read_zip(write_zip(tmp_path / "x.zip", bomb))
    assert [f.code for f in reading.findings] == ["member-bomb"]
    assert len(reading.sources) == 1


def test_a_member_larger_than_it_says_is_not_read_on(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "x.zip", {"p1.xml": alto().encode()})
    data = bytearray(path.read_bytes())
    size = len(alto().encode()).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:  # in the local header and in the directory
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match="no page"):
        read_zip(path)


@pytest.mark.parametrize("kept", [(0, 200), (0, 0), (70, None)])
def test_a_broken_archive_is_an_error_with_its_name(tmp_path: Path, kept: tuple[int, int | None]) -> None:
    path = write_zip(tmp_path / "x.zip", {"p1.xml": alto().encode()})
    path.write_bytes(b"PK\x03\x04" + path.read_bytes()[slice(*kept)])
    with pytest.raises(UnreadableInput, match=r"x\.zip"):
        read_zip(path)


def test_archives_in_archives_are_left_alone(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("p1.xml", alto())
    with pytest.raises(UnreadableInput, match="no page"):
        read_zip(write_zip(tmp_path / "x.zip", {"inner.zip": inner.getvalue()}))
