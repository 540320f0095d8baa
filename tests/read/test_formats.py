from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from read.sources import HOCR, METS, alto, page_xml

from baokan.errors import UnreadableInput
from baokan.model import Block, Page, Residue, Source
from baokan.read import Reading, format_of, read_source
from baokan.read import formats as formats_module

CASES = {
    "alto": alto().encode(),
    "page": page_xml().encode(),
    "mets": METS.encode(),
    "hocr": HOCR.encode(),
    "pdf": b"%PDF-1.7\n",
    "zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", CASES)
def test_the_format_is_found_from_the_content_not_from_the_name(tmp_path: Path, name: str) -> None:
    for file in ("page.txt", "page.jpg", "page"):
        (tmp_path / file).write_bytes(CASES[name])
        assert format_of(tmp_path / file) == name


def test_comments_doctypes_and_encodings_before_the_root(tmp_path: Path) -> None:
    path = tmp_path / "x"
    body = alto().split("?>", 1)[1]
    path.write_bytes(("\ufeff<?xml version='1.0'?><!-- <mets/> -->\n<!DOCTYPE alto [<!ENTITY x 'y>'>]>\n" + body).encode())
    assert format_of(path) == "alto"
    path.write_bytes(("<?xml version='1.0' encoding='UTF-16'?>" + body).encode("utf-16"))
    assert format_of(path) == "alto"
    assert read_source(path).sources[0].page.blocks[0].text == "春风里的修桥人"


def test_text_that_looks_like_nothing_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<一>新桥通车", encoding="utf-8")
    assert format_of(tmp_path / "a.txt") == "text"
    assert read_source(tmp_path / "a.txt").sources[0].page.blocks[0].text == "<一>新桥通车"


def test_a_renamed_archive_of_something_else_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableInput, match="no page"):
        read_source(tmp_path / "letter.docx")


class TabReader:
    """What another package would bring: pages as one line a block, with the block's place before it."""

    def accepts(self, data: bytes) -> bool:
        return data.startswith(b"#tabpage\n")

    def read(self, path: Path) -> Reading:
        rows = path.read_text(encoding="utf-8").splitlines()[1:]
        blocks = tuple(Block(n, row.split("\t")[1], n + 2) for n, row in enumerate(rows))
        residue = Residue("", False, (), raw=path.read_bytes())
        return Reading((Source(path.name, "0" * 64, path.stat().st_size, "text/x-tab", "tab/1", Page(blocks), residue),))


def test_another_package_adds_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        name = "tabpage"

        @staticmethod
        def load() -> TabReader:
            return TabReader()

    formats_module.other_readers.cache_clear()
    monkeypatch.setattr(formats_module, "entry_points", lambda group: [Entry()] if group == "baokan.readers" else [])
    try:
        path = tmp_path / "p.tab"
        path.write_text("#tabpage\n1\t新桥通车\n", encoding="utf-8")
        assert format_of(path) == "tabpage"
        assert read_source(path).sources[0].page.blocks[0].text == "新桥通车"
    finally:
        formats_module.other_readers.cache_clear()
