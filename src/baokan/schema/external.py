"""moduleRef with url: a RELAX NG grammar from elsewhere, taken into the schema."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from lxml import etree

from baokan.schema.names import RNG, elements, local, namespace, tei
from baokan.schema.odd import Odd
from baokan.schema.patterns import Pattern, copied, shell_of
from baokan.schema.sources import parse_xml

MOST_NESTED = 32  # includes within includes; more is a circle


class External:
    """The definitions of one grammar; its start is left out, since the schema has its own."""

    def __init__(self, division: Pattern) -> None:
        self.division = division
        self.names = {p.attributes["name"] for p in division.walk() if p.tag == "define"}

    def drop(self, names: Container[str]) -> None:
        """Give up the definitions that the schema makes itself."""
        _drop(self.division, names)
        self.names = {name for name in self.names if name not in names}

    def definitions(self) -> list[Pattern]:
        return [self.division] if self.division.children else []


def _drop(division: Pattern, names: Container[str]) -> None:
    kept = []
    for child in division.children:
        if child.tag == "define" and "combine" not in child.attributes and child.attributes["name"] in names:
            continue
        if child.tag == "div":
            _drop(child, names)
        kept.append(child)
    division.children = kept


def read_external(odd: Odd, node: etree._Element, path: Path) -> External:
    """The grammar at path with the moduleRef's own definitions in place of its own.

    Raises UnreadableInput when the file isn't XML.
    """
    prefix = node.get("prefix", "")
    external = External(_division(odd, node, path, prefix, 0))
    content = node.find(tei("content"))
    own = [copied(child, "") for child in elements(content)] if content is not None else []
    external.drop({p.attributes["name"] for p in own if p.tag == "define" and "combine" not in p.attributes})
    external.division.children += own
    external.names |= {p.attributes["name"] for p in own if p.tag == "define"}
    return external


def _division(odd: Odd, node: etree._Element, path: Path, prefix: str, depth: int) -> Pattern:
    division = Pattern("div")
    if path.suffix == ".rnc":
        odd.tell(node, "odd-external", path=path)
        return division
    root = parse_xml(path).getroot()
    if root.tag != f"{{{RNG}}}grammar" or depth > MOST_NESTED:
        odd.tell(node, "odd-external", path=path)
        return division
    division.attributes = {k: v for k, v in shell_of(root).attributes.items() if k in ("ns", "datatypeLibrary")}
    division.children = list(_components(odd, root, path, prefix, depth))
    return division


def _components(odd: Odd, parent: etree._Element, path: Path, prefix: str, depth: int) -> Iterator[Pattern]:
    for child in elements(parent):
        name = local(child)
        if namespace(child) != RNG or name == "start":
            continue
        if name == "include":
            target = path.parent / child.get("href", "")
            own = list(_components(odd, child, path, prefix, depth))
            if target.is_file():
                odd.files.append(target)
                inner = _division(odd, child, target, prefix, depth + 1)
                _drop(inner, {p.attributes["name"] for p in own if p.tag == "define" and "combine" not in p.attributes})
                yield inner
            else:
                odd.tell(child, "odd-external-missing", path=path, href=child.get("href"), target=target)
            yield from own
        elif name == "div":
            division = shell_of(child)
            division.children = list(_components(odd, child, path, prefix, depth))
            yield division
        else:
            yield copied(child, prefix)
