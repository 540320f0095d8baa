"""The outcome as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from baokan import __version__
from baokan.findings import Finding, Severity
from baokan.validate.reports.outcome import Outcome

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def run_to_sarif(outcome: Outcome, lang: str) -> str:
    """SARIF text with one run; what is waived is suppressed, with its reason."""
    codes = sorted({each.code for each in outcome.findings})
    driver = {"name": "baokan", "version": __version__, "rules": [{"id": code} for code in codes]}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(name)}} for name in outcome.files],
        "results": [_result(each, codes.index(each.code), lang) for each in outcome.findings],
        "invocations": [{"executionSuccessful": not outcome.unread and not outcome.missing_part, "exitCode": outcome.exit_code}],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(finding: Finding, rule: int, lang: str) -> dict[str, Any]:
    text = " ".join(filter(None, (finding.said(lang), finding.advice(lang))))
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(finding.path)}}}
    if finding.line:
        place["physicalLocation"]["region"] = {"startLine": finding.line}
    named = [(finding.xpath, "element"), (finding.context(lang), "article")]
    places = [{"fullyQualifiedName": name, "kind": kind} for name, kind in named if name]
    if places:
        place["logicalLocations"] = places
    result: dict[str, Any] = {
        "ruleId": finding.code, "ruleIndex": rule, "level": _LEVELS[finding.severity], "message": {"text": text},
        "locations": [place],
    }  # fmt: skip
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result


def _uri(name: str) -> str:
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
