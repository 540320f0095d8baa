"""Specification elements -> Spec, and a Spec with changes -> a new Spec."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from baokan.schema.attdefs import changed_attributes, constraint_key, read_values
from baokan.schema.model import UNBOUNDED, AttributeGroup, Kind, Membership, Spec
from baokan.schema.names import local, tei, text_of

CONTENT, CLASSES, ATT_LIST, VAL_LIST = tei("content"), tei("classes"), tei("attList"), tei("valList")
MEMBER_OF, CONSTRAINT_SPEC, ALT_IDENT = tei("memberOf"), tei("constraintSpec"), tei("altIdent")
PROSE = frozenset(tei(name) for name in ("desc", "gloss", "remarks", "exemplum"))


def read_spec(node: etree._Element, base: str) -> Spec:
    """A complete specification, as TEI's own source has it."""
    ident = node.get("ident", "")
    classes, values = node.find(CLASSES), node.find(VAL_LIST)
    spec = Spec(Kind(local(node)), ident, node, node.get("module", ""), base=base)
    spec.name = alternative(node) or ident
    spec.ns, spec.prefix, spec.type = node.get("ns"), node.get("prefix"), node.get("type", "")
    generate = node.get("generate")
    spec.generate = frozenset(generate.split()) if generate else None
    spec.valid_until = node.get("validUntil", "")
    spec.prose = (node,)
    if classes is not None:
        spec.classes = _members(classes)
    spec.content = node.find(CONTENT)
    spec.values = None if values is None else read_values(values)
    lists = node.findall(ATT_LIST)
    if lists:
        spec.own, spec.dropped = changed_attributes(AttributeGroup(), frozenset(), lists)
    spec.constraints = tuple(c for c in node.findall(CONSTRAINT_SPEC) if c.get("mode") != "delete")
    return spec


def change_spec(spec: Spec, node: etree._Element) -> Spec:
    """The same specification after one with mode="change"; what the change leaves out stays."""
    classes, content, lists = node.find(CLASSES), node.find(CONTENT), node.findall(ATT_LIST)
    values = node.find(VAL_LIST)
    own, dropped = spec.own, spec.dropped
    if lists:
        own, dropped = changed_attributes(own, dropped, lists)
    generate = node.get("generate")
    return replace(
        spec,
        node=node,
        touched=True,
        name=alternative(node) or spec.name,
        ns=node.get("ns", spec.ns),
        classes=spec.classes if classes is None else _changed_classes(spec.classes, classes),
        content=spec.content if content is None else content,
        values=spec.values if values is None else read_values(values),
        own=own,
        dropped=dropped,
        constraints=_changed_constraints(spec.constraints, node),
        prose=(*spec.prose, node) if any(child.tag in PROSE for child in node) else spec.prose,
        generate=spec.generate if generate is None else frozenset(generate.split()),
    )


def alternative(node: etree._Element) -> str:
    """altIdent, or "" when there is none."""
    found = node.find(ALT_IDENT)
    return "" if found is None else text_of(found)


def _member(node: etree._Element) -> Membership:
    least, most = node.get("min", ""), node.get("max", "")
    low = int(least) if least.isdigit() else 1
    return Membership(node.get("key", ""), low, UNBOUNDED if most == "unbounded" else int(most) if most.isdigit() else 1)


def _members(node: etree._Element) -> tuple[Membership, ...]:
    return tuple(_member(m) for m in node.findall(MEMBER_OF) if m.get("mode") != "delete")


def _changed_classes(before: tuple[Membership, ...], node: etree._Element) -> tuple[Membership, ...]:
    added = _members(node)
    if node.get("mode") != "change":
        return added
    named = {m.get("key") for m in node.findall(MEMBER_OF)}
    return (*added, *(m for m in before if m.key not in named))


def _changed_constraints(before: tuple[etree._Element, ...], node: etree._Element) -> tuple[etree._Element, ...]:
    found = node.findall(CONSTRAINT_SPEC)
    if not found:
        return before
    gone = {constraint_key(c) for c in found if c.get("mode") in ("delete", "change", "replace")}
    kept = [c for c in before if constraint_key(c) not in gone]
    return (*(c for c in found if c.get("mode") != "delete"), *kept)
