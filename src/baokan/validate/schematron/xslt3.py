"""Rules in XSLT 2 or 3, turned into one stylesheet and run by saxonche (the extra `schematron2`) in a process of its own."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from baokan.errors import MissingPart, UnreadableInput
from baokan.validate.relaxng.trees import place as path_of
from baokan.validate.schematron.apart import Failed, Stylesheet
from baokan.validate.schematron.rules import Fired, note_key, said
from baokan.validate.schematron.stylesheet import REPORT, schema_to_stylesheet

_STEP = re.compile(r"Q\{([^}]*)\}([^/\[]+)")


class LaterEngine:
    """Compiled rules. Raises MissingPart without saxonche, UnreadableInput where the rules are wrong."""

    def __init__(self, schema: etree._Element, path: Path) -> None:
        self._path = path
        if find_spec("saxonche") is None:
            raise MissingPart(
                f"{path}: its rules are written in XSLT 2 or 3, and saxonche isn't installed, so they weren't run.",
                "pip install 'baokan[schematron2]'.",
            )
        sheet = etree.tostring(schema_to_stylesheet(schema, path), encoding="unicode")
        try:
            self._sheet = Stylesheet(sheet)
        except Failed as error:
            raise self._bad(error) from error

    def fired(self, tree: etree._ElementTree) -> list[Fired]:
        # as text, so that Saxon's parser meets no document type declaration
        text = etree.tostring(tree.getroot(), encoding="unicode", with_tail=False)
        try:
            report = self._sheet.transform(text)
        except Failed as error:
            raise self._bad(error) from error
        root = etree.fromstring(report.encode()) if report else etree.Element(REPORT + "report")
        return [self._fired(each, tree) for each in root.findall(REPORT + "fired")]

    def _fired(self, each: etree._Element, tree: etree._ElementTree) -> Fired:
        place = _element(tree, each.get("path", ""))
        xpath = path_of(place).xpath if place is not None else ""
        fired = Fired(each.get("id", ""), each.get("role", ""), place, xpath, said(each.find(REPORT + "text")))
        for note in each.findall(REPORT + "note"):
            fired.notes[note_key(note.get("id", ""), note.get("lang", ""))] = said(note)
        return fired

    def _bad(self, error: Exception) -> UnreadableInput:
        return UnreadableInput(f"{self._path}: the rules can't be run: {' '.join(str(error).split())}.", "mend the rules.")


def _element(tree: etree._ElementTree, path: str) -> etree._Element | None:
    """The element at a path of XPath's path(), as /Q{ns}TEI[1]/…; that of an attribute or text is its parent."""
    prefixes: dict[str, str] = {}

    def step(found: re.Match[str]) -> str:
        if not found[1]:
            return found[2]
        return f"{prefixes.setdefault(found[1], f'n{len(prefixes)}')}:{found[2]}"

    elements = re.sub(r"/(@.*|text\(\)\[\d+\]|comment\(\)\[\d+\]|processing-instruction\(.*)$", "", path)
    expression = _STEP.sub(step, elements)
    if not expression or expression.startswith("Q{"):
        return tree.getroot()
    found = tree.xpath(expression, namespaces={prefix: uri for uri, prefix in prefixes.items()})
    return found[0] if isinstance(found, list) and found else None
