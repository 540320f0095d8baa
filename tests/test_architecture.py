"""A stage imports the floor and no later stage; only the drivers at the top see them all."""

from __future__ import annotations

import ast
from pathlib import Path

from baokan.assets import PACKAGE

STAGES = ["read", "layout", "threads", "articles", "tei", "validate", "annotate", "editions", "search", "export", "serve"]


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("baokan."):
            names.add(node.module.split(".")[1])
    return names


def test_no_stage_imports_a_later_one() -> None:
    found = []
    for number, stage in enumerate(STAGES):
        for path in (PACKAGE / stage).rglob("*.py"):
            late = imports(path) & set(STAGES[number + 1 :])
            found += [f"{path.name} imports {name}" for name in late]
    assert not found


def test_the_scorer_knows_the_floor_and_the_names_of_tei_only() -> None:
    known = {"errors", "findings", "ids", "score", "tei"}
    assert not {name for path in (PACKAGE / "score").rglob("*.py") for name in imports(path)} - known


def test_the_explanation_knows_the_floor_only() -> None:
    known = {"assets", "explain", "model"}
    assert not {name for path in (PACKAGE / "explain").rglob("*.py") for name in imports(path)} - known


def test_no_catch_all_modules() -> None:
    assert not [p for p in PACKAGE.rglob("*.py") if p.stem in {"utils", "helpers", "common", "core"}]
