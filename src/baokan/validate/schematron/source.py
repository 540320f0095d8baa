"""Reads a Schematron schema: from its own file, or gathered from the RELAX NG grammar that it is embedded in."""

from __future__ import annotations

import copy
import re
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput

SCH = "{http://purl.oclc.org/dsdl/schematron}"
OLD = "{http://www.ascc.net/xml/schematron}"
MOST_ELEMENTS = 200_000  # that include and is-a may add
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}


def read_schematron(path: Path) -> etree._Element:
    """The sch:schema of a file. Raises UnreadableInput when there is none, and for Schematron before ISO's."""
    try:
        root = etree.parse(str(path), etree.XMLParser(**_PARSER_OPTIONS)).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UnreadableInput(f"{path}: isn't a Schematron schema: {error}.", "mend the rules, or name another file.") from error
    if root.tag == SCH + "schema":
        _include(root, path)
        _fill_abstract(root, path)
        return root
    if root.tag == OLD + "schema":
        raise UnreadableInput(f"{path}: is Schematron 1.5, from before ISO.", "change its namespace to ISO Schematron's.")
    return _gather(root, path)


def _gather(root: etree._Element, path: Path) -> etree._Element:
    """The rules embedded in a grammar: its namespaces, declarations and patterns, in order."""
    schema = etree.Element(SCH + "schema", nsmap={"sch": SCH[1:-1]})
    parts = [each for each in root.iter(SCH + "ns", SCH + "let", SCH + "pattern", SCH + "diagnostics") if not _inside(each)]
    order = {SCH + "ns": 0, SCH + "let": 1, SCH + "pattern": 2, SCH + "diagnostics": 3}
    for part in sorted(parts, key=lambda each: order[each.tag]):
        schema.append(_without_tail(part))
    for loose in root.iter(SCH + "rule"):
        if not _inside(loose):
            etree.SubElement(schema, SCH + "pattern").append(_without_tail(loose))
    if not schema.findall(SCH + "pattern"):
        raise UnreadableInput(f"{path}: holds no Schematron rules.", "name a Schematron schema, or a grammar with rules in it.")
    return schema


def _inside(element: etree._Element) -> bool:
    above = (each.tag for each in element.iterancestors() if isinstance(each.tag, str))
    return any(tag.startswith(SCH) and tag != SCH + "schema" for tag in above)


def _without_tail(element: etree._Element) -> etree._Element:
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def _include(root: etree._Element, path: Path) -> None:
    """Puts the local files that sch:include names in their places."""
    size = 0
    for include in root.findall(f".//{SCH}include"):
        target = path.parent / include.get("href", "").partition("#")[0]
        parent = include.getparent()
        try:
            part = etree.parse(str(target), etree.XMLParser(**_PARSER_OPTIONS)).getroot()
        except (etree.XMLSyntaxError, OSError) as error:
            raise UnreadableInput(f"{path}: the part {target} can't be read: {error}.", "correct the href.") from error
        assert parent is not None
        if not str(part.tag).startswith(SCH):  # whose text a message would tell
            raise UnreadableInput(f"{path}: the part {target} isn't Schematron.", "correct the href.")
        size = _grown(size, part, path)
        parent.replace(include, part)


def _fill_abstract(root: etree._Element, path: Path) -> None:
    """Puts abstract patterns, with their parameters filled in, in the places of those that are cases of them."""
    abstract = {each.get("id", ""): each for each in root.iter(SCH + "pattern") if each.get("abstract") == "true"}
    size = 0
    for pattern in root.findall(f"{SCH}pattern[@is-a]"):
        whole, parent = abstract.get(pattern.get("is-a", "")), pattern.getparent()
        if whole is None or parent is None:
            reason = f"the abstract pattern {pattern.get('is-a')} isn't in the schema"
            raise UnreadableInput(f"{path}:{pattern.sourceline or 0}: {reason}.", "mend the rules.")
        values = {each.get("name", ""): each.get("value", "") for each in pattern.findall(SCH + "param")}
        made = _without_tail(whole)
        size = _grown(size, made, path)
        for name in ("abstract", "id"):
            made.attrib.pop(name, None)
        for element in made.iter(etree.Element):
            for name in ("context", "test", "select", "value", "path"):
                if element.get(name):
                    element.set(name, _with_values(element.get(name, ""), values))
        parent.replace(pattern, made)
    for each in abstract.values():
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)


def _grown(size: int, part: etree._Element, path: Path) -> int:
    """The number of elements with those of a part. Raises UnreadableInput where rules are made of rules without end."""
    size += sum(1 for _ in part.iter())
    if size > MOST_ELEMENTS:
        raise UnreadableInput(f"{path}: its parts have more than {MOST_ELEMENTS:,} elements.", "split the rules.")
    return size


def _with_values(expression: str, values: dict[str, str]) -> str:
    """The expression with $name replaced for each parameter, the longest name first."""
    for name in sorted(values, key=len, reverse=True):
        expression = re.sub(rf"\${re.escape(name)}(?![\w.-])", values[name].replace("\\", r"\\"), expression)
    return expression
