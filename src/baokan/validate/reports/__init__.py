"""Findings as people and machines read them: JSON, SARIF, JUnit, and a page that an editor works through."""

from baokan.validate.reports.as_html import run_to_html
from baokan.validate.reports.as_json import run_to_json
from baokan.validate.reports.as_junit import run_to_junit
from baokan.validate.reports.as_sarif import run_to_sarif
from baokan.validate.reports.outcome import Outcome

WRITERS = {"json": run_to_json, "sarif": run_to_sarif, "junit": run_to_junit}

__all__ = ["WRITERS", "Outcome", "run_to_html"]
