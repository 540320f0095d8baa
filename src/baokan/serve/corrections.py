"""Corrections that people propose: choice with the source's own words in sic, theirs in corr."""

from __future__ import annotations

from typing import Any

from lxml import etree

from baokan.annotate.reading import Block, is_block, read_block
from baokan.serve.annotations import block_of, move_ranges, span_of
from baokan.serve.people import clean_text, find_id, free_id, name_to_resp, resp_to_name
from baokan.serve.refusals import NotThere, NotYours, Refused
from baokan.tei.names import NS, XML_ID, add, local, tei

ADDED = ("supplied", "corr", "reg", "expan", "sic", "orig", "abbr", "unclear")  # inside of these nothing is corrected again


def correct(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Mark text[start:end] of an element as wrong and say what is right; the source's characters stay in sic."""
    element = block_of(root, request.get("element"))
    block = read_block(element)
    start, end = span_of(block.text, request.get("start"), request.get("end"), request.get("quote"))
    right = clean_text(request.get("text"), "correction", 1000)
    if not right or right == block.text[start:end]:
        raise Refused("The correction is empty or says what stands there already.")
    key = element.get(XML_ID, "")
    choice = etree.Element(tei("choice"), {XML_ID: free_id(root, "k")})
    add(choice, "sic", block.text[start:end])
    add(choice, "corr", right, resp=name_to_resp(root, author))
    put_in_place(block, start, end, choice)
    move_ranges(root, key, start, end, len(right) - (end - start))
    return f"correction {choice.get(XML_ID)} in {key}: {block.text[start:end]} → {right}"


def put_in_place(block: Block, start: int, end: int, choice: etree._Element) -> None:
    """Put the choice where text[start:end] stands. Raises Refused where that is in several elements."""
    for at, element, where, size in block.runs:
        if not (at <= start and end <= at + size):
            continue
        holder = element if where == "text" else element.getparent()
        assert holder is not None
        if any(local(e) in ADDED for e in (holder, *holder.iterancestors())):
            raise Refused("That has been corrected or supplied already: delete that correction first.")
        text = (element.text if where == "text" else element.tail) or ""
        choice.tail = text[end - at :] or None
        if where == "text":
            element.text = text[: start - at] or None
            element.insert(0, choice)
        else:
            element.tail = None
            holder.insert(holder.index(element) + 1, choice)
            element.tail = text[: start - at] or None
        return
    raise Refused("The selection goes over a seam, a name or a correction: correct the parts one by one.")


def withdraw(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Take one's own correction away: the source's words stand alone again."""
    choice = find_id(root, str(request.get("id")), "choice")
    corr = choice.find("tei:corr", NS) if choice is not None else None
    sic = choice.find("tei:sic", NS) if choice is not None else None
    if choice is None or corr is None or sic is None:
        raise NotThere(f"There is no correction {request.get('id')!r}: was it withdrawn?")
    if resp_to_name(root, corr.get("resp", "")) != author:
        raise NotYours("Somebody else corrected this: comment on it instead.")
    if len(sic):
        raise Refused("What this corrects has markup of its own: edit the file by hand.")
    block = next(e for e in choice.iterancestors() if e.get(XML_ID) and is_block(e))
    printed, said, key = sic.text or "", "".join(corr.itertext()), block.get(XML_ID, "")
    start = next((at for at, e, where, _ in read_block(block).runs if e is corr and where == "text"), 0)
    parent, before = choice.getparent(), choice.getprevious()
    assert parent is not None
    words = printed + (choice.tail or "")
    choice.tail = None
    if before is None:
        parent.text = (parent.text or "") + words
    else:
        before.tail = (before.tail or "") + words
    parent.remove(choice)
    move_ranges(root, key, start, start + len(said), len(printed) - len(said))
    return f"withdrew correction {request.get('id')}: {printed} → {said}"


def amend(root: etree._Element, author: str, when: str, request: dict[str, Any]) -> str:
    """Say something else in the place of a correction, one's own or another's; what it said before stays in the history."""
    choice = find_id(root, str(request.get("id")), "choice")
    corr = choice.find("tei:corr", NS) if choice is not None else None
    if choice is None or corr is None:
        raise NotThere(f"There is no correction {request.get('id')!r}: was it withdrawn?")
    right = clean_text(request.get("text"), "correction", 1000)
    said = "".join(corr.itertext())
    if not right or right == said:
        raise Refused("The correction is empty or says what stands there already.")
    block = next(e for e in choice.iterancestors() if e.get(XML_ID) and is_block(e))
    start = next((at for at, e, where, _ in read_block(block).runs if e is corr and where == "text"), 0)
    before = resp_to_name(root, corr.get("resp", ""))
    for child in list(corr):
        corr.remove(child)
    corr.text = right
    corr.set("resp", name_to_resp(root, author))
    corr.attrib.pop("cert", None)
    move_ranges(root, block.get(XML_ID, ""), start, start + len(said), len(right) - len(said))
    return f"correction {request.get('id')}: {right}, where {before} said: {said}"


def list_corrections(root: etree._Element) -> list[dict[str, Any]]:
    """What was corrected: words, by whom, and where the right ones begin in the text of their block."""
    found: list[dict[str, Any]] = []
    for choice in root.iterfind("tei:text//tei:choice", NS):
        corr, sic = choice.find("tei:corr", NS), choice.find("tei:sic", NS)
        if corr is None or sic is None:
            continue
        block = next((e for e in choice.iterancestors() if e.get(XML_ID) and is_block(e)), None)
        runs = read_block(block).runs if block is not None else []
        entry: dict[str, Any] = {"id": choice.get(XML_ID, ""), "element": block.get(XML_ID, "") if block is not None else ""}
        entry["start"] = next((at for at, e, where, _ in runs if e is corr and where == "text"), -1)
        entry |= {"sic": "".join(sic.itertext()), "corr": "".join(corr.itertext())}
        found.append(entry | {"author": resp_to_name(root, corr.get("resp", ""))})
    return found
