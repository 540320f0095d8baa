"""Rules in XSLT 1, run by lxml within the process."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree, isoschematron

from baokan.errors import UnreadableInput
from baokan.validate.relaxng.trees import place as path_of
from baokan.validate.schematron.rules import Fired, note_key, said

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before substring-after "
    "substring string-length normalize-space translate boolean not true false lang number sum floor ceiling round "
    "key format-number current unparsed-entity-uri generate-id system-property element-available function-available "
    "text node comment processing-instruction and or div mod".split()
)
_LITERAL = re.compile(r""""[^"]*"|'[^']*'""")
_CALLED = re.compile(r"(?<![\w.$:-])([A-Za-z_][\w.-]*)\s*\(")
_EXTENSION = re.compile(r"(?<![\w.$:-])([A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*)\s*\(")
# EXSLT's vocabularies that only compute. Not its regular expressions, which can run for ever, nor what evaluates text as XPath.
_HARMLESS = frozenset(f"http://exslt.org/{name}" for name in ("common", "sets", "strings", "math", "dates-and-times"))
_CLOSED = etree.XSLTAccessControl.DENY_ALL


class FirstEngine:
    """Compiled rules. Raises UnreadableInput where they aren't XSLT 1."""

    def __init__(self, schema: etree._Element, path: Path) -> None:
        self._path = path
        self._check_expressions(schema)
        try:
            self._rules = isoschematron.Schematron(schema, store_report=True, store_xslt=True)
            # as lxml compiles it, and closed: rules read no other file and write none
            self._rules._validator = etree.XSLT(self._rules.validator_xslt, access_control=_CLOSED)
        except (etree.LxmlError, ValueError) as error:
            raise self._bad(error) from error

    def _check_expressions(self, schema: etree._Element) -> None:
        """libxslt passes over an expression that it doesn't understand, and the rule would hold for ever."""
        names = {each.get("prefix", ""): each.get("uri", "") for each in schema.iter("{*}ns")}
        for element in schema.iter(etree.Element):
            known = {prefix: uri for prefix, uri in {**element.nsmap, **names}.items() if prefix}
            for attribute in ("test", "select", "value", "context"):
                expression = element.get(attribute)
                if expression is None or (attribute == "value" and not str(element.tag).endswith("}let")):
                    continue
                self._check_expression(expression, known, is_pattern=attribute == "context")

    def _check_expression(self, expression: str, known: dict[str, str], is_pattern: bool) -> None:
        bare = _LITERAL.sub("''", expression)
        unknown = set(_CALLED.findall(bare)) - _FUNCTIONS
        if "document" in unknown:
            raise self._bad(f"{expression!r}: rules see the file that is checked, and no other")
        for prefix, name in _EXTENSION.findall(bare):
            if prefix in known and known[prefix] not in _HARMLESS:
                raise self._bad(f"{expression!r}: the extension function {prefix}:{name} isn't run")
        if unknown:
            raise self._bad(f"{expression!r}: XPath 1 has no function {min(unknown)}")
        if bare.count("(") != bare.count(")"):  # libxml2 takes "f(" for right
            raise self._bad(f"{expression!r}: a bracket is open")
        try:
            etree.XPath(expression if not is_pattern else expression.replace("key(", "id("), namespaces=known)
        except etree.XPathError as error:
            raise self._bad(f"{expression!r}: {error}") from error

    def fired(self, tree: etree._ElementTree) -> list[Fired]:
        try:
            if self._rules.validate(tree):
                reports = self._rules.validation_report.findall(".//svrl:successful-report", SVRL)
                if not reports:
                    return []
        except etree.LxmlError as error:
            raise self._bad(error) from error
        found = self._rules.validation_report.xpath(".//svrl:failed-assert | .//svrl:successful-report", namespaces=SVRL)
        return [self._fired(each, tree) for each in found]

    def _fired(self, report: etree._Element, tree: etree._ElementTree) -> Fired:
        places = tree.xpath(report.get("location"))
        place = places[0] if isinstance(places, list) and places else None
        if place is not None and not isinstance(place, etree._Element):  # an attribute or text: that of its element
            place = place.getparent()
        xpath = path_of(place).xpath if place is not None else ""
        fired = Fired(report.get("id", ""), report.get("role", ""), place, xpath, said(report.find("svrl:text", SVRL)))
        for note in report.findall("svrl:diagnostic-reference", SVRL):
            fired.notes[note_key(note.get("diagnostic", ""), note.get(_LANG, ""))] = said(note)
        return fired

    def _bad(self, error: object) -> UnreadableInput:
        return UnreadableInput(f"{self._path}: the rules can't be run as XSLT 1: {error}.", "mend the rules.")
