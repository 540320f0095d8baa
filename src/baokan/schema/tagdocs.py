"""Odd -> its tag documentation: one HTML page without scripts that explains every element, class, macro and datatype."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from textwrap import dedent

from lxml import etree

from baokan.schema.attributes import attributes_of, superclasses
from baokan.schema.content import value_of
from baokan.schema.drawing import draw
from baokan.schema.grammar import Grammar
from baokan.schema.model import Attribute, Kind, Spec, Values
from baokan.schema.names import elements, local, namespace, sch, tei
from baokan.schema.patterns import Pattern
from baokan.schema.phrases import PHRASES, STYLE
from baokan.schema.prose import EXEMPLUM, REMARKS, described, plain, spoken

KINDS = (
    ("elements", lambda s: s.kind is Kind.ELEMENT),
    ("attribute-classes", lambda s: s.kind is Kind.CLASS and s.type == "atts"),
    ("model-classes", lambda s: s.kind is Kind.CLASS and s.type != "atts"),
    ("macros", lambda s: s.kind is Kind.MACRO),
    ("datatypes", lambda s: s.kind is Kind.DATA),
)
LETTER = {Kind.ELEMENT: "e", Kind.CLASS: "c", Kind.MACRO: "m", Kind.DATA: "d"}
DECLARATION = re.compile(r' xmlns(:\w+)?="[^"]*"')


class TagDocs:
    """Writes the page; everything that comes from the ODD is escaped."""

    def __init__(self, grammar: Grammar, lang: str) -> None:
        self.odd, self.grammar, self.lang = grammar.odd, grammar, lang
        self.say = PHRASES["zh" if lang == "zh" else "en"]
        self.links = {spec.key: self.make_link(spec) for spec in self.odd.specs.values()}
        self.by_pattern = {grammar.content.pattern_name(spec): spec for spec in self.odd.specs.values()}
        self.contents = {s.key: grammar.content_of(s) for s in self.odd.specs.values()}
        self.reached: dict[str, frozenset[str]] = {}
        self.listed: dict[frozenset[str], str] = {}
        self.parents: dict[str, set[str]] = {}
        for spec in self.odd.of(Kind.ELEMENT):
            for child in self.children(spec):
                self.parents.setdefault(child, set()).add(spec.key[1])

    def make_link(self, spec: Spec) -> str:
        name = escape(spec.name or spec.ident)
        text = f"&lt;{name}&gt;" if spec.kind is Kind.ELEMENT else name
        return f'<a href="#{LETTER[spec.kind]}-{escape(spec.key[1])}">{text}</a>'

    def class_link(self, ident: str) -> str:
        found = self.odd.get(Kind.CLASS, ident)
        return self.links[found.key] if found else escape(ident)

    def link(self, pattern: str) -> str:
        """The link that the name of a pattern stands for."""
        spec = self.by_pattern.get(pattern)
        if spec is None:
            base = pattern.rpartition("_")[0]
            spec = self.by_pattern.get(base)
            return f"{self.links[spec.key]} {escape(pattern[len(base) + 1 :])}" if spec else escape(pattern)
        return self.links[spec.key]

    def page(self) -> str:
        title = escape(self.odd.ident)
        parts = [
            f'<!DOCTYPE html>\n<html lang="{self.lang}"><head><meta charset="utf-8"><title>{title}</title>\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n<body>\n'
            f"<header><h1>{title}</h1>{self.about()}</header>\n<nav>"
        ]
        groups = [(name, sorted(filter(test, self.odd.specs.values()), key=lambda s: s.ident.lower())) for name, test in KINDS]
        for name, specs in groups:
            if specs:
                index = " ".join(self.links[s.key] for s in specs)
                parts.append(f"<details open><summary>{self.say[name]} ({len(specs)})</summary>{index}</details>")
        parts.append("</nav>\n<main>\n")
        for name, specs in groups:
            if specs:
                parts.append(f"<h2>{self.say[name]}</h2>\n")
                parts += [self.section(spec) for spec in specs]
        parts.append("</main></body></html>\n")
        return "".join(parts)

    def about(self) -> str:
        version = f"<p>{escape(self.odd.tei_version)}</p>" if self.odd.tei_version else ""
        desc = described((self.odd.node,), self.lang)
        return (f"<p>{escape(desc)}</p>" if desc else "") + version

    def section(self, spec: Spec) -> str:
        name = escape(spec.name or spec.ident)
        title = f"&lt;{name}&gt;" if spec.kind is Kind.ELEMENT else name
        rows = [f"<p>{escape(described(spec.prose, self.lang))}</p>"]
        rows += [self.row("module", escape(spec.module)) if spec.module else ""]
        if spec.ns:
            rows.append(self.row("namespace", f"<code>{escape(spec.ns)}</code>"))
        if spec.kind is Kind.CLASS:
            members = [self.links[m.key] for m, _ in self.odd.members.get(spec.ident, [])]
            rows.append(self.row("members", " ".join(members) or "—"))
        classes = [self.links[c.key] for m in spec.classes if (c := self.odd.get(Kind.CLASS, m.key))]
        if classes:
            rows.append(self.row("member-of", " ".join(classes)))
        if spec.kind is Kind.ELEMENT or spec.type == "atts":
            rows.append(self.attributes(spec))
        if spec.kind is Kind.ELEMENT:
            rows.append(self.row("contained-by", self.name_list(frozenset(self.parents.get(spec.key[1], ())))))
            rows.append(self.row("may-contain", self.name_list(self.children(spec))))
        if spec.kind is not Kind.CLASS:
            rows.append(self.row("content", draw(self.contents[spec.key], self.link)))
        rows += [self.rules(spec), self.remarks(spec), self.examples(spec)]
        return f'<section id="{LETTER[spec.kind]}-{escape(spec.key[1])}"><h3>{title}</h3>{"".join(rows)}</section>\n'

    def row(self, name: str, html: str) -> str:
        return f"<dl><dt>{self.say[name]}</dt><dd>{html}</dd></dl>"

    def children(self, spec: Spec) -> frozenset[str]:
        return self.elements_of(self.contents[spec.key], frozenset())

    def elements_of(self, patterns: Iterable[Pattern], within: frozenset[str]) -> frozenset[str]:
        """The idents of the elements that patterns let in, through classes and macros."""
        found: set[str] = set()
        for name in self.grammar.names_in(patterns):
            spec = self.by_pattern.get(name) or self.by_pattern.get(name.rpartition("_")[0])
            if spec is None or spec.key[1] in within:
                continue
            found |= {spec.key[1]} if spec.kind is Kind.ELEMENT else self.reach(spec, within)
        return frozenset(found)

    def reach(self, spec: Spec, within: frozenset[str]) -> frozenset[str]:
        if spec.key[1] not in self.reached:
            inner = within | {spec.key[1]}
            if spec.kind is Kind.CLASS:
                found: frozenset[str] = frozenset()
                for member, _ in self.odd.members.get(spec.ident, []):
                    is_element = member.kind is Kind.ELEMENT
                    if is_element or member.key[1] not in inner:
                        found |= {member.key[1]} if is_element else self.reach(member, inner)
            else:
                found = self.elements_of(self.contents[spec.key], inner)
            self.reached[spec.key[1]] = found
        return self.reached[spec.key[1]]

    def name_list(self, idents: frozenset[str]) -> str:
        if idents not in self.listed:
            names = sorted(idents, key=str.lower)
            self.listed[idents] = " ".join([self.links[Kind.ELEMENT, name] for name in names]) or "—"
        return self.listed[idents]

    def attributes(self, spec: Spec) -> str:
        """Its own attributes and those it changes in full; those of its classes by name."""
        full: list[tuple[str, Attribute]] = []
        inherited: dict[str, list[str]] = {}
        if spec.kind is Kind.CLASS:
            full = [("", a) for a in spec.own.attributes()]
            inherited = {c.ident: [] for c in superclasses(self.odd, spec)}
        else:
            own = {a.ident for a in spec.own.attributes()}
            for owner, attribute in attributes_of(self.odd, spec):
                if owner and attribute.ident not in own:
                    inherited.setdefault(owner, []).append(attribute.name or attribute.ident)
                else:
                    full.append((owner, attribute))
        rows = [self.attribute(owner, attribute) for owner, attribute in full]
        for owner, names in inherited.items():
            listed = " ".join(f"@{escape(name)}" for name in names)
            rows.append(f"<tr><td colspan=2>{self.class_link(owner)}</td><td>{listed}</td></tr>")
        return self.row("attributes", f"<table>{''.join(rows)}</table>" if rows else "—")

    def attribute(self, owner: str, attribute: Attribute) -> str:
        usage = self.say[attribute.usage or "opt"]
        origin = f" {self.class_link(owner)}" if owner else ""
        default = f" {self.say['default']} <q>{escape(attribute.default)}</q>" if attribute.default else ""
        text = escape(described(attribute.prose, self.lang))
        what = self.values(attribute.values) if attribute.values else ""
        if attribute.datatype is not None and not (attribute.values and attribute.values.type == "closed"):
            what += f"<div>{draw(self.grammar.prune(self.grammar.attributes.typed(attribute, self.linked)), self.link)}</div>"
        name = escape(attribute.name or attribute.ident)
        return f"<tr><td>@{name}</td><td>{usage}{origin}</td><td>{text}{default}{what}</td></tr>"

    def linked(self, node: etree._Element) -> list[Pattern]:
        """A datatype by its name, not by what it holds."""
        return [
            Pattern("ref", name=self.grammar.content.reference(child.get("key", "")))
            if child.get("key")
            else Pattern("data", type=child.get("name") or local(child))
            for child in elements(node)
        ]

    def values(self, values: Values) -> str:
        kind = self.say[values.type] if values.type in self.say else escape(values.type)
        items = [f"<dt>{escape(value_of(i))}</dt><dd>{escape(described((i,), self.lang))}</dd>" for i in values.items]
        return f'<div class="values">{kind}<dl>{"".join(items)}</dl></div>'

    def rules(self, spec: Spec) -> str:
        found = [*spec.constraints, *(c for a in spec.own.attributes() for c in a.constraints)]
        if not found:
            return ""
        shown = []
        for constraint in found:
            tests = [t for t in constraint.iter(sch("assert"), sch("report"))]
            said = escape(described((constraint,), self.lang)) or "<br>".join(escape(plain(t)) for t in tests)
            code = "".join(f"<pre>{escape(local(t))} {escape(t.get('test', ''))}</pre>" for t in tests)
            shown.append(f"<details><summary><code>{escape(constraint.get('ident', ''))}</code> {said}</summary>{code}</details>")
        return self.row("rules", "".join(shown))

    def remarks(self, spec: Spec) -> str:
        found = spoken(spec.prose, REMARKS, self.lang)
        text = "".join(f"<p>{escape(plain(p))}</p>" for remark in found for p in remark.iterchildren(tei("p")))
        return self.row("remarks", text) if text else ""

    def examples(self, spec: Spec) -> str:
        found = spoken(spec.prose, EXEMPLUM, self.lang)
        if not found:
            return ""
        shown = []
        for exemplum in found:
            for child in elements(exemplum):
                if local(child) == "egXML":
                    shown.append(f"<pre>{escape(markup(child))}</pre>")
                elif namespace(child) == namespace(exemplum):
                    shown.append(f"<p>{escape(plain(child))}</p>")
        return self.row("examples", "".join(shown))


def markup(node: etree._Element) -> str:
    """What is inside an egXML, as a reader would type it."""
    text = "".join([node.text or "", *(DECLARATION.sub("", etree.tostring(c, encoding="unicode")) for c in node)])
    return dedent(text.strip("\n")).strip()


def odd_to_html(grammar: Grammar, lang: str) -> bytes:
    """The tag documentation in English or Chinese (en, zh); descriptions in another language where the ODD has it."""
    return TagDocs(grammar, lang).page().encode()
