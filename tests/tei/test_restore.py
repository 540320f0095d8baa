"""Promise 1: every source comes back byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from baokan.encode import encode_sources
from baokan.errors import UnreadableInput
from baokan.read import text_to_source
from baokan.tei import restore, restore_tree, tei_to_bytes
from baokan.tei.restore import RestoreMismatch

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
LINES = st.lists(
    st.one_of(
        ANY_TEXT,
        st.sampled_from(["本报宁安讯 桥成了，", "□记者 白一鸣 报道", "图为新桥。", "（本报宁安2月1日电）", ""]),
    ),
    max_size=8,
)


def round_trip(data: bytes) -> bytes:
    source = text_to_source(data, "x.txt")
    xml = tei_to_bytes(encode_sources("x", [source]))
    return restore_tree(etree.fromstring(xml), "x.xml")


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\n\n\n", "\u2028", "\f"]))
@example(["\x00\x01\x1b", "甲\x08乙"], "\n")
@example(["<script>alert(1)</script> &amp; ]]>"], "\r\n")
def test_any_unicode_text_comes_back(lines: list[str], end: str) -> None:
    data = end.join(lines).encode()
    try:
        assert round_trip(data) == data
    except UnreadableInput as error:  # text that is mostly control characters is refused as binary
        assert "binary" in str(error) or "is a" in str(error)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="gb18030"), max_size=80))
def test_gb18030_comes_back(text: str) -> None:
    data = text.encode("gb18030")
    try:
        assert round_trip(data) == data
    except UnreadableInput as error:
        assert re.search("binary|is a|UTF-16", str(error))


@pytest.mark.parametrize("data", [b"", b"\n\n\n", "\ufeff甲\n".encode(), ("甲" * 300_000).encode(), b"  a \t\r\n"])
def test_edge_cases_come_back(data: bytes) -> None:
    assert round_trip(data) == data


def test_changed_characters_are_noticed(tmp_path: Path, seed: Path) -> None:
    path = tmp_path / "x.xml"
    xml = tei_to_bytes(encode_sources("x", [text_to_source(seed.read_bytes(), seed.name)]))
    path.write_bytes(xml.replace("挖坑夯土".encode(), "挖坑填土".encode()))
    with pytest.raises(RestoreMismatch):
        restore(path)


def test_a_marked_correction_keeps_the_source(tmp_path: Path, seed: Path) -> None:
    path = tmp_path / "x.xml"
    xml = tei_to_bytes(encode_sources("x", [text_to_source(seed.read_bytes(), seed.name)]))
    path.write_bytes(xml.replace("签约到到工地".encode(), "签约<choice><sic>到到</sic><corr>到</corr></choice>工地".encode()))
    assert restore(path) == seed.read_bytes()
