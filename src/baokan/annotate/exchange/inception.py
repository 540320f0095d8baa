"""INCEpTION's files into the issues of a corpus, and out of them: UIMA CAS XMI (alone or zipped) and WebAnno TSV."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from baokan.annotate.exchange.anchors import ALIKE, anchor
from baokan.annotate.exchange.brat import NOTE, Entity, escape, with_entity
from baokan.annotate.exchange.brat_files import other_text
from baokan.annotate.exchange.cas import layers_to_xmi, type_system, xmi_to_layers
from baokan.annotate.exchange.cas_types import TYPE_SYSTEM
from baokan.annotate.exchange.file_text import bytes_to_text, file_to_bytes
from baokan.annotate.exchange.issue import AnnotatedIssue, Report, readable
from baokan.annotate.exchange.judging import Judge, Verdicts
from baokan.annotate.exchange.layers import Layers, Origin, Remark, issue_to_layers, words_of
from baokan.annotate.exchange.names import Tag, Unit, is_name, names_now, same
from baokan.annotate.exchange.opened import Run, readable_derived, tell_markup
from baokan.annotate.exchange.places import Places
from baokan.annotate.exchange.tsv import layers_to_tsv, tsv_to_layers
from baokan.annotate.exchange.words import put_sentences
from baokan.errors import UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity

LARGEST = 500_000_000  # bytes of a file within a zip
SENTENCES_LOST = (
    "No sentence has an id of baokan's: words and parts of speech are left as they are, names are compared with those of now.",
    "文件中没有 baokan 的句子 id，词和词性保持不变，名称与现有的比较。",
)


@dataclass(frozen=True)
class Opened:
    """A document of a file: what to call it in findings, whose name its issue may have, its layers."""

    path: Path
    names: tuple[str, ...]
    layers: Layers


def import_inception(run: Run, file: Path) -> None:
    for opened in open_documents(file):
        put_document(run, opened)


def open_documents(file: Path) -> Iterator[Opened]:
    """The documents of a file. Raises UnreadableInput, MissingPart."""
    data = file_to_bytes(file)
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield from open_zip(file)
        return
    beside = next((p for p in file.parent.glob("*.xml") if p.name.casefold() == TYPE_SYSTEM.casefold()), None)
    types = file_to_bytes(beside) if beside else None
    yield open_document(file, (file.stem, file.parent.name, file.parent.stem), data, types)


def open_zip(file: Path) -> Iterator[Opened]:
    """The documents of a zip as INCEpTION exports it: each .xmi with the TypeSystem.xml; nothing is written anywhere."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}
            if any(info.file_size > LARGEST for info in entries.values()):
                zh = f"内有超过 {LARGEST} 字节的文件。", "请只给一份文档。"
                raise UnreadableInput(f"{file}: holds a file of more than {LARGEST} bytes.", "give one document alone.", zh)
            types = next((archive.read(n) for n in entries if n.rpartition("/")[2].casefold() == TYPE_SYSTEM.casefold()), None)
            wanted = [name for name in entries if name.casefold().endswith((".xmi", ".tsv"))]
            if not wanted:
                zh = "里面没有 .xmi 或 .tsv。", "请导出为 UIMA CAS XMI 或 WebAnno TSV。"
                raise UnreadableInput(f"{file}: holds no .xmi and no .tsv.", "export as UIMA CAS XMI or WebAnno TSV.", zh)
            for name in wanted:
                parts = Path(name)
                names = (parts.stem, file.stem, *(Path(part).stem for part in parts.parts[-2::-1]))
                yield open_document(file / name, names, archive.read(name), types)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        zh = f"zip 已损坏：{error}。", "请重新导出。"
        raise UnreadableInput(f"{file}: is a broken zip: {error}.", "export it again.", zh) from error


def open_document(path: Path, names: tuple[str, ...], data: bytes, types: bytes | None) -> Opened:
    try:
        if data.lstrip(b"\xef\xbb\xbf").startswith(b"#FORMAT="):
            return Opened(path, names, tsv_to_layers(bytes_to_text(data, path)))
        return Opened(path, names, xmi_to_layers(data, types))
    except UnreadableInput as error:
        message = error.message.removeprefix(f"{path}: ")
        raise UnreadableInput(f"{path}: {message}", error.hint, error.zh) from error


def put_document(run: Run, opened: Opened) -> None:
    layers = opened.layers
    for line, code, said in layers.faults:
        run.bad(opened.path, code, said, line)
    origins = {s.start: s.origin for s in layers.sentences if s.origin}
    issue = issue_of(run, opened, list(origins.values()))
    if issue is None:
        said = f"The corpus has no issue {opened.names[0]}.", f"语料中没有 {opened.names[0]} 这一期。"
        run.bad(opened.path, "annotation-no-text", said)
        return
    places = Places(layers.text, issue.texts, [(at, origin.block) for at, origin in origins.items()])
    if places.share() < ALIKE:
        run.bad(opened.path, "annotation-no-text", other_text(opened.path.name, issue))
        return
    if not origins and layers.sentences:
        run.tell(opened.path, "sentence-ids", SENTENCES_LOST, ("", ""))
    before = issue.placed()
    names = [n for n in names_now(issue, before, run.derived_of(issue)) if layers.dated or same(n.kind) != "DATE"]
    put_remarks(run, opened, issue, places, origins)
    verdicts = Verdicts(issue, run.who(issue))
    tags = [tag for tag in layers.names if has_kind(run, opened, tag)]
    judge = Judge(verdicts, places, names, sound=layers.sound and len(tags) == len(layers.names))
    judge.judge(units(layers, origins), tags, str(opened.path))
    run.add(verdicts.new, verdicts.changed, verdicts.same)
    if origins and layers.sound:
        put_sentences(run, opened.path, issue, places, layers)


def issue_of(run: Run, opened: Opened, origins: list[Origin]) -> AnnotatedIssue | None:
    """The issue of a document: by what its sentences tell, else by a name of its file or folders."""
    for origin in origins[:1]:
        stems = [stem for stem in run.paths if origin.block.startswith(f"{stem}.")]
        if stems:
            return run.issue(max(stems, key=len))
    found = (run.issue_named(name) for name in opened.names if name)
    return next((issue for issue in found if issue is not None), None)


def units(layers: Layers, origins: dict[int, Origin]) -> list[Unit]:
    """The stretches from each sentence with an id to the next; the whole text, without a base, when there is none."""
    starts = sorted(origins)
    if not starts:
        return [Unit(0, len(layers.text) + 1, None)]
    ends = [*starts[1:], len(layers.text) + 1]
    first = [0, *starts[1:]]
    return [Unit(a, b, origins[s].names) for a, b, s in zip(first, ends, starts, strict=True)]


def has_kind(run: Run, opened: Opened, tag: Tag) -> bool:
    """Whether a name has a type; one without is told of."""
    if not tag.kind.strip() or tag.end <= tag.start:
        words = opened.layers.text[tag.start : tag.end][:20]
        run.report(Finding(
            str(opened.path), tag.line, "name-without-type", Severity.WARNING, f"The name “{words}” has no type; it isn't taken.",
            "give it one.", f"名称“{words}”没有类型，未导入。", "请给它一个类型。",
        ))  # fmt: skip
        return False
    return True


def put_remarks(run: Run, opened: Opened, issue: AnnotatedIssue, places: Places, origins: dict[int, Origin]) -> None:
    """Put the remarks of a document into its issue, and take out those that somebody took out of it."""
    together: dict[str, list[Remark]] = {}
    for number, remark in enumerate(opened.layers.remarks):
        together.setdefault(remark.id or f" {number}", []).append(remark)
    for key, remarks in together.items():
        if any(r.start >= r.end for r in remarks):
            said = f"The remark {key.strip()} is of no words.", f"批注 {key.strip()} 不含文字。"
            run.bad(opened.path, "annotation-offsets", said, remarks[0].line)
            continue
        put_remark(run, opened, issue, places, key.strip(), remarks)
    if opened.layers.remarkable and opened.layers.sound:
        gone = {r for origin in origins.values() for r in origin.remarks} - set(together)
        for key in sorted(gone & set(issue.stored)):
            if not is_name(issue.stored[key]):
                issue.delete(key, run.resp(issue))
                run.add(0, 1, 0)


def put_remark(run: Run, opened: Opened, issue: AnnotatedIssue, places: Places, key: str, remarks: list[Remark]) -> None:
    known = issue.stored.get(key)
    first = remarks[0]
    notes = {NOTE: escape(first.comment)} if first.comment else {}
    entity = Entity(key, first.label or "commenting", [(r.start, r.end) for r in remarks], "", first.line, notes)
    targets = tuple(t for r in remarks for t in places.targets(r.start, r.end))
    if known is not None:
        now = replace(known, targets=tuple(anchor(t, issue.texts)[0] for t in known.targets))
        there = [places.span_before(*word) for word in words_of(now, issue.texts) or []]
        if there and sorted(filter(None, there)) == sorted((r.start, r.end) for r in remarks):
            targets = now.targets  # the blanks at its edges aren't what somebody changed
    told = len(run.result.findings)
    annotation = issue.anchored(with_entity(known, entity, targets), first.line, str(opened.path), key or first.label)
    if not annotation.targets or any(t.id not in issue.texts for t in annotation.targets):
        del run.result.findings[told:]
        said = f"The words of the remark {key} aren't in {issue.path.name}.", f"批注 {key} 的文字不在 {issue.path.name} 里。"
        run.bad(opened.path, "annotation-no-text", said, first.line)
        return
    tell_markup(run, annotation, opened.path, key or first.label)
    run.count_new(issue, annotation) if known is None else run.count(issue, annotation)


def export_inception(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.xmi for each issue, and one TypeSystem.xml; returns the files. Raises MissingPart."""
    types = type_system()
    written = list(export_layers(paths, out, report, ".xmi", layers_to_xmi))
    target = out / TYPE_SYSTEM
    write_atomic(target, types)
    return [*written, target]


def export_tsv(paths: Iterable[Path], out: Path, report: Report) -> list[Path]:
    """Write <issue>.tsv for each issue; returns the files."""
    return list(export_layers(paths, out, report, ".tsv", lambda layers: layers_to_tsv(layers).encode("utf-8")))


def export_layers(
    paths: Iterable[Path], out: Path, report: Report, suffix: str, write: Callable[[Layers], bytes]
) -> Iterator[Path]:
    for issue in readable(paths, report):
        layers, left = issue_to_layers(issue, issue.annotations(), readable_derived(issue, report))
        if left:
            some = ", ".join(left[:5])
            report(Finding(
                str(issue.path), 0, "annotation-not-in-inception", Severity.INFO,
                f"{len(left)} annotations mean no words of a block and are not in INCEpTION's files: {some}.",
                "they stay in the TEI.",
                f"{len(left)} 条标注不指某一段落中的文字，没有写进 INCEpTION 文件：{some}。", "它们仍在 TEI 里。",
            ))  # fmt: skip
        target = out / f"{issue.path.stem}{suffix}"
        write_atomic(target, write(layers))
        yield target


