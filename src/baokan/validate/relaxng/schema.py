"""A RELAX NG schema, ready to validate: `load_schema(path)`, then `validate_file` or `validate_tree`."""

from __future__ import annotations

import gc
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity
from baokan.validate.relaxng.automaton import Automaton
from baokan.validate.relaxng.builder import Builder
from baokan.validate.relaxng.id_soundness import check_ids
from baokan.validate.relaxng.names import Name
from baokan.validate.relaxng.patterns import Element
from baokan.validate.relaxng.restrictions import Restrictions
from baokan.validate.relaxng.run import Problem, Run
from baokan.validate.relaxng.stream import Place, UnexpandedEntity, places, validate_stream
from baokan.validate.relaxng.trees import place, refuse_entities, validate_tree


class Schema:
    """A schema with the states of validation that it has met so far; one schema validates any number of documents."""

    def __init__(self, path: Path, check: bool = True) -> None:
        self.path = path
        self._builder = Builder()
        self._start = self._builder.schema(path)
        if check:
            self._builder.build_all()
            Restrictions().check(self._start, str(path))
        self._automaton = Automaton(self._start)
        self._initial = self._automaton.initial()

    def validate_file(self, path: Path) -> list[Finding]:
        """The findings of a file, read as a stream in constant memory; UnreadableInput where it can't be read."""
        run = self._run()
        extra: list[Finding] = []
        try:
            validate_stream(path, run, self._initial)
        except OSError as error:
            raise UnreadableInput(f"{path} can't be read: {error.strerror}.") from error
        except UnexpandedEntity as error:
            extra.append(_entity(str(path), error))
        except (expat.ExpatError, ValueError, LookupError) as error:
            if _unknown_encoding(error):
                return self.validate_tree(_read_tree(path), str(path))
            extra.append(_malformed(str(path), error))
        found = places(path, run.problems) if run.problems else ()
        return [_finding(str(path), *each) for each in zip(run.problems, found, strict=True)] + extra

    def validate_tree(self, tree: etree._ElementTree | etree._Element, path: str) -> list[Finding]:
        """The findings of a tree; `path` is the name of its file in them."""
        root = tree if isinstance(tree, etree._Element) else tree.getroot()
        run = self._run()
        try:
            refuse_entities(root)
        except UnexpandedEntity as error:
            return [_entity(path, error)]
        validate_tree(root, run, self._initial)
        return [_finding(path, problem, place(problem.place)) for problem in run.problems]

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
        except UnexpandedEntity:
            return False
        validate_tree(root, run, self._initial)
        return not run.problems

    def _run(self, first_only: bool = False) -> Run:
        return Run(self._automaton, self._known, first_only)

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


def _read_tree(path: Path) -> etree._ElementTree:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with path.open("rb") as file:
            return etree.parse(file, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"{path}:{error.lineno or 0}: {error.msg}.") from error


def _unknown_encoding(error: Exception) -> bool:
    return not isinstance(error, expat.ExpatError) or error.code in (
        expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
        expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    )


def _finding(path: str, problem: Problem, where: Place) -> Finding:
    said = problem.message
    return Finding(
        path, where.line, said.code, Severity.ERROR, said.message, said.hint, said.message_zh, said.hint_zh, where.xpath
    )


def _entity(path: str, error: UnexpandedEntity) -> Finding:
    return Finding(
        path,
        error.line,
        "xml-entity",
        Severity.ERROR,
        f"The entity {error.name} isn't expanded, so what follows wasn't read.",
        "Write the characters themselves.",
        f"实体 {error.name} 不予展开，其后未读。",
        "请直接写出字符。",
    )


def _malformed(path: str, error: Exception) -> Finding:
    line = error.lineno if isinstance(error, expat.ExpatError) else 0
    return Finding(
        path,
        line,
        "xml-malformed",
        Severity.ERROR,
        f"The file isn't well-formed XML: {error}.",
        "Mend this place; what follows wasn't read.",
        f"文件不是合式的 XML：{error}。",
        "请修正此处，其后未读。",
    )
