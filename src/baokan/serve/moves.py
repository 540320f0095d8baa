"""Moves of paragraphs, heads, bylines and pictures to another article of the issue, and back.

What is moved keeps its xml:id and its zones, so that addresses, comments and the source's order stay; its @resp is the
mover's, so that no later run puts it back. Where it stood is kept in an annotation with the motivation editing: a ptr to the
article, with the @resp and @cert that the element had there, and one to the element behind which it stood.
"""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from baokan.annotate.exchange.layer import NO_LANGUAGE, to_extra
from baokan.serve.annotations import annotations_of, block_of, new_annotation, remove
from baokan.serve.people import find_id, free_id, name_to_resp
from baokan.serve.refusals import NotThere, Refused
from baokan.tei.names import NS, XML_ID, add, local, tei

NEW = "new"  # as the place to move to: an article of its own
RUN_IN = "#runin"
TOP = ("head", "byline", "dateline")  # what stands before an article's text, in this order
FOOT = ("byline", "dateline")  # what may stand behind it
BREAKS = ("pb", "cb")
GONE = "gone"  # the member of the annotation that says what an article was which the move left empty
MOVED = "editing"  # the motivation of a move's annotation
KEPT = ("type", "subtype", "resp", "cert")  # of an article that a move leaves empty


def move(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Move the unit of a block to the article request["to"] (or "new"), behind request["after"] where that is given."""
    units = group_of(unit_of(block_of(root, request.get("element"))))
    origin, after = units[0].getparent(), request.get("after")
    assert origin is not None
    place = name_of(article_of(origin))
    if request.get("to") == NEW:
        target = new_article(root, article_of(origin), name_to_resp(root, author))
    else:
        target = article_with(root, request.get("to"))
    if target is article_of(origin) and not after:
        raise Refused("It stands in that article already: say behind what it has to go.")
    unit = units[-1]
    behind = group_of(unit_of(block_of(root, after)))[-1] if after else None
    if behind is not None and (behind in units or article_of(behind) is not target):
        raise Refused("That stands in another article, or is what is being moved.")
    resp = name_to_resp(root, author)
    key = unit.get(XML_ID) or free_id(root, "x")
    unit.set(XML_ID, key)
    note = new_annotation(root, MOVED, key, resp, when)
    before = units[0].getprevious()
    add(note, "note", f"moved from {place} to {name_of(target)}")
    came_from(note, unit, origin, before, root)
    for each in units:
        cut(each)
    if behind is not None and len(units) > 1 and local(behind) not in TOP:
        raise Refused("This begins with a dateline, which can't stand between paragraphs: let it go to the article's end.")
    if behind is not None:
        put_behind(behind, units)
    else:
        put_in_article(target, units)
    unit.set("resp", resp)
    unit.attrib.pop("cert", None)
    gone = drop_empty(root, origin, note)
    return f"moved {key} from {place} to {name_of(target)} ({note.get(XML_ID)}){gone}"


def put_back(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Put what the annotation request["id"] says was moved back to where it stood, and take that annotation away."""
    note = find_id(root, str(request.get("id")), "annotation")
    if note is None or note.get("motivation") != MOVED or not note.findall("tei:ptr", NS):
        raise NotThere(f"There is no move {request.get('id')!r}: was it taken back?")
    unit = next((e for e in root.iterfind(".//tei:text//*", NS) if f"#{e.get(XML_ID)}" == note.get("target")), None)
    if unit is None:
        raise NotThere("What was moved isn't in the text any more.")
    later = [e for e in annotations_of(root) if e.get("motivation") == MOVED and e.get("target") == note.get("target")]
    if later[-1] is not note:
        raise Refused("It was moved again since: take that back first.")
    units = group_of(unit)
    was, *behind = note.findall("tei:ptr", NS)
    left = units[0].getparent()
    origin = origin_of(root, was)
    anchor = element_at(root, behind[0]) if behind else None
    for each in units:
        cut(each)
    if anchor is not None and anchor.getparent() is origin:
        put(origin, units, origin.index(anchor) + 1)
    elif behind:  # what it stood behind has gone elsewhere
        put_in_article(origin, units)
    else:
        put(origin, units, 0)
    for name in ("resp", "cert"):
        unit.attrib.pop(name, None)
        if was.get(name):
            unit.set(name, was.get(name, ""))
    remove(note)
    gone = drop_empty(root, left, None)
    return f"put {unit.get(XML_ID)} back to {name_of(article_of(origin))} ({request.get('id')}){gone}"


def unit_of(block: etree._Element) -> etree._Element:
    """What moves when this block is chosen: itself; the picture with its caption; the list; the section under a cross head."""
    unit = block
    while (parent := unit.getparent()) is not None and local(parent) not in ("div", "body"):
        unit = parent
    if local(parent) != "div":
        raise Refused("This stands in no article: it can't be moved here.")
    if local(unit) == "head" and unit.get("type") == "cross" and parent.get("type") == "subsection":
        return parent
    return unit


def group_of(unit: etree._Element) -> list[etree._Element]:
    """A paragraph with the dateline and byline that are run into it; else the unit alone."""
    last = unit
    while last.get("rendition") == RUN_IN and last.getnext() is not None:
        last = last.getnext()
    group = [last]
    while (before := group[0].getprevious()) is not None and before.get("rendition") == RUN_IN:
        group.insert(0, before)
    return group


def article_of(element: etree._Element | None) -> etree._Element:
    """The div of the body that an element stands in, or is."""
    while element is not None:
        parent = element.getparent()
        if local(element) == "div" and parent is not None and local(parent) == "body":
            return element
        element = parent
    raise Refused("This stands in no article.")


def article_with(root: etree._Element, key: object) -> etree._Element:
    found = next((e for e in root.iterfind("tei:text/tei:body/tei:div", NS) if e.get(XML_ID) == key), None)
    if found is None:
        raise NotThere(f"There is no article {key!r} in this issue.")
    return found


def new_article(root: etree._Element, behind: etree._Element, resp: str) -> etree._Element:
    article = etree.Element(tei("div"), {XML_ID: free_id(root, "a"), "type": "article", "resp": resp})
    behind.addnext(article)
    return article


def name_of(article: etree._Element) -> str:
    return article.get(XML_ID) or "an article without xml:id"


def put_in_article(article: etree._Element, units: list[etree._Element]) -> None:
    """At the place where such a thing stands in an article: heads with heads, text behind the text, before what closes it."""
    kind = local(units[-1])
    children = list(article)
    top = 0
    while top < len(children) and local(children[top]) in (*TOP, *BREAKS) and children[top].get("rendition") != RUN_IN:
        top += 1
    if kind in TOP and units[-1].get("rendition") != RUN_IN:
        rank = TOP.index(kind)
        at = max((n + 1 for n, e in enumerate(children[:top]) if local(e) in TOP and TOP.index(local(e)) <= rank), default=0)
        put(article, units, at)
        return
    foot = len(children)
    while foot > top and (local(children[foot - 1]) in FOOT or local(children[foot - 1]) == "note"):
        foot -= 1
    last = children[foot - 1] if foot > top else None
    if last is not None and local(last) == "div" and kind not in ("div", "figure", "fw", "note"):
        put_in_article(last, units)
    elif last is not None and len(units) > 1:  # a dateline can't stand behind text: it opens a part of its own
        part = etree.Element(tei("div"), {"type": "subsection"})
        article.insert(foot, part)
        put(part, units, 0)
    else:
        put(article, units, foot)


def put_behind(behind: etree._Element, units: list[etree._Element]) -> None:
    """Behind an element; text that is put behind a head goes behind all that stands at the article's top."""
    parent = behind.getparent()
    at = parent.index(behind) + 1
    if local(units[-1]) not in TOP:
        while at < len(parent) and local(parent[at]) in TOP and local(behind) in TOP:
            last = group_of(parent[at])[-1]
            at = parent.index(last) + 1
            if local(last) not in TOP:
                break
    put(parent, units, at)


def put(parent: etree._Element, units: list[etree._Element], at: int) -> None:
    for number, each in enumerate(units):
        parent.insert(at + number, each)


def cut(unit: etree._Element) -> None:
    """Take a unit out. Between the children of an article there is nothing but white space, which goes with it."""
    parent = unit.getparent()
    if (unit.tail or "").strip():
        raise Refused("There is text beside this that belongs to no paragraph: edit the file by hand.")
    unit.tail = None
    assert parent is not None
    parent.remove(unit)


def came_from(
    note: etree._Element, unit: etree._Element, origin: etree._Element, before: etree._Element | None, root: etree._Element
) -> None:
    """Pointers to the article or section, and to the element behind which the unit stood."""
    for element in (origin, before):
        if element is not None and not element.get(XML_ID):
            element.set(XML_ID, free_id(root, "x"))
    facts = {name: unit.get(name) for name in ("resp", "cert")}
    add(note, "ptr", target=f"#{origin.get(XML_ID)}", **facts)
    if before is not None:
        add(note, "ptr", target=f"#{before.get(XML_ID)}")


def drop_empty(root: etree._Element, left: etree._Element, note: etree._Element | None) -> str:
    """Take away the article or section that has nothing in it any more, unless something points to it; what was done.

    The annotation of the move then tells what it was and behind what it stood.
    """
    if any(local(child) not in BREAKS for child in left):
        return ""
    key, parent = left.get(XML_ID, ""), left.getparent()
    pointers = [e for e in root.iter(etree.Element) for name, value in e.attrib.items() if f"#{key}" in str(value).split()]
    own = set(note) if note is not None else set()
    if parent is None or [e for e in pointers if e not in own]:
        return ""
    for child in list(left):
        left.addprevious(child)
    if note is not None:
        anchor = left.getprevious()
        if anchor is not None and not anchor.get(XML_ID):
            anchor.set(XML_ID, free_id(root, "x"))
        pointer, *behind = note.findall("tei:ptr", NS)
        for each in behind:
            note.remove(each)
        pointer.set("target", f"#{anchor.get(XML_ID) if anchor is not None else root.get(XML_ID)}")
        facts = {"xml:id": key} | {name: left.get(name) for name in KEPT if left.get(name)}
        add(note, "note", json.dumps({GONE: facts}), xml_lang=NO_LANGUAGE)
    parent.remove(left)
    return f"; {key} is empty and gone"


def origin_of(root: etree._Element, pointer: etree._Element) -> etree._Element:
    """The article or section that a move came from; one that was empty and went is made again."""
    found = element_at(root, pointer)
    note = pointer.getparent()
    extra = [kept for child in (note if note is not None else ()) if (kept := to_extra(child))]
    gone = extra[0].get(GONE) if extra else None
    if gone is None:
        if found is None:
            raise NotThere("The article that it came from isn't there any more.")
        return found
    origin = etree.Element(tei("div"), {XML_ID if name == "xml:id" else name: str(value) for name, value in gone.items()})
    if found is not None and local(found) != "TEI":
        found.addnext(origin)
    else:
        root.find("tei:text/tei:body", NS).insert(0, origin)
    return origin


def element_at(root: etree._Element, pointer: etree._Element) -> etree._Element | None:
    key = pointer.get("target", "").removeprefix("#")
    return next((e for e in root.iter(etree.Element) if e.get(XML_ID) == key), None)
