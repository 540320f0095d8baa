"""Rules in XSLT 2 or 3, turned into one stylesheet and run by saxonche (the extra `schematron2`) in a process of its own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from baokan.errors import MissingPart, UnreadableInput
from baokan.validate.schematron.apart import Apart, Failed
from baokan.validate.schematron.sheets import Row
from baokan.validate.schematron.stylesheet import schema_to_stylesheet


class LaterEngine:
    """Compiled rules. Raises MissingPart without saxonche, UnreadableInput where the rules are wrong."""

    def __init__(self, schema: etree._Element, path: Path) -> None:
        self._path = path
        if find_spec("saxonche") is None:
            raise MissingPart(
                f"{path}: its rules are written in XSLT 2 or 3, and saxonche isn't installed, so they weren't run.",
                "pip install 'baokan[schematron2]'.",
            )
        try:
            self._sheet = Apart("later", etree.tostring(schema_to_stylesheet(schema, path), encoding="utf-8"))
        except (Failed, ValueError) as error:  # lxml's word for a prefix or a namespace that is none
            raise self._bad(error) from error

    def rows(self, tree: etree._ElementTree) -> list[Row]:
        # as text, so that Saxon's parser meets no document type declaration
        document = etree.tostring(tree.getroot(), encoding="utf-8", with_tail=False)
        try:
            return self._sheet.rows(document)
        except Failed as error:
            raise self._bad(error) from error

    def _bad(self, error: Exception) -> UnreadableInput:
        return UnreadableInput(f"{self._path}: the rules can't be run: {' '.join(str(error).split())}.", "mend the rules.")
