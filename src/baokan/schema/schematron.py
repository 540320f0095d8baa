"""Odd -> ISO Schematron: the rules of its constraintSpecs, each at the place that its specification means."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from baokan.schema.attributes import attributes_of
from baokan.schema.content import value_of
from baokan.schema.model import Attribute, Kind, Spec
from baokan.schema.names import (
    ANNOTATIONS,
    EXAMPLES,
    RNG,
    SCH,
    TEI,
    XINCLUDE,
    XML_LANG,
    XSL,
    elements,
    local,
    namespace,
    sch,
    tei,
    words,
)
from baokan.schema.odd import Odd

DEFAULT_BINDING = "xslt2"  # TEI's, and that of its own rules
SCHEMES = frozenset(("schematron", "isoschematron"))
WELL_KNOWN = {
    "tei": TEI,
    "teix": EXAMPLES,
    "rng": RNG,
    "a": ANNOTATIONS,
    "rna": ANNOTATIONS,
    "sch": SCH,
    "xi": XINCLUDE,
    "xs": "http://www.w3.org/2001/XMLSchema",
}
PREFIX = re.compile(r"([A-Za-z_][\w.-]*):(?=[A-Za-z_*])(?!:)")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(slots=True)
class Rules:
    """The parts of a Schematron schema as they are gathered."""

    binding: str = DEFAULT_BINDING
    ns: dict[str, str] = field(default_factory=dict)
    heads: list[etree._Element] = field(default_factory=list)  # xsl:key, xsl:function and the like
    patterns: list[etree._Element] = field(default_factory=list)
    diagnostics: list[etree._Element] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def unique(self, name: str) -> str:
        name = re.sub(r"[^\w.-]", "_", name)
        found, number = name, 1
        while found in self.ids:
            number += 1
            found = f"{name}-{number}"
        self.ids.add(found)
        return found


class Extractor:
    """Walks the specifications of an Odd and gathers their rules."""

    def __init__(self, odd: Odd) -> None:
        self.odd = odd
        self.rules = Rules()
        self.langs = {"", "en", *words(odd.node.get("docLang")), *words(odd.node.get("targetLang"))}

    def schema(self) -> etree._Element:
        self.declare()
        for constraint in self.odd.constraints:
            self.constrain(constraint, self.odd.ident, "/")
        for spec in self.odd.specs.values():
            self.spec(spec)
        root = etree.Element(sch("schema"), queryBinding=self.rules.binding, nsmap={"sch": SCH, "xsl": XSL})
        etree.SubElement(root, sch("title")).text = f"Rules of {self.odd.ident}"
        for prefix, uri in self.rules.ns.items():
            etree.SubElement(root, sch("ns"), prefix=prefix, uri=uri)
        root.extend(self.rules.heads)
        root.extend(self.rules.patterns)
        if self.rules.diagnostics:
            etree.SubElement(root, sch("diagnostics")).extend(self.rules.diagnostics)
        return root

    def declare(self) -> None:
        """Query binding and namespaces, as constraintDecl and the ns elements anywhere in the ODD give them."""
        for declaration in self.odd.declarations:
            if declaration.get("scheme", "schematron") in SCHEMES:
                self.rules.binding = declaration.get("queryBinding", self.rules.binding)
        for ns in self.odd.node.getroottree().getroot().iter(sch("ns")):
            if ns.get("prefix") and ns.get("prefix") != "xsl":
                self.rules.ns.setdefault(ns.get("prefix", ""), ns.get("uri", ""))
        self.rules.ns.setdefault("tei", TEI)

    def spec(self, spec: Spec) -> None:
        names = self.element_names(spec)
        if spec.constraints and (names or spec.kind in (Kind.MACRO, Kind.DATA)):
            for constraint in spec.constraints:
                self.constrain(constraint, spec.ident, " | ".join(names))
        if spec.valid_until and spec.kind is Kind.ELEMENT:
            text = f"The element {spec.name} is deprecated and goes away on {spec.valid_until}."
            self.deprecate(spec.ident, names, "true()", text)
        attributes = [a for _, a in attributes_of(self.odd, spec) if a.node is not None] if spec.own.items else []
        for attribute in spec.own.attributes():
            self.attribute(spec, attribute, names, attributes)
        if spec.content is not None and spec.kind is Kind.ELEMENT:
            for node in spec.content.iter(tei("anyElement")):
                self.require(spec, node, names)

    def attribute(self, spec: Spec, attribute: Attribute, names: list[str], effective: list[Attribute]) -> None:
        """Rules of an attDef, where one stands; and its deprecation, and that of its values."""
        if attribute.pending and not any(a.ident == attribute.ident for a in effective):
            return
        test = f"@{attribute.name or attribute.ident}"
        for constraint in attribute.constraints:
            context = " | ".join(f"{name}/{test}" for name in names)
            self.constrain(constraint, f"{spec.ident}-{attribute.ident}", context)
        if attribute.valid_until:
            text = f"The attribute {test} is deprecated here and goes away on {attribute.valid_until}."
            self.deprecate(f"{spec.ident}-{attribute.ident}", names, test, text)
        for item in attribute.values.items if attribute.values else ():
            if item.get("validUntil"):
                text = f"The value {value_of(item)} of {test} is deprecated and goes away on {item.get('validUntil')}."
                self.deprecate(f"{spec.ident}-{attribute.ident}", names, f"{test} = '{value_of(item)}'", text)

    def constrain(self, constraint: etree._Element, owner: str, context: str) -> None:
        if constraint.get("scheme", "schematron") not in SCHEMES:
            self.odd.tell(constraint, "odd-rule-scheme", ident=constraint.get("ident"), scheme=constraint.get("scheme"))
            return
        if constraint.get(XML_LANG, "").partition("-")[0] not in self.langs:
            return
        ident = constraint.get("ident") or owner
        for body in constraint.findall(tei("constraint")):
            self.body(body, ident, owner, context)

    def body(self, body: etree._Element, ident: str, owner: str, context: str) -> None:
        """The children of one constraint: whole patterns, rules, or assertions that want a rule around them."""
        rules, assertions, lets = [], [], []
        for child in elements(body):
            name, uri = local(child), namespace(child)
            if uri == XSL or (uri == SCH and name in ("include", "extends", "phase")):
                self.rules.heads.append(self.copied(child))
            elif uri != SCH or name == "ns":
                continue
            elif name == "key":
                self.odd.tell(child, "odd-rule-key")
            elif name == "pattern":
                pattern = self.copied(child)
                pattern.set("id", self.rules.unique(child.get("id") or f"{owner}-{ident}"))
                self.identify(pattern, ident)
                self.rules.patterns.append(pattern)
            elif name == "diagnostics":
                self.rules.diagnostics += [self.copied(d) for d in elements(child)]
            elif name == "let":
                lets.append(child)
            elif name == "rule":
                rules.append(child)
            elif name in ("assert", "report"):
                assertions.append(child)
        if rules:
            self.pattern(ident, owner, [*lets, *rules], context)
        if assertions:
            rule = etree.Element(sch("rule"))
            rule.extend(copy.deepcopy(child) for child in [*(() if rules else lets), *assertions])
            self.note_prefixes([body])
            self.pattern(ident, owner, [rule], context)

    def pattern(self, ident: str, owner: str, children: Iterable[etree._Element], context: str) -> None:
        pattern = etree.Element(sch("pattern"), id=self.rules.unique(f"{owner}-{ident}-pattern"))
        for child in children:
            made = self.copied(child)
            if local(made) == "rule" and made.get("context") is None and made.get("abstract") != "true":
                if not context:
                    self.odd.tell(child, "odd-rule-context", ident=ident, owner=owner)
                    return
                made.set("context", context)
                self.odd_prefixes(context)
            pattern.append(made)
        self.identify(pattern, ident)
        self.rules.patterns.append(pattern)

    def identify(self, pattern: etree._Element, ident: str) -> None:
        """Give every assertion an id, the code of its findings."""
        for assertion in pattern.iter(sch("assert"), sch("report")):
            if assertion.get("id") not in (None, *self.rules.ids):
                self.rules.ids.add(assertion.get("id", ""))
            else:
                assertion.set("id", self.rules.unique(assertion.get("id") or ident))

    def copied(self, node: etree._Element) -> etree._Element:
        self.note_prefixes([node])
        made = copy.deepcopy(node)
        made.tail = None
        return made

    def note_prefixes(self, nodes: Iterable[etree._Element]) -> None:
        """Declare the prefixes that the rules' XPath uses."""
        for node in nodes:
            for part in node.iter("*"):
                for name in ("test", "context", "select", "value", "match", "use", "path"):
                    for prefix in PREFIX.findall(QUOTED.sub("", part.get(name, ""))):
                        self.declare_prefix(prefix, part)

    def odd_prefixes(self, context: str) -> None:
        for prefix in PREFIX.findall(context):
            self.declare_prefix(prefix, self.odd.node)

    def declare_prefix(self, prefix: str, node: etree._Element) -> None:
        uri = node.nsmap.get(prefix) or WELL_KNOWN.get(prefix)
        if uri and prefix not in self.rules.ns and prefix not in ("xml", "xsl"):
            self.rules.ns[prefix] = uri

    def deprecate(self, owner: str, names: list[str], test: str, text: str) -> None:
        if not names:
            return
        pattern = etree.Element(sch("pattern"), id=self.rules.unique(f"{owner}-deprecated-pattern"))
        rule = etree.SubElement(pattern, sch("rule"), context=" | ".join(names))
        report = etree.SubElement(rule, sch("report"), id=self.rules.unique(f"{owner}-deprecated"), test=test, role="warning")
        report.text = text
        self.rules.patterns.append(pattern)

    def require(self, spec: Spec, node: etree._Element, names: list[str]) -> None:
        """anyElement with require: what is inside belongs to these namespaces; the grammar can't say it."""
        wanted = (node.get("require") or "").split()
        if not wanted:
            return
        allowed = [*wanted, TEI]
        test = "descendant::*[not(" + " or ".join(f"namespace-uri() = '{uri}'" for uri in allowed) + ")]"
        pattern = etree.Element(sch("pattern"), id=self.rules.unique(f"{spec.ident}-namespaces-pattern"))
        rule = etree.SubElement(pattern, sch("rule"), context=" | ".join(names))
        report = etree.SubElement(rule, sch("report"), id=self.rules.unique(f"{spec.ident}-namespaces"), test=test)
        report.text = f"What is inside {spec.name} belongs to {' or '.join(allowed)}."
        self.rules.patterns.append(pattern)

    def element_names(self, spec: Spec) -> list[str]:
        """The elements that a rule of the specification is about, with prefixes."""
        if spec.kind is Kind.ELEMENT:
            return [self.prefixed(spec)]
        if spec.kind is Kind.CLASS:
            return list(dict.fromkeys(self.prefixed(element) for element in elements_in(self.odd, spec, set())))
        return []

    def prefixed(self, spec: Spec) -> str:
        uri = spec.ns if spec.ns is not None else self.odd.ns
        if not uri:
            return spec.name
        prefix = next((p for p, u in self.rules.ns.items() if u == uri), None)
        if prefix is None:
            known = {u: p for p, u in (*self.odd.node.nsmap.items(), *WELL_KNOWN.items()) if p}
            prefix = known.get(uri) or f"ns{len(self.rules.ns)}"
            self.rules.ns[prefix] = uri
        return f"{prefix}:{spec.name}"


def elements_in(odd: Odd, spec: Spec, seen: set[str]) -> Iterator[Spec]:
    """The elements that are members of a class, through classes in it too."""
    if spec.ident not in seen:
        seen.add(spec.ident)
        for member, _ in odd.members.get(spec.ident, []):
            if member.kind is Kind.ELEMENT:
                yield member
            else:
                yield from elements_in(odd, member, seen)


def odd_to_schematron(odd: Odd) -> bytes:
    """The Schematron schema as a file."""
    root = Extractor(odd).schema()
    root.addprevious(etree.Comment(f" Compiled by baokan from {odd.path.name}; edit the ODD, not this file. "))
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xsl"])
    for node in root.iter("*"):
        if node.tag in STRUCTURAL:
            node.text = None if not (node.text or "").strip() else node.text
            for child in node:
                child.tail = None
    indent(root)
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"


STRUCTURAL = frozenset(sch(name) for name in ("schema", "pattern", "rule", "diagnostics"))


def indent(node: etree._Element, space: str = "\n") -> None:
    """One line for each structural element; the text of assertions stays as it is written."""
    deeper = space + "  "
    for child in node:
        if child.tag in STRUCTURAL and len(child):
            indent(child, deeper)
        child.tail = deeper
    if len(node):
        node.text = deeper
        node[-1].tail = space
