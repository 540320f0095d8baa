"""Which article of which page a finding is in, from one more reading of a file that has findings."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from baokan.findings import Finding
from baokan.validate.prolog import TEI
from baokan.validate.reading import Refused, feed, new_parser

_ID = "http://www.w3.org/XML/1998/namespace}id"
_LONGEST_HEAD = 30  # characters of a head in a message
_TOLD = frozenset(TEI + name for name in ("div", "head", "pb", "surface", "text"))
_DIV, _HEAD, _PB, _SURFACE, _TEXT = (TEI + name for name in ("div", "head", "pb", "surface", "text"))
_ITEMS = ("article", "notice", "advertisement")


@dataclass(slots=True)
class Article:
    """An article as messages name it; its head is read after its start."""

    name: str
    head: str = ""


@dataclass(slots=True)
class _Node:
    """One step on the way to a wanted element."""

    xpath: str = ""  # where this element itself is wanted
    facs: str = ""
    below: dict[str, _Node] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def child(self, name: str) -> _Node | None:
        count = self.counts[name] = self.counts.get(name, 0) + 1
        return self.below.get(f"{name}[{count}]") if self.below else None


class _Finder:
    def __init__(self, findings: list[Finding]) -> None:
        self.parser = new_parser()
        self.by_line: list[int] = sorted({each.line for each in findings if not each.xpath and each.line}, reverse=True)
        self.next_line = self.by_line[-1] if self.by_line else sys.maxsize
        root = _wanted({each.xpath for each in findings if each.xpath})
        self.nodes: list[_Node | None] = [root]  # of the open elements: what is wanted below them
        self.page = ""
        self.surface = ""
        self.pages: dict[str, str] = {}  # a surface's identifier -> the page
        self.articles: list[tuple[int, Article]] = []
        self.count = 0
        self.head: list[str] | None = None
        self.head_depth = 0
        self.by_xpath: dict[str, tuple[str, Article | None]] = {}
        self.at_line: dict[int, tuple[str, Article | None]] = {}

    def start(self, raw: str, attributes: dict[str, str]) -> None:
        above, node = self.nodes[-1], None
        if above is not None:
            node = above.child(raw.rpartition("}")[2])
            if node is not None:
                node.facs = attributes.get("facs", "")
        self.nodes.append(node)
        if raw in _TOLD:
            self.enter(raw, attributes)
        if node is not None and node.xpath:
            self.by_xpath[node.xpath] = self.here()
        line = self.parser.CurrentLineNumber
        while self.next_line <= line:
            self.at_line[self.by_line.pop()] = self.here()
            self.next_line = self.by_line[-1] if self.by_line else sys.maxsize

    def here(self) -> tuple[str, Article | None]:
        facs = next((node.facs for node in reversed(self.nodes) if node is not None and node.facs), "")
        return self.place(facs), self.articles[-1][1] if self.articles else None

    def place(self, facs: str) -> str:
        """The page of the surface that @facs leads to, else of the one that is open or of the last page break."""
        zone = facs.removeprefix("#").split(" ")[0]
        while zone and zone not in self.pages:  # a zone's identifier begins with its surface's
            zone = zone.rpartition(".")[0]
        return self.pages.get(zone) or self.surface or self.page

    def enter(self, raw: str, attributes: dict[str, str]) -> None:
        name, depth = attributes.get(_ID, ""), len(self.nodes)
        if raw == _SURFACE:
            self.surface = attributes.get("n") or name
            self.pages[name] = self.surface
        elif raw == _TEXT:
            self.page = ""
        elif raw == _PB:
            self.page = attributes.get("n") or self.place(attributes.get("facs", ""))
        elif raw == _DIV and (attributes.get("type") in _ITEMS or not self.articles):
            self.count += 1
            self.articles.append((depth, Article(name or str(self.count))))
        elif raw == _HEAD and self.articles and (not self.articles[-1][1].head or attributes.get("type") == "main"):
            self.head, self.head_depth = [], depth
            self.parser.CharacterDataHandler = self.head.append

    def end(self, raw: str) -> None:
        if raw in _TOLD:
            depth = len(self.nodes)
            if self.head is not None and depth == self.head_depth:
                words = " ".join("".join(self.head).split())
                self.articles[-1][1].head = words if len(words) <= _LONGEST_HEAD else words[: _LONGEST_HEAD - 1] + "…"
                self.head, self.parser.CharacterDataHandler = None, None
            if self.articles and self.articles[-1][0] == depth:
                self.articles.pop()
            if raw == _SURFACE:
                self.surface = ""
        self.nodes.pop()


def _wanted(xpaths: set[str]) -> _Node:
    """The paths as a tree of steps."""
    root = _Node()
    for xpath in xpaths:
        node = root
        for step in xpath.strip("/").split("/"):
            node = node.below.setdefault(step, _Node())
        node.xpath = xpath
    return root


def with_places(path: Path, findings: list[Finding]) -> list[Finding]:
    """The findings with the page and article that each is in, where the file says so."""
    if not findings:
        return findings
    finder = _Finder(findings)
    finder.parser.StartElementHandler = finder.start
    finder.parser.EndElementHandler = finder.end
    with contextlib.suppress(Refused, OSError):  # told by the layer before; what was found until there stands
        feed(finder.parser, path)
    return [_placed(each, finder) for each in findings]


def _placed(finding: Finding, finder: _Finder) -> Finding:
    here = finder.by_xpath.get(finding.xpath) if finding.xpath else None
    page, article = here or finder.at_line.get(finding.line, ("", None))
    return replace(finding, page=page, article=article.name if article else "", head=article.head if article else "")
