"""Findings as people and machines read them: JSON, SARIF, JUnit, and a page that an editor works through."""

from __future__ import annotations

from importlib import import_module

from baokan.validate.reports.outcome import Outcome

FORMS = ("json", "sarif", "junit", "html")


def write_report(form: str, outcome: Outcome, lang: str) -> str:
    """The outcome in one of the forms; only the module of that form is imported."""
    module = import_module(f"baokan.validate.reports.as_{form}")
    text: str = getattr(module, f"run_to_{form}")(outcome, lang)
    return text


__all__ = ["FORMS", "Outcome", "write_report"]
