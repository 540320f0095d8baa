"""What a step's results are said to depend on has all modules that it imports, however deep and wherever in the file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import baokan
from baokan.running.state import ONLY_FOR

PACKAGE = Path(baokan.__file__).parent
ROOTS = {"encode": ["encode.py", "read"], "validate": ["validate"], "render": ["editions"]}


def imported(path: Path) -> Iterator[Path]:
    """The files of ours that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            place = PACKAGE.parent.joinpath(*name.split("."))
            yield from (p for p in (place.with_suffix(".py"), place / "__init__.py") if name.startswith("baokan") and p.is_file())


@pytest.mark.parametrize("step", ROOTS)
def test_no_module_that_a_step_imports_is_left_out(step: str) -> None:
    waiting = [
        path for root in ROOTS[step] for path in ([PACKAGE / root] if root.endswith(".py") else (PACKAGE / root).rglob("*.py"))
    ]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += imported(path)
    folders = {path.relative_to(PACKAGE).parts[0] for path in found}
    # How a run is spread over processes says nothing of what comes of it.
    assert len(found) > 20 and folders & ONLY_FOR[step] <= {"running"}
