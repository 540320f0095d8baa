"""Which issues an edition is made of, and how one is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.tei import parse_tei
from baokan.tei.corpus import issue_files
from baokan.tei.names import tei

Report = Callable[[Finding], None]


def find_issues(corpus: Path) -> list[Path]:
    """The issues of a corpus folder, or the one TEI file. Raises UnreadableInput when there is none."""
    if corpus.is_dir():
        issues = issue_files(corpus)
    elif corpus.is_file():
        issues = [corpus]
    else:
        raise UnreadableInput(f"{corpus}: is not there.", "name a corpus folder or a TEI file.")
    if not issues:
        raise UnreadableInput(f"{corpus}: holds no TEI issue.", "encode something into it first.")
    return issues


def read_issue(path: Path) -> etree._ElementTree:
    tree = parse_tei(path)
    if tree.getroot().tag != tei("TEI"):
        raise UnreadableInput(f"{path}:1: is not a TEI issue: its root is {tree.getroot().tag}.", "name a TEI file.")
    return tree
