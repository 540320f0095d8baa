"""Content models and datatypes, in Pure ODD or embedded RELAX NG -> patterns."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.schema.model import UNBOUNDED, Kind, Membership, Spec, Values
from baokan.schema.names import EXAMPLES, RNG, TEI, elements, includes, line_of, local, namespace, tei
from baokan.schema.odd import Odd, origin
from baokan.schema.patterns import Pattern, copied, empty, ref, shell_of
from baokan.schema.specs import alternative

SUFFIXES = ("alternation", "sequence", "sequenceOptional", "sequenceOptionalRepeatable", "sequenceRepeatable")
SUFFIX = re.compile(r"_(alternation|sequenceOptionalRepeatable|sequenceOptional|sequenceRepeatable|sequence)$")
MOST_COPIES = 400  # repeated patterns up to here; what allows more is written as zeroOrMore, as TEI's compiler does
MOST_NESTED = 50  # optional patterns within each other
MOST_PATTERNS = 20_000  # in one repeated pattern; TEI's largest has some hundreds
MOST_STEPS = 100_000  # of one compilation; every module of TEI takes some ten thousand
VAL_LIST, CONTENT = tei("valList"), tei("content")


class Content:
    """Turns the children of content and datatype into patterns."""

    def __init__(self, odd: Odd, define: Callable[[Pattern], None]) -> None:
        self.odd = odd
        self.define = define  # takes the definition that an anyElement needs
        self.any_elements: dict[etree._Element, str] = {}
        self.steps = 0

    def pattern_name(self, spec: Spec) -> str:
        return (self.odd.prefix if spec.prefix is None else spec.prefix) + spec.ident

    def reference(self, name: str) -> str:
        """The pattern that a key or an embedded ref means: a specification's, with a class's suffix, else itself."""
        spec = self.odd.find(SUFFIX.sub("", name))
        if spec is None:
            return name
        return name if spec.prefix and name.startswith(spec.prefix) else self.pattern_name(spec) + name[len(spec.ident) :]

    def of(self, parent: etree._Element, owner: Spec | None = None) -> list[Pattern]:
        """The patterns of all children of a content, datatype, sequence or the like, in order."""
        return [pattern for child in elements(parent) for pattern in self.one(child, owner)]

    def one(self, node: etree._Element, owner: Spec | None = None, restriction: str = "") -> list[Pattern]:
        self.steps += 1
        if self.steps > MOST_STEPS:
            where = f"{origin(node, self.odd.path)}:{line_of(node)}"
            raise UnreadableInput(f"{where}: the content models grow beyond all measure.", "look for datatypes within datatypes.")
        if namespace(node) == RNG:
            return self.embedded(node, owner)
        if namespace(node) != TEI or self.is_deleted(node, owner):
            return []
        match local(node):
            case "sequence" | "alternate" | "interleave":
                return self.compound(node, owner)
            case "elementRef" | "macroRef":
                return self.repeated([ref(self.reference(node.get("key", "")))], node)
            case "classRef":
                return self.repeated(self.class_reference(node), node)
            case "dataRef":
                return self.data(node, restriction)
            case "valList":
                return [values_to_choice(_values_beside(node))]
            case "textNode":
                return [Pattern("text")]
            case "anyElement":
                return self.repeated([ref(self.any_element(node, owner))], node)
        return []

    def embedded(self, node: etree._Element, owner: Spec | None) -> list[Pattern]:
        pattern = shell_of(node)
        if pattern.tag == "grammar":
            return [copied(node, "")]
        if pattern.tag == "ref" and not node.xpath("ancestor::*[@autoPrefix='false']"):
            pattern.attributes["name"] = self.reference(pattern.attributes.get("name", ""))
        if pattern.tag not in ("value", "param", "name"):
            pattern.children = self.of(node, owner)
        return [pattern]

    def is_deleted(self, node: etree._Element, owner: Spec | None) -> bool:
        """Whether a specification that the ODD works on names something that the ODD deletes."""
        return owner is not None and owner.touched and node.get("key") in self.odd.deleted and node.getparent().tag != CONTENT

    def compound(self, node: etree._Element, owner: Spec | None) -> list[Pattern]:
        """A sequence, alternate or interleave; nothing when all that is in it was deleted."""
        children = self.of(node, owner)
        if not children and len(node) and owner is not None and owner.touched:
            return []
        tag = {"alternate": "choice", "interleave": "interleave"}.get(local(node))
        return self.repeated([Pattern(tag, children) if tag else self.sequence(node, children)], node)

    def sequence(self, node: etree._Element, children: list[Pattern]) -> Pattern:
        """A group, a list where only datatypes stand in it, or an interleave where order doesn't matter."""
        tag = "group" if any(local(child) != "dataRef" for child in elements(node)) else "list"
        if node.get("preserveOrder") in ("false", "0"):
            children = [Pattern("interleave", children)]
        return Pattern(tag, children)

    def repeated(self, patterns: list[Pattern], node: etree._Element) -> list[Pattern]:
        """As often as minOccurs and maxOccurs say; both are 1 when absent."""
        least, most = occurrences(node)
        if most != UNBOUNDED and most < least:
            self.odd.tell(node, "odd-occurrence", least=least, most=most)
            most = least
        copies = max(least, most)
        if copies > 1 and copies * sum(1 for p in patterns for _ in p.walk()) > MOST_PATTERNS:
            self.odd.tell(node, "odd-occurrence-large", copies=copies)
            return repeat(patterns, min(least, 1), UNBOUNDED)
        return repeat(patterns, least, most)

    def class_reference(self, node: etree._Element) -> list[Pattern]:
        """classRef: the class's pattern, or its members written out when it asks for some or for an expansion."""
        key, expand, include, exclude = (node.get(a) for a in ("key", "expand", "include", "except"))
        if expand is None and include is None and exclude is None:
            return [ref(self.reference(key or ""))]
        members = [m for m in self.odd.members.get(key or "", []) if includes(m[0].ident, include, exclude)]
        if expand is None:
            # TEI's compiler puts the members one after the other here; in an alternate that is a choice
            return [pattern for member in members for pattern in self.member(*member, "")]
        return self.expanded(members, expand, "")

    def expanded(self, members: list[tuple[Spec, Membership]], how: str, suffix: str) -> list[Pattern]:
        """Members as a sequence of some kind, else as a choice; classes among them by their pattern with suffix."""
        each = [self.member(spec, membership, suffix) for spec, membership in members]
        wrapper = {"sequenceOptional": "optional", "sequenceRepeatable": "oneOrMore", "sequenceOptionalRepeatable": "zeroOrMore"}
        if how == "sequence":
            return [pattern for patterns in each for pattern in patterns]
        if how in wrapper:
            return [Pattern(wrapper[how], patterns) for patterns in each]
        return [Pattern("choice", [pattern for patterns in each for pattern in patterns])]

    def member(self, spec: Spec, membership: Membership, suffix: str) -> list[Pattern]:
        name = self.pattern_name(spec)
        if spec.kind is Kind.CLASS:
            return [ref(f"{name}_{suffix}" if suffix else name)]
        if (membership.least, membership.most) == (1, 1):
            return [ref(name)]
        most = membership.most
        return repeat([ref(name)], membership.least, most if most == UNBOUNDED else max(most, membership.least))

    def data(self, node: etree._Element, restriction: str) -> list[Pattern]:
        """dataRef: one of XML Schema's datatypes, or what the dataSpec that it names holds."""
        name, key = node.get("name"), node.get("key")
        own = node.get("restriction") or ""
        if name:
            facets = [(f.get("name", ""), f.get("value", "")) for f in node.findall(tei("dataFacet"))]
            if not facets and (own or restriction):
                facets = [("pattern", own or restriction)]
            return [Pattern("data", [Pattern("param", [], value, name=facet) for facet, value in facets], type=name)]
        spec = self.odd.find(key) if key else None
        if spec is None:
            if key:
                self.odd.tell(node, "odd-datatype-absent", key=key)
            return []
        if spec.content is None:
            return []
        return [pattern for child in elements(spec.content) for pattern in self.one(child, None, own)]

    def any_element(self, node: etree._Element, owner: Spec | None) -> str:
        """The name of a pattern that matches every element but the exceptions, with anything in it."""
        if node not in self.any_elements:
            name = f"anyElement_{owner.ident if owner else 'content'}_{len(self.any_elements) + 1}"
            self.any_elements[node] = name
            given = node.get("except", node.get("exclude"))
            exceptions = [self.exception(word, node) for word in (self.odd.exceptions if given is None else given).split()]
            names = Pattern("anyName", [Pattern("except", exceptions)] if exceptions else [])
            attributes = Pattern("zeroOrMore", [Pattern("attribute", [Pattern("anyName")])])
            inside = Pattern("zeroOrMore", [Pattern("choice", [Pattern("text"), ref(name)])])
            self.define(Pattern("define", [Pattern("element", [names, attributes, inside])], name=name))
        return self.any_elements[node]

    def exception(self, word: str, node: etree._Element) -> Pattern:
        """A namespace, or an element named with a prefix that is declared there."""
        prefix, colon, rest = word.partition(":")
        uri = EXAMPLES if word == "teix:egXML" else (node.nsmap.get(prefix) or self.odd.node.nsmap.get(prefix))
        if colon and uri and re.fullmatch(r"\w+", prefix) and re.fullmatch(r"[\w.-]+", rest):
            return Pattern("name", [], rest, ns=uri)
        return Pattern("nsName", ns=word)


def occurrences(node: etree._Element) -> tuple[int, int]:
    """minOccurs and maxOccurs as numbers, UNBOUNDED where there is no limit; 1 where absent or not a number."""
    least, most = node.get("minOccurs", "1").strip(), node.get("maxOccurs", "1").strip()
    low = int(least) if least.isdecimal() else 1
    return low, UNBOUNDED if most == "unbounded" else int(most) if most.isdecimal() else 1


def repeat(patterns: list[Pattern], least: int, most: int) -> list[Pattern]:
    """The patterns from least to most times, most being UNBOUNDED for no limit."""
    match least, most:
        case 1, 1:
            return patterns
        case 0, 1:
            return [Pattern("optional", patterns)]
        case 0, -1:
            return [Pattern("zeroOrMore", patterns)]
        case 1, -1:
            return [Pattern("oneOrMore", patterns)]
    copies = patterns * min(least, MOST_COPIES)
    if most == UNBOUNDED or most - least > MOST_COPIES:
        return [Pattern("group", [*copies, Pattern("zeroOrMore", patterns)])]
    rest: list[Pattern] = []
    if most - least > MOST_NESTED:
        rest = [Pattern("optional", patterns)] * (most - least)  # the same language, without the depth
    else:
        for _ in range(most - least):
            rest = [Pattern("optional", [*patterns, *rest])]
    return [Pattern("group", [*copies, *rest])] if copies or rest else [empty()]


def _values_beside(node: etree._Element) -> Values:
    """All values of the valLists that stand beside this one; they make one choice."""
    parent = node.getparent()
    lists = [node] if parent is None else parent.findall(VAL_LIST)
    return Values("closed", tuple(item for one in lists for item in one.findall(tei("valItem"))))


def values_to_choice(values: Values) -> Pattern:
    return Pattern("choice", [Pattern("value", [], value_of(item), doc=(item,)) for item in values.items])


def value_of(item: etree._Element) -> str:
    """What documents write for a valItem."""
    return alternative(item) or str(item.get("ident", ""))
