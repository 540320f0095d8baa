"""brat's standoff: <issue>.txt with a block a line, <issue>.ann with the spans; what brat has no place for stays in the TEI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from baokan.annotate.exchange.anchors import Target, Texts, quote
from baokan.annotate.exchange.layer import MOTIVATIONS, NOT_XML, Annotation
from baokan.errors import UnreadableInput

LABEL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
SPAN = re.compile(r"([^\s;]+) (\d+ \d+(?:;\d+ \d+)*)", re.ASCII)
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
ID, NOTE = "AnnotationID", "AnnotatorNotes"
ENTITY = "tagging"


@dataclass
class Entity:
    """A text-bound annotation: its label, its spans in the document, the line that it stands in, its notes."""

    key: str
    label: str
    spans: list[tuple[int, int]]
    text: str
    line: int
    notes: dict[str, str] = field(default_factory=dict)


def document(texts: Texts) -> str:
    """The text of an issue as brat shows it: a line a block, each character at its offset."""
    return "".join(flat(texts[key]) + "\n" for key in texts.blocks)


def flat(text: str) -> str:
    return text.replace("\n", " ")


def to_brat(annotations: list[Annotation], texts: Texts) -> tuple[str, list[str]]:
    """The lines for the annotations that mean words in blocks, and the ids of the others."""
    starts, at = {}, 0
    for key in texts.blocks:
        starts[key] = at
        at += len(texts[key]) + 1
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
        place = ";".join(f"{start} {end}" for start, end in spans)
        lines.append(f"{key}\t{label(annotation)} {place}\t{' '.join(whole[start:end] for start, end in spans)}")
        for kind, value in ((ID, annotation.id), (NOTE, escape(comment(annotation)))):
            if value:
                notes += 1
                lines.append(f"#{notes}\t{kind} {key}\t{value}")
    return "".join(line + "\n" for line in lines), left


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


def read_brat(path: Path) -> tuple[str, list[Entity], list[tuple[int, str]]]:
    """The .txt beside an .ann, its entities, and (line, what is wrong) for the rest. Raises UnreadableInput."""
    texts = []
    for each in (path.with_suffix(".txt"), path):
        try:
            texts.append(each.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            raise UnreadableInput(
                f"{each}: can't be read: {error.strerror or error}.", "brat's .txt and .ann go together."
            ) from error
        except UnicodeDecodeError as error:
            raise UnreadableInput(f"{each}: is not UTF-8 at byte {error.start}.", "save it as UTF-8.") from error
    found: dict[str, Entity] = {}
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(texts[1].split("\n"), 1):
        if not line.strip():
            continue
        if fault := read_line(line.removesuffix("\r").split("\t"), number, texts[0], found):
            faults.append((number, fault))
    return texts[0], list(found.values()), faults


def read_line(columns: list[str], number: int, text: str, found: dict[str, Entity]) -> str:
    """Take a line in; returns what is wrong with it."""
    if columns[0][:1] == "T" and len(columns) > 2 and (span := SPAN.fullmatch(columns[1])):
        spans = [(int(a), int(b)) for a, b in (pair.split() for pair in span[2].split(";"))]
        if any(not start < end <= len(text) for start, end in spans):
            return f"goes over the text's {len(text)} characters, or ends before it starts"
        covered = " ".join(text[start:end].replace("\n", " ") for start, end in spans)
        if covered != columns[2]:
            return f"says {columns[2][:40]!r}, where the text has {covered[:40]!r}"
        found[columns[0]] = Entity(columns[0], span[1], spans, columns[2], number)
        return ""
    kind, _, key = (columns[1] if len(columns) > 2 else "").partition(" ")
    if columns[0][:1] == "#" and key in found:
        found[key].notes[kind] = columns[2]
        return ""
    return "is none that the TEI has a place for (entities with notes are taken, nothing else)"


def to_targets(entity: Entity, text: str, texts: Texts) -> tuple[Target, ...]:
    """The entity's spans with the blocks that they stand in, with the words of the text that brat had."""
    return tuple(target for start, end in entity.spans for target in span_to_targets(start, end, text, texts))


def span_to_targets(start: int, end: int, text: str, texts: Texts) -> Iterator[Target]:
    """A span, cut where it goes over the end of a line."""
    lines = text.removesuffix("\n").split("\n")
    keys = texts.blocks if len(lines) == len(texts.blocks) else [""] * len(lines)
    at = 0
    for key, line in zip(keys, lines, strict=True):
        first, last = max(start, at), min(end, at + len(line))
        if first < last:
            same = key and flat(texts[key]) == line
            yield quote(key, texts[key] if same else line, first - at, last - at)
        at += len(line) + 1


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
