"""Do compiled schemas give the verdicts of published ones? jing is the referee.

Usage: python bench/odd_referee.py ODD PUBLISHED.rng [--tei P5SUBSET] [--count N] [--seed S] [--no-jing]
       [--explained PATTERN] [DOCUMENT...]

The ODD is compiled; then both grammars judge the documents given, documents drawn at random from either grammar, and
N mutants of all these (an element renamed, removed, doubled, moved, unwrapped; an attribute added, removed, given
another value; text put in). Every document on which the two differ is printed with what both say.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from lxml import etree
from odd_generate import Generator

from baokan.schema import compile_odd
from baokan.validate.relaxng import load_schema

INCLUDE = "{http://www.w3.org/2001/XInclude}include"  # jing follows it, and stops where there is no such file
BATCH = 500  # files that jing gets at once
VALUES = [
    "",
    " ",
    "x",
    "1",
    "-1",
    "1.5",
    "a b",
    "2024-02-30",
    "2024-02-29",
    "http://a b%",
    "#x",
    "二",
    "high",
    "main",
    "no",
    "true",
]
PARSER = etree.XMLParser(collect_ids=False)  # a doubled element has a doubled xml:id
Mutation = Callable[[etree._Element, list[etree._Element], random.Random], None]


def rename(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    node.tag = chance.choice(others).tag


def remove(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def double(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    if node.getparent() is not None:
        node.addnext(copy.deepcopy(node))


def move(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    target = chance.choice(others)
    if node.getparent() is not None and node not in target.iterancestors() and target is not node:
        target.insert(chance.randint(0, len(target)), node)


def swap(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    following = node.getnext()
    if following is not None:
        following.addnext(node)


def unwrap(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    if node.getparent() is not None:
        for child in list(node):
            node.addprevious(child)
        node.getparent().remove(node)


def add_attribute(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    known = [(key, value) for other in others for key, value in other.attrib.items() if not key.endswith("}id")]
    key, value = chance.choice([*known, ("n", "1"), ("foo", "x")])
    node.set(key, value)


def change_attribute(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    keys = [key for key in node.attrib if not key.endswith("}id")]
    if keys:
        node.set(chance.choice(keys), chance.choice(VALUES))


def drop_attribute(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    if node.attrib:
        del node.attrib[chance.choice(node.keys())]


def put_text(node: etree._Element, others: list[etree._Element], chance: random.Random) -> None:
    node.text = (node.text or "") + "字"


MUTATIONS: list[Mutation] = [
    rename, remove, double, move, swap, unwrap, add_attribute, change_attribute, drop_attribute, put_text,
]  # fmt: skip


def mutant(document: etree._Element, chance: random.Random) -> tuple[str, etree._Element]:
    """A copy with one mutation, and the mutation's name."""
    root = copy.deepcopy(document)
    nodes = list(root.iter(etree.Element))
    mutation = chance.choice(MUTATIONS)
    mutation(chance.choice(nodes), nodes, chance)
    return mutation.__name__, root


def judge(grammar: Path, files: list[Path]) -> dict[Path, str]:
    """The files that jing refuses, with its first message."""
    found: dict[Path, str] = {}
    for at in range(0, len(files), BATCH):
        names = [str(f) for f in files[at : at + BATCH]]
        run = subprocess.run(["jing", "-i", str(grammar), *names], capture_output=True, text=True, check=False)
        for line in run.stdout.splitlines():
            name, _, message = line.partition(": error: ")
            if message:
                found.setdefault(Path(name.rsplit(":", 2)[0]), message)
            elif ": fatal: " in line:
                raise SystemExit(f"jing can't go on: {line}")
    return found


def judge_alone(grammar: Path, files: list[Path]) -> dict[Path, str]:
    """The same by baokan's own engine, three times as fast."""
    schema = load_schema(grammar)
    found: dict[Path, str] = {}
    for path in files:
        findings = schema.validate_tree(etree.parse(str(path), PARSER), str(path))
        if findings:
            found[path] = findings[0].message
    return found


def drawn(grammar: Path, count: int, seed: int) -> Iterable[etree._Element]:
    generator = Generator(etree.parse(str(grammar)).getroot(), random.Random(seed))
    return (generator.document() for _ in range(count))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("odd", type=Path)
    parser.add_argument("published", type=Path)
    parser.add_argument("documents", type=Path, nargs="*")
    parser.add_argument("--tei", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--explained", default="^$", help="a pattern of messages whose cause is known; counted apart")
    parser.add_argument("--no-jing", action="store_true", help="ask baokan's own engine instead")
    given = parser.parse_intermixed_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.perf_counter()
        ours = folder / "ours.rng"
        ours.write_bytes(compile_odd(given.odd, given.tei).rng)
        print(f"compiled in {time.perf_counter() - begun:.2f} s")
        pool = [etree.parse(str(path)).getroot() for path in given.documents]
        half = max(20, given.count // 20)
        pool += [*drawn(ours, half, given.seed), *drawn(given.published, half, given.seed + 1)]
        if not given.no_jing:
            pool = [root for root in pool if next(root.iter(INCLUDE), None) is None]
        files: dict[Path, str] = {}
        for number in range(len(pool) + given.count):
            kind, root = ("itself", pool[number]) if number < len(pool) else mutant(chance.choice(pool), chance)
            path = folder / f"{number}.xml"
            path.write_bytes(etree.tostring(root))
            files[path] = kind
        ask = judge_alone if given.no_jing else judge
        verdicts = ask(ours, list(files)), ask(given.published, list(files))
    differing = [path for path in files if (path in verdicts[0]) != (path in verdicts[1])]
    known = 0
    for path in differing:
        said = [v.get(path, "valid") for v in verdicts]
        if any(re.search(given.explained, message) for message in said):
            known += 1
            continue
        print(f"{path.stem} {files[path]}: ours {said[0][:150]}; theirs {said[1][:150]}")
    kinds = Counter(files.values())
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    refused = [len(v) for v in verdicts]
    print(f"{len(files)} documents; refused by ours {refused[0]}, by theirs {refused[1]}; verdicts that differ: {len(differing)}")
    print(f"of these explained by {given.explained!r}: {known}")
    return 1 if len(differing) > known else 0


if __name__ == "__main__":
    raise SystemExit(main())
