"""A RELAX NG schema, ready to validate: `load_schema(path)`, then `validate_file` or `validate_tree`."""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity
from baokan.validate.reading import Refused
from baokan.validate.relaxng.automaton import Automaton, State
from baokan.validate.relaxng.builder import Builder
from baokan.validate.relaxng.id_soundness import check_ids
from baokan.validate.relaxng.names import Name
from baokan.validate.relaxng.patterns import Element
from baokan.validate.relaxng.restrictions import Restrictions
from baokan.validate.relaxng.run import Included, Problem, Run, no_inclusion
from baokan.validate.relaxng.stream import Place, places, validate_stream
from baokan.validate.relaxng.trees import place, refuse_entities, validate_tree


class Schema:
    """A schema with the states of validation that it has met so far; one schema validates any number of documents."""

    def __init__(self, path: Path, check: bool = True) -> None:
        self.path = path
        self._builder = Builder(check)
        self._start = self._builder.schema(path)
        if check:
            self._builder.build_all()
            Restrictions().check(self._start, str(path))
        self._automaton = Automaton(self._start)
        self._initial = self._automaton.initial()

    @property
    def files(self) -> list[Path]:
        """The files that the schema has been read from so far: all of them once it has been checked."""
        return self._builder.sources.paths

    def validate_file(
        self, path: Path, fragment: bool = False, included: Included = no_inclusion
    ) -> list[Finding]:
        """The findings of a file, read as a stream in constant memory; UnreadableInput where it can't be read.

        With `fragment` the root may be any element that the schema knows; `included` says for the href of an
        xi:include, which the schema doesn't allow where it stands, which root element comes in its place.
        """
        run = self._run()
        run.included = included
        extra: list[Finding] = []
        try:
            validate_stream(path, run, self._fragment if fragment else self._initial)
        except OSError as error:
            raise UnreadableInput(f"{path}: can't be read: {error.strerror}.", "check its name and who may read it.") from error
        except Refused as error:
            extra.append(error.finding(str(path)))
        found = places(path, run.problems) if run.problems else ()
        return [_finding(str(path), *each) for each in zip(run.problems, found, strict=True)] + extra

    def validate_tree(self, tree: etree._ElementTree | etree._Element, path: str) -> list[Finding]:
        """The findings of a tree; `path` is the name of its file in them."""
        root = tree if isinstance(tree, etree._Element) else tree.getroot()
        run = self._run()
        try:
            refuse_entities(root)
        except Refused as error:
            return [error.finding(path)]
        extra: list[Finding] = []
        try:
            validate_tree(root, run, self._initial)
        except Refused as error:
            extra.append(error.finding(path))
        return [_finding(path, problem, place(problem.place)) for problem in run.problems] + extra

    def id_findings(self, tree: etree._ElementTree | etree._Element, path: str) -> list[Finding]:
        """Identifiers given twice, and references without a target, by the schema's types ID, IDREF and IDREFS."""
        root = tree if isinstance(tree, etree._Element) else tree.getroot()
        self._builder.build_all()
        return check_ids(root, path, self._builder.elements)

    def is_valid(self, tree: etree._ElementTree | etree._Element) -> bool:
        """Whether a tree is valid; stops at the first problem."""
        root = tree if isinstance(tree, etree._Element) else tree.getroot()
        run = self._run(first_only=True)
        try:
            refuse_entities(root)
            validate_tree(root, run, self._initial)
        except Refused:
            return False
        return not run.problems

    def _run(self, first_only: bool = False) -> Run:
        return Run(self._automaton, self._known, first_only)

    @cached_property
    def _fragment(self) -> State:
        """The state in which every element that the schema names can be the root."""
        self._builder.build_all()
        named = [each for each in self._builder.elements if isinstance(each.names, Name)]
        return Automaton(self._builder.factory.choice(named), self._automaton.cells).initial()

    def _known(self, tag: str) -> tuple[Element, ...]:
        """The element patterns of that very name, anywhere in the schema."""
        return tuple(each for each in self._builder.elements if isinstance(each.names, Name) and each.names.name == tag)


def load_schema(path: Path, check: bool = True) -> Schema:
    """The schema of a .rng or .rnc file; SchemaError names the line that breaks a rule.

    `check=False` leaves out what only the reading of every definition can find; it is for schemas known to be right.
    """
    was_on = gc.isenabled()
    gc.disable()  # thousands of objects that all stay: collecting among them only takes time
    try:
        return Schema(Path(path), check)
    finally:
        if was_on:
            gc.enable()


def _finding(path: str, problem: Problem, where: Place) -> Finding:
    said = problem.message
    return Finding(
        path, where.line, said.code, Severity.ERROR, said.message, said.hint, said.message_zh, said.hint_zh, where.xpath
    )
