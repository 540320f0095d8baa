"""schemas/: what is compiled is what baokan.odd says."""

from __future__ import annotations

from pathlib import Path

from baokan.schema import compile_odd

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
COMMAND = "run: baokan schema compile schemas/baokan.odd -o schemas"


def test_the_compiled_files_are_fresh() -> None:
    compiled = compile_odd(SCHEMAS / "baokan.odd")
    assert not compiled.findings
    for suffix, data in ((".rng", compiled.rng), (".sch", compiled.sch), (".html", compiled.html())):
        assert (SCHEMAS / f"baokan{suffix}").read_bytes() == data, COMMAND
