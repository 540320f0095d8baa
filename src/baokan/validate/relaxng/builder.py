"""Schema elements to patterns (section 4 of the specification): each definition when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng.composites import Factory
from baokan.validate.relaxng.datatypes import datatype
from baokan.validate.relaxng.grammars import START, Context, Grammar
from baokan.validate.relaxng.name_classes import attribute_names, element_names
from baokan.validate.relaxng.patterns import (
    EMPTY,
    NOT_ALLOWED,
    TEXT,
    Attribute,
    Data,
    Element,
    ListOf,
    Pattern,
    Prefixes,
    Value,
)
from baokan.validate.relaxng.problems import BadDatatype, EndlessReference, SchemaError
from baokan.validate.relaxng.sources import Sources, referred_path
from baokan.validate.relaxng.syntax import rng_children, rng_name

XML = "http://www.w3.org/XML/1998/namespace"
Build = Callable[["Builder", etree._Element, Context], Pattern]


class Builder:
    """Builds the patterns of one schema; `elements` lists every element pattern made so far."""

    def __init__(self, check: bool = True) -> None:
        self.factory = Factory()
        self.sources = Sources(check)
        self.elements: list[Element] = []
        self.grammars: list[Grammar] = []
        self._defined: dict[tuple[Grammar, str], Pattern | None] = {}  # None while it is being built
        self._reachable = True  # whether what is built now can be reached from the start

    def schema(self, path: Path) -> Pattern:
        """The start pattern of a schema file."""
        path = path.resolve()
        return self.pattern(self.sources.root(path), Context(path))

    def pattern(self, element: etree._Element, context: Context) -> Pattern:
        return _BUILDS[rng_name(element)](self, element, context.inside(element))

    def parts(self, element: etree._Element, context: Context) -> list[Pattern]:
        return [self.pattern(child, context) for child in rng_children(element)]

    def grouped(self, element: etree._Element, context: Context) -> Pattern:
        return self.factory.group(self.parts(element, context))

    def definition(self, grammar: Grammar, name: str) -> Pattern:
        """The pattern of a definition with everything that combines with it."""
        key = (grammar, name)
        if key not in self._defined:
            self._defined[key] = None
            try:
                self._defined[key] = self._combined(grammar, name)
            except SchemaError:
                del self._defined[key]
                raise
        pattern = self._defined[key]
        if pattern is None and not self._reachable:
            return EMPTY
        if pattern is None:
            first = grammar.components[name][0]
            reason = f"the definition of {name} refers to itself without an element in between"
            raise EndlessReference(first.context.path, first.element.sourceline or 0, reason)
        return pattern

    def _combined(self, grammar: Grammar, name: str) -> Pattern:
        how, components = grammar.combination(name)
        patterns = [self.grouped(part.element, part.context) for part in components]
        return self.factory.interleave(patterns) if how == "interleave" else self.factory.choice(patterns)

    def build_all(self) -> None:
        """Builds what hasn't been needed yet, to find what is wrong in it; unreachable definitions may be endless."""
        done = self._all_elements(0)
        self._reachable = False
        for grammar in self.grammars:  # grows as nested grammars are found
            for name in list(grammar.components):
                self.definition(grammar, name)
            for part in grammar.overridden:
                self.grouped(part.element, part.context)
            done = self._all_elements(done)

    def _all_elements(self, done: int) -> int:
        while done < len(self.elements):
            _ = self.elements[done].content
            done += 1
        return done

    def referred(self, element: etree._Element, context: Context, grammar: Grammar | None) -> Pattern:
        name = element.get("name", "").strip()
        if grammar is None:
            outside = "parentRef" if rng_name(element) == "parentRef" else "ref"
            reason = f"{outside} to {name} isn't inside a grammar that could define it"
            raise SchemaError(context.path, element.sourceline or 0, reason)
        if name not in grammar.components:
            raise SchemaError(context.path, element.sourceline or 0, f"{name} isn't defined")
        return self.definition(grammar, name)


def _element(self: Builder, element: etree._Element, context: Context) -> Pattern:
    children = rng_children(element)
    names = element_names(element, children, context)
    content = children if element.get("name") is not None else children[1:]

    def read() -> Pattern:
        return self.factory.group([self.pattern(child, context) for child in content])

    made = Element(names, read, str(context.path), element.sourceline or 0)
    self.elements.append(made)
    return made


def _attribute(self: Builder, element: etree._Element, context: Context) -> Pattern:
    children = rng_children(element)
    names = attribute_names(element, children, context)
    content = children if element.get("name") is not None else children[1:]
    pattern = self.pattern(content[0], context) if content else TEXT
    if pattern is NOT_ALLOWED:
        return NOT_ALLOWED
    return Attribute(names, pattern, str(context.path), element.sourceline or 0)


def _group(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.grouped(element, context)


def _interleave(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.interleave(self.parts(element, context))


def _choice(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.choice(self.parts(element, context))


def _optional(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.choice([self.grouped(element, context), EMPTY])


def _zero_or_more(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.choice([self.factory.one_or_more(self.grouped(element, context)), EMPTY])


def _one_or_more(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.one_or_more(self.grouped(element, context))


def _mixed(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.factory.interleave([self.grouped(element, context), TEXT])


def _list(self: Builder, element: etree._Element, context: Context) -> Pattern:
    content = self.grouped(element, context)
    return NOT_ALLOWED if content is NOT_ALLOWED else ListOf(content)


def _ref(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.referred(element, context, context.grammar)


def _parent_ref(self: Builder, element: etree._Element, context: Context) -> Pattern:
    return self.referred(element, context, context.grammar and context.grammar.parent)


def _external_ref(self: Builder, element: etree._Element, context: Context) -> Pattern:
    path = referred_path(element, context.path)
    return self.pattern(self.sources.root(path), context.entering(path, element))


def _grammar(self: Builder, element: etree._Element, context: Context) -> Pattern:
    grammar = Grammar(element, context, self.sources)
    self.grammars.append(grammar)
    return self.definition(grammar, START)


def _data(self: Builder, element: etree._Element, context: Context) -> Pattern:
    parameters: list[tuple[str, str]] = []
    excluded: Pattern | None = None
    for child in rng_children(element):
        if rng_name(child) == "param":
            parameters.append((child.get("name", "").strip(), child.text or ""))
        else:
            excluded = self.factory.choice(self.parts(child, context.inside(child)))
    try:
        kind = datatype(context.library, element.get("type", "").strip(), parameters)
    except BadDatatype as error:
        raise SchemaError(context.path, element.sourceline or 0, f"{error}") from error
    return Data(kind, None if excluded is NOT_ALLOWED else excluded)


def _value(self: Builder, element: etree._Element, context: Context) -> Pattern:
    name = element.get("type")
    text = element.text or ""
    # the default namespace of a QName is the schema's ns (section 4.9), other prefixes are the file's
    prefixes: Prefixes = {"xml": XML, **element.nsmap, None: context.ns}
    try:
        kind = datatype("", "token") if name is None else datatype(context.library, name.strip())
        if not kind.allows(text, prefixes):
            raise BadDatatype(f"the value {text!r} isn't of the type {kind.name}")
        return Value(kind, text, kind.value(text, prefixes))
    except BadDatatype as error:
        raise SchemaError(context.path, element.sourceline or 0, f"{error}") from error


_BUILDS: dict[str, Build] = {
    "element": _element,
    "attribute": _attribute,
    "group": _group,
    "interleave": _interleave,
    "choice": _choice,
    "optional": _optional,
    "zeroOrMore": _zero_or_more,
    "oneOrMore": _one_or_more,
    "mixed": _mixed,
    "list": _list,
    "ref": _ref,
    "parentRef": _parent_ref,
    "externalRef": _external_ref,
    "grammar": _grammar,
    "data": _data,
    "value": _value,
    "empty": lambda self, element, context: EMPTY,
    "text": lambda self, element, context: TEXT,
    "notAllowed": lambda self, element, context: NOT_ALLOWED,
}
