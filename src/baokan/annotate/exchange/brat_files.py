"""brat's files into the issues of a corpus, and out of them.

<issue>.base beside them is the .ann as it went out: what it has and the .ann hasn't any more was taken out by somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from baokan.annotate.exchange.anchors import ALIKE
from baokan.annotate.exchange.brat import ID, NOT_TAKEN, Entity, read_brat, read_entities, to_brat, to_targets, with_entity
from baokan.annotate.exchange.issue import AnnotatedIssue, Report, readable
from baokan.annotate.exchange.judging import Judge, Verdicts
from baokan.annotate.exchange.names import EXCHANGED, Name, Tag, Unit, names_now, same
from baokan.annotate.exchange.opened import Run, readable_derived, tell_markup
from baokan.annotate.exchange.places import Places, document
from baokan.annotate.reading import blocks
from baokan.annotate.verdicts import NO_NAME, verdict_kind
from baokan.files import write_atomic
from baokan.findings import Finding, Severity

BASE = ".base"


def import_brat(run: Run, file: Path) -> None:
    text, entities, faults = read_brat(file)
    for line, (fault, fault_zh) in faults:
        run.bad(file, "annotation-unreadable", (f"The line {fault}.", f"此行{fault_zh}。"), line)
    issue = run.issue(file.stem)
    if issue is None:
        said = f"The corpus has no issue {file.stem}.", f"语料中没有 {file.stem} 这一期。"
        run.bad(file, "annotation-no-text", said)
        return
    places = Places(text, issue.texts)
    if entities and places.share() < ALIKE:
        run.bad(file, "annotation-no-text", other_text(file.with_suffix(".txt").name, issue))
        return
    names = [e for e in entities if is_machines(e)]
    others = [e for e in entities if not is_machines(e)]
    for entity in others:
        put_entity(run, file, issue, entity, places)
    # A line that can't be read isn't one that somebody took out.
    judge_names(run, file, places, (names, others), sound=all(fault == NOT_TAKEN for _, fault in faults))


def other_text(name: str, issue: AnnotatedIssue) -> tuple[str, str]:
    return (
        f"The text of {name} is another than that of {issue.path.name}: less than half of it stands there.",
        f"{name} 的文字不是 {issue.path.name} 的：相同的不到一半。",
    )


def is_machines(entity: Entity) -> bool:
    """Whether an entity goes out and comes back as a name that no annotation speaks of."""
    return ID not in entity.notes and len(entity.spans) == 1 and same(entity.label) in EXCHANGED and not entity.notes


def put_entity(run: Run, file: Path, issue: AnnotatedIssue, entity: Entity, places: Places) -> None:
    known = issue.stored.get(entity.notes.get(ID, ""))
    annotation = with_entity(known, entity, to_targets(entity, places))
    told = len(run.result.findings)
    now = issue.anchored(annotation, entity.line, str(file), entity.key)
    if not now.targets or any(t.id not in issue.texts for t in now.targets):
        del run.result.findings[told:]
        said = f"The words of {entity.key} aren't in {issue.path.name}.", f"{entity.key} 的文字不在 {issue.path.name} 里。"
        run.bad(file, "annotation-no-text", said, entity.line)
        return
    tell_markup(run, now, file, entity.key)
    run.count(issue, now) if known else run.count_new(issue, now)


def judge_names(
    run: Run, file: Path, places: Places, entities: tuple[list[Entity], list[Entity]], sound: bool
) -> None:
    """Take in the names that no annotation speaks of; entities: those, and the others, which were taken in as annotations."""
    names, others = entities
    issue = run.opened[file.stem]
    assert issue is not None
    ids = {e.notes[ID] for e in others if ID in e.notes}
    new = [span for e in others if ID not in e.notes and same(e.label) in EXCHANGED for span in e.spans]
    now = names_now(issue, issue.placed(), run.derived_of(issue))
    went_out: tuple[Tag, ...] | None = None
    path = file.with_suffix(BASE)
    if path.is_file():
        before = read_entities(path.read_bytes().decode("utf-8", "replace"), places.text)[0]
        gone = [e for e in before if e.notes.get(ID, "") not in {*ids, ""} and same(e.label) in EXCHANGED and len(e.spans) == 1]
        went_out = tuple(Tag(*e.spans[0], e.label) for e in before if is_machines(e) or e in gone)
    else:
        now = [name for name in now if not name.id]
    verdicts = Verdicts(issue, run.who(issue))
    judge = Judge(verdicts, places, [n for n in now if n.id not in ids], sound)
    tags = [Tag(*e.spans[0], e.label, "", e.line) for e in names]
    judge.judge([Unit(0, len(places.text) + 1, went_out)], tags, str(file), new)
    run.add(verdicts.new, verdicts.changed, verdicts.same)


def export_brat(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.txt, <issue>.ann and <issue>.base for each issue; returns the files. An unreadable issue is a finding."""
    written = []
    for issue in readable(paths, report):
        annotations = issue.annotations()
        names = names_now(issue, annotations, readable_derived(issue, report))
        lines, left = to_brat([a for a in annotations if verdict_kind(a) != NO_NAME], machine_names(names), issue.texts)
        if left:
            report(left_out(issue, left))
        if nameless := sum(not block.id for block in blocks(issue.root)):
            report(without_id(issue, nameless))
        for suffix, text in ((".txt", document(issue.texts)), (".ann", lines), (BASE, lines)):
            target = out / f"{issue.path.stem}{suffix}"
            write_atomic(target, text.encode("utf-8"))
            written.append(target)
    return written


def machine_names(names: Sequence[Name]) -> list[Name]:
    return [name for name in names if not name.id]


def left_out(issue: AnnotatedIssue, left: list[str]) -> Finding:
    some = ", ".join(left[:5])
    return Finding(
        str(issue.path), 0, "annotation-not-in-brat", Severity.INFO,
        f"{len(left)} annotations mean no words of a block and are not in brat's files: {some}.", "they stay in the TEI.",
        f"{len(left)} 条标注不指某一段落中的文字，没有写进 brat 文件：{some}。", "它们仍在 TEI 里。",
    )  # fmt: skip


def without_id(issue: AnnotatedIssue, count: int) -> Finding:
    return Finding(
        str(issue.path), 0, "annotation-no-id", Severity.WARNING,
        f"{count} blocks have no xml:id, which an annotation needs to come back to its place; they are not in brat's text.",
        "give them xml:ids.",
        f"有 {count} 个段落没有 xml:id，标注无法放回原处；它们没有写进 brat 的文本。", "请加上 xml:id。",
    )  # fmt: skip
