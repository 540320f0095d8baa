"""Compiled rules: in XSLT 1 by lxml, in XSLT 3 by saxonche. As a program, it runs the rules that `apart` hands it.

It imports nothing of baokan, so that the process starts in no time. What it reads and writes: `apart`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from typing import Any, TypedDict

MOST_PLACED = 200  # findings on one file whose places are looked for; a report shows no more
LONGEST = 2_000  # characters of one message
MOST_SAID = 20_000_000  # characters of all messages on one file
FOR_EACH_BYTE = 24  # bytes of memory that a file's rules may take for each of its bytes, for a tree takes ten
SAXON = {
    "http://saxon.sf.net/feature/allowedProtocols": "none",  # no file is read but the one that is checked, nothing is fetched
    "http://saxon.sf.net/feature/allow-external-functions": "false",
    "http://saxon.sf.net/feature/disableXslEvaluate": "true",
}
REPORT = "{https://baokan.invalid/report}"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Row(TypedDict):
    """A failed assertion or a successful report, as JSON holds it."""

    id: str
    role: str
    number: int  # of its element among those of the file, in their order; -1 where the rules don't say
    text: str
    notes: list[tuple[str, str, str]]  # a diagnostic's id, language and text


class FirstSheet:
    """A Schematron schema in XSLT 1. Raises LxmlError or ValueError where it isn't one."""

    def __init__(self, schema: Any) -> None:
        from lxml import etree, isoschematron

        # parts were included before, by us: its own step reads any file that a schema names
        rules = isoschematron.Schematron(schema, include=False, store_xslt=True)
        # as lxml compiles it, and closed: rules read no other file and write none
        self._transform = etree.XSLT(numbering(rules.validator_xslt), access_control=etree.XSLTAccessControl.DENY_ALL)

    def rows(self, tree: Any) -> list[Row]:
        """What fired. Raises LxmlError."""
        report = self._transform(tree).getroot()
        fired = report.xpath("svrl:failed-assert | svrl:successful-report", namespaces=SVRL)
        numbers = {key: number for number, key in enumerate((report.findtext(REPORT + "all") or "").split())} if fired else {}
        made: list[Row] = []
        for each in fired:
            told = each.findall("svrl:diagnostic-reference", SVRL)
            notes = [(note.get("diagnostic", ""), note.get(LANG, ""), said(note)) for note in told]
            number, text = numbers.get(each.get("location", ""), -1), said(each.find("svrl:text", SVRL))
            made.append(Row(id=each.get("id", ""), role=each.get("role", ""), number=number, text=text, notes=notes))
        return made


def numbering(sheet: Any) -> Any:
    """The compiled rules, that tell places by what XSLT itself calls an element, and list all elements at the end.

    The paths that they tell as they are count an element's siblings: 5,000 findings in one div take a minute.
    """
    xsl = "{http://www.w3.org/1999/XSL/Transform}"
    root = sheet.getroot()
    for place in root.iter(xsl + "attribute"):
        if place.get("name") == "location":
            place.clear(keep_tail=True)
            place.set("name", "location")
            place.append(place.makeelement(xsl + "value-of", select="generate-id(ancestor-or-self::*[1])"))
    output = root.find(f"{xsl}template[@match='/']/{{{SVRL['svrl']}}}schematron-output")
    if output is not None:
        every = output.makeelement(xsl + "for-each", select="//*")
        every.append(every.makeelement(xsl + "value-of", select="concat(generate-id(), ' ')"))
        listed = output.makeelement(REPORT + "all")
        listed.append(every)
        output.append(listed)
    return sheet


class LaterSheet:
    """A stylesheet of `stylesheet.schema_to_stylesheet`. Raises what saxonche raises."""

    def __init__(self, sheet: bytes) -> None:
        from saxonche import PySaxonProcessor

        self._saxon = PySaxonProcessor(license=False)
        for name, value in SAXON.items():
            self._saxon.set_configuration_property(name, value)
        self._sheet = self._saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=sheet.decode())

    def rows(self, document: bytes) -> list[Row]:
        """What fired."""
        report = self._sheet.transform_to_string(xdm_node=self._saxon.parse_xml(xml_text=document.decode()))
        if not report:
            return []
        from lxml import etree

        fired = etree.fromstring(report.encode(), huge()).findall(REPORT + "fired")
        places = Places(etree.ElementTree(etree.fromstring(document, huge()))) if fired else None
        made: list[Row] = []
        for each in fired:
            notes = [(e.get("id", ""), e.get("lang", ""), said(e)) for e in each.findall(REPORT + "note")]
            number = places.number(*path_to_location(each.get("path", ""))) if places else -1
            text = said(each.find(REPORT + "text"))
            made.append(Row(id=each.get("id", ""), role=each.get("role", ""), number=number, text=text, notes=notes))
        return made


class Places:
    """The elements of a tree by their number; the first `MOST_PLACED` that are asked for."""

    def __init__(self, tree: Any) -> None:
        from lxml import etree

        self._etree = etree
        self._tree = tree
        self._numbers = {element: number for number, element in enumerate(tree.iter(etree.Element))}
        self._asked = 0

    def number(self, location: str, names: dict[str, str]) -> int:
        """The number of the element at a path; of an attribute's or a text's that of its element."""
        self._asked += 1
        if self._asked > MOST_PLACED:
            return -1
        try:
            found = self._tree.xpath(location, namespaces=names)
        except (self._etree.XPathError, ValueError):  # a namespace with a quote in its name
            return -1
        place = found[0] if isinstance(found, list) and found else None
        if place is not None and not isinstance(place, self._etree._Element):
            place = place.getparent()
        return self._numbers.get(place, -1)


def path_to_location(path: str) -> tuple[str, dict[str, str]]:
    """A path of XPath's path(), as /Q{ns}TEI[1]/…, in XPath 1, with its prefixes; an attribute's or a text's is its element's."""
    prefixes: dict[str, str] = {}

    def step(found: re.Match[str]) -> str:
        if not found[1]:
            return found[2]
        return f"{prefixes.setdefault(found[1], f'n{len(prefixes)}')}:{found[2]}"

    elements = re.sub(r"/(@.*|text\(\)\[\d+\]|comment\(\)\[\d+\]|processing-instruction\(.*)$", "", path)
    location = re.sub(r"Q\{([^}]*)\}([^/\[]+)", step, elements)
    if not location or location.startswith("Q{"):
        return "/*", {}
    return location, {prefix: uri for uri, prefix in prefixes.items()}


def huge() -> Any:
    """A parser that loads nothing and reads whatever `reading.read_tree` has."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)


def said(element: Any) -> str:
    """The element's text in one line."""
    return " ".join("".join(element.itertext()).split())[:LONGEST] if element is not None else ""


def shortened(rows: list[Row]) -> list[Row]:
    """The first of them, until enough is said."""
    size = 0
    for number, row in enumerate(rows):
        size += 200 + len(row["text"]) + sum(len(text) for _, _, text in row["notes"])
        if size > MOST_SAID:
            return rows[:number]
    return rows


def compiled(kind: str, rules: bytes) -> FirstSheet | LaterSheet:
    if kind == "later":
        return LaterSheet(rules)
    from lxml import etree

    return FirstSheet(etree.fromstring(rules, huge()))


def rows_of(sheet: FirstSheet | LaterSheet, document: bytes) -> list[Row]:
    if isinstance(sheet, LaterSheet):
        return sheet.rows(document)
    from lxml import etree

    return sheet.rows(etree.ElementTree(etree.fromstring(document, huge())))


def bound(seconds: float, megabytes: int, size: int) -> None:
    """Let this process take no more from here on, also when nobody is left to end it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        limits = {
            resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime + seconds * 1.5) + 2,
            # what is written to, for Saxon maps 32 GB that it never touches
            resource.RLIMIT_DATA: megabytes * 2**20 + FOR_EACH_BYTE * size,
        }
        for kind, limit in limits.items():
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (limit if hard < 0 else min(limit, hard), hard))


def open_address_space() -> None:
    """A worker of a build may map little; what this process takes is bounded by `bound`."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def main() -> None:
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what Saxon prints when it dies is no answer
    open_address_space()
    sheet: FirstSheet | LaterSheet | None = None
    while header := sys.stdin.buffer.readline():
        message = json.loads(header)
        data = sys.stdin.buffer.read(message["size"])
        bound(message["seconds"], message["megabytes"], len(data))
        answer: dict[str, Any]
        try:
            if sheet is None:
                sheet = compiled(message["kind"], data)
                answer = {"rows": []}
            else:
                answer = {"rows": shortened(rows_of(sheet, data))}
        except MemoryError:
            answer = {"memory": True}
        except Exception as error:  # of lxml and saxonche, all of them about the rules
            answer = {"error": " ".join(str(error).split())[:LONGEST]}
        told.write(json.dumps(answer) + "\n")
        told.flush()


if __name__ == "__main__":
    main()
