"""brat's standoff: <issue>.txt with a block a line, <issue>.ann with the spans; what brat has no place for stays in the TEI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from baokan.annotate.exchange.anchors import Target, Texts
from baokan.annotate.exchange.file_text import bytes_to_text, file_to_bytes
from baokan.annotate.exchange.layer import MOTIVATIONS, NOT_XML, Annotation
from baokan.annotate.exchange.names import Name
from baokan.annotate.exchange.places import Places, block_starts, document

LABEL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
SPAN = re.compile(r"([^\s;]+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)", re.ASCII)
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ID, NOTE = "AnnotationID", "AnnotatorNotes"
ENTITY = "tagging"
Fault = tuple[str, str]  # what is wrong, in English and Chinese
NOT_TAKEN = (
    "is none that the TEI has a place for (entities with notes are taken, nothing else)",
    "在 TEI 里没有位置（只收实体及其注释）",
)


@dataclass
class Entity:
    """A text-bound annotation: its label, its spans in the document, the line that it stands in, its notes."""

    key: str
    label: str
    spans: list[tuple[int, int]]
    text: str
    line: int
    notes: dict[str, str] = field(default_factory=dict)


def to_brat(annotations: list[Annotation], names: Sequence[Name], texts: Texts) -> tuple[str, list[str]]:
    """The lines for the annotations that mean words in blocks, then for names of the machine; and the ids of the others."""
    starts = block_starts(texts)
    whole = document(texts)
    lines: list[str] = []
    left: list[str] = []
    entities = notes = 0
    for annotation in annotations:
        if any(t.id not in starts or t.start < 0 for t in annotation.targets):
            left.append(annotation.id)
            continue
        entities += 1
        key = f"T{entities}"
        spans = [(starts[t.id] + t.start, starts[t.id] + t.end) for t in annotation.targets]
        lines.append(entity_line(key, label(annotation), spans, whole))
        for kind, value in ((ID, annotation.id), (NOTE, escape(comment(annotation)))):
            if value:
                notes += 1
                lines.append(f"#{notes}\t{kind} {key}\t{value}")
    for number, name in enumerate(names, entities + 1):
        at = starts[name.block]
        lines.append(entity_line(f"T{number}", name.kind, [(at + name.start, at + name.end)], whole))
    return "".join(line + "\n" for line in lines), left


def entity_line(key: str, tag: str, spans: Sequence[tuple[int, int]], text: str) -> str:
    place = ";".join(f"{start} {end}" for start, end in spans)
    return f"{key}\t{tag} {place}\t{' '.join(text[start:end] for start, end in spans)}"


def label(annotation: Annotation) -> str:
    """The label of an entity, which is its first body; of anything else why it was made."""
    tag = body_text(annotation, 0)
    return tag if annotation.motivation == ENTITY and LABEL.fullmatch(tag) else annotation.motivation or "note"


def comment_place(annotation: Annotation) -> int:
    return 1 if label(annotation) != (annotation.motivation or "note") else 0


def comment(annotation: Annotation) -> str:
    return body_text(annotation, comment_place(annotation))


def body_text(annotation: Annotation, index: int) -> str:
    body = annotation.bodies[index] if index < len(annotation.bodies) else None
    value = body.get("value") if isinstance(body, dict) else None
    return value if isinstance(value, str) and not NOT_XML.search(value) else ""


def escape(text: str) -> str:
    return "".join(ESCAPES.get(c, c) for c in text)


def unescape(text: str) -> str:
    back = {value: key for key, value in ESCAPES.items()}
    return re.sub(r"\\[\\nrt]", lambda found: back[found[0]], text)


def read_brat(path: Path) -> tuple[str, list[Entity], list[tuple[int, Fault]]]:
    """The .txt beside an .ann, its entities, and (line, what is wrong) for the rest. Raises UnreadableInput."""
    hint = "brat's .txt and .ann go together.", "brat 的 .txt 和 .ann 应放在一起。"
    texts = [bytes_to_text(file_to_bytes(each, *hint), each) for each in (path.with_suffix(".txt"), path)]
    return texts[0], *read_entities(texts[1], texts[0])


def read_entities(lines: str, text: str) -> tuple[list[Entity], list[tuple[int, Fault]]]:
    """The entities in an .ann, and (line, what is wrong) for the rest."""
    found: dict[str, Entity] = {}
    faults: list[tuple[int, Fault]] = []
    for number, line in enumerate(lines.split("\n"), 1):
        if not line.strip():
            continue
        if fault := read_line(line.removesuffix("\r").split("\t"), number, text, found):
            faults.append((number, fault))
    return list(found.values()), faults


def read_line(columns: list[str], number: int, text: str, found: dict[str, Entity]) -> Fault | None:
    """Take a line in; returns what is wrong with it."""
    if columns[0][:1] == "T" and len(columns) > 2 and (span := SPAN.fullmatch(columns[1])):
        spans = [(int(a), int(b)) for a, b in (pair.split() for pair in span[2].split(";"))]
        if any(not start < end <= len(text) for start, end in spans):
            return (
                f"goes over the text's {len(text)} characters, or ends before it starts",
                f"超出正文的 {len(text)} 个字，或终点在起点之前",
            )
        covered = " ".join(text[start:end].replace("\n", " ") for start, end in spans)
        if covered != columns[2]:
            return (
                f"says {columns[2][:40]!r}, where the text has {covered[:40]!r}",
                f"写的是 {columns[2][:40]!r}，而正文此处是 {covered[:40]!r}",
            )
        found[columns[0]] = Entity(columns[0], span[1], spans, columns[2], number)
        return None
    kind, _, key = (columns[1] if len(columns) > 2 else "").partition(" ")
    if columns[0][:1] == "#" and key in found:
        found[key].notes[kind] = columns[2]
        return None
    return NOT_TAKEN


def to_targets(entity: Entity, places: Places) -> tuple[Target, ...]:
    """The entity's spans with the blocks that they stand in, with the words of the text that brat had."""
    return tuple(target for start, end in entity.spans for target in places.targets(start, end))


def with_entity(annotation: Annotation | None, entity: Entity, targets: tuple[Target, ...]) -> Annotation:
    """The annotation that the TEI has with what brat says of it, or a new one."""
    said = unescape(entity.notes.get(NOTE, ""))
    known = annotation or Annotation("", targets)
    bodies = list(known.bodies)
    motivation = known.motivation
    if annotation is None or label(annotation) != entity.label:
        if annotation is not None and comment_place(annotation):
            bodies.pop(0)
        motivation = entity.label if entity.label in MOTIVATIONS else "" if entity.label == "note" else ENTITY
        if motivation == ENTITY and entity.label != ENTITY:
            bodies.insert(0, {"type": "TextualBody", "value": entity.label})
    result = Annotation(known.id, targets, motivation, tuple(bodies), known.resp, known.created, known.modified, known.extra)
    if said != comment(result):
        place = comment_place(result)
        old = bodies[place] if place < len(bodies) and body_text(result, place) else None
        bodies[place : place + (old is not None)] = [{**(old or {"type": "TextualBody"}), "value": said}] if said else []
    return Annotation(known.id, targets, motivation, tuple(bodies), known.resp, known.created, known.modified, known.extra)
