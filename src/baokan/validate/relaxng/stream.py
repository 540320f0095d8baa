"""Validation of a file as it is read, in constant memory; a second reading finds the places of problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from baokan.validate.relaxng.automaton import State, clark
from baokan.validate.relaxng.names import local_name
from baokan.validate.relaxng.patterns import Prefixes
from baokan.validate.relaxng.run import Problem, Run, Stop, handlers

_CHUNK = 1 << 16  # bytes read at once
_XML: Prefixes = {"xml": "http://www.w3.org/XML/1998/namespace"}


class UnexpandedEntity(Exception):
    """Raised at an entity reference, which is never expanded."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


@dataclass(frozen=True, slots=True)
class Place:
    """A line, and the path of the element there."""

    line: int
    xpath: str


def _parser(with_names: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="}") if with_names else expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.ordered_attributes = True

    def default(data: str) -> None:
        if data.startswith("&"):
            raise UnexpandedEntity(data, parser.CurrentLineNumber)

    parser.DefaultHandler = default  # with it, expat expands no entity
    return parser


def validate_stream(path: Path, run: Run, state: State) -> None:
    """Feeds a file to a run; expat.ExpatError, UnexpandedEntity and OSError pass through."""
    parser = _parser(with_names=True)
    start, text, end = handlers(run, state)
    scopes: list[tuple[str | None, str | None]] = []

    def prefixes() -> Prefixes:
        return {**_XML, **{prefix: uri or "" for prefix, uri in scopes}}

    def declare(prefix: str | None, uri: str | None) -> None:
        scopes.append((prefix, uri))

    run.prefixes = prefixes
    run.place = lambda: parser.CurrentByteIndex
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    parser.StartNamespaceDeclHandler = declare
    parser.EndNamespaceDeclHandler = lambda prefix: scopes.pop() and None
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except Stop:
        return


def places(path: Path, problems: list[Problem]) -> Iterator[Place]:
    """The place of each problem, in order, from a second reading that stops at the last of them."""
    finder = _Finder([(problem.place, problem.above) for problem in problems])
    finder.read(path)
    yield from (finder.found.get(index, Place(0, "")) for index in range(len(problems)))


class _Finder:
    def __init__(self, wanted: list[tuple[int, bool]]) -> None:
        self.wanted = wanted
        self.at = 0
        self.found: dict[int, Place] = {}
        self.steps: list[tuple[str, int]] = []
        self.counts: list[dict[str, int]] = [{}]
        self.parser = _parser(with_names=True)

    def read(self, path: Path) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        try:
            with path.open("rb") as file:
                self.parser.ParseFile(file)
        except (Stop, expat.ExpatError, UnexpandedEntity):
            return

    def start(self, raw: str, attributes: list[str]) -> None:
        self.settle(above_only=True)
        counts = self.counts[-1]
        counts[raw] = counts.get(raw, 0) + 1
        self.steps.append((f"{local_name(clark(raw))}[{counts[raw]}]", self.parser.CurrentLineNumber))
        self.counts.append({})
        self.settle(above_only=False)

    def end(self, raw: str) -> None:
        self.settle(above_only=False)
        self.steps.pop()
        self.counts.pop()

    def settle(self, above_only: bool) -> None:
        """Places the problems at or before this point; at a start tag, those of the parent first."""
        here = self.parser.CurrentByteIndex
        while self.at < len(self.wanted):
            offset, above = self.wanted[self.at]
            if offset > here or (above_only and not above and offset == here):
                return
            line = self.parser.CurrentLineNumber if above else (self.steps[-1][1] if self.steps else 1)
            self.found[self.at] = Place(line, "/" + "/".join(step for step, _ in self.steps))
            self.at += 1
        raise Stop
