"""Our own cases from the specifications of RELAX NG, its compact syntax and its DTD compatibility: a schema a line, with what it
takes and what it doesn't. Their verdicts were written down from the specifications and are the same as jing's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from baokan.validate.relaxng import SchemaError, load_schema

HERE = Path(__file__).parent
CASES = [
    (syntax, number, json.loads(line))
    for syntax in ("xml", "compact")
    for number, line in enumerate((HERE / f"cases_{syntax}.jsonl").read_text(encoding="utf-8").split("\n")[:-1], 1)
]


@pytest.mark.parametrize("syntax", ["xml", "compact"])
def test_cases_are_of_all_kinds(syntax: str) -> None:
    cases = [case for kind, _, case in CASES if kind == syntax]
    assert sum(case["correct"] for case in cases) > 100
    assert sum(not case["correct"] for case in cases) > 60
    assert sum(len(case.get("valid", ())) for case in cases) > 100
    assert sum(len(case.get("invalid", ())) for case in cases) > 40


@pytest.mark.parametrize(("syntax", "number", "case"), CASES, ids=[f"{syntax}-{number}" for syntax, number, _ in CASES])
def test_case(syntax: str, number: int, case: dict[str, Any], tmp_path: Path) -> None:
    for name, text in case.get("files", {}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    path = tmp_path / ("schema.rng" if syntax == "xml" else "schema.rnc")
    path.write_bytes(case["schema"].encode())
    if not case["correct"]:
        with pytest.raises(SchemaError):
            load_schema(path)
        return
    schema = load_schema(path)
    document = tmp_path / "document.xml"
    for verdict in ("valid", "invalid"):
        for text in case[verdict]:
            document.write_bytes(text.encode())
            assert (schema.validate_file(document) == []) == (verdict == "valid"), text
            assert schema.is_valid(etree.parse(document)) == (verdict == "valid"), text
