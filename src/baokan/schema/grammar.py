"""Odd -> RELAX NG: a definition for everything that can be reached from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from baokan.schema.attributes import AttributePatterns
from baokan.schema.content import SUFFIXES, Content, values_to_choice
from baokan.schema.external import External, read_external
from baokan.schema.model import Kind, Spec
from baokan.schema.names import RNG, TEI, elements, local, namespace
from baokan.schema.odd import Odd
from baokan.schema.patterns import Pattern, empty, ref
from baokan.schema.prune import prune

Build = Callable[[], list[Pattern]]


class Grammar:
    """Builds definitions when they are first asked for, so that what nothing refers to is never made."""

    def __init__(self, odd: Odd) -> None:
        self.odd = odd
        self.content = Content(odd, self.add)
        self.attributes = AttributePatterns(odd, self.content)
        self.builds: dict[str, Build] = {}
        self.made: dict[str, list[Pattern]] = {}
        self.external: list[External] = [read_external(odd, node, path) for node, path in odd.external]
        for spec in odd.specs.values():
            self.announce(spec)
        for external in self.external:
            external.drop(self.builds)

    def announce(self, spec: Spec) -> None:
        """Say which patterns a specification gives."""
        name = self.content.pattern_name(spec)
        match spec.kind:
            case Kind.ELEMENT:
                self.builds[name] = lambda: [self.element(spec)]
            case Kind.MACRO | Kind.DATA:
                self.builds[name] = lambda: [self.macro(spec)]
            case Kind.CLASS if spec.type == "atts":
                build: Build = lambda: self.attributes.of_class(spec)  # noqa: E731  shared by several names
                self.builds[self.attributes.class_name(spec)] = build
                for attribute in spec.own.attributes():
                    self.builds[self.attributes.class_name(spec, attribute.ident)] = build
            case Kind.CLASS:
                for suffix in ("", *SUFFIXES):
                    if not suffix or spec.generate is None or suffix in spec.generate:
                        self.builds[f"{name}_{suffix}" if suffix else name] = lambda s=suffix: [self.model(spec, s)]  # type: ignore[misc]

    def add(self, definition: Pattern) -> None:
        self.made.setdefault(definition.attributes["name"], []).append(definition)

    def is_defined(self, name: str) -> bool:
        return name in self.builds or name in self.made or any(name in external.names for external in self.external)

    def definitions(self) -> list[Pattern]:
        """start and all that it needs; all of the schema when it has no start."""
        start = self.start()
        queue = [child.attributes["name"] for child in start] if start else list(self.builds)
        for external in self.external:
            queue += self.names_in(external.definitions())
        done: set[str] = set()
        while queue:
            name = queue.pop()
            if name not in done:
                done.add(name)
                queue += self.names_in(self.make(name))
        order = {name: number for number, name in enumerate((*self.builds, *self.made))}
        body = [d for name in sorted(done & order.keys(), key=order.__getitem__) for d in self.made[name]]
        head = [Pattern("start", [Pattern("choice", start) if len(start) > 1 else start[0]])] if start else []
        return [*head, *body, *(d for external in self.external for d in external.definitions())]

    def make(self, name: str) -> list[Pattern]:
        """The finished definitions of a name; what stands in `made` already is raw when it came from anyElement."""
        if name not in self.made and name in self.builds:
            for definition in self.builds[name]():
                self.made.setdefault(definition.attributes["name"], [prune(definition, self.is_defined)])
        return self.made.get(name, [])

    def names_in(self, patterns: Iterable[Pattern]) -> list[str]:
        return [p.attributes["name"] for pattern in patterns for p in pattern.walk() if p.tag == "ref"]

    def start(self) -> list[Pattern]:
        wanted = ["TEI", "teiCorpus"] if self.odd.start is None else self.odd.start
        found = []
        for word in wanted:
            name = next((n for n in (word, self.odd.prefix + word, self.content.reference(word)) if self.is_defined(n)), None)
            if name is not None:
                found.append(ref(name))
            elif self.odd.start is not None:
                self.odd.tell(self.odd.node, "odd-start-absent", name=word)
        if not found and wanted:
            self.odd.tell(self.odd.node, "odd-start")
        return found

    def element(self, spec: Spec) -> Pattern:
        name = self.content.pattern_name(spec)
        content = self.element_content(spec)
        if any(pattern.tag == "notAllowed" for pattern in content):
            return Pattern("define", [Pattern("notAllowed")], name=name)
        children = [*(content or [empty()]), *self.attributes.of_element(spec), empty()]
        pattern = Pattern("element", children, doc=spec.prose, name=spec.name)
        if spec.ns is not None and spec.ns != self.odd.ns:
            pattern.attributes["ns"] = spec.ns
        return Pattern("define", [pattern], name=name)

    def element_content(self, spec: Spec) -> list[Pattern]:
        if spec.values is not None and spec.values.type == "closed":
            return [values_to_choice(spec.values)]
        return self.content.of(spec.content, spec) if spec.content is not None else []

    def content_of(self, spec: Spec) -> list[Pattern]:
        """The finished content of an element, macro or datatype, for documentation; a class has none of its own."""
        match spec.kind:
            case Kind.ELEMENT:
                return self.prune(self.element_content(spec))
            case Kind.CLASS:
                return []
        return self.prune(self.macro_content(spec))

    def prune(self, patterns: list[Pattern]) -> list[Pattern]:
        return prune(Pattern("define", patterns), self.is_defined).children

    def model(self, spec: Spec, suffix: str) -> Pattern:
        """A class of elements, as a choice or as one of the sequences."""
        name = self.content.pattern_name(spec)
        name = f"{name}_{suffix}" if suffix else name
        members = self.odd.members.get(spec.ident, [])
        if members:
            patterns = self.content.expanded(members, suffix, suffix)
        else:
            patterns = [Pattern("empty" if suffix.startswith("sequence") and suffix != "sequenceRepeatable" else "notAllowed")]
        return Pattern("define", patterns, name=name)

    def macro(self, spec: Spec) -> Pattern:
        """A macro or a datatype that is referred to as a pattern."""
        patterns = self.macro_content(spec)
        mixed = spec.content is not None and any(
            namespace(c) == RNG and local(c) in ("text", "ref") for c in elements(spec.content)
        )
        if len(patterns) > 1 and mixed:
            patterns = [Pattern("choice", patterns)]
        return Pattern("define", patterns or [empty()], name=self.content.pattern_name(spec))

    def macro_content(self, spec: Spec) -> list[Pattern]:
        if spec.values is not None and spec.values.type == "closed":
            return [values_to_choice(spec.values)]
        if spec.content is None:
            return []
        children = elements(spec.content)
        groups = [c for c in children if namespace(c) == RNG and local(c) == "group"]
        if groups and not any(local(inner) == "ref" for group in groups for inner in elements(group)):
            return [Pattern("choice", [p for group in groups for p in self.content.of(group, spec)])]
        if not groups and any(namespace(c) == TEI for c in children):
            children = [c for c in children if namespace(c) == TEI]
        return [pattern for child in children for pattern in self.content.one(child, spec)]
