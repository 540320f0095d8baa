"""Subset proof: documents drawn at random from baokan.rng are validated by TEI's own tei_all.

Usage: python bench/odd_subset.py [COUNT] [SEED] [--jing]. Needs tei_all.rng in the folder `shared` beside the
repository; with --jing, jing is asked as well as baokan's own engine. An xi:include is replaced by an issue, as an
XInclude processor would.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from odd_generate import Generator

from baokan.assets import asset
from baokan.validate.relaxng import load_schema

ROOT = Path(__file__).resolve().parents[1]
TEI_ALL = ROOT.parent / "shared" / "tei" / "tei_all.rng"
OURS = asset("schemas", "baokan.rng")
BATCH = 200  # documents in memory
INCLUDE = "{http://www.w3.org/2001/XInclude}include"
TEI = "{http://www.tei-c.org/ns/1.0}"


def included(document: etree._Element, generator: Generator) -> etree._Element:
    """The document with an issue in the place of every xi:include."""
    for node in list(document.iter(INCLUDE)):
        issue = etree.Element("holder")
        while not len(issue):
            ids = generator.ids
            new = generator.document()
            if new.tag == f"{TEI}TEI":
                issue.append(new)
            generator.ids = max(ids, generator.ids)
        for number, one in enumerate(issue.iter("*")):
            key = "{http://www.w3.org/XML/1998/namespace}id"
            if one.get(key):
                one.set(key, f"n{generator.count}.{number}")
        parent = node.getparent()
        parent.replace(node, issue[0])
    return document


def batches(count: int, seed: int) -> Iterator[list[etree._ElementTree]]:
    """count documents in batches, each parsed anew, so that their lines are known."""
    generator = Generator(etree.parse(str(OURS)).getroot(), random.Random(seed))
    for at in range(0, count, BATCH):
        made = (included(generator.document(), generator) for _ in range(min(BATCH, count - at)))
        yield [etree.ElementTree(etree.fromstring(etree.tostring(document))) for document in made]


def draw(count: int, seed: int) -> list[etree._ElementTree]:
    return [document for batch in batches(count, seed) for document in batch]


def refused(documents: list[etree._ElementTree], grammar: Path) -> list[tuple[int, str]]:
    """(number, first message) of the documents that aren't valid by the grammar, by baokan's engine."""
    schema = load_schema(grammar)
    found = []
    for number, document in enumerate(documents):
        findings = schema.validate_tree(document, f"document {number}")
        if findings:
            found.append((number, findings[0].format()))
    return found


def jing_refused(documents: list[etree._ElementTree], grammar: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, document in enumerate(documents):
            names.append(f"{folder}/{number}.xml")
            document.write(names[-1])
        run = subprocess.run(["jing", str(grammar), *names], capture_output=True, text=True, check=False)
    return [line for line in run.stdout.splitlines() if ": error:" in line]


def main(count: int, seed: int, jing: bool) -> int:
    begun = time.perf_counter()
    elements = refusals = errors = 0
    for number, documents in enumerate(batches(count, seed)):
        elements += sum(1 for d in documents for _ in d.getroot().iter("*"))
        bad = [*refused(documents, OURS), *refused(documents, TEI_ALL)]
        said = jing_refused(documents, TEI_ALL) if jing else []
        for line in [*(f"{number * BATCH + n} {message}" for n, message in bad), *said][:20]:
            print(line)
        refusals, errors = refusals + len(bad), errors + len(said)
    print(f"{count} documents, {elements} elements: {refusals} refused by baokan.rng or tei_all")
    if jing:
        print(f"jing: {errors} errors by tei_all")
    print(f"{time.perf_counter() - begun:.0f} s")
    return 1 if refusals or errors else 0


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    sys.exit(main(*(numbers + [1000, 1][len(numbers) :]), "--jing" in sys.argv))
