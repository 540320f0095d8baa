"""Reads a Schematron schema: from its own file, or gathered from the RELAX NG grammar that it is embedded in."""

from __future__ import annotations

import copy
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput

SCH = "{http://purl.oclc.org/dsdl/schematron}"
OLD = "{http://www.ascc.net/xml/schematron}"
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}


def read_schematron(path: Path) -> etree._Element:
    """The sch:schema of a file. Raises UnreadableInput when there is none, and for Schematron before ISO's."""
    try:
        root = etree.parse(str(path), etree.XMLParser(**_PARSER_OPTIONS)).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UnreadableInput(f"{path}: isn't a Schematron schema: {error}.", "mend the rules, or name another file.") from error
    if root.tag == SCH + "schema":
        _include(root, path)
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
    return any(isinstance(each.tag, str) and each.tag.startswith(SCH) for each in element.iterancestors())


def _without_tail(element: etree._Element) -> etree._Element:
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def _include(root: etree._Element, path: Path) -> None:
    """Puts the local files that sch:include names in their places."""
    for include in root.findall(f".//{SCH}include"):
        target = path.parent / include.get("href", "").partition("#")[0]
        parent = include.getparent()
        try:
            part = etree.parse(str(target), etree.XMLParser(**_PARSER_OPTIONS)).getroot()
        except (etree.XMLSyntaxError, OSError) as error:
            raise UnreadableInput(f"{path}: the part {target} can't be read: {error}.", "correct the href.") from error
        assert parent is not None
        parent.replace(include, part)
