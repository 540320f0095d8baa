"""An issue's annotations in its file: read as they stand in the text now, and written so that the file stays valid."""

from __future__ import annotations

import copy
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from baokan.annotate.exchange.anchors import CHANGED, LOST, MOVED, Target, Texts, anchor
from baokan.annotate.exchange.file_text import file_to_bytes
from baokan.annotate.exchange.layer import NOT_XML, Annotation, read_annotations, to_element, to_extra, to_target
from baokan.annotate.exchange.people import People
from baokan.errors import BaokanError, OutputInTheWay, UnreadableInput
from baokan.files import write_atomic
from baokan.findings import Finding, Severity, error_to_finding
from baokan.tei.canonical import indent, parse_tei
from baokan.tei.names import NS, XML_ID, add, tei
from baokan.validate.check import Options, Validation

Report = Callable[[Finding], None]
MEANWHILE_ZH = ("此文件同时被别人改动，未写入。", "请重新导入。")
# What became of a target -> code, severity, message and hint in English and Chinese.
SAID = {
    LOST: (
        "annotation-lost", Severity.WARNING, "The words {words} of annotation {id} are not in the text of {place} any more.",
        "find what it is about and set its target by hand; it is kept with the words that it quotes.",
        "标注 {id} 所指的文字{words}已不在 {place} 的正文里。", "请查明它所指何处并手工改正；它连同所引文字保留着。",
    ),
    CHANGED: (
        "annotation-changed", Severity.INFO,
        "The words {words} of annotation {id} have been changed in {place}; it stands on what is there now.",
        "look whether it still holds.",
        "标注 {id} 所指的文字{words}在 {place} 中已被改动；它现在指改后的文字。", "请核对它是否仍然成立。",
    ),
    MOVED: (
        "annotation-moved", Severity.INFO, "The words {words} of annotation {id} stand in {place} now.",
        "nothing needs to be done.", "标注 {id} 所指的文字{words}现在在 {place}。", "无需处理。",
    ),
}  # fmt: skip


class AnnotatedIssue:
    """One issue's file with its annotations. Raises UnreadableInput when it is no TEI issue."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path = path
        self.report = report
        self.bytes = file_to_bytes(path)
        self.root = parse_tei(path).getroot()
        if self.root.tag != tei("TEI") or not self.root.get(XML_ID) or self.root.find("tei:text", NS) is None:
            line = self.root.sourceline or 1
            zh = "不是带 xml:id 的 TEI 报纸期。", "请先编码。"
            raise UnreadableInput(f"{path}:{line}: is not a TEI issue with an xml:id.", "encode it first.", zh)
        self.id: str = self.root.get(XML_ID, "")
        self.texts = Texts(self.root)
        self.people = People(self.root)
        self.elements: dict[str, etree._Element] = {}
        self.stored: dict[str, Annotation] = {}
        for element, annotation in read_annotations(self.root):
            self.elements[annotation.id] = element
            self.stored[annotation.id] = annotation
        self.at_first = dict(self.stored)
        self.changed = False

    def annotations(self) -> list[Annotation]:
        """The annotations where they stand in the text now; what can't be placed goes to the report."""
        return [self.anchored(a, self.elements[key].sourceline or 0) for key, a in self.stored.items()]

    def placed(self) -> list[Annotation]:
        """The annotations where they stand in the text now; nothing is told of those that can't be placed."""
        return [replace(a, targets=tuple(anchor(t, self.texts)[0] for t in a.targets)) for a in self.stored.values()]

    def anchored(self, annotation: Annotation, line: int = 0, path: str = "", name: str = "") -> Annotation:
        """The annotation in the text as it is now; findings for places that changed, in the file given or the issue's."""
        targets = []
        for target in annotation.targets:
            now, what = anchor(target, self.texts)
            if what in SAID and target.exact != "" and (what != MOVED or now.id != target.id):
                self.report(place_finding(what, target, now, (path or str(self.path), line, name or annotation.id)))
            targets.append(now)
        return replace(annotation, targets=tuple(targets))

    def put(self, annotation: Annotation) -> bool:
        """Add or replace an annotation by its id; whether that changed anything."""
        old = self.stored.get(annotation.id)
        if old == annotation:
            return False
        element = to_element(annotation)
        if old is not None:
            keep_hand_work(element, self.elements[annotation.id], old.bodies == annotation.bodies)
            element.tail = self.elements[annotation.id].tail
            self.elements[annotation.id].getparent().replace(self.elements[annotation.id], element)
        else:
            self.comments().append(element)
        self.elements[annotation.id], self.stored[annotation.id] = element, annotation
        self.changed = True
        return True

    def delete(self, key: str, resp: str = "") -> None:
        """Take an annotation out; what it said stays in the history."""
        element = self.elements.pop(key)
        gone = self.stored.pop(key)
        said = " / ".join(str(body.get("value", "")) if isinstance(body, dict) else str(body) for body in gone.bodies)
        note_change(self.root, f"deleted {key}, which said: {NOT_XML.sub('', said)}", resp)
        while (parent := element.getparent()) is not None:
            parent.remove(element)
            if len(parent) or parent is self.root:
                break
            element = parent
        self.changed = True

    def comments(self) -> etree._Element:
        """The listAnnotation for what people said, made when there is none."""
        found = self.root.find("tei:standOff/tei:listAnnotation[@type='comments']", NS)
        if found is None:
            stand_off = etree.Element(tei("standOff"), type="comments")
            found = add(stand_off, "listAnnotation", type="comments")
            self.root.find("tei:text", NS).addprevious(stand_off)
        return found

    def free_id(self) -> str:
        """An xml:id that no element has yet."""
        number = len(self.stored) + 1
        history = self.root.find("tei:teiHeader/tei:revisionDesc", NS)  # an id that was deleted never comes back
        past = set("".join(history.itertext()).replace(",", " ").split()) if history is not None else set()
        while (key := f"{self.id}.n{number}") in self.texts.ids or key in self.stored or key in past:
            number += 1
        return key

    def same_id(self, annotation: Annotation) -> str:
        """The id of an annotation that says the same; one without an identifier isn't added twice."""
        for known in self.stored.values():
            same = (known.bodies, known.motivation, known.created) == (
                annotation.bodies,
                annotation.motivation,
                annotation.created,
            )
            if same and [(t.id, t.exact) for t in known.targets] == [(t.id, t.exact) for t in annotation.targets]:
                return known.id
        return ""

    def save(self) -> bool:
        """Write the file when it is valid and nobody else has written it since; whether it was written."""
        if not self.changed:
            return False
        data = self.to_bytes()
        if faults := new_faults(self.path.name, self.bytes, data):
            for fault in faults:
                self.report(replace(fault, path=str(self.path)))
            return False
        if self.path.read_bytes() != self.bytes:
            raise OutputInTheWay(
                f"{self.path}: has been changed by somebody else meanwhile; it is left as it is.", "import again.", MEANWHILE_ZH
            )
        return write_atomic(self.path, data)

    def to_bytes(self) -> bytes:
        """The file's bytes: all but the annotations and the people as it was."""
        for part in (*self.root.findall("tei:standOff", NS), self.root.find("tei:teiHeader/tei:fileDesc/tei:titleStmt", NS)):
            if part is not None:
                depth = len(list(part.iterancestors()))
                indent(part, depth)
                if not (part.tail or "").strip() and part.getnext() is not None:
                    part.tail = "\n" + "  " * depth
        body: bytes = etree.tostring(self.root.getroottree(), encoding="utf-8", xml_declaration=False)
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body.rstrip(b"\n") + b"\n"


def readable(paths: Iterable[Path], report: Report) -> Iterator[AnnotatedIssue]:
    """The issues one by one; a finding for one that can't be read."""
    for path in paths:
        try:
            yield AnnotatedIssue(path, report)
        except BaokanError as error:
            report(error_to_finding(error, str(path), "unreadable"))


def note_change(root: etree._Element, what: str, resp: str) -> None:
    """Put a change at the head of an issue's history."""
    header = root.find("tei:teiHeader", NS)
    history = header.find("tei:revisionDesc", NS)
    if history is None:
        history = add(header, "revisionDesc")
    change = etree.Element(tei("change"), {"who": resp} if resp else {})
    change.text = what
    history.insert(0, change)


def place_finding(what: str, target: Target, now: Target, where: tuple[str, int, str]) -> Finding:
    code, severity, message, hint, message_zh, hint_zh = SAID[what]
    path, line, name = where
    words = f"“{(target.exact or '')[:40]}”" if target.exact else "(all)"
    words_zh = words if target.exact else "（全部）"
    message = message.format(words=words, id=name, place=now.id)
    return Finding(path, line, code, severity, message, hint, message_zh.format(words=words_zh, id=name, place=now.id), hint_zh)


def keep_hand_work(element: etree._Element, old: etree._Element, same_bodies: bool) -> None:
    """Carry over what an exchange format doesn't tell: certainty, licence, respStmt, and the markup of bodies that stay."""
    for key, value in old.attrib.items():
        if key not in element.attrib and key not in ("resp", "motivation"):
            element.set(key, value)
    for child in reversed(old.findall("tei:respStmt", NS)):
        element.insert(0, copy.deepcopy(child))
    history = element.find("tei:revisionDesc", NS)
    for child in old.findall("tei:licence", NS):
        if history is None:
            element.insert(len(element.findall("tei:respStmt", NS)), copy.deepcopy(child))
        else:
            history.addnext(copy.deepcopy(child))
    if same_bodies:
        for child in own_bodies(element):
            element.remove(child)
        place = next(
            (i for i, child in enumerate(element) if child.tag == tei("note") and to_extra(child) is not None), len(element)
        )
        for child in reversed(own_bodies(old)):
            element.insert(place, copy.deepcopy(child))


def own_bodies(element: etree._Element) -> list[etree._Element]:
    children = element.iterchildren(tei("note"), tei("ref"), tei("ptr"))
    return [child for child in children if to_target(child) is None and to_extra(child) is None]


def new_faults(name: str, old: bytes, new: bytes) -> list[Finding]:
    """The errors by schema and rules that a file would have and didn't have before."""
    before = Counter((f.code, f.message) for f in faults(name, old))
    found = []
    for fault in faults(name, new):
        before[(fault.code, fault.message)] -= 1
        if before[(fault.code, fault.message)] < 0:
            found.append(fault)
    return found


def faults(name: str, data: bytes) -> list[Finding]:
    with tempfile.TemporaryDirectory(prefix="baokan-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        report = Validation(Options(layers=frozenset({"schema", "rules"}))).check(path)
    return [finding for finding in report.findings if finding.severity is Severity.ERROR]
