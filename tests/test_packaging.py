"""What is shipped: the same bytes from any checkout, whole, and from a locked set of packages."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="the checkout is out of sight")
LEFT = shutil.ignore_patterns(".git", ".venv", "dist", "node_modules", "*_cache", "__pycache__", ".hypothesis", ".baokan")


def build(folder: Path, out: Path) -> dict[str, Path]:
    """The sdist and the wheel of a source tree, by their suffix."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed (pip install -e .[dev])")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(out)], cwd=folder, check=True, capture_output=True)
    return {path.suffix: path for path in out.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    copy = tmp_path_factory.mktemp("one") / "源 checkout"
    shutil.copytree(ROOT, copy, ignore=LEFT, symlinks=True)
    return build(copy, tmp_path_factory.mktemp("first"))


def test_another_checkout_gives_the_same_bytes(built: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "b", ignore=LEFT, symlinks=True)
    for path in (tmp_path / "b").rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (1_000_000_000, 1_000_000_000))
    again = build(tmp_path / "b", tmp_path / "out")
    assert {suffix: path.read_bytes() for suffix, path in again.items()} == {s: p.read_bytes() for s, p in built.items()}


def test_the_sdist_builds_the_same_wheel(built: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(built[".gz"]) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert build(unpacked, tmp_path / "out")[".whl"].read_bytes() == built[".whl"].read_bytes()


def test_the_wheel_holds_the_whole_package_and_nothing_else(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".whl"]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    wanted = {f"baokan/{path.relative_to(ROOT / 'src' / 'baokan').as_posix()}" for path in (ROOT / "src" / "baokan").rglob("*")}
    for folder in ("xslt", "schemas"):
        wanted |= {f"baokan/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*")}
    folders = {str(Path(name).parent.as_posix()) for name in names}
    assert {name for name in wanted if "__pycache__" not in name} - folders == names


def test_the_lock_answers_every_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "tools" / "dev.lock").read_text(encoding="utf-8")
    locked: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", lock, re.M):
        locked.setdefault(name, set()).add(version)
    assert lock.count("--hash=sha256:") >= len(locked)
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    missing = []
    for text in asked:
        need = Requirement(text)
        name = canonicalize_name(need.name)
        if name != "baokan" and not any(need.specifier.contains(version) for version in locked.get(name, ())):
            missing.append(text)
    assert missing == [], "run: make lock"
