"""Rules in XSLT 1, run by lxml within the process."""

from __future__ import annotations

from pathlib import Path

from lxml import etree, isoschematron

from baokan.errors import UnreadableInput
from baokan.validate.relaxng.trees import place as path_of
from baokan.validate.schematron.rules import Fired, note_key, said

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class FirstEngine:
    """Compiled rules. Raises UnreadableInput where they aren't XSLT 1."""

    def __init__(self, schema: etree._Element, path: Path) -> None:
        self._path = path
        try:
            self._rules = isoschematron.Schematron(schema, store_report=True)
        except (etree.LxmlError, ValueError) as error:
            raise self._bad(error) from error

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
        place = places[0] if isinstance(places, list) and places and isinstance(places[0], etree._Element) else None
        xpath = path_of(place).xpath if place is not None else ""
        fired = Fired(report.get("id", ""), report.get("role", ""), place, xpath, said(report.find("svrl:text", SVRL)))
        for note in report.findall("svrl:diagnostic-reference", SVRL):
            fired.notes[note_key(note.get("diagnostic", ""), note.get(_LANG, ""))] = said(note)
        return fired

    def _bad(self, error: Exception) -> UnreadableInput:
        return UnreadableInput(f"{self._path}: the rules can't be run as XSLT 1: {error}.", "mend the rules.")
