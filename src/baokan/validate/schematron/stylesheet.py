"""A Schematron schema to one XSLT 3 stylesheet that reports what fired, where.

Each pattern is a mode; its rules are templates whose priority falls, so that the first that fits a node wins, as ISO 19757-3
has it. Abstract rules are filled in; abstract patterns have been.
"""

from __future__ import annotations

import copy
from pathlib import Path

from lxml import etree

from baokan.errors import UnreadableInput
from baokan.validate.schematron.source import SCH

XSL = "{http://www.w3.org/1999/XSL/Transform}"
REPORT = "{https://baokan.invalid/report}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FIRST_PRIORITY = 100_000


def schema_to_stylesheet(schema: etree._Element, path: Path) -> etree._Element:
    """The stylesheet of a schema. Raises UnreadableInput where a part that it refers to is missing."""
    return _Writer(copy.deepcopy(schema), path).sheet()


class _Writer:
    def __init__(self, schema: etree._Element, path: Path) -> None:
        self.schema = schema
        self.path = path
        self.names = {each.get("prefix", ""): each.get("uri", "") for each in schema.iter(SCH + "ns")}
        self.diagnostics = {each.get("id", ""): each for each in schema.iter(SCH + "diagnostic")}
        self.rules = {each.get("id", ""): each for each in schema.iter(SCH + "rule") if each.get("abstract") == "true"}

    def sheet(self) -> etree._Element:
        known = {"xsl": XSL[1:-1], "xs": "http://www.w3.org/2001/XMLSchema", "r": REPORT[1:-1]}
        foreign = {prefix: uri for prefix, uri in self.schema.nsmap.items() if prefix and prefix not in known}
        sheet = etree.Element(XSL + "stylesheet", nsmap={**foreign, **self.names, **known}, version="3.0")
        if self.schema.get("defaultNamespace"):
            sheet.set("xpath-default-namespace", self.schema.get("defaultNamespace", ""))
        sheet.set("expand-text", "no")
        etree.SubElement(sheet, XSL + "output", method="xml", encoding="UTF-8")
        for child in self.schema:
            if isinstance(child.tag, str) and child.tag.startswith(XSL):
                sheet.append(_plain(child))
            elif child.tag == SCH + "let":
                sheet.append(self.variable(child))
        active = list(self.schema.iter(SCH + "pattern"))
        main = etree.SubElement(sheet, XSL + "template", match="/")
        report = etree.SubElement(main, REPORT + "report")
        for number, pattern in enumerate(active):
            mode = f"p{number}"
            etree.SubElement(sheet, XSL + "mode", name=mode).set("on-no-match", "shallow-skip")
            etree.SubElement(report, XSL + "apply-templates", select="/", mode=mode)
            self.pattern(pattern, mode, sheet)
        return sheet

    def pattern(self, pattern: etree._Element, mode: str, sheet: etree._Element) -> None:
        for number, rule in enumerate(pattern.findall(SCH + "rule")):
            if rule.get("abstract") == "true":
                continue
            template = etree.SubElement(sheet, XSL + "template", match=rule.get("context", "/"), mode=mode)
            template.set("priority", str(_FIRST_PRIORITY - number))
            for name, value in rule.nsmap.items():
                if name and name not in template.nsmap:
                    template = _with_namespace(template, name, value)
            for let in pattern.findall(SCH + "let"):
                template.append(self.variable(let, at_root=True))
            self.body(rule, template, set())
            etree.SubElement(template, XSL + "apply-templates", select="@* | node()", mode="#current")

    def body(self, rule: etree._Element, template: etree._Element, open_rules: set[str]) -> None:
        for child in rule.iterchildren(etree.Element):
            if child.tag == SCH + "let":
                template.append(self.variable(child))
            elif child.tag == SCH + "extends":
                name = child.get("rule", "")
                if name not in self.rules or name in open_rules:
                    raise self.missing(child, f"the abstract rule {name}")
                self.body(self.rules[name], template, {*open_rules, name})
            elif child.tag in (SCH + "assert", SCH + "report"):
                template.append(self.check(child, rule))
            elif child.tag.startswith(XSL):
                template.append(_plain(child))

    def check(self, check: etree._Element, rule: etree._Element) -> etree._Element:
        """An assert or report as an xsl:if around what it says."""
        test = check.get("test", "true()")
        condition = etree.Element(XSL + "if", test=f"not({test})" if check.tag == SCH + "assert" else test)
        fired = etree.SubElement(condition, REPORT + "fired", path="{path(.)}")
        for name in ("id", "role"):
            value = check.get(name) or rule.get(name) or ""
            fired.set(name, value.replace("{", "{{").replace("}", "}}"))
        self.words(check, etree.SubElement(fired, REPORT + "text"))
        for name in check.get("diagnostics", "").split():
            if name not in self.diagnostics:
                raise self.missing(check, f"the diagnostic {name}")
            note = etree.SubElement(fired, REPORT + "note", id=name)
            note.set("lang", self.diagnostics[name].get(_LANG, ""))
            self.words(self.diagnostics[name], note)
        return condition

    def words(self, source: etree._Element, target: etree._Element) -> None:
        """Text with its values: braces in it stay braces, for expand-text is off."""
        _say(target, source.text)
        for child in source.iterchildren(etree.Element):
            if child.tag == SCH + "value-of":
                etree.SubElement(target, XSL + "value-of", select=child.get("select", "."))
            elif child.tag == SCH + "name":
                etree.SubElement(target, XSL + "value-of", select=f"name({child.get('path', '.')})")
            elif child.tag.startswith(XSL):
                target.append(_plain(child))
            else:
                self.words(child, target)
            _say(target, child.tail)

    def variable(self, let: etree._Element, at_root: bool = False) -> etree._Element:
        variable = etree.Element(XSL + "variable", name=let.get("name", ""))
        if let.get("value") is not None:
            value = let.get("value", "")
            variable.set("select", f"root(.)/({value})" if at_root else value)
        else:
            for child in let:
                variable.append(copy.deepcopy(child))
        return variable

    def missing(self, element: etree._Element, what: str) -> UnreadableInput:
        return UnreadableInput(f"{self.path}:{element.sourceline or 0}: {what} isn't in the schema.", "mend the rules.")


def _say(target: etree._Element, text: str | None) -> None:
    if text and text.strip():
        etree.SubElement(target, XSL + "text").text = text
    elif text:
        etree.SubElement(target, XSL + "text").text = " "


def _with_namespace(template: etree._Element, prefix: str, uri: str) -> etree._Element:
    """The same empty template with one namespace more; lxml can add one only when an element is made."""
    parent = template.getparent()
    made = etree.Element(template.tag, nsmap={**template.nsmap, prefix: uri}, attrib=dict(template.attrib))
    assert parent is not None
    parent.replace(template, made)
    return made


def _plain(element: etree._Element) -> etree._Element:
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied
