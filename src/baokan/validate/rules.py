"""Schematron: the rules that a grammar can't say, each with its code, hint and Chinese wording."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree, isoschematron

from baokan.errors import UnreadableInput
from baokan.findings import Finding, Severity

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


@cache
def load_rules(path: Path) -> isoschematron.Schematron:
    """Compile a Schematron file. Raises UnreadableInput when it isn't one."""
    try:
        return isoschematron.Schematron(etree.parse(str(path)), store_report=True)
    except (etree.XMLSyntaxError, etree.SchematronParseError, OSError) as error:
        raise UnreadableInput(f"{path}: is not a Schematron schema: {error}.", "mend the rules.") from error


def rules_to_findings(rules: isoschematron.Schematron, tree: etree._ElementTree, path: str) -> list[Finding]:
    """Run the rules on a tree; every failed assertion is a finding with the assertion's id as its code."""
    if rules.validate(tree):
        return []
    findings = []
    for failed in rules.validation_report.findall(".//svrl:failed-assert", SVRL):
        place = tree.xpath(failed.get("location"))
        line = place[0].sourceline or 0 if isinstance(place, list) and place else 0
        diagnostics = failed.findall("svrl:diagnostic-reference", SVRL)
        notes = {d.get("diagnostic", "").rpartition("-")[2]: said(d) for d in diagnostics}
        message = said(failed.find("svrl:text", SVRL))
        findings.append(
            Finding(
                path, line, failed.get("id", "rule"), Severity.ERROR, message, notes.get("hint", ""),
                notes.get("zh", ""), notes.get("zhhint", ""), failed.get("location", ""),
            )
        )  # fmt: skip
    return findings


def said(element: etree._Element | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
