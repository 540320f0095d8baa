"""Validation of a file as it is read, in constant memory; a second reading finds the places of problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baokan.validate.reading import Refused, feed, new_parser, too_deep
from baokan.validate.relaxng.automaton import State, clark
from baokan.validate.relaxng.names import local_name
from baokan.validate.relaxng.patterns import Prefixes
from baokan.validate.relaxng.run import Problem, Run, Stop, handlers

_XML: Prefixes = {"xml": "http://www.w3.org/XML/1998/namespace"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line, and the path of the element there."""

    line: int
    xpath: str


def validate_stream(path: Path, run: Run, state: State) -> None:
    """Feeds a file to a run; Refused and OSError pass through."""
    parser = new_parser()
    parser.ordered_attributes = True
    start, text, end = handlers(run, state)
    scopes: list[tuple[str | None, str | None]] = []

    def prefixes() -> Prefixes:
        return {**_XML, **{prefix: uri or "" for prefix, uri in scopes}}

    def declare(prefix: str | None, uri: str | None) -> None:
        scopes.append((prefix, uri))

    run.prefixes = prefixes
    run.place = lambda: parser.CurrentByteIndex
    run.too_deep = lambda: too_deep(parser.CurrentLineNumber)
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    parser.StartNamespaceDeclHandler = declare
    parser.EndNamespaceDeclHandler = lambda prefix: scopes.pop() and None
    try:
        feed(parser, path)
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
        self.parser = new_parser()

    def read(self, path: Path) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        try:
            feed(self.parser, path)
        except (Stop, Refused):
            return

    def start(self, raw: str, attributes: object) -> None:
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
