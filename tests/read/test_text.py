from __future__ import annotations

from pathlib import Path

import pytest

from baokan.errors import UnreadableInput
from baokan.read import read_text, text_to_source


def test_a_block_a_line_with_its_line_and_gap() -> None:
    page = text_to_source("甲\n\n\n  乙 \r\n丙".encode(), "x.txt").page
    assert [(b.text, b.line, b.blank_before) for b in page.blocks] == [("甲", 1, 0), ("乙", 4, 2), ("丙", 5, 0)]


def test_gb18030_is_read() -> None:
    source = text_to_source("汉字\n".encode("gb18030"), "x.txt")
    assert source.page.blocks[0].text == "汉字" and source.residue.encoding == "gb18030"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x2d\x4e", "UTF-16"),
        (b"ok\n\xff\xff\xff", ":2: is neither UTF-8 nor GB18030"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (bytes(range(0, 9)) * 20, "binary"),
    ],
)
def test_what_is_not_text_is_refused_in_one_line(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput) as caught:
        read_text(path)
    assert said in str(caught.value) and "\n" not in str(caught.value) and str(path) in str(caught.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.txt"):
        with pytest.raises(UnreadableInput):
            read_text(path)
