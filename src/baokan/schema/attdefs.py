"""attList and attDef -> attributes, and what a changing attDef makes of an attribute.

Where TEI's compiler and the Guidelines differ, the compiler is followed, since verdicts have to be the same:
a valList with mode="change" needs a type of its own, and in it a new valItem needs mode="add".
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from baokan.schema.model import Attribute, AttributeGroup, AttributeRef, Values
from baokan.schema.names import elements, line_of, local, tei, text_of

CONSTRAINT_SPEC, DATATYPE, VAL_LIST, DEFAULT = tei("constraintSpec"), tei("datatype"), tei("valList"), tei("defaultVal")
VAL_ITEM, ALT_IDENT = tei("valItem"), tei("altIdent")
PROSE = frozenset(tei(name) for name in ("desc", "gloss", "remarks", "exemplum", "valDesc"))

Item = Attribute | AttributeRef | AttributeGroup
State = tuple[AttributeGroup, frozenset[str]]
"""The attributes of a specification, and the names of those that it doesn't take from its classes."""


def constraint_key(node: etree._Element) -> str:
    return node.get("ident") or f"line{line_of(node)}"


def changed_attributes(own: AttributeGroup, dropped: frozenset[str], lists: list[etree._Element]) -> State:
    """Apply one or more attLists, in order."""
    for node in lists:
        if node.get("org") and not own.items:
            own = AttributeGroup(node.get("org", ""), own.items)
        for child in elements(node):
            own, dropped = _changed_item(own, dropped, child)
    return own, dropped


def _changed_item(own: AttributeGroup, dropped: frozenset[str], node: etree._Element) -> State:
    match local(node):
        case "attList":
            return _changed_group(own, dropped, node)
        case "attRef" if node.get("mode") != "delete":
            return AttributeGroup(own.org, (*own.items, _reference(node))), dropped
        case "attDef":
            return _changed_definition(own, dropped, node)
    return own, dropped


def _changed_group(own: AttributeGroup, dropped: frozenset[str], node: etree._Element) -> State:
    """A nested attList: its new attributes form a group of their own, changed ones are changed where they stand."""
    inner = AttributeGroup(node.get("org", ""))
    for child in elements(node):
        if child.get("mode") in ("change", "delete") or own.find(child.get("ident", "")) is not None:
            own, dropped = _changed_item(own, dropped, child)
        else:
            inner, dropped = _changed_item(inner, dropped, child)
    return (AttributeGroup(own.org, (*own.items, inner)) if inner.items else own), dropped


def _changed_definition(own: AttributeGroup, dropped: frozenset[str], node: etree._Element) -> State:
    ident, mode = node.get("ident", ""), node.get("mode", "add")
    before = own.find(ident)
    if mode == "delete":
        return without(own, frozenset((ident,))), dropped | {ident}
    if mode == "change":
        after = change_attribute(before, node) if before else replace(read_attribute(node), pending=(node,))
    else:
        after = read_attribute(node)
    if before is not None:
        return _with(own, before, after), dropped - {ident}
    return AttributeGroup(own.org, (*own.items, after)), dropped - {ident}


def _reference(node: etree._Element) -> AttributeRef:
    """attRef, in today's form (class and name) and the former one (name="att.x.attribute.y")."""
    owner, name = node.get("class", ""), node.get("name") or node.get("key") or ""
    if not owner and ".attribute." in name:
        owner, _, name = name.partition(".attribute.")
    elif not owner and name.endswith(".attributes"):
        owner, name = name.removesuffix(".attributes"), ""
    return AttributeRef(owner, name, node)


def without(group: AttributeGroup, names: frozenset[str]) -> AttributeGroup:
    """The group without the attributes of these names."""
    items: list[Item] = []
    for item in group.items:
        if isinstance(item, AttributeGroup):
            item = without(item, names)
            if not item.items:
                continue
        elif isinstance(item, Attribute) and item.ident in names:
            continue
        items.append(item)
    return AttributeGroup(group.org, tuple(items))


def _with(group: AttributeGroup, before: Attribute, after: Attribute) -> AttributeGroup:
    items: list[Item] = []
    for item in group.items:
        if item is before:
            items.append(after)
        else:
            items.append(_with(item, before, after) if isinstance(item, AttributeGroup) else item)
    return AttributeGroup(group.org, tuple(items))


def read_attribute(node: etree._Element) -> Attribute:
    """A complete attDef."""
    default, values, name = node.find(DEFAULT), node.find(VAL_LIST), node.find(ALT_IDENT)
    return Attribute(
        ident=node.get("ident", ""),
        node=node,
        usage=node.get("usage", ""),
        datatype=node.find(DATATYPE),
        values=None if values is None else read_values(values),
        default=None if default is None else text_of(default),
        ns=node.get("ns"),
        name="" if name is None else text_of(name),
        prose=(node,),
        constraints=tuple(c for c in node.findall(CONSTRAINT_SPEC) if c.get("mode") != "delete"),
        valid_until=node.get("validUntil", ""),
    )


def change_attribute(before: Attribute, node: etree._Element) -> Attribute:
    """before as an attDef with mode="change" leaves it; to a change that waits for its class the new one is added."""
    after, values = read_attribute(node), node.find(VAL_LIST)
    return replace(
        before,
        node=node,
        usage=after.usage or before.usage,
        datatype=before.datatype if after.datatype is None else after.datatype,
        values=before.values if values is None else changed_values(before.values, values),
        default=before.default if after.default is None else after.default,
        ns=after.ns or before.ns,
        name=after.name or before.name,
        prose=(*before.prose, node) if any(child.tag in PROSE for child in node) else before.prose,
        constraints=after.constraints or before.constraints,
        pending=(*before.pending, node) if before.pending else (),
        valid_until=after.valid_until or before.valid_until,
    )


def read_values(node: etree._Element) -> Values | None:
    """A complete valList; None for one that deletes."""
    if node.get("mode") == "delete":
        return None
    items = tuple(i for i in node.findall(VAL_ITEM) if i.get("mode") != "delete")
    return Values(node.get("type", "open"), items)


def changed_values(before: Values | None, node: etree._Element) -> Values | None:
    """The list that a valList of a changing attDef leaves."""
    if node.get("mode") != "change" or before is None:
        return read_values(node)
    new = node.findall(VAL_ITEM)
    gone = {i.get("ident") for i in new if i.get("mode") in ("delete", "replace")}
    changed = {i.get("ident"): i for i in new if i.get("mode") == "change"}
    kept = [changed.get(i.get("ident"), i) for i in before.items if i.get("ident") not in gone]
    added = [i for m in ("add", "replace") for i in new if i.get("mode") == m]
    return Values(node.get("type", "open"), (*kept, *added))
