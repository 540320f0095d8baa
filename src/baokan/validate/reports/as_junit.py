"""The outcome as JUnit XML, which build servers count: a test case a file."""

from __future__ import annotations

import re

from lxml import etree

from baokan.findings import Finding, Severity
from baokan.validate.reports.outcome import Outcome

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with a replacement character for each that XML can't hold."""
    return _NOT_XML.sub("\ufffd", text)


def run_to_junit(outcome: Outcome, lang: str) -> str:
    """JUnit text; errors and warnings that aren't waived are failures, the rest stands in system-out."""
    grouped = outcome.by_file()
    failures = sum(bool(_failing(found)) for found in grouped.values())
    suite = etree.Element("testsuite", name="baokan validate", tests=str(len(grouped)), failures=str(failures), errors="0")
    for name, found in grouped.items():
        case = etree.SubElement(suite, "testcase", classname="baokan.validate", name=xml_text(name))
        failing = _failing(found)
        if failing:
            message = f"{len(failing)} findings"
            element = etree.SubElement(case, "failure", message=message, type=failing[0].code)
            element.text = xml_text("\n".join(each.format(lang) for each in failing))
        others = [each for each in found if each not in failing]
        if others:
            lines = (each.format(lang) + (f" [waived: {each.waived}]" if each.waived else "") for each in others)
            etree.SubElement(case, "system-out").text = xml_text("\n".join(lines))
    root = etree.Element("testsuites", tests=str(len(grouped)), failures=str(failures), errors="0")
    root.append(suite)
    text: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return text.decode()


def _failing(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.severity is not Severity.INFO and not each.waived]
