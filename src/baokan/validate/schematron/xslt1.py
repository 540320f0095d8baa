"""Rules in XSLT 1, run by lxml: baokan's own within the process, those of others in one that can be ended."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from baokan.assets import asset
from baokan.errors import UnreadableInput
from baokan.validate.schematron.apart import Apart, Ended, Failed
from baokan.validate.schematron.sheets import FirstSheet, Row

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


SMALL = 256_000  # bytes; of a larger file our own rules too are run where they can be ended


class TooMuch(UnreadableInput):
    """Raised when rules took too much time or memory."""


class FirstEngine:
    """Compiled rules. Raises UnreadableInput where they aren't XSLT 1."""

    def __init__(self, schema: etree._Element, path: Path) -> None:
        self._path = path
        self._check_expressions(schema)
        self._schema = etree.tostring(schema, encoding="utf-8")
        self._here: FirstSheet | None = None
        self._apart: Apart | None = None
        try:
            if path.resolve() == asset("schemas", "baokan.sch").resolve():
                self._here = FirstSheet(schema)
            else:
                self._apart = Apart("first", self._schema)
        except (etree.LxmlError, ValueError, Failed) as error:
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
        except (etree.XPathError, TypeError, ValueError) as error:  # the last two of a prefix or a namespace that is none
            raise self._bad(f"{expression!r}: {error}") from error

    def rows(self, tree: etree._ElementTree) -> list[Row]:
        document = etree.tostring(tree, encoding="utf-8")
        try:
            if self._here is not None and len(document) <= SMALL:
                return self._here.rows(tree)
            self._apart = self._apart or Apart("first", self._schema)
            return self._apart.rows(document)
        except (etree.LxmlError, Failed) as error:
            raise self._bad(error) from error

    def _bad(self, error: object) -> UnreadableInput:
        kind = TooMuch if isinstance(error, Ended) else UnreadableInput
        return kind(f"{self._path}: the rules can't be run as XSLT 1: {error}.", "mend the rules.")
