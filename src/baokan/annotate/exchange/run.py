"""Imports files of annotations into a corpus, and exports the annotations of a corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from baokan.annotate.exchange.anchors import Target, is_elsewhere
from baokan.annotate.exchange.brat import ID, document, read_brat, to_brat, to_targets, with_entity
from baokan.annotate.exchange.issue import AnnotatedIssue, Report
from baokan.annotate.exchange.layer import Annotation, is_name
from baokan.annotate.exchange.webannotation import BadAnnotation, Read, annotations_to_bytes, from_json, read_file
from baokan.errors import BaokanError, UnreadableInput, UsageError
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei.corpus import issue_files

MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
HINT = "export the annotations anew, or mend this one; the others are imported."


@dataclass
class Imported:
    """What an import did: annotations new, changed and the same as before, files written, findings."""

    new: int = 0
    changed: int = 0
    same: int = 0
    written: int = 0
    findings: list[Finding] = field(default_factory=list)


def import_files(kind: str, files: Sequence[Path], corpus: Path) -> Imported:
    """Put the annotations in files into the issues of a corpus folder.

    A file or annotation that can't be used is a finding, and the others go on. Raises UsageError for an unknown kind,
    UnreadableInput when the corpus holds no issue.
    """
    if kind not in READERS:
        raise UsageError(f"There is no import {kind}.", f"choose one of {', '.join(READERS)}.")
    issues = issue_files(corpus) if corpus.is_dir() else [p for p in [corpus] if p.is_file()]
    if not issues:
        raise UnreadableInput(f"{corpus}: holds no issue.", "name a corpus folder, as `baokan encode` makes it.")
    run = Run(issues)
    for file in files:
        try:
            READERS[kind](run, file)
        except BaokanError as error:
            run.result.findings.append(error_to_finding(error, str(file), "unreadable"))
    run.save()
    return run.result


class Run:
    """One import: the issues of the corpus by name, those that got annotations kept open."""

    def __init__(self, issues: Sequence[Path]) -> None:
        self.paths = {path.stem: path for path in issues}
        self.opened: dict[str, AnnotatedIssue | None] = {}
        self.result = Imported()
        self.report: Report = self.result.findings.append

    def bad(self, path: Path, code: str, message: str, line: int = 0) -> None:
        self.report(Finding(str(path), line, code, Severity.ERROR, message, HINT))

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

    def issue_of(self, read: Read) -> AnnotatedIssue | None:
        """The issue that an annotation names by file, else by the identifiers that it points to."""
        if (found := self.issue(read.issue)) is not None:
            return found
        key = read.annotation.targets[0].id
        stems = [stem for stem in self.paths if key == stem or key.startswith(f"{stem}.")]
        return self.issue(max(stems, key=len)) if stems else None

    def save(self) -> None:
        for issue in filter(None, self.opened.values()):
            try:
                self.result.written += issue.save()
            except BaokanError as error:
                self.report(error_to_finding(error, str(issue.path), "not-written"))


def import_web_annotations(run: Run, file: Path) -> None:
    for number, item in enumerate(read_file(file), 1):
        try:
            if isinstance(item, BadAnnotation):
                raise item
            put_annotation(run, file, from_json(item), number)
        except BadAnnotation as error:
            run.bad(file, "annotation-unreadable", f"Annotation {number} can't be used: {error}.")


def put_annotation(run: Run, file: Path, read: Read, number: int) -> None:
    """Anchor an annotation in its issue and put it there."""
    name = read.name or str(number)
    issue = run.issue_of(read)
    targets = read.annotation.targets
    if issue is None:
        run.bad(
            file, "annotation-no-text", f"Annotation {name} is of a text that isn't in the corpus: {read.issue or targets[0].id}."
        )
        return
    told = len(run.result.findings)
    annotation = issue.anchored(with_id(issue, read), path=str(file), name=name)
    known = annotation.id in issue.stored
    if fault := place_fault(issue, targets, annotation.targets, known):
        del run.result.findings[told:]  # the fault says it all
        run.bad(file, fault[0], f"Annotation {name} {fault[1]}.")
        return
    annotation = with_person(issue, annotation, read.creator)
    tell_markup(run, annotation, file, name)
    if not issue.put(annotation):
        run.result.same += 1
    elif known:
        run.result.changed += 1
    else:
        run.result.new += 1


def place_fault(
    issue: AnnotatedIssue, given: tuple[Target, ...], found: tuple[Target, ...], known: bool
) -> tuple[str, str] | None:
    """The code and words for a place that can't be in the issue; None when all can."""
    for target, now in zip(given, found, strict=True):
        there = now.id in issue.texts.ids or is_elsewhere(now.id)
        if not there and not known:
            return "annotation-no-text", f"is of an element that isn't in {issue.path.name}: {now.id or 'none named'}"
        if target.exact == "" and there and now.exact == "":
            length = len(issue.texts.get(target.id, ""))
            return "annotation-offsets", f"goes to character {target.end}, but the text of {target.id} has {length}"
    return None


def tell_markup(run: Run, annotation: Annotation, file: Path, name: str) -> None:
    """A finding for a name or tag with markup in it, which is kept as the characters that it is."""
    for body in annotation.bodies if annotation.motivation in ("tagging", "identifying") else ():
        value = body.get("value") if isinstance(body, dict) else body
        if isinstance(value, str) and MARKUP.search(value):
            message = f"The name in annotation {name} has markup in it: {value[:40]!r}; it is kept as text."
            hint = "take the markup out, if it isn't part of the name."
            run.report(Finding(str(file), 0, "annotation-markup", Severity.WARNING, message, hint))


def with_id(issue: AnnotatedIssue, read: Read) -> Annotation:
    """The annotation with its xml:id: its own, that of the one imported before from the same address, or a new one."""
    file, mark, key = read.name.partition("#")
    key = unquote(key)
    if mark and unquote(file) == issue.path.name and is_name(key) and (key in issue.stored or key not in issue.texts.ids):
        return replace(read.annotation, id=key)
    if not read.name:
        return replace(read.annotation, id=same_id(issue, read.annotation) or issue.free_id())
    extra = {**read.annotation.extra, "id": read.name}
    before = [a.id for a in issue.stored.values() if a.extra.get("id") == read.name]
    return replace(read.annotation, id=before[0] if before else issue.free_id(), extra=extra)


def same_id(issue: AnnotatedIssue, annotation: Annotation) -> str:
    """The id of an annotation that says the same; one without an identifier isn't added twice."""
    for known in issue.stored.values():
        same = (known.bodies, known.motivation, known.created) == (annotation.bodies, annotation.motivation, annotation.created)
        if same and [(t.id, t.exact) for t in known.targets] == [(t.id, t.exact) for t in annotation.targets]:
            return known.id
    return ""


def with_person(issue: AnnotatedIssue, annotation: Annotation, creator: Any) -> Annotation:
    """The annotation with @resp; a creator whom TEI can't tell as such is kept beside it."""
    if creator is None:
        return annotation
    before = len(issue.people.elements)
    resp = issue.people.resp(creator)
    issue.changed |= len(issue.people.elements) != before
    if resp:
        return replace(annotation, resp=resp)
    return replace(annotation, extra={**annotation.extra, "creator": creator})


def readable(paths: Iterable[Path], report: Report) -> Iterator[AnnotatedIssue]:
    """The issues one by one; a finding for one that can't be read."""
    for path in paths:
        try:
            yield AnnotatedIssue(path, report)
        except BaokanError as error:
            report(error_to_finding(error, str(path), "unreadable"))


def export_web_annotations(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.jsonld for each issue that has annotations; returns the files. An unreadable issue is a finding."""
    written = []
    for issue in readable(paths, report):
        if annotations := issue.annotations():
            target = out / f"{issue.path.stem}.jsonld"
            write_atomic(target, annotations_to_bytes(issue.path.stem, annotations, issue.people))
            written.append(target)
    return written


def import_brat(run: Run, file: Path) -> None:
    text, entities, faults = read_brat(file)
    for line, fault in faults:
        run.bad(file, "annotation-unreadable", f"The line {fault}.", line)
    issue = run.issue(file.stem)
    if issue is None:
        run.bad(file, "annotation-no-text", f"The corpus has no issue {file.stem}.")
        return
    for entity in entities:
        targets = to_targets(entity, text, issue.texts)
        known = issue.stored.get(entity.notes.get(ID, ""))
        annotation = with_entity(known, entity, targets)
        told = len(run.result.findings)
        now = issue.anchored(annotation, entity.line, str(file), entity.key)
        if not now.targets or any(t.id not in issue.texts for t in now.targets):
            del run.result.findings[told:]
            run.bad(file, "annotation-no-text", f"The words of {entity.key} aren't in {issue.path.name}.", entity.line)
            continue
        now = now if known else replace(now, id=same_id(issue, now) or issue.free_id())
        tell_markup(run, now, file, entity.key)
        new = now.id not in issue.stored
        changed = issue.put(now)
        run.result.new += new
        run.result.changed += changed and not new
        run.result.same += not changed


def export_brat(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.txt and <issue>.ann for each issue; returns the files. An unreadable issue is a finding."""
    written = []
    for issue in readable(paths, report):
        lines, left = to_brat(issue.annotations(), issue.texts)
        if left:
            message = f"{len(left)} annotations mean no words of a block and are not in brat's files: {', '.join(left[:5])}."
            report(Finding(str(issue.path), 0, "annotation-not-in-brat", Severity.INFO, message, "they stay in the TEI."))
        for suffix, text in ((".txt", document(issue.texts)), (".ann", lines)):
            target = out / f"{issue.path.stem}{suffix}"
            write_atomic(target, text.encode("utf-8"))
            written.append(target)
    return written


READERS: dict[str, Callable[[Run, Path], None]] = {"webannotation": import_web_annotations, "brat": import_brat}
