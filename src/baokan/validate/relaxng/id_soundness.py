"""Soundness of ID, IDREF and IDREFS: each identifier once in a document, each reference with its target."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from baokan.findings import Finding, Severity
from baokan.validate.relaxng.expected import all_attributes
from baokan.validate.relaxng.names import simple_names
from baokan.validate.relaxng.patterns import Data, Element, Pattern
from baokan.validate.relaxng.trees import place

_TYPES = ("ID", "IDREF", "IDREFS")


def check_ids(root: etree._Element, path: str, elements: Iterable[Element]) -> list[Finding]:
    """The findings of a tree, in document order of the identifiers, then of the references."""
    types = _typed_attributes(elements)
    seen: dict[str, etree._Element] = {}
    references: list[tuple[str, etree._Element]] = []
    findings: list[Finding] = []
    for element in root.iter(etree.Element):
        typed = types.get(element.tag)
        for name, kind in typed.items() if typed else ():
            value = element.get(name, "").split()
            if kind != "ID":
                references += [(word, element) for word in value]
                continue
            for word in value:
                if word in seen:
                    findings.append(_twice(word, element, seen[word], path))
                seen.setdefault(word, element)
    return findings + [_dangling(word, element, path) for word, element in references if word not in seen]


def _typed_attributes(elements: Iterable[Element]) -> dict[str, dict[str, str]]:
    """Element name -> attribute name -> ID, IDREF or IDREFS."""
    types: dict[str, dict[str, str]] = {}
    for element in elements:
        for attribute in all_attributes(element.content):
            kind = _type(attribute.content)
            if kind:
                for tag in simple_names(element.names):
                    types.setdefault(tag, {}).update(dict.fromkeys(simple_names(attribute.names), kind))
    return types


def _type(content: Pattern) -> str:
    if isinstance(content, Data):
        return content.kind.name if content.kind.name in _TYPES and content.kind.library else ""
    return next((kind for item in content.items if (kind := _type(item))), "")


def _twice(word: str, element: etree._Element, first: etree._Element, path: str) -> Finding:
    where = place(element)
    return Finding(
        path,
        where.line,
        "rng-id",
        Severity.ERROR,
        f"The identifier {word} is given twice, first in line {first.sourceline}.",
        "Give one of them another identifier.",
        f"标识 {word} 重复，首见于第 {first.sourceline} 行。",
        "请改其中一个。",
        where.xpath,
    )


def _dangling(word: str, element: etree._Element, path: str) -> Finding:
    where = place(element)
    return Finding(
        path,
        where.line,
        "rng-idref",
        Severity.ERROR,
        f"There is no element with the identifier {word}.",
        "Correct the reference, or give the element that is meant this identifier.",
        f"没有标识为 {word} 的元素。",
        "请改正引用，或给所指元素加上此标识。",
        where.xpath,
    )
