"""Grammars: their definitions with include, override and combine (sections 4.7, 4.17 and 4.18).

A grammar collects the places of its definitions; a definition's pattern is built when something first refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.sources import Sources, referred_path
from baokan.validate.relaxng.syntax import rng_children, rng_name

START = ""  # the key of a grammar's start, which no definition's name can be


@dataclass(frozen=True, slots=True)
class Context:
    """What an element of a schema inherits from the elements around it."""

    path: Path
    grammar: Grammar | None = None
    ns: str = ""
    library: str = ""
    open_files: tuple[Path, ...] = ()  # the files that lead here, to find one that includes itself

    def inside(self, element: etree._Element) -> Context:
        """The context of an element's children, and of its own name and datatype."""
        ns, library = element.get("ns"), element.get("datatypeLibrary")
        if ns is None and library is None:
            return self
        return replace(self, ns=self.ns if ns is None else ns, library=self.library if library is None else library)

    def entering(self, path: Path, element: etree._Element) -> Context:
        """The context of another file's root: the namespace is inherited, the datatype library isn't."""
        if path == self.path or path in self.open_files:
            raise SchemaError(self.path, element.sourceline or 0, f"{path.name} contains itself")
        return replace(self, path=path, library="", open_files=(*self.open_files, self.path))


@dataclass(slots=True)
class Component:
    """One `start` or `define` as it stands in a file."""

    name: str
    element: etree._Element
    context: Context


class Grammar:
    """The definitions of one `grammar` element with everything that it includes."""

    def __init__(self, element: etree._Element, context: Context, sources: Sources) -> None:
        self.parent = context.grammar
        self.path = context.path
        self.line = element.sourceline or 0
        self._sources = sources
        self.components: dict[str, list[Component]] = {}
        self.overridden: list[Component] = []
        inner = replace(context, grammar=self).inside(element)
        for component in self._contents(element, inner):
            self.components.setdefault(component.name, []).append(component)
        if START not in self.components:
            raise SchemaError(self.path, self.line, "the grammar has no start")

    def _contents(self, element: etree._Element, context: Context) -> Iterator[Component]:
        for child in rng_children(element):
            inner = context.inside(child)
            name = rng_name(child)
            if name == "include":
                yield from self._include(child, inner)
            elif name == "div":
                yield from self._contents(child, inner)
            else:
                yield Component(child.get("name", START).strip() if name == "define" else START, child, inner)

    def _include(self, element: etree._Element, context: Context) -> Iterator[Component]:
        """The included grammar's definitions, but for those that the include element overrides, and the overriding."""
        path = referred_path(element, context.path)
        target = context.entering(path, element)
        root = self._sources.root(path)
        if rng_name(root) != "grammar":
            raise SchemaError(context.path, element.sourceline or 0, f"{path.name} isn't a grammar, so it can't be included")
        own = list(self._contents(element, context))
        included = list(self._contents(root, target.inside(root)))
        names = {component.name for component in included}
        for component in own:
            if component.name not in names:
                what = f"definition of {component.name}" if component.name else "start"
                line = component.element.sourceline or 0
                raise SchemaError(component.context.path, line, f"{path.name} has no {what} that could be overridden")
        replaced = {component.name for component in own}
        self.overridden += (component for component in included if component.name in replaced)
        yield from (component for component in included if component.name not in replaced)
        yield from own

    def combination(self, name: str) -> tuple[str, list[Component]]:
        """How the definitions of a name are combined (`choice` where there is one only), and they."""
        parts = self.components[name]
        methods = [part.element.get("combine", "").strip() for part in parts]
        what = f"definition of {name}" if name else "start"
        if methods.count("") > 1:
            again = [part for part, method in zip(parts, methods, strict=True) if not method][1]
            raise SchemaError(again.context.path, again.element.sourceline or 0, f"a second {what} without combine")
        given = {method for method in methods if method}
        if len(given) > 1:
            line = parts[-1].element.sourceline or 0
            raise SchemaError(parts[-1].context.path, line, f"a {what} is combined both by choice and by interleave")
        return (given.pop() if given else "choice"), parts
