"""Counts the findings that one mistake gives: one change at random in a TEI file, by kind of change.

Usage: python bench/relaxng_recovery.py [CHANGES_PER_FILE_AND_KIND]; needs the folder `shared` beside the repository.
"""

from __future__ import annotations

import copy
import random
import sys
from collections import Counter

from lxml import etree
from relaxng_referee import MUTATIONS, SHARED

from baokan.validate.relaxng import load_schema


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    schema, chance = load_schema(SHARED / "tei" / "tei_all.rng"), random.Random(5)
    files = [*sorted((SHARED / "pages" / "gold").glob("*.xml"))[:20], *sorted((SHARED / "pressmint").glob("PressMint-SI_*.xml"))]
    found: dict[str, Counter[int]] = {mutation.__name__: Counter() for mutation in MUTATIONS}
    for path in files:
        source = etree.parse(path)
        for mutation in MUTATIONS:
            for _ in range(count):
                tree = copy.deepcopy(source)
                elements = [each for each in tree.iter(etree.Element) if each is not tree.getroot()]
                mutation(chance.choice(elements), chance)
                findings = len(schema.validate_tree(tree, path.name))
                found[mutation.__name__][findings] += findings > 0
    total = Counter[int]()
    for name, counts in found.items():
        total += counts
        print(f"{name:18} {', '.join(f'{number}: {times}' for number, times in sorted(counts.items()) if times)}")
    print(f"one finding for {total[1]} of {total.total()} mistakes that make a file invalid")


if __name__ == "__main__":
    main()
