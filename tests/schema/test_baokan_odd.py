"""schemas/: what is compiled is what baokan.odd says."""

from __future__ import annotations

import ast

from baokan.assets import PACKAGE, asset
from baokan.schema import compile_odd

SCHEMAS = asset("schemas")
COMMAND = "run: baokan schema compile schemas/baokan.odd -o schemas"


def test_the_compiled_files_are_fresh() -> None:
    compiled = compile_odd(SCHEMAS / "baokan.odd")
    assert not compiled.findings
    for suffix, data in ((".rng", compiled.rng), (".sch", compiled.sch), (".html", compiled.html())):
        assert (SCHEMAS / f"baokan{suffix}").read_bytes() == data, COMMAND


def test_the_compiler_imports_the_floor_alone() -> None:
    found = {
        node.module
        for path in (PACKAGE / "schema").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("baokan.")
    }
    others = {name for name in found if not name.startswith("baokan.schema")}
    assert others <= {"baokan.assets", "baokan.errors", "baokan.findings"}
