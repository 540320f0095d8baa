"""Comments and verdicts on joins in an issue's standOff; the form is the one that the exchange of annotations reads.

An annotation points to its element with @target; a note of type evidence has the words meant, in a ref whose target is TEI's
string-range(id, start, length), with the words round it. Offsets count characters of the text as it reads.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from baokan.annotate.exchange.layer import NO_LANGUAGE
from baokan.annotate.reading import is_block, read_block
from baokan.serve.people import clean_text, find_id, free_id, name_to_resp, resp_to_name
from baokan.serve.refusals import NotThere, NotYours, Refused
from baokan.tei.names import NS, XML_ID, XML_LANG, add, local, tei

CONTEXT = 16  # characters before and after the words meant
RANGE = re.compile(r"#string-range\(([^,()\s]+),(\d+),(\d+)\)")
VERDICTS = ("right", "wrong")
MOTIVATIONS = ("commenting", "questioning", "tagging", "linking", "highlighting")


def block_of(root: etree._Element, key: object) -> etree._Element:
    """The head, paragraph, byline … with this xml:id. Raises NotThere."""
    for text in root.iterfind("tei:text", NS):
        for element in text.iter(etree.Element):
            if element.get(XML_ID) == key and is_block(element):
                return element
    raise NotThere(f"There is no text {key!r} in this issue.")


def span_of(text: str, start: object, end: object, quote: object) -> tuple[int, int]:
    """The span, when the words that the browser showed stand there. Raises Refused."""
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise Refused(f"{start!r} to {end!r} isn't a part of a text of {len(text)} characters.")
    if text[start:end] != quote:
        raise Refused("Other words stand there than those selected: load the page again.", stands=text[start:end])
    return start, end


def add_comment(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Comment on a part of a text; returns what was done, for the history."""
    element = block_of(root, request.get("element"))
    text = read_block(element).text
    start, end = span_of(text, request.get("start"), request.get("end"), request.get("quote"))
    motivation = request.get("motivation", "commenting")
    if motivation not in MOTIVATIONS:
        raise Refused(f"The motivation has to be one of {', '.join(MOTIVATIONS)}.")
    said = clean_text(request.get("text"), "comment")
    if not said:
        raise Refused("The comment is empty.")
    key = element.get(XML_ID, "")
    annotation = new_annotation(root, motivation, key, name_to_resp(root, author), when)
    put_evidence(annotation, key, text, start, end)
    add(annotation, "note", said)
    return f"{motivation} {annotation.get(XML_ID)} on {key}"


def put_evidence(annotation: etree._Element, key: str, text: str, start: int, end: int) -> None:
    """The words meant, with those round them."""
    evidence = add(annotation, "note", text[max(0, start - CONTEXT) : start], type="evidence")
    add(evidence, "ref", text[start:end], target=f"#string-range({key},{start},{end - start})").tail = text[end : end + CONTEXT]


def judge(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Say whether what the machine guessed is right: the n-th seam (from 0) of a text, or without a seam the element's role.

    A second verdict replaces one's first.
    """
    verdict = request.get("verdict")
    if verdict not in VERDICTS:
        raise Refused("A guess is right or wrong.")
    judged = judged_element(root, request)
    if not judged.get(XML_ID):
        judged.set(XML_ID, free_id(root, "x"))
    key, resp = judged.get(XML_ID, ""), name_to_resp(root, author)
    what = "join" if local(judged) == "cb" else local(judged)
    for old in annotations_of(root):
        if (old.get("motivation"), old.get("target"), old.get("resp")) == ("assessing", f"#{key}", resp):
            said_of(old)[0].text = str(verdict)
            stamp(old, when)
            return f"{what} {key} {verdict} ({old.get(XML_ID)})"
    annotation = new_annotation(root, "assessing", key, resp, when)
    add(annotation, "note", str(verdict))
    if remark := clean_text(request.get("text", ""), "remark"):
        add(annotation, "note", remark)
    return f"{what} {key} {verdict} ({annotation.get(XML_ID)})"


def judged_element(root: etree._Element, request: dict[str, Any]) -> etree._Element:
    if "seam" not in request:
        key = request.get("element")
        found = next((e for e in root.iterfind("tei:text//*", NS) if e.get(XML_ID) == key), None)
        if found is None:
            raise NotThere(f"There is no text {key!r} in this issue.")
        return found
    seams = [seam for _, seam in read_block(block_of(root, request.get("element"))).breaks if local(seam) == "cb"]
    number = request.get("seam")
    if not (type(number) is int and 0 <= number < len(seams)):
        raise NotThere(f"The text has {len(seams)} seams, there is no number {number!r}.")
    return seams[number]


def edit_annotation(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    annotation = own_annotation(root, author, request.get("id"))
    said = clean_text(request.get("text"), "comment")
    if not said:
        raise Refused("The comment is empty: delete it instead.")
    if annotation.get("motivation") == "assessing" and said not in VERDICTS:
        raise Refused("A guess is right or wrong.")
    note = said_of(annotation)[0]
    before = "".join(note.itertext())
    for child in list(note):
        note.remove(child)
    note.text = said
    stamp(annotation, when)
    return f"changed {annotation.get(XML_ID)}, which said: {before}"


def delete_annotation(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Take an annotation away; what it said stays in the history."""
    annotation = own_annotation(root, author, request.get("id"))
    if annotation.get("motivation") == "editing" and annotation.find("tei:ptr", NS) is not None:
        raise Refused("This says where something stood that was moved: put it back instead.")
    said = " / ".join("".join(note.itertext()) for note in said_of(annotation))
    remove(annotation)
    return f"deleted {request.get('id')}, which said: {said}"


def remove(annotation: etree._Element) -> None:
    """Take an annotation away, and the lists that would be empty without it."""
    parent = annotation.getparent()
    while parent is not None:
        parent.remove(annotation)
        if len(parent) or parent.tag == tei("TEI"):
            return
        annotation, parent = parent, parent.getparent()


def own_annotation(root: etree._Element, author: str, key: object) -> etree._Element:
    annotation = find_id(root, str(key), "annotation")
    if annotation is None:
        raise NotThere(f"There is no annotation {key!r}: was it deleted?")
    if resp_to_name(root, annotation.get("resp", "")) != author:
        raise NotYours("Somebody else wrote this: answer it with a comment of your own.")
    if not said_of(annotation):
        raise Refused("This annotation has no text that could be changed here.")
    return annotation


def said_of(annotation: etree._Element) -> list[etree._Element]:
    """The notes that hold what was said: not the words meant, not what is kept for exchange formats."""
    notes = annotation.iterfind("tei:note", NS)
    return [note for note in notes if note.get("type") != "evidence" and note.get(XML_LANG) != NO_LANGUAGE]


def new_annotation(root: etree._Element, motivation: str, key: str, resp: str, when: str) -> etree._Element:
    stand_off = next((s for s in root.iterfind("tei:standOff", NS) if s.get("type") in (None, "comments")), None)
    if stand_off is None:
        text = root.find("tei:text", NS)
        if text is None:
            raise Refused("The issue has no text.")
        stand_off = etree.Element(tei("standOff"), {"type": "comments"})
        text.addprevious(stand_off)
    holder = stand_off.find("tei:listAnnotation", NS)
    if holder is None:
        holder = add(stand_off, "listAnnotation")
    annotation = add(holder, "annotation", xml_id=free_id(root, "n"), motivation=motivation, target=f"#{key}", resp=resp)
    add(add(annotation, "revisionDesc"), "change", "created", when=when)
    return annotation


def annotations_of(root: etree._Element) -> list[etree._Element]:
    return list(root.iterfind("tei:standOff/tei:listAnnotation/tei:annotation", NS))


def stamp(annotation: etree._Element, when: str) -> None:
    history = annotation.find("tei:revisionDesc", NS)
    if history is None:
        history = etree.Element(tei("revisionDesc"))
        annotation.insert(0, history)
    changed = next((c for c in history if c.text == "modified"), None)
    if changed is None:
        changed = add(history, "change", "modified")
    changed.set("when", when)


def list_annotations(root: etree._Element) -> list[dict[str, Any]]:
    """What people said, in the order of the file; `changed` when the words meant don't stand there any more."""
    texts: dict[str, str] = {}
    for text in root.iterfind("tei:text", NS):
        texts |= {e.get(XML_ID, ""): read_block(e).text for e in text.iter(etree.Element) if e.get(XML_ID) and is_block(e)}
    found = []
    for annotation in annotations_of(root):
        entry: dict[str, Any] = {
            "id": annotation.get(XML_ID, ""), "motivation": annotation.get("motivation", ""),
            "target": annotation.get("target", "").removeprefix("#"), "author": resp_to_name(root, annotation.get("resp", "")),
            "text": "\n".join("".join(note.itertext()) for note in said_of(annotation)),
            "refs": [ptr.get("target", "") for ptr in annotation.iterfind("tei:ptr", NS)],
        }  # fmt: skip
        ref = annotation.find("tei:note[@type='evidence']/tei:ref", NS)
        if ref is not None and (place := RANGE.fullmatch(ref.get("target", ""))):
            start, end = int(place[2]), int(place[2]) + int(place[3])
            quote = ref.text or ""
            changed = texts.get(place[1], "")[start:end] != quote
            entry |= {"element": place[1], "start": start, "end": end, "quote": quote, "changed": changed}
        found.append(entry)
    return found


def move_ranges(root: etree._Element, key: str, start: int, end: int, grown: int) -> None:
    """After text[start:end] of an element grew by `grown` characters: the ranges behind it move, those over it stretch."""
    for ref in root.iterfind("tei:standOff/tei:listAnnotation/tei:annotation/tei:note/tei:ref", NS):
        place = RANGE.fullmatch(ref.get("target", ""))
        if place is None or place[1] != key:
            continue
        first, last = int(place[2]), int(place[2]) + int(place[3])
        first = first + grown if first >= end else start if first > start else first
        last = last + grown if last >= end else start if last > start else last
        ref.set("target", f"#string-range({key},{first},{max(0, last - first)})")
