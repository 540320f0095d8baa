"""The layer of comments in a TEI issue: standOff/listAnnotation/annotation to objects and back.

An annotation's quote stands in a note of type evidence: the words before, the words in a ref that points to their place by
TEI's string-range(), the words after. What TEI has no place for is kept as JSON in a note in the language zxx.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from baokan.annotate.exchange.anchors import Target, is_elsewhere
from baokan.ids import issue_id
from baokan.tei.names import NS, XML_ID, XML_LANG, add, local, tei

MOTIVATIONS = frozenset(
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning "
    "replying tagging".split()
)
NO_LANGUAGE = "zxx"  # BCP 47: no linguistic content
RANGE = re.compile(r"#string-range\(([^,()\s]+),(\d+),(\d+)\)")
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
POINTER = re.compile(r"[^\s<>\"{}|\\^`#]+(#[^\s<>\"{}|\\^`#]*)?")


@dataclass(frozen=True)
class Annotation:
    """What somebody said about places in an issue.

    bodies: texts and addresses as the Web Annotation model has them; resp: the @resp; created, modified: xsd:dateTime or "";
    extra: members of the Web Annotation model that TEI has no place for, each wins over what TEI says.
    """

    id: str
    targets: tuple[Target, ...]
    motivation: str = ""
    bodies: tuple[Any, ...] = ()
    resp: str = ""
    created: str = ""
    modified: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def read_annotations(root: etree._Element) -> Iterator[tuple[etree._Element, Annotation]]:
    """The annotations of an issue with their elements, in the order of the file."""
    for element in root.iterfind("tei:standOff/tei:listAnnotation/tei:annotation", NS):
        yield element, to_annotation(element)


def to_annotation(element: etree._Element) -> Annotation:
    quotes: list[Target] = []
    bodies: list[Any] = []
    extra: dict[str, Any] = {}
    for child in element.iterchildren(tei("note"), tei("ref"), tei("ptr")):
        if (target := to_target(child)) is not None:
            quotes.append(target)
        elif (kept := to_extra(child)) is not None:
            extra = kept
        else:
            bodies.append(to_body(child))
    for index, value in sorted((int(i), v) for i, v in extra.pop("bodies", {}).items()):
        if isinstance(value, dict) and value.pop("+", None):  # members beside a text that stands in the TEI
            bodies[index].update(value)
        else:
            bodies.insert(index, value)
    times = {(c.text or ""): c.get("when", "") for c in element.iterfind("tei:revisionDesc/tei:change", NS)}
    return Annotation(
        element.get(XML_ID, ""), tuple(quotes) or tuple(map(pointer_to_target, element.get("target", "").split())),
        element.get("motivation", ""), tuple(bodies), element.get("resp", ""),
        times.get("created", ""), times.get("modified", ""), extra,
    )  # fmt: skip


def pointer_to_target(pointer: str) -> Target:
    """A pointer of an annotation that was written by hand; the words of a range are read off the text later."""
    if found := RANGE.fullmatch(pointer):
        start = int(found[2])
        return Target(found[1], "", start=start, end=start + int(found[3]))
    return Target(pointer.removeprefix("#"))


def to_target(note: etree._Element) -> Target | None:
    """The target that a note of evidence tells of; None for other notes."""
    if local(note) != "note" or note.get("type") != "evidence" or len(note) != 1 or local(note[0]) != "ref":
        return None
    ref = note[0]
    place = ref.get("target", "")
    if not ref.text:
        return Target(place.removeprefix("#"))
    found = RANGE.fullmatch(place)
    start = int(found[2]) if found else -1
    end = start + int(found[3]) if found else -1
    return Target(found[1] if found else place.removeprefix("#"), ref.text, note.text or "", ref.tail or "", start, end)


def to_extra(note: etree._Element) -> dict[str, Any] | None:
    if local(note) != "note" or note.get(XML_LANG) != NO_LANGUAGE:
        return None
    try:
        value = json.loads(note.text or "")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def to_body(child: etree._Element) -> Any:
    if local(child) in ("ptr", "ref") and child.get("target") and not "".join(child.itertext()):
        return child.get("target")
    body = {"type": "TextualBody", "value": "".join(child.itertext())}
    if child.get(XML_LANG):
        body["language"] = child.get(XML_LANG, "")
    return body


def pointer(key: str) -> str:
    """A pointer to an element of the issue; an address elsewhere as it is."""
    return key if is_elsewhere(key) else f"#{key}"


def to_element(annotation: Annotation) -> etree._Element:
    """The TEI element of an annotation."""
    element = etree.Element(tei("annotation"), nsmap={None: NS["tei"]})
    element.set(XML_ID, annotation.id)
    if annotation.motivation:
        element.set("motivation", annotation.motivation)
    element.set("target", " ".join(pointer(t.id) for t in annotation.targets))
    if annotation.resp:
        element.set("resp", annotation.resp)
    if annotation.created or annotation.modified:
        history = add(element, "revisionDesc")
        for what in ("created", "modified"):
            if when := getattr(annotation, what):
                add(history, "change", what, when=when)
    if any(t.exact is not None for t in annotation.targets):
        for target in annotation.targets:
            note = add(element, "note", target.prefix, type="evidence")
            place = (
                f"#string-range({target.id},{target.start},{target.end - target.start})"
                if target.start >= 0
                else pointer(target.id)
            )
            add(note, "ref", target.exact, target=place).tail = target.suffix or None
    extra = dict(annotation.extra)
    if beside := {str(i): kept for i, body in enumerate(annotation.bodies) if (kept := write_body(element, body)) is not None}:
        extra["bodies"] = beside
    if extra:
        add(element, "note", json.dumps(extra, sort_keys=True), xml_lang=NO_LANGUAGE)
    return element


def write_body(element: etree._Element, body: Any) -> Any:
    """Write a body as a note or a ptr; returns what of it TEI has no place for, None when nothing is left."""
    if isinstance(body, str) and POINTER.fullmatch(body):
        add(element, "ptr", target=body)
        return None
    if not isinstance(body, dict) or body.get("type") != "TextualBody" or not isinstance(body.get("value"), str):
        return body
    text, language = body["value"], body.get("language")
    if NOT_XML.search(text) or "+" in body or not text:
        return body
    plain = isinstance(language, str) and language != NO_LANGUAGE and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language)
    add(element, "note", text, xml_lang=language if plain else None)
    kept = {"type", "value", "language"} if plain else {"type", "value"}
    rest = {key: value for key, value in body.items() if key not in kept}
    return {"+": 1, **rest} if rest else None


def is_name(key: str) -> bool:
    """Whether a text can be an xml:id."""
    return bool(key) and issue_id(key) == key


def is_time(value: Any) -> bool:
    """Whether a value is an xsd:dateTime of a real day."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
