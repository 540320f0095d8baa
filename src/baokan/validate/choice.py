"""Which schemas a file is validated by: the one given; else those that it names, baokan's own for what baokan wrote, those of
the file that includes it; else TEI as a whole. What is named and can't be used is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from baokan.assets import asset
from baokan.errors import UnreadableInput
from baokan.files import is_file
from baokan.findings import Finding
from baokan.validate.catalogs import read_catalogs
from baokan.validate.lookup import Kind, Named, kind_of, named_schemas
from baokan.validate.prolog import TEI, Prolog
from baokan.validate.relaxng import Schema
from baokan.validate.schemas import load_grammar, rules_of, tei_as_a_whole
from baokan.validate.unnamed import (
    assumed_finding,
    language_finding,
    missing_schema_finding,
    namespace_finding,
    no_schema_finding,
)

TEI_AS_A_WHOLE = "TEI P5, all modules"
_TEI_ALL = re.compile(r"^https?://(www\.)?tei-c\.org/.*/tei_all\.(rng|rnc|odd)$")


@dataclass(slots=True)
class Chosen:
    """The schemas of one file; with `fragment` its root may be any element that they know."""

    grammars: list[tuple[str, Schema]] = field(default_factory=list)
    rules: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    fragment: bool = False


class Chooser:
    """Chooses the schemas of each file of a run. Raises UnreadableInput at once where the given one can't be used."""

    def __init__(self, given: Path | None, catalogs: list[Path]) -> None:
        self._catalog = read_catalogs(catalogs)
        self._given = given
        self._includers: dict[Path, list[tuple[str, Schema]]] = {}
        self._chosen = Chosen()
        if given:
            self._read_given(given)

    def _read_given(self, schema: Path) -> None:
        if not is_file(schema):
            raise UnreadableInput(f"{schema}: the schema isn't there.", "check --schema.")
        kind = kind_of(schema.name)
        if kind is Kind.OTHER:
            raise UnreadableInput(f"{schema}: is neither RELAX NG nor Schematron nor an ODD.", "name a .rng, .rnc, .sch or .odd.")
        self._add(kind, schema, self._chosen)
        for each in self._chosen.rules:
            from baokan.validate.schematron import load_rules

            load_rules(each)

    def _add(self, kind: Kind, schema: Path, chosen: Chosen) -> None:
        if kind is Kind.SCHEMATRON:
            chosen.rules.append(schema)
            return
        chosen.grammars.append((str(schema), load_grammar(schema)))
        if kind is Kind.ODD:
            chosen.rules += rules_of(schema)

    def included(self, target: Path, grammars: list[tuple[str, Schema]]) -> None:
        """Notes that a file validated by these grammars includes another one."""
        self._includers.setdefault(target, grammars)

    def is_included(self, path: Path) -> bool:
        return path.resolve() in self._includers

    def choose(self, path: Path, prolog: Prolog) -> Chosen:
        """The schemas of a file. Raises UnreadableInput where one that it names is there and wrong."""
        inherited = self._includers.get(path.resolve(), [])
        if self._given:
            given = self._chosen
            return Chosen(given.grammars, given.rules, [], bool(inherited) and not prolog.is_tei)
        chosen = Chosen()
        whole = self._add_named(path, prolog, chosen)
        if prolog.is_ours:
            chosen.grammars.append(("baokan", load_grammar(asset("schemas", "baokan.rng"))))
            chosen.rules += [asset("schemas", "baokan.sch")] if prolog.name == "TEI" else []
        if not chosen.grammars and inherited:
            chosen.grammars, chosen.fragment = inherited, not prolog.is_tei
        elif not chosen.grammars:
            self._without_schema(path, prolog, chosen, whole)
        return chosen

    def _add_named(self, path: Path, prolog: Prolog, chosen: Chosen) -> bool:
        """Adds what the file names; True where that is TEI's own schema for everything, which baokan has."""
        whole = False
        for each in named_schemas(path, prolog, self._catalog):
            if each.path and each.kind is not Kind.OTHER:
                self._add(each.kind, each.path, chosen)
            elif each.kind in (Kind.RELAXNG, Kind.ODD) and _TEI_ALL.match(each.model.href):
                whole = True
            else:
                chosen.findings.append(_unusable(path, each))
        return whole

    def _without_schema(self, path: Path, prolog: Prolog, chosen: Chosen, named_whole: bool) -> None:
        if prolog.root.startswith(TEI):
            chosen.grammars, chosen.fragment = [(TEI_AS_A_WHOLE, tei_as_a_whole())], not prolog.is_tei
            if not named_whole:
                chosen.findings.append(assumed_finding(path, prolog))
        elif prolog.name in ("TEI", "teiCorpus"):
            chosen.findings.append(namespace_finding(str(path), prolog.line, prolog.name))
        elif prolog.root and not chosen.findings:
            chosen.findings.append(no_schema_finding(path, prolog))


def _unusable(path: Path, named: Named) -> Finding:
    if named.kind is Kind.OTHER:
        return language_finding(str(path), named.model.line, named.model.href)
    return missing_schema_finding(str(path), named.model.line, named.model.href)
