"""Rules ready to run: in XSLT 1 within the process where they can, else in XSLT 3 through saxonche."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from lxml import etree

from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity
from baokan.validate.schematron.source import read_schematron

FIRST = ("xslt", "xslt1", "exslt", "xpath")  # query bindings that lxml runs
LATER = ("xslt2", "xslt3", "xpath2", "xpath3", "xpath31")
_ROLES = {"warn": Severity.WARNING, "warning": Severity.WARNING, "nonfatal": Severity.WARNING, "info": Severity.INFO,
          "information": Severity.INFO}  # fmt: skip


class Engine(Protocol):
    """Runs compiled rules on a tree."""

    def fired(self, tree: etree._ElementTree) -> list[Fired]: ...


class Fired:
    """One failed assertion or successful report, as an engine gives it."""

    __slots__ = ("id", "message", "notes", "place", "role", "xpath")

    def __init__(self, fired_id: str, role: str, place: etree._Element | None, xpath: str, message: str) -> None:
        self.id = fired_id
        self.role = role
        self.place = place
        self.xpath = xpath
        self.message = message
        self.notes: dict[str, str] = {}  # the last part of a diagnostic's id, or its language -> its text


class Rules:
    """The rules of one schema; the engine is chosen by the query binding, or by what the rules need."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._schema = read_schematron(path)
        self.binding = self._schema.get("queryBinding", "").lower()
        if self.binding not in ("", *FIRST, *LATER):
            raise UnreadableInput(f"{path}: its rules are written for {self.binding!r}.", "xslt, xslt2 and xslt3 can be run.")
        self._engine: Engine | None = None

    def findings(self, tree: etree._ElementTree, path: str) -> list[Finding]:
        """What the rules say of a tree. Raises UnreadableInput for wrong rules, MissingPart without saxonche."""
        return [fired_to_finding(each, path) for each in self._run(tree)]

    def _run(self, tree: etree._ElementTree) -> list[Fired]:
        if self._engine is None and self.binding not in LATER:
            try:
                from baokan.validate.schematron.xslt1 import FirstEngine

                self._engine = FirstEngine(self._schema, self.path)
                return self._engine.fired(tree)
            except BaokanError:
                if self.binding in FIRST:
                    raise
                self._engine = None  # no binding is given, and the rules need more than XPath 1
        if self._engine is None:
            from baokan.validate.schematron.xslt3 import LaterEngine

            self._engine = LaterEngine(self._schema, self.path)
        return self._engine.fired(tree)


@cache
def load_rules(path: Path) -> Rules:
    """The rules of a Schematron file or of a grammar with embedded rules. Raises UnreadableInput."""
    return Rules(path)


def fired_to_finding(fired: Fired, path: str) -> Finding:
    """An assertion's id is the finding's code; diagnostics named …-hint, …-zh and …-zhhint are its other words."""
    hint = fired.notes.get("hint") or " ".join(v for k, v in fired.notes.items() if k not in ("zh", "zhhint"))
    line = fired.place.sourceline or 0 if fired.place is not None else 0
    return Finding(
        path, line, fired.id or "rule", _ROLES.get(fired.role, Severity.ERROR), fired.message or "A rule is broken.", hint,
        fired.notes.get("zh", ""), fired.notes.get("zhhint", ""), fired.xpath,
    )  # fmt: skip


def note_key(diagnostic: str, language: str) -> str:
    """What a diagnostic says, by the end of its id: hint, zh, zhhint; else its language."""
    end = diagnostic.rpartition("-")[2]
    return end if end in ("hint", "zh", "zhhint") else language.partition("-")[0] or end


def said(element: etree._Element | None) -> str:
    """The element's text in one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
