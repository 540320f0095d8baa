"""Which attributes an element has after inheritance, and the patterns that say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from baokan.schema.attdefs import change_attribute
from baokan.schema.content import Content, occurrences, repeat, values_to_choice
from baokan.schema.model import UNBOUNDED, Attribute, AttributeGroup, AttributeRef, Spec
from baokan.schema.names import rng
from baokan.schema.odd import Odd
from baokan.schema.patterns import Pattern, empty, ref

OLD_ENUMERATED = "data.enumerated"


@dataclass(slots=True)
class Inherited:
    """What an element takes from its classes: whole classes, single attributes of them, and attributes that it changes."""

    whole: list[Spec] = field(default_factory=list)
    single: list[tuple[Spec, Attribute]] = field(default_factory=list)
    changed: list[tuple[Spec, Attribute]] = field(default_factory=list)


def superclasses(odd: Odd, spec: Spec) -> list[Spec]:
    """The attribute classes that spec is a member of itself, in order."""
    found = [odd.attribute_class(member.key) for member in spec.classes]
    return [c for c in found if c is not None]


def closure(odd: Odd, spec: Spec, seen: dict[str, Spec] | None = None) -> dict[str, Spec]:
    """spec and all attribute classes above it."""
    seen = {} if seen is None else seen
    if spec.ident not in seen:
        seen[spec.ident] = spec
        for above in superclasses(odd, spec):
            closure(odd, above, seen)
    return seen


def inherited(odd: Odd, spec: Spec) -> Inherited:
    """A class is taken whole unless the element changes or suppresses one of its attributes, or has it already."""
    own = {a.ident: a for a in spec.own.attributes()}
    touched = own.keys() | spec.dropped
    taken: set[str] = set()
    classes: set[str] = set()
    result = Inherited()
    for top in superclasses(odd, spec):
        above = closure(odd, top)
        names = [(c, a) for c in above.values() for a in c.own.attributes()]
        if not (classes & above.keys()) and not any(a.ident in touched or a.ident in taken for _, a in names):
            result.whole.append(top)
        else:
            for owner, attribute in names:
                if attribute.ident not in taken:
                    _take(result, owner, attribute, own.get(attribute.ident), spec.dropped)
                    taken.add(attribute.ident)
        classes |= above.keys()
        taken |= {a.ident for _, a in names}
    return result


def _take(result: Inherited, owner: Spec, attribute: Attribute, own: Attribute | None, dropped: frozenset[str]) -> None:
    if own is None:
        if attribute.ident not in dropped:
            result.single.append((owner, attribute))
    elif own.pending:
        for node in own.pending:
            attribute = change_attribute(attribute, node)
        result.changed.append((owner, replace(attribute, pending=())))


def attributes_of(odd: Odd, spec: Spec) -> list[tuple[str, Attribute]]:
    """Every attribute of an element or class with the class it comes from ("": its own), for documentation and rules."""
    found: list[tuple[str, Attribute]] = []
    result = inherited(odd, spec)
    for top in result.whole:
        found += [(c.ident, a) for c in closure(odd, top).values() for a in c.own.attributes()]
    found += [(c.ident, a) for c, a in (*result.single, *result.changed)]
    found += [("", a) for a in spec.own.attributes() if not a.pending]
    return found


class AttributePatterns:
    """Writes attributes as patterns."""

    def __init__(self, odd: Odd, content: Content) -> None:
        self.odd = odd
        self.content = content

    def class_name(self, spec: Spec, attribute: str | None = None) -> str:
        name = self.content.pattern_name(spec)
        return f"{name}.attributes" if attribute is None else f"{name}.attribute.{attribute.replace(':', '')}"

    def of_class(self, spec: Spec) -> list[Pattern]:
        """The definitions of an attribute class: all together, and one for each attribute."""
        own = [a for a in spec.own.attributes() if not a.ident.startswith("xmlns")]
        refs = [ref(self.class_name(above)) for above in superclasses(self.odd, spec)]
        refs += [ref(self.class_name(spec, a.ident)) for a in own]
        refs += [p for item in _references(spec.own) for p in self.borrowed(item)]
        whole = Pattern("define", refs or [empty()], name=self.class_name(spec))
        return [whole, *(Pattern("define", [self.one(a)], name=self.class_name(spec, a.ident)) for a in own)]

    def of_element(self, spec: Spec) -> list[Pattern]:
        taken = inherited(self.odd, spec)
        patterns = [ref(self.class_name(c)) for c in taken.whole]
        patterns += [ref(self.class_name(c, a.ident)) for c, a in taken.single]
        patterns += [self.one(a) for _, a in taken.changed]
        known = {a.ident for _, a in taken.changed}
        for orphan in spec.own.attributes():
            if orphan.pending and orphan.ident not in known:
                self.odd.tell(orphan.node, "odd-attribute-absent", element=spec.ident, attribute=orphan.ident)
        return patterns + self.group(spec.own)

    def group(self, group: AttributeGroup) -> list[Pattern]:
        patterns: list[Pattern] = []
        for item in group.items:
            if isinstance(item, AttributeRef):
                patterns += self.borrowed(item)
            elif isinstance(item, AttributeGroup):
                inner = self.group(item)
                if item.org == "choice":
                    patterns.append(Pattern("choice", inner))
                else:
                    patterns += [Pattern("group", inner)] if group.org == "choice" else inner
            elif not item.pending and not item.ident.startswith("xmlns"):
                patterns.append(self.one(item))
        return patterns

    def borrowed(self, item: AttributeRef) -> list[Pattern]:
        """attRef: nothing when its class isn't in the schema."""
        if not item.owner:
            return [ref(item.name)] if item.name else []
        spec = self.odd.find(item.owner)
        if spec is None or (item.name and spec.own.find(item.name) is None):
            self.odd.tell(item.node, "odd-attref-absent", owner=item.owner, name=item.name or "*")
        return [] if spec is None else [ref(self.class_name(spec, item.name or None))]

    def one(self, attribute: Attribute) -> Pattern:
        """An attribute with its values; optional unless it is required."""
        name = attribute.name or attribute.ident
        if attribute.ns == "http://www.w3.org/XML/1998/namespace" and not name.startswith("xml:"):
            name = f"xml:{name}"
        pattern = Pattern("attribute", self.values(attribute), doc=attribute.prose, name=name)
        if attribute.ns is not None and not name.startswith("xml:"):
            pattern.attributes["ns"] = attribute.ns
        if attribute.default:
            pattern.attributes["a:defaultValue"] = attribute.default
        return pattern if attribute.required else Pattern("optional", [pattern])

    def values(self, attribute: Attribute) -> list[Pattern]:
        return self.counted(self.data(attribute), attribute.datatype)

    def typed(self, attribute: Attribute, name: Callable[[etree._Element], list[Pattern]]) -> list[Pattern]:
        """The datatype of an attribute, as often as it may stand; `name` writes the datatype itself."""
        return [] if attribute.datatype is None else self.counted(name(attribute.datatype), attribute.datatype)

    def counted(self, data: list[Pattern], datatype: etree._Element | None) -> list[Pattern]:
        if datatype is None or datatype.find(rng("text")) is not None:
            return data
        least, most = occurrences(datatype)
        if most == 1:
            return data if least else [Pattern("optional", data)]
        if most == UNBOUNDED:
            return [Pattern("list", repeat(data, least, most) if least < 2 else [*(data * least), Pattern("zeroOrMore", data)])]
        return [Pattern("list", [*(data * least), *(Pattern("optional", data) for _ in range(most - least))])]

    def data(self, attribute: Attribute) -> list[Pattern]:
        """One value: from a closed list, from a semi-closed list or the datatype, or of the datatype; else any text."""
        values, datatype = attribute.values, attribute.datatype
        if values is not None and values.type == "closed":
            return [values_to_choice(values)]
        if values is not None and values.type == "semi":
            old = datatype is not None and any(r.get("name") == OLD_ENUMERATED for r in datatype.findall(rng("ref")))
            rest = [Pattern("data", type="Name")] if datatype is None or old else self.content.of(datatype)
            return [Pattern("choice", [*values_to_choice(values).children, *rest])]
        if datatype is not None and len(datatype) and any(isinstance(child.tag, str) for child in datatype):
            return self.content.of(datatype)
        return [Pattern("text")]


def _references(group: AttributeGroup) -> list[AttributeRef]:
    found: list[AttributeRef] = []
    for item in group.items:
        if isinstance(item, AttributeRef):
            found.append(item)
        elif isinstance(item, AttributeGroup):
            found += _references(item)
    return found
