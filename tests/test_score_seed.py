"""The seed page against its hand-made gold, by the scorer that lies beside the project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from baokan.encode import encode_sources
from baokan.read import read_text
from baokan.tei import tei_to_bytes


def test_the_seed_scores_one_on_every_row(shared: Path, tmp_path: Path, seed: Path) -> None:
    path = tmp_path / "seed.xml"
    path.write_bytes(tei_to_bytes(encode_sources("seed", [read_text(seed)])))
    gold = shared / "gold" / f"{seed.stem}.xml"
    run = subprocess.run(
        [sys.executable, shared / "score" / "score.py", gold, path, "--json"], capture_output=True, text=True, check=True
    )
    table = json.loads(run.stdout)
    assert {name: row["f1"] for name, row in table.items() if name != "pages"} == dict.fromkeys(set(table) - {"pages"}, 1.0)
