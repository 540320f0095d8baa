"""The outcome as JSON: an object with files, findings and the exit code."""

from __future__ import annotations

import json

from baokan.validate.reports.outcome import Outcome


def run_to_json(outcome: Outcome, lang: str) -> str:
    """JSON text; message and hint are in the language."""
    findings = [
        {
            "path": each.path, "line": each.line, "code": each.code, "severity": str(each.severity),
            "message": each.said(lang), "hint": each.advice(lang), "xpath": each.xpath, "page": each.page,
            "article": each.article, "head": each.head, "waived": each.waived,
        }
        for each in outcome.findings
    ]  # fmt: skip
    files = [{"path": name, "schemas": outcome.schemas.get(name, [])} for name in outcome.files]
    whole = {"summary": outcome.summary(), "exit_code": outcome.exit_code, "files": files, "findings": findings}
    return json.dumps(whole, ensure_ascii=False, indent=1)
