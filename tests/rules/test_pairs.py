"""Every code has a folder with an example that passes and one that fails, and every folder is a code."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from baokan.assets import PACKAGE, asset
from baokan.validate import Options
from baokan.validate.codes import CODES
from baokan.validate.schematron import load_rules
from baokan.validate.session import Session

HERE = Path(__file__).parent
FOLDERS = sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")
INFOS = {"schema-assumed", "more-findings", "waiver-unused"}


def rule_ids() -> set[str]:
    root = etree.parse(str(asset("schemas", "baokan.sch"))).getroot()
    return {each.get("id", "") for each in root.iter("{*}assert", "{*}report")}


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    assert set(FOLDERS) == set(CODES) | rule_ids()


def test_every_code_in_the_source_is_explained() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "validate").rglob("*.py"))
    used = set(re.findall(r'(?:line|Line|Line\(\)|0|1|Message\(|str\(path\), )\s*,?\s*"([a-z]+(?:-[a-z]+)+)", ', source))
    assert used >= {"rng-element", "link-dangling", "xml-entity", "date-real", "file-name"}
    assert used <= set(CODES)


def codes_of(code: str, side: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str], int]:
    """All codes found, those of errors and warnings, and the exit code."""
    shutil.copytree(HERE / code / side, folder / side, symlinks=True)
    told = HERE / code / "case.toml"
    case: dict[str, Any] = tomllib.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
    if "fill" in case:
        for path in (folder / side).glob("*.xml"):
            path.write_text(path.read_text(encoding="utf-8").replace("FILL", "x" * case["fill"]), encoding="utf-8")
    load_rules.cache_clear()
    if case.get("without_saxonche") == side:
        monkeypatch.setitem(sys.modules, "saxonche", None)
    waivers = folder / side / "waivers.toml"
    session = Session(Options(ids=case.get("ids", False)), waivers if waivers.is_file() else None)
    found = list(session.run([folder / side]))
    for each in found:
        assert each.message and (each.hint or each.code == "rule")
        assert each.line or each.code in ("more-findings", "unreadable", "rules-not-run", "rules-unreadable")
        assert each.message_zh or each.code in ("unreadable", "rules-not-run", "rules-unreadable", "rule"), each
    return [each.code for each in found], [each.code for each in session.outcome.open], session.outcome.exit_code


@pytest.mark.parametrize("code", FOLDERS)
def test_pair(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "rules-not-run":
        pytest.importorskip("saxonche")
    every, counting, exit_code = codes_of(code, "pass", tmp_path, monkeypatch)
    assert code not in every
    assert counting == [] and exit_code == 0
    every, counting, exit_code = codes_of(code, "fail", tmp_path, monkeypatch)
    assert code in every
    assert exit_code != 0 or code in INFOS
