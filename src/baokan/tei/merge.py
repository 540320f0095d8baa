"""A re-run meets a file that a person has worked on: what they answer for stays."""

from __future__ import annotations

import copy

from lxml import etree

from baokan.errors import OutputInTheWay
from baokan.tei.names import NS, by_person, tei

KEPT_PARTS = ("standOff",)


def keep_hand_work(new: etree._Element, old: etree._Element, where: str) -> etree._Element:
    """The tree to write: `new`, unless somebody has worked on `old`.

    An article that a person touched (an element with @resp of theirs) takes its blocks out of the
    page, so while the source is the same the whole old text is kept with the new header, and
    annotations always are. Raises OutputInTheWay when the source changed under hand work.
    """
    if old.tag != tei("TEI"):
        raise OutputInTheWay(f"{where}: is not a TEI issue and would be overwritten.", "choose another folder with -o.")
    for name in KEPT_PARTS:
        for part in old.findall(f"tei:{name}", NS):
            text = new.find("tei:text", NS)
            if text is not None:
                kept = copy.deepcopy(part)
                kept.tail = None
                text.addprevious(kept)
    keep_header_work(new, old)
    old_text, new_text = old.find("tei:text", NS), new.find("tei:text", NS)
    if old_text is None or new_text is None or not any(by_person(e) for e in old_text.iter(etree.Element)):
        return new
    if checksums(old) != checksums(new):
        raise OutputInTheWay(
            f"{where}: a person has worked on it and its source has changed since; it is left as it is.",
            "encode the new source into another folder and compare, or move the corrected file away.",
        )
    new.replace(new_text, copy.deepcopy(old_text))
    return new


def keep_header_work(new: etree._Element, old: etree._Element) -> None:
    """Carry over the history and the respStmts that people wrote into the header."""
    header, old_header = new.find("tei:teiHeader", NS), old.find("tei:teiHeader", NS)
    if header is None or old_header is None:
        return
    for revision in old_header.findall("tei:revisionDesc", NS):
        header.append(copy.deepcopy(revision))
    titles = header.find("tei:fileDesc/tei:titleStmt", NS)
    for statement in old_header.findall("tei:fileDesc/tei:titleStmt/tei:respStmt", NS):
        if titles is not None:
            titles.append(copy.deepcopy(statement))


def checksums(root: etree._Element) -> list[str | None]:
    found = root.findall(".//tei:bibl[@type='digital-source']/tei:idno[@type='sha256']", NS)
    return [idno.text for idno in found]
