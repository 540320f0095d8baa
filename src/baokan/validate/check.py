"""Validates files, cheap checks first: well-formed, schema, rules, practice, fidelity; then links across the corpus.

A layer's module is imported when the layer first has something to do, so that a run by a schema alone starts quickly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from baokan.errors import MissingPart, UnreadableInput
from baokan.files import is_file
from baokan.findings import Finding, Severity, error_to_finding
from baokan.validate.choice import Chooser, Chosen
from baokan.validate.prolog import Prolog, included_path, read_prolog
from baokan.validate.reading import form_findings, read_tree

if TYPE_CHECKING:
    from baokan.validate.links import Links

MOST_FINDINGS = 200  # of one file; more says nothing new, and their number is told
LAYERS = ("schema", "rules", "practice", "links", "fidelity")
_REFUSALS = frozenset({"not-well-formed", "xml-entity", "xml-deep", "xml-big"})


@dataclass(frozen=True, slots=True)
class Options:
    """How to validate; without `layers` all of them, or the schema alone where one is given."""

    schema: Path | None = None
    layers: frozenset[str] = frozenset()
    catalogs: tuple[Path, ...] = ()
    ids: bool = False  # also check the soundness of the schema's ID and IDREF types

    def has(self, layer: str) -> bool:
        if self.layers:
            return layer in self.layers
        return layer in ("schema", "rules") or not self.schema


@dataclass(slots=True)
class FileReport:
    """One file: what was found, by which schemas, and whether something of it couldn't be read or run."""

    path: Path
    findings: list[Finding] = field(default_factory=list)
    schemas: list[str] = field(default_factory=list)
    unread: bool = False
    missing_part: bool = False


class Validation:
    """One run over any number of files; `finish` gives what only all of them together show."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self._chooser = Chooser(self.options.schema, list(self.options.catalogs))
        self._links = _new_links() if self.options.has("links") else None
        self._shown: dict[str, str] = {}

    def check(self, path: Path) -> FileReport:
        """The findings on one file by itself; nothing is raised for a bad file."""
        report = FileReport(path)
        try:
            prolog = read_prolog(path)
            self._check(path, prolog, report)
        except UnreadableInput as error:
            report.findings.append(error_to_finding(error, str(path), "unreadable"))
            report.unread = True
        except OSError as error:
            report.findings.append(_unreadable(path, error))
            report.unread = True
        if len(report.findings) > MOST_FINDINGS:
            left = len(report.findings) - MOST_FINDINGS
            report.findings[MOST_FINDINGS:] = [_more_finding(str(path), left)]
        report.findings = _placed(path, report.findings)
        return report

    def finish(self) -> list[Finding]:
        """The findings between files, after the last of them."""
        if self._links is None:
            return []
        found = list(self._links.findings(self._shown))
        by_file: dict[str, list[Finding]] = {}
        for each in found:
            by_file.setdefault(each.path, []).append(each)
        return [placed for name, every in by_file.items() for placed in _placed(Path(name), every)]

    def _check(self, path: Path, prolog: Prolog, report: FileReport) -> None:
        try:
            chosen = self._chooser.choose(path, prolog)
        except UnreadableInput as error:  # a schema that the file names
            report.findings.append(_schema_unreadable(path, prolog, error))
            report.unread, chosen = True, Chosen()
        if self.options.has("schema") and chosen.grammars:
            self._by_grammars(path, chosen, report)
        else:
            report.findings += form_findings(path)
        if any(each.code in _REFUSALS for each in report.findings):
            return
        if self.options.has("schema"):
            report.findings += chosen.findings
        if chosen.rules and self.options.has("rules"):
            self._by_rules(path, chosen.rules, report)
        self._by_practice(path, prolog, report)
        if prolog.is_ours and prolog.name == "TEI" and self.options.has("fidelity"):
            from baokan.validate.fidelity import fidelity_findings

            report.findings += fidelity_findings(path)

    def _by_grammars(self, path: Path, chosen: Chosen, report: FileReport) -> None:
        def root_of(href: str) -> str | None:
            target = included_path(path, href)
            self._chooser.included(target, chosen.grammars)
            return read_prolog(target).root or None if is_file(target) else None

        for name, schema in chosen.grammars:
            report.schemas.append(name)
            report.findings += schema.validate_file(path, chosen.fragment, root_of)
            if any(each.code in _REFUSALS for each in report.findings):
                return
            if self.options.ids:
                report.findings += schema.id_findings(read_tree(path), str(path))

    def _by_rules(self, path: Path, rules: Iterable[Path], report: FileReport) -> None:
        from baokan.validate.schematron import load_rules

        tree = read_tree(path)
        for each in rules:
            try:
                report.findings += load_rules(each).findings(tree, str(path))
                report.schemas.append(str(each))
            except MissingPart as error:
                report.findings.append(error_to_finding(error, str(path), "rules-not-run"))
                report.missing_part = True
            except UnreadableInput as error:
                report.findings.append(error_to_finding(error, str(path), "rules-unreadable"))
                report.unread = True

    def _by_practice(self, path: Path, prolog: Prolog, report: FileReport) -> None:
        practice = self.options.has("practice") and prolog.is_tei
        if not practice and self._links is None:
            return
        from baokan.validate.practice import file_name_findings
        from baokan.validate.survey import read_survey

        survey = read_survey(path, practice)
        told = {(each.code, each.line) for each in report.findings}
        for each in survey.findings:
            if (each.code, each.line) not in told and not _by_schema_too(each, report.findings):
                report.findings.append(each)
        if practice:
            report.findings += file_name_findings(path, prolog)
        if self._links is not None and (prolog.is_tei or self._chooser.is_included(path)):
            survey.forget({(each.line, word) for each in report.findings for word in re.findall(r"“#([^”]+)”", each.message)})
            self._shown[str(path.resolve())] = str(path)
            self._links.add(survey)


def _new_links() -> Links:
    from baokan.validate.links import Links

    return Links()


def _placed(path: Path, findings: list[Finding]) -> list[Finding]:
    """The findings with their page and article."""
    if not findings:
        return findings
    from baokan.validate.places import with_places

    return with_places(path, findings)


def validate(path: Path, schema: Path | None = None) -> list[Finding]:
    """The findings on one file; with `schema` by that schema alone.

    Raises UnreadableInput when the schema can't be read; an unreadable file is a finding.
    """
    run = Validation(Options(schema))
    return run.check(path).findings + run.finish()


def _by_schema_too(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether the schema has told of the same wrong value."""
    attribute = finding.message.partition(" ")[0]
    return finding.code == "date-real" and any(
        each.line == finding.line and each.code == "rng-attribute-value" and each.message.startswith(f"{attribute} ")
        for each in found
    )


def _unreadable(path: Path, error: OSError) -> Finding:
    return Finding(
        str(path), 0, "unreadable", Severity.ERROR, f"The file can't be read: {error.strerror or error}.",
        "check its name and who may read it.", f"文件无法读取：{error.strerror or error}。", "请检查文件名与权限。",
    )  # fmt: skip


def _schema_unreadable(path: Path, prolog: Prolog, error: UnreadableInput) -> Finding:
    line = prolog.models[0].line if prolog.models else prolog.line
    return Finding(
        str(path), line, "schema-unreadable", Severity.ERROR, f"A schema that the file names can't be used: {error.message}",
        error.hint, f"文件所指的模式无法使用：{error.message}", "请改正该模式，或另指一个。",
    )  # fmt: skip


def _more_finding(path: str, count: int) -> Finding:
    return Finding(
        path, 0, "more-findings", Severity.INFO, f"{count} more findings on this file aren't shown.",
        "mend these, then validate again.",
        f"本文件另有 {count} 条问题未列出。", "请先修正以上各条，再重新校验。",
    )  # fmt: skip

