"""One import: the issues of the corpus that got annotations, kept open until all files are read, and what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree

from baokan.annotate.exchange.issue import AnnotatedIssue, Report
from baokan.annotate.exchange.layer import Annotation
from baokan.annotate.exchange.refresh import refresh
from baokan.annotate.hand import read_derived
from baokan.annotate.kept import Sentence
from baokan.annotate.mentions import ana_path
from baokan.errors import BaokanError
from baokan.findings import Finding, Severity, error_to_finding

MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
HINT = "export the annotations anew, or mend this one; the others are imported."
HINT_ZH = "请重新导出标注，或修正这一条；其余的照常导入。"


@dataclass
class Imported:
    """What an import did: annotations new, changed and the same as before, files written, findings."""

    new: int = 0
    changed: int = 0
    same: int = 0
    written: int = 0
    findings: list[Finding] = field(default_factory=list)


class Run:
    """One import: the issues of the corpus by name, those that got annotations kept open.

    by: who made the annotations, where a file doesn't say; "" when nobody was named.
    """

    def __init__(self, issues: Sequence[Path], by: str = "") -> None:
        self.paths = {path.stem: path for path in issues}
        self.by = by
        self.opened: dict[str, AnnotatedIssue | None] = {}
        self.derived: dict[str, etree._Element | None] = {}
        self.sentences: dict[str, dict[str, list[Sentence]]] = {}  # issue -> block -> sentences that a person cut
        self.result = Imported()
        self.report: Report = self.result.findings.append

    def bad(self, path: Path, code: str, said: tuple[str, str], line: int = 0) -> None:
        """An error in a file, in English and Chinese."""
        self.report(Finding(str(path), line, code, Severity.ERROR, said[0], HINT, said[1], HINT_ZH))

    def tell(self, path: Path, code: str, said: tuple[str, str], advice: tuple[str, str], line: int = 0) -> None:
        """Something that a person should know of."""
        self.report(Finding(str(path), line, code, Severity.INFO, said[0], advice[0], said[1], advice[1]))

    def issue(self, stem: str) -> AnnotatedIssue | None:
        """The issue of that file name; None when there is none or, with a finding, when it can't be read."""
        if stem not in self.opened:
            self.opened[stem] = None
            if stem in self.paths:
                try:
                    self.opened[stem] = AnnotatedIssue(self.paths[stem], self.report)
                except BaokanError as error:
                    self.report(error_to_finding(error, str(self.paths[stem]), "unreadable"))
        return self.opened[stem]

    def issue_named(self, name: str) -> AnnotatedIssue | None:
        """The issue whose file's stem is the name or its beginning, as tools put users and formats behind it."""
        found = [stem for stem in self.paths if name == stem or (name.startswith(stem) and not name[len(stem)].isalnum())]
        return self.issue(max(found, key=len)) if found else None

    def derived_of(self, issue: AnnotatedIssue) -> etree._Element | None:
        """The root of an issue's derived file; None when there is none or, with a finding, when it can't be read."""
        stem = issue.path.stem
        if stem not in self.derived:
            self.derived[stem] = readable_derived(issue, self.report)
        return self.derived[stem]

    def who(self, issue: AnnotatedIssue) -> Callable[[], str]:
        """What gives the @resp of who made the annotations, when it is asked for."""
        return lambda: self.resp(issue)

    def resp(self, issue: AnnotatedIssue) -> str:
        """The @resp of who made the annotations, whom the issue names from then on; "" when nobody was named."""
        if not self.by:
            return ""
        before = len(issue.people.elements)
        resp = issue.people.resp({"type": "Person", "name": self.by}) or ""
        issue.changed |= len(issue.people.elements) != before
        return resp

    def count(self, issue: AnnotatedIssue, annotation: Annotation) -> bool:
        """Put an annotation into its issue; whether that changed anything."""
        known = annotation.id in issue.stored
        changed = issue.put(annotation)
        self.add(changed and not known, changed and known, not changed)
        return changed

    def count_new(self, issue: AnnotatedIssue, annotation: Annotation) -> None:
        """Put an annotation without an id into its issue, unless one says the same."""
        if issue.same_id(annotation):
            self.add(0, 0, 1)
        else:
            self.count(issue, replace(annotation, id=issue.free_id(), resp=self.resp(issue)))

    def add(self, new: int, changed: int, same: int) -> None:
        self.result.new += new
        self.result.changed += changed
        self.result.same += same

    def save(self) -> None:
        """Write the issues that changed, and bring the names and words of their derived files up to date."""
        for issue in self.open_issues():
            new = self.sentences.get(issue.path.stem, {})
            try:
                saved = issue.save()
                self.result.written += saved
                if (saved or new) and (self.derived_of(issue) is not None or new):
                    self.result.written += refresh(issue, self.derived_of(issue), new, self.report)
            except BaokanError as error:
                self.report(error_to_finding(error, str(issue.path), "not-written"))

    def open_issues(self) -> Iterator[AnnotatedIssue]:
        return filter(None, self.opened.values())


def readable_derived(issue: AnnotatedIssue, report: Callable[[Finding], None]) -> etree._Element | None:
    try:
        return read_derived(issue.path)
    except BaokanError as error:
        report(error_to_finding(error, str(ana_path(issue.path)), "unreadable"))
        return None


def tell_markup(run: Run, annotation: Annotation, file: Path, name: str) -> None:
    """A finding for a name or tag with markup in it, which is kept as the characters that it is."""
    for body in annotation.bodies if annotation.motivation in ("tagging", "identifying") else ():
        value: Any = body.get("value") if isinstance(body, dict) else body
        if isinstance(value, str) and MARKUP.search(value):
            run.report(markup_finding(file, name, value))


def markup_finding(file: Path, name: str, value: str, line: int = 0) -> Finding:
    return Finding(
        str(file), line, "annotation-markup", Severity.WARNING,
        f"The name in annotation {name} has markup in it: {value[:40]!r}; it is kept as text.",
        "take the markup out, if it isn't part of the name.",
        f"标注 {name} 的名称里有标记：{value[:40]!r}；照原文保留。", "如标记不属于名称，请去掉。",
    )  # fmt: skip
