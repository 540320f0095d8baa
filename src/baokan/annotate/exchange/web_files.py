"""Web Annotations into the issues of a corpus, and out of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_uri
from urllib.parse import unquote

from baokan.annotate.exchange.anchors import Target, is_elsewhere
from baokan.annotate.exchange.issue import AnnotatedIssue, Report, readable
from baokan.annotate.exchange.layer import Annotation, is_name
from baokan.annotate.exchange.names import Name, names_now
from baokan.annotate.exchange.opened import Run, readable_derived, tell_markup
from baokan.annotate.exchange.web_names import MACHINE, WENT_OUT, MachineNames, name_id, name_to_annotation, went_out
from baokan.annotate.exchange.webannotation import BadAnnotation, Read, from_json, items_of, read_file, to_json
from baokan.files import write_atomic

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Fault = tuple[str, tuple[str, str]]  # code, what is wrong in English and Chinese


def import_web_annotations(run: Run, file: Path) -> None:
    value = read_file(file)
    machine = MachineNames(run, file, value)
    for number, item in enumerate(items_of(value, 0), 1):
        try:
            if isinstance(item, BadAnnotation):
                raise item
            read = from_json(item)
            if not machine.takes(read) and (put := put_annotation(run, file, read, number)):
                machine.new.append(put)
        except BadAnnotation as error:
            said = f"Annotation {number} can't be used: {error}.", f"第 {number} 条标注无法使用：{error.zh}。"
            run.bad(file, "annotation-unreadable", said)
            machine.sound = False
    machine.judge()


def issue_of(run: Run, read: Read) -> AnnotatedIssue | None:
    """The issue that an annotation names by file, else by the identifiers that it points to."""
    if (found := run.issue(read.issue)) is not None:
        return found
    key = read.annotation.targets[0].id
    stems = [stem for stem in run.paths if key == stem or key.startswith(f"{stem}.")]
    return run.issue(max(stems, key=len)) if stems else None


def put_annotation(run: Run, file: Path, read: Read, number: int) -> tuple[AnnotatedIssue, Annotation] | None:
    """Anchor an annotation in its issue and put it there; returns both when that changed anything."""
    name = read.name or str(number)
    issue = issue_of(run, read)
    targets = read.annotation.targets
    if issue is None:
        place = read.issue or targets[0].id
        said = (
            f"Annotation {name} is of a text that isn't in the corpus: {place}.",
            f"标注 {name} 所指的文字不在语料中：{place}。",
        )
        run.bad(file, "annotation-no-text", said)
        return None
    told = len(run.result.findings)
    annotation = issue.anchored(with_id(issue, read), path=str(file), name=name)
    known = annotation.id in issue.stored
    if fault := place_fault(issue, targets, annotation.targets, known):
        del run.result.findings[told:]  # the fault says it all
        code, (said_en, said_zh) = fault
        run.bad(file, code, (f"Annotation {name} {said_en}.", f"标注 {name} {said_zh}。"))
        return None
    annotation = with_person(run, issue, annotation, read.creator)
    tell_markup(run, annotation, file, name)
    return (issue, annotation) if run.count(issue, annotation) else None


def place_fault(issue: AnnotatedIssue, given: tuple[Target, ...], found: tuple[Target, ...], known: bool) -> Fault | None:
    """The code and words for a place that can't be in the issue; None when all can."""
    for target, now in zip(given, found, strict=True):
        there = now.id in issue.texts.ids or is_elsewhere(now.id)
        if not there and not known:
            return "annotation-no-text", (
                f"is of an element that isn't in {issue.path.name}: {now.id or 'none named'}",
                f"所指的元素不在 {issue.path.name} 里：{now.id or '没有写明'}",
            )
        if target.exact == "" and there and now.exact == "":
            length = len(issue.texts.get(target.id, ""))
            return "annotation-offsets", (
                f"goes to character {target.end}, but the text of {target.id} has {length}",
                f"一直到第 {target.end} 个字，而 {target.id} 只有 {length} 个字",
            )
    return None


def with_id(issue: AnnotatedIssue, read: Read) -> Annotation:
    """The annotation with its xml:id: its own, that of the one imported before from the same address, or a new one."""
    file, mark, key = read.name.partition("#")
    key = unquote(key)
    if mark and unquote(file) == issue.path.name and is_name(key) and (key in issue.stored or key not in issue.texts.ids):
        return replace(read.annotation, id=key)
    if not read.name:
        return replace(read.annotation, id=issue.same_id(read.annotation) or issue.free_id())
    extra = {**read.annotation.extra, "id": read.name}
    before = [a.id for a in issue.stored.values() if a.extra.get("id") == read.name]
    return replace(read.annotation, id=before[0] if before else issue.free_id(), extra=extra)


def with_person(run: Run, issue: AnnotatedIssue, annotation: Annotation, creator: Any) -> Annotation:
    """The annotation with @resp; a creator whom TEI can't tell as such is kept beside it."""
    if creator is None:
        known = issue.stored.get(annotation.id)
        if known is not None and replace(annotation, resp=known.resp) == known:
            return known
        return replace(annotation, resp=run.resp(issue) or (known.resp if known else ""))
    before = len(issue.people.elements)
    resp = issue.people.resp(creator)
    issue.changed |= len(issue.people.elements) != before
    if resp:
        return replace(annotation, resp=resp)
    return replace(annotation, extra={**annotation.extra, "creator": creator})


def export_web_annotations(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.jsonld for each issue that has annotations or names; returns the files. An unreadable issue is a finding."""
    written = []
    for issue in readable(paths, report):
        annotations = issue.annotations()
        names = [n for n in names_now(issue, annotations, readable_derived(issue, report)) if n.element]
        if annotations or names:
            target = out / f"{issue.path.stem}.jsonld"
            write_atomic(target, annotations_to_bytes(issue, annotations, names))
            written.append(target)
    return written


def annotations_to_bytes(issue: AnnotatedIssue, annotations: list[Annotation], names: list[Name]) -> bytes:
    """An issue's annotations, then the machine's names, as an AnnotationPage; the same annotations give the same bytes."""
    stem = issue.path.stem
    items = [to_json(stem, annotation, issue.people) for annotation in annotations]
    for name in names:
        item = to_json(stem, name_to_annotation(name, issue.texts), issue.people)
        items.append({**item, "id": name_id(stem, name), "creator": MACHINE})
    page: dict[str, Any] = {"@context": CONTEXT, "id": f"{quote_uri(stem)}.jsonld", "type": "AnnotationPage", "items": items}
    if names:
        page[WENT_OUT] = went_out(stem, names, issue.texts)
    text = json.dumps(page, ensure_ascii=False, indent=1)
    return (re.sub("[\ud800-\udfff\u2028\u2029\x7f]", lambda c: f"\\u{ord(c[0]):04x}", text) + "\n").encode("utf-8")
