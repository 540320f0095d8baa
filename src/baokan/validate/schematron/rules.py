"""Rules ready to run: in XSLT 1 where they can, else in XSLT 3 through saxonche."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from lxml import etree

from baokan.errors import BaokanError, UnreadableInput
from baokan.findings import Finding, Severity
from baokan.validate.relaxng.stream import Place
from baokan.validate.relaxng.trees import place as path_of
from baokan.validate.schematron.sheets import MOST_PLACED, Row
from baokan.validate.schematron.source import read_schematron

FIRST = ("xslt", "xslt1", "exslt", "xpath")  # query bindings that lxml runs
LATER = ("xslt2", "xslt3", "xpath2", "xpath3", "xpath31")
_ROLES = {"warn": Severity.WARNING, "warning": Severity.WARNING, "nonfatal": Severity.WARNING, "info": Severity.INFO,
          "information": Severity.INFO}  # fmt: skip


class Engine(Protocol):
    """Runs compiled rules on a tree."""

    def rows(self, tree: etree._ElementTree) -> list[Row]: ...


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
        rows = self._run(tree)
        wanted = {row["number"] for row in rows[:MOST_PLACED]}  # a path counts an element's siblings
        places = {n: e for n, e in enumerate(tree.iter(etree.Element)) if n in wanted} if wanted else {}
        return [row_to_finding(row, places.get(row["number"]), path) for row in rows]

    def _run(self, tree: etree._ElementTree) -> list[Row]:
        if self._engine is None and self.binding not in LATER:
            from baokan.validate.schematron.xslt1 import FirstEngine, TooMuch

            try:
                self._engine = FirstEngine(self._schema, self.path)
                return self._engine.rows(tree)
            except BaokanError as error:
                if self.binding in FIRST or isinstance(error, TooMuch):
                    raise
                self._engine = None  # no binding is given, and the rules need more than XPath 1
        if self._engine is None:
            from baokan.validate.schematron.xslt3 import LaterEngine

            self._engine = LaterEngine(self._schema, self.path)
        return self._engine.rows(tree)


@cache
def load_rules(path: Path) -> Rules:
    """The rules of a Schematron file or of a grammar with embedded rules. Raises UnreadableInput."""
    return Rules(path)


def row_to_finding(row: Row, place: etree._Element | None, path: str) -> Finding:
    """An assertion's id is the finding's code; diagnostics named …-hint, …-zh and …-zhhint are its other words."""
    notes = {note_key(diagnostic, language): text for diagnostic, language, text in row["notes"]}
    hint = notes.get("hint") or " ".join(v for k, v in notes.items() if k not in ("zh", "zhhint"))
    at = path_of(place) if place is not None else Place(0, "")
    return Finding(
        path, at.line, row["id"] or "rule", _ROLES.get(row["role"], Severity.ERROR), row["text"] or "A rule is broken.", hint,
        notes.get("zh", ""), notes.get("zhhint", ""), at.xpath,
    )  # fmt: skip


def note_key(diagnostic: str, language: str) -> str:
    """What a diagnostic says, by the end of its id: hint, zh, zhhint; else its language."""
    end = diagnostic.rpartition("-")[2]
    return end if end in ("hint", "zh", "zhhint") else language.partition("-")[0] or end
