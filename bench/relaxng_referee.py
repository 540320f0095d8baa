"""Compares verdicts with jing's on thousands of mutated TEI files; prints the files on which they differ.

Usage: python bench/relaxng_referee.py [MUTANTS_PER_FILE]; needs jing and the folder `shared` beside the repository.
"""

from __future__ import annotations

import copy
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng import load_schema

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
VALUES = ["", " ", "x", "1", "-1", "1.5", "2024-02-30", "2024-02-29", "a b", "http://a b%", "a:b", "p", "#x", "二", "NaN"]
Mutation = Callable[[etree._Element, random.Random], None]


def rename(element: etree._Element, chance: random.Random) -> None:
    names = [other.tag for other in element.getroottree().iter(etree.Element)]
    element.tag = chance.choice([*names, f"{{http://www.tei-c.org/ns/1.0}}{chance.choice(['foo', 'div', 'p', 'lb'])}"])


def remove(element: etree._Element, chance: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def double(element: etree._Element, chance: random.Random) -> None:
    element.addnext(copy.deepcopy(element))


def swap(element: etree._Element, chance: random.Random) -> None:
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def change_attribute(element: etree._Element, chance: random.Random) -> None:
    if element.attrib:
        element.set(chance.choice(element.keys()), chance.choice(VALUES))


def add_attribute(element: etree._Element, chance: random.Random) -> None:
    names = ["n", "type", "when", "ref", "corresp", "foo", "rend", "xml:lang", "ulx", "points", "cert", "status"]
    name = chance.choice(names).replace("xml:", "{http://www.w3.org/XML/1998/namespace}")
    element.set(name, chance.choice(VALUES))


def drop_attribute(element: etree._Element, chance: random.Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice(element.keys())]


def add_text(element: etree._Element, chance: random.Random) -> None:
    element.text = (element.text or "") + chance.choice(["x", "　", " ", "二"])


def move(element: etree._Element, chance: random.Random) -> None:
    others = [each for each in element.getroottree().iter(etree.Element) if element not in each.iterancestors()]
    target = chance.choice(others)
    if target is not element:
        target.append(element)


MUTATIONS: list[Mutation] = [
    rename, remove, double, swap, change_attribute, add_attribute, drop_attribute, add_text, move
]  # fmt: skip


def mutants(path: Path, count: int, folder: Path, chance: random.Random) -> list[Path]:
    """Files with one or two changes each."""
    made = []
    source = etree.parse(path)
    for number in range(count):
        tree = copy.deepcopy(source)
        for _ in range(chance.choice([1, 1, 1, 2])):
            elements = [each for each in tree.iter(etree.Element) if each is not tree.getroot()]
            chance.choice(MUTATIONS)(chance.choice(elements), chance)
        target = folder / f"{path.stem}-{number}.xml"
        tree.write(target, encoding="utf-8", xml_declaration=True)
        made.append(target)
    return made


def jing_invalid(schema: Path, files: list[Path]) -> set[str]:
    """The files that jing finds invalid."""
    run = subprocess.run(["jing", "-i", schema, *files], capture_output=True, text=True, check=False)
    return set(re.findall(r"^(.*?):\d+:\d+: (?:error|fatal)", run.stdout, re.M))


def compare(schema_path: Path, sources: list[Path], count: int) -> tuple[int, int, int]:
    """(files, invalid ones, differing ones)"""
    chance = random.Random(1)
    schema = load_schema(schema_path)
    with tempfile.TemporaryDirectory() as name:
        files = [made for path in sources for made in mutants(path, count, Path(name), chance)]
        theirs = jing_invalid(schema_path, files)
        differing = 0
        for file in files:
            findings = schema.validate_file(file)
            try:
                tree_verdict = schema.is_valid(etree.parse(file))
            except etree.XMLSyntaxError:  # lxml refuses an xml:id that isn't a name
                tree_verdict = not findings
            if bool(findings) != (str(file) in theirs) or tree_verdict == bool(findings):
                differing += 1
                kept = Path(tempfile.gettempdir()) / f"differs-{file.name}"
                kept.write_bytes(file.read_bytes())
                print(f"{kept}: jing {str(file) in theirs}, stream {len(findings)}, tree {tree_verdict}", findings[:1])
    return len(files), len(theirs), differing


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    # the corpus root is left out: it has XInclude, which jing carries out
    press = [path for path in sorted((SHARED / "pressmint").glob("PressMint-SI_*.xml"))]
    pages = [*sorted((SHARED / "gold").glob("*.xml")), *sorted((SHARED / "pages" / "gold").glob("*.xml"))]
    total = 0
    for schema, sources, each in (
        (SHARED / "pressmint" / "PressMint.odd.rng", press, count * 20),
        (SHARED / "tei" / "tei_all.rng", pages + press, count),
    ):
        files, invalid, differing = compare(schema, sources, each)
        total += differing
        print(f"{schema.name}: {files} files, {invalid} invalid for jing, {differing} verdicts differ")
    sys.exit(bool(total))


if __name__ == "__main__":
    main()
