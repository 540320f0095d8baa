"""Who writes: a name, as typed, to the respStmt that answers for it; and the history of the file."""

from __future__ import annotations

import re

from lxml import etree

from baokan.serve.refusals import Refused
from baokan.tei.names import NS, XML_ID, add, tei

LONGEST_NAME = 80  # characters
LONGEST_TEXT = 20_000  # characters of one comment
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_text(value: object, what: str, longest: int = LONGEST_TEXT) -> str:
    """A text that XML can hold, stripped of space around it. Raises Refused."""
    if not isinstance(value, str) or len(value) > longest:
        raise Refused(f"The {what} has to be a text of at most {longest} characters.")
    if NOT_XML.search(value):
        raise Refused(f"The {what} has a control character, which XML can't hold.")
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def clean_name(value: object) -> str:
    name = " ".join(clean_text(value, "author's name", LONGEST_NAME).split())
    if not name:
        raise Refused("Who are you? The author's name is missing.")
    return name


def name_to_resp(root: etree._Element, name: str) -> str:
    """The @resp of a person: the respStmt that has exactly this name, or a new one."""
    titles = root.find("tei:teiHeader/tei:fileDesc/tei:titleStmt", NS)
    if titles is None:
        raise Refused("The file has no titleStmt, where its people are named.")
    for statement in titles.findall("tei:respStmt", NS):
        if statement.get(XML_ID) and statement.findtext("tei:persName", namespaces=NS) == name:
            return f"#{statement.get(XML_ID)}"
    statement = add(titles, "respStmt", xml_id=free_id(root, "r"))
    add(statement, "resp", "annotations")
    add(statement, "persName", name)
    return f"#{statement.get(XML_ID)}"


def resp_to_name(root: etree._Element, resp: str) -> str:
    key = resp.removeprefix("#")
    for statement in root.iterfind("tei:teiHeader//tei:respStmt", NS):
        if statement.get(XML_ID) == key:
            return str(statement.findtext("tei:persName", default=key, namespaces=NS))
    return key


def free_id(root: etree._Element, letter: str) -> str:
    """<issue>.<letter><n>, a number that neither an element nor the history has used: a deleted id never comes back."""
    stem = root.get(XML_ID, "")
    taken = re.compile(rf"{re.escape(stem)}\.{letter}(\d+)")
    numbers = [int(found[1]) for e in root.iter(etree.Element) if (found := taken.fullmatch(e.get(XML_ID, "")))]
    for change in root.iterfind("tei:teiHeader/tei:revisionDesc/tei:change", NS):
        numbers += [int(n) for n in taken.findall("".join(change.itertext()))]
    return f"{stem}.{letter}{max(numbers, default=0) + 1}"


def note_change(root: etree._Element, who: str, when: str, what: str) -> None:
    """The latest change first, as the encoding has it."""
    header = root.find("tei:teiHeader", NS)
    assert header is not None
    history = header.find("tei:revisionDesc", NS)
    if history is None:
        history = add(header, "revisionDesc")
    change = etree.Element(tei("change"), {"when": when, "who": who})
    change.text = what
    history.insert(0, change)


def list_history(root: etree._Element, most: int = 50) -> list[dict[str, str]]:
    """The latest changes of the file, the last one first."""
    changes = root.findall("tei:teiHeader/tei:revisionDesc/tei:change", NS)
    changes.sort(key=lambda change: change.get("when", ""), reverse=True)
    return [
        {"when": c.get("when", ""), "author": resp_to_name(root, c.get("who", "")), "what": "".join(c.itertext()).strip()}
        for c in changes[:most]
    ]


def find_id(root: etree._Element, key: str, name: str) -> etree._Element | None:
    """The element of this name and xml:id; compared as text, so that no id is taken for a path."""
    return next((e for e in root.iter(tei(name)) if e.get(XML_ID) == key), None)
