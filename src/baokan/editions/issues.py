"""Which issues an edition is made of, and how one is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Finding
from baokan.tei.including import corpus_issues, read_parts
from baokan.tei.shape import shape_issue

Report = Callable[[Finding], None]


def find_issues(corpus: Path, report: Report = lambda finding: None) -> list[Path]:
    """The issues of a corpus folder, those that a teiCorpus includes, or the one TEI file.

    Raises UnreadableInput when there is none.
    """
    if not corpus.is_dir() and not corpus.is_file():
        raise UnreadableInput(f"{corpus}: is not there.", "name a corpus folder or a TEI file.")
    issues = corpus_issues(corpus, report)
    if not issues and corpus.is_dir():
        issues = sorted(p for p in corpus.glob("*.ana.xml") if p.name[0] != ".")
    if not issues:
        raise UnreadableInput(f"{corpus}: holds no TEI issue.", "encode something into it first.")
    return issues


@dataclass(frozen=True, slots=True)
class Text:
    """A TEI text of a file; `suffix` tells it apart where a teiCorpus holds several, "" where it is the only one."""

    suffix: str
    tree: etree._ElementTree


def read_texts(path: Path, within: Path, report: Report, followed: set[Path]) -> Iterator[Text]:
    """The texts of a file, in the shape that stylesheets read; the files that it includes are put into `followed`.

    Nothing outside of the folder `within` is included. Raises UnreadableInput.
    """
    trees = read_trees(path, within, report, followed)
    for number, tree in enumerate(trees, 1):
        several = len(trees) > 1
        shape_issue(tree.getroot(), path, number if several else 0)
        yield Text(f"-{number}" if several else "", tree)


def read_issue(path: Path) -> etree._ElementTree:
    """The tree of a file with one issue, in the shape that stylesheets read. Raises UnreadableInput."""
    tree = read_trees(path, path.parent, lambda finding: None, set())[0]
    shape_issue(tree.getroot(), path)
    return tree


def common_folder(paths: list[Path]) -> Path:
    """The folder that all these files lie in or below: nothing outside of it is included."""
    return Path(os.path.commonpath([folder.resolve() for folder in {path.parent for path in paths}]))


def read_trees(path: Path, within: Path, report: Report, followed: set[Path]) -> list[etree._ElementTree]:
    """The TEI trees of a file, with the parts that it includes, whose files are put into `followed`. Raises UnreadableInput."""
    root, parts = read_parts(path, within, report, followed)
    if not parts:
        raise UnreadableInput(f"{path}:1: is not a TEI issue: its root is {root.tag}.", "name a TEI file.")
    if parts == [root]:
        return [root.getroottree()]
    return [etree.ElementTree(etree.fromstring(etree.tostring(part, with_tail=False))) for part in parts]
