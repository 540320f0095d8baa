"""Writes random documents that are valid by a RELAX NG grammar, as the grammar's patterns say.

Used by bench/odd_subset.py, bench/odd_referee.py and the tests. A document is grown along the grammar: choices are
drawn, repeats too; past a depth or a size the shortest way out is taken. Each document has a goal, an element that it
is steered to, so that every element of the grammar gets its turn. Values are drawn for the datatypes of TEI's grammars.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
DEEPEST = 18  # elements; below, what ends soonest is chosen
LARGEST = 80  # elements of a document; then, too, what ends soonest is chosen
ENDLESS = 10**6
BRIEF = 0.7  # how often the shortest way out is taken on the way to the goal
WORDS = "新 桥 通车 记者 <p> & ]]> 一 A 𡒄 — \u3000".split(" ")
XML = "http://www.w3.org/XML/1998/namespace"

# Words that match the patterns of datatypes; a pattern is looked up whole. Facts of TEI 4.9.0 and of baokan.odd.
PATTERNS: dict[str, list[str]] = {
    r"[^\p{C}\p{Z}]+": ["a", "新", "x-1"],
    r"\S+": ["#a", "http://example.org/x", "b.xml#c"],
    r"(-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?)": ["0,0", "-1.5,200"],
    r"(19[789][0-9]|[2-9][0-9]{3}).*": ["1987-01-01"],
    r"(\-?[\d]+/\-?[\d]+)": ["1/2", "-3/4"],
    r".+": ["a"],
    r".+:.+": ["a:b"],
    r"[0-9.,DHMPRSTWYZ/:+\-]+": ["P1D", "2026-01-01"],
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|ch|rem|vw|vh|vmin|vmax)": ["100px", "12.5cm"],
    r"[\d]+(\.[\d]+){0,2}": ["1", "4.9.0"],
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": ["1.0", "0.1.0"],
    r"[^/\s]+:\S*": ["http://example.org/x"],
    r"[a-z][a-z0-9\+\.\-]*": ["cbdb", "wd"],
    r"(-?\d{4,}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?|--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))": [
        "1931-09-18",
        "2026",
        "--02-18",
        "1931-09",
    ],
}
PLAIN: dict[str, list[str]] = {
    "anyURI": ["#a", "x.xml"],
    "decimal": ["1", "-2.5"],
    "double": ["1e3", "0.5"],
    "float": ["0.5"],
    "nonNegativeInteger": ["0", "12"],
    "language": ["zh", "zh-Hant", "en"],
    "date": ["2026-02-18"],
    "dateTime": ["2026-02-18T09:30:00Z"],
    "gYear": ["1931"],
    "gYearMonth": ["1931-09"],
    "gMonth": ["--09"],
    "gDay": ["---18"],
    "gMonthDay": ["--09-18"],
    "time": ["09:30:00"],
    "boolean": ["true"],
    "Name": ["a", "b.c"],
    "NCName": ["a"],
    "string": ["文字", ""],
    "token": ["a", "新"],
    "duration": ["P1D"],
    "integer": ["3"],
}


class Generator:
    """Draws documents from one grammar."""

    def __init__(self, grammar: etree._Element, chance: random.Random) -> None:
        self.chance = chance
        self.ns = grammar.get("ns", "")
        self.defines: dict[str, list[etree._Element]] = {}
        for define in grammar.iter(f"{RNG}define"):
            self.defines.setdefault(define.get("name", ""), []).append(define)
        self.start = grammar.find(f"{RNG}start")
        self.heights: dict[etree._Element, int] = {}
        self.count = 0
        self._measure(grammar)
        self.refs: dict[str, list[etree._Element]] = {}
        for node in grammar.iter(f"{RNG}ref"):
            self.refs.setdefault(node.get("name", ""), []).append(node)
        self.goals = [node for node in grammar.iter(f"{RNG}element") if self.heights[node] < ENDLESS]
        chance.shuffle(self.goals)

    def _measure(self, grammar: etree._Element) -> None:
        """The least depth of elements that each pattern needs, by repeated improvement."""
        nodes = [n for n in grammar.iter("*") if n.tag.startswith(RNG)]
        for node in nodes:
            self.heights[node] = ENDLESS
        changed = True
        while changed:
            changed = False
            for node in reversed(nodes):
                new = self._height(node)
                if new < self.heights[node]:
                    self.heights[node] = new
                    changed = True

    def _height(self, node: etree._Element) -> int:
        children = [self.heights[c] for c in patterns(node)]
        match node.tag.removeprefix(RNG):
            case "ref":
                return max((self.heights[d] for d in self.defines.get(node.get("name", ""), [])), default=ENDLESS)
            case "choice":
                return min(children, default=ENDLESS)
            case "optional" | "zeroOrMore" | "attribute" | "except" | "anyName" | "name":
                return 0
            case "element":
                return 1 + max(children, default=0) if max(children, default=0) < ENDLESS else ENDLESS
            case "notAllowed":
                return ENDLESS
        return max(children, default=0)

    def _distances(self, goal: etree._Element) -> dict[etree._Element, int]:
        """How many elements lie between each pattern and the goal; patterns that don't lead there are left out."""
        found = {goal: 0}
        queue = deque([goal])
        while queue:
            node = queue.popleft()
            parent = node.getparent()
            if parent is None:
                continue
            above = self.refs.get(parent.get("name", ""), []) if parent.tag == f"{RNG}define" else [parent]
            for other in above:
                if other not in found and other.tag.startswith(RNG):
                    found[other] = found[node] + (other.tag == f"{RNG}element")
                    queue.append(other)
        return found

    def document(self) -> etree._Element:
        """One document."""
        self.goal: etree._Element | None = self.goals[self.count % len(self.goals)]
        self.toward = self._distances(self.goal)
        self.bound = ENDLESS
        self.count += 1
        self.ids = self.size = 0
        holder = etree.Element("holder")
        self._write(self.start, holder, 0)
        return holder[0]

    def _write(self, node: etree._Element, parent: etree._Element, depth: int) -> None:
        tag = node.tag.removeprefix(RNG)
        kids = list(patterns(node))
        match tag:
            case "ref":
                for define in self.defines[node.get("name", "")]:
                    self._write(define, parent, depth)
            case "choice":
                self._write(self._choose(kids, depth), parent, depth)
            case "optional" | "zeroOrMore" | "oneOrMore":
                self._repeat(tag, kids, parent, depth)
            case "interleave":
                self.chance.shuffle(kids)
                for kid in kids:
                    self._write(kid, parent, depth)
            case "element":
                self._element(node, parent, depth)
            case "attribute":
                self._attribute(node, parent)
            case "text":
                add_text(parent, self._text())
            case "value" | "data" | "list":
                add_text(parent, self._value(node))
            case _:
                for kid in kids:
                    self._write(kid, parent, depth)

    def _repeat(self, tag: str, kids: list[etree._Element], parent: etree._Element, depth: int) -> None:
        low = 1 if tag == "oneOrMore" else 0
        high = 1 if tag == "optional" else 3
        possible = all(self.heights[k] < ENDLESS for k in kids)
        deep = self._is_late(depth) and any(self.heights[k] for k in kids)
        if self._leads(kids):
            low = 1
            deep = deep or self.chance.random() < 0.5
        times = low if not possible or deep else self.chance.randint(low, high)
        for _ in range(times):
            for kid in kids:
                self._write(kid, parent, depth)

    def _leads(self, kids: list[etree._Element]) -> bool:
        return self.goal is not None and any(self._nears(kid) for kid in kids)

    def _nears(self, kid: etree._Element) -> bool:
        """Whether a pattern is on a way to the goal that is shorter than where we are."""
        return self.toward.get(kid, ENDLESS) < self.bound

    def _choose(self, kids: list[etree._Element], depth: int) -> etree._Element:
        possible = [k for k in kids if self.heights[k] < ENDLESS]
        if self._leads(possible):
            return min((k for k in possible if self._nears(k)), key=self.toward.__getitem__)
        if self._is_late(depth):
            least = min(self.heights[k] for k in possible)
            possible = [k for k in possible if self.heights[k] == least]
        return self.chance.choice(possible)

    def _is_late(self, depth: int) -> bool:
        return depth > DEEPEST or self.size > LARGEST or (self.goal is not None and self.chance.random() < BRIEF)

    def _element(self, node: etree._Element, parent: etree._Element, depth: int) -> None:
        name = node.get("name")
        self.size += 1
        if node is self.goal:
            self.goal = None
            self.size = 0
        if name is None:  # any element: one of another namespace will do
            etree.SubElement(parent, "{http://example.org/other}thing").text = self._text()
            return
        child = etree.SubElement(parent, f"{{{node.get('ns', self.ns)}}}{name}")
        before, self.bound = self.bound, min(self.bound, self.toward.get(node, -1))
        for kid in patterns(node):
            self._write(kid, child, depth + 1)
        self.bound = before

    def _attribute(self, node: etree._Element, parent: etree._Element) -> None:
        name = node.get("name")
        if name is None:
            return
        key = f"{{{XML}}}{name[4:]}" if name.startswith("xml:") else f"{{{node.get('ns')}}}{name}" if node.get("ns") else name
        kids = list(patterns(node))
        parent.set(key, " ".join(filter(None, (self._value(k) for k in kids))) if kids else self._text())

    def _value(self, node: etree._Element) -> str:
        tag = node.tag.removeprefix(RNG)
        kids = list(patterns(node))
        if tag == "value":
            return node.text or ""
        if tag == "text":
            return self._text()
        if tag == "data":
            return self._data(node)
        if tag == "choice":
            return self._value(self.chance.choice(kids))
        times = {"optional": (0, 1), "zeroOrMore": (0, 3), "oneOrMore": (1, 3)}.get(tag, (1, 1))
        words = [self._value(k) for _ in range(self.chance.randint(*times)) for k in kids]
        return " ".join(filter(None, words))

    def _data(self, node: etree._Element) -> str:
        kind = node.get("type", "")
        if kind == "ID":
            self.ids += 1
            return f"i{self.ids}"
        pattern = next((p.text for p in node.iter(f"{RNG}param") if p.get("name") == "pattern"), None)
        if pattern:
            return self.chance.choice(PATTERNS[pattern])
        if any(p.get("name") == "minInclusive" for p in node.iter(f"{RNG}param")):
            return "1"
        return self.chance.choice(PLAIN.get(kind, ["1"]))

    def _text(self) -> str:
        return "".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(0, 3)))


def patterns(node: etree._Element) -> Iterator[etree._Element]:
    return (c for c in node if isinstance(c.tag, str) and c.tag.startswith(RNG) and c.tag != f"{RNG}param")


def add_text(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
