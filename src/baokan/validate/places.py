"""Which article of which page a finding is in, from one more reading of a file that has findings."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from baokan.findings import Finding
from baokan.validate.prolog import TEI
from baokan.validate.reading import Refused, feed, new_parser

_ID = "http://www.w3.org/XML/1998/namespace}id"
_LONGEST_HEAD = 30  # characters of a head in a message
_DIV, _HEAD, _PB, _SURFACE, _TEXT = (TEI + name for name in ("div", "head", "pb", "surface", "text"))


@dataclass(slots=True)
class Article:
    """An article as messages name it; its head is read after its start."""

    name: str
    head: str = ""


@dataclass(slots=True)
class _Open:
    """An element that is still open."""

    raw: str
    counts: dict[str, int] = field(default_factory=dict)
    node: dict[str, object] | None = None  # what is wanted below it, by step


class _Finder:
    def __init__(self, findings: list[Finding]) -> None:
        self.parser = new_parser()
        self.tree: dict[str, object] = {}
        self.by_line: list[int] = sorted({each.line for each in findings if not each.xpath and each.line})
        for finding in findings:
            node = self.tree
            for step in finding.xpath.strip("/").split("/") if finding.xpath else ():
                node = node.setdefault(step, {})  # type: ignore[assignment]  # a tree of dicts
            node["/"] = finding.xpath
        self.stack: list[_Open] = [_Open("", {}, self.tree)]
        self.page = ""
        self.surface = ""
        self.surface_pages: dict[str, str] = {}  # a surface's or its zones' identifiers -> the page
        self.articles: list[tuple[int, Article]] = []
        self.count = 0
        self.head: list[str] | None = None
        self.head_depth = 0
        self.by_xpath: dict[str, tuple[str, Article | None]] = {}
        self.at_line: dict[int, tuple[str, Article | None]] = {}

    def start(self, raw: str, attributes: dict[str, str]) -> None:
        above = self.stack[-1]
        node = None
        if above.node:
            name = raw.rpartition("}")[2]
            above.counts[name] = above.counts.get(name, 0) + 1
            node = above.node.get(f"{name}[{above.counts[name]}]")
        self.stack.append(_Open(raw, {}, node))  # type: ignore[arg-type]  # a tree of dicts
        self.enter(raw, attributes)
        here = (self.place(attributes), self.articles[-1][1] if self.articles else None)
        if isinstance(node, dict) and "/" in node:
            self.by_xpath[str(node["/"])] = here
        line = self.parser.CurrentLineNumber
        while self.by_line and self.by_line[0] <= line:
            self.at_line[self.by_line.pop(0)] = here

    def place(self, attributes: dict[str, str]) -> str:
        zone = attributes.get("facs", "").removeprefix("#").split(" ")[0]
        return self.surface_pages.get(zone) or self.surface or self.page

    def enter(self, raw: str, attributes: dict[str, str]) -> None:
        name = attributes.get(_ID, "")
        if raw == _SURFACE:
            self.surface = attributes.get("n") or name
        elif raw == _TEXT:
            self.page = ""
        elif raw == _PB:
            facs = attributes.get("facs", "").removeprefix("#")
            self.page = attributes.get("n") or self.surface_pages.get(facs) or facs
        elif raw == _DIV and (attributes.get("type") in ("article", "notice", "advertisement") or not self.articles):
            self.count += 1
            self.articles.append((len(self.stack), Article(name or str(self.count))))
        elif raw == _HEAD and self.articles and (not self.articles[-1][1].head or attributes.get("type") == "main"):
            self.head, self.head_depth = [], len(self.stack)
        if self.surface and name:
            self.surface_pages[name] = self.surface

    def text(self, data: str) -> None:
        if self.head is not None:
            self.head.append(data)

    def end(self, raw: str) -> None:
        depth = len(self.stack)
        if self.head is not None and depth == self.head_depth:
            words = " ".join("".join(self.head).split())
            self.articles[-1][1].head = words if len(words) <= _LONGEST_HEAD else words[: _LONGEST_HEAD - 1] + "…"
            self.head = None
        if self.articles and self.articles[-1][0] == depth:
            self.articles.pop()
        if raw == _SURFACE:
            self.surface = ""
        self.stack.pop()


def with_places(path: Path, findings: list[Finding]) -> list[Finding]:
    """The findings with the page and article that each is in, where the file says so."""
    if not findings:
        return findings
    finder = _Finder(findings)
    finder.parser.StartElementHandler = finder.start
    finder.parser.CharacterDataHandler = finder.text
    finder.parser.EndElementHandler = finder.end
    with contextlib.suppress(Refused, OSError):  # told by the layer before; what was found until there stands
        feed(finder.parser, path)
    return [_placed(each, finder) for each in findings]


def _placed(finding: Finding, finder: _Finder) -> Finding:
    here = finder.by_xpath.get(finding.xpath) if finding.xpath else None
    page, article = here or finder.at_line.get(finding.line, ("", None))
    return replace(finding, page=page, article=article.name if article else "", head=article.head if article else "")
