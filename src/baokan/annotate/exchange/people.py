"""Who made an annotation: @resp and the respStmt that it points to, and the creator of the Web Annotation model."""

from __future__ import annotations

from typing import Any

from lxml import etree

from baokan.annotate.exchange.layer import NOT_XML, POINTER
from baokan.ids import issue_id
from baokan.tei.names import NS, XML_ID, add, local

NAMES = frozenset({"persName", "orgName", "name"})
MEMBERS = frozenset({"id", "type", "name", "nickname"})
KINDS = {"Person": "persName", "Organization": "orgName"}


class People:
    """The people and programs that an issue's header names."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        header = root.find("tei:teiHeader", NS)
        self.elements: dict[str, etree._Element] = {}
        for element in () if header is None else header.iter(etree.Element):
            if element.get(XML_ID) and local(element) in ("respStmt", "application", "persName", "name", "orgName"):
                self.elements[element.get(XML_ID, "")] = element

    def creator(self, resp: str) -> Any:
        """The creator of the Web Annotation model for a @resp: its identifier as nickname, its name and address where known."""
        found = [self.one(word) for word in resp.split()]
        return found[0] if len(found) == 1 else found

    def one(self, pointer: str) -> dict[str, str]:
        key = pointer.removeprefix("#")
        element = self.elements.get(key)
        if element is None:
            return {"nickname": pointer}
        if local(element) == "application":
            return {"type": "Software", "nickname": key}
        name = element if local(element) in NAMES else next((e for e in element if local(e) in NAMES), None)
        kind = "Organization" if name is not None and local(name) == "orgName" else "Person"
        found = {"type": kind, "nickname": key}
        if name is not None:
            found["name"] = "".join(name.itertext()).strip()
            if name.get("ref"):
                found = {"id": name.get("ref", ""), **found}
        return found

    def resp(self, creator: Any) -> str | None:
        """The @resp for a creator, with a new respStmt where the header has none; None when TEI can't say it."""
        if isinstance(creator, list) and creator:
            found = [self.resp(one) for one in creator]
            return None if None in found else " ".join(filter(None, found))
        if not isinstance(creator, dict):
            return None
        for key in self.elements:
            if self.one(f"#{key}") in (creator, {"type": "Person", **creator, "nickname": creator.get("nickname", key)}):
                return f"#{key}"
        if set(creator) == {"nickname"} and isinstance(creator["nickname"], str) and not creator["nickname"].startswith("#"):
            return creator["nickname"] if POINTER.fullmatch(creator["nickname"]) else None
        return self.add(creator)

    def add(self, creator: dict[str, Any]) -> str | None:
        name, address, kind = creator.get("name"), creator.get("id"), creator.get("type", "Person")
        titles = self.root.find("tei:teiHeader/tei:fileDesc/tei:titleStmt", NS)
        plain = isinstance(name, str) and name.strip() == name and name and not NOT_XML.search(name)
        if titles is None or not plain or not isinstance(kind, str) or kind not in KINDS or set(creator) - MEMBERS:
            return None
        if address is not None and not (isinstance(address, str) and POINTER.fullmatch(address)):
            return None
        nickname = creator.get("nickname")
        wanted = nickname if nickname is not None else f"{self.root.get(XML_ID, '')}.r1"
        if not isinstance(wanted, str) or issue_id(wanted) != wanted:
            return None
        key = self.free(wanted)
        if nickname is not None and key != nickname:
            return None
        statement = add(titles, "respStmt", xml_id=key)
        add(statement, "resp", "annotations")
        add(statement, KINDS[kind], name, ref=address)
        self.elements[key] = statement
        return f"#{key}"

    def free(self, key: str) -> str:
        """The identifier, or the next one like it that no element has."""
        taken = {e.get(XML_ID) for e in self.root.iter(etree.Element) if e.get(XML_ID)}
        stem, number = key.rstrip("0123456789") or key, 1
        found = key
        while found in taken:
            number += 1
            found = f"{stem}{number}"
        return found
