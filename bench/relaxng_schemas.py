"""Compares verdicts with jing's on schemas made at random, right and wrong, and on random documents for them.

Usage: python bench/relaxng_schemas.py [SCHEMAS [SEED]]; needs jing. One jing process a schema, so 200 take two minutes. Prints
the schemas on which the verdicts differ; docs/validate.md says in which points jing isn't followed.
"""

from __future__ import annotations

import copy
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import etree

from baokan.validate.relaxng import SchemaError, load_schema

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
NAMES, SPACES, DEFINED = "abc", ("", "u", "v"), "xyz"
VALUES = ("a", "1", "01", " a ", "", "a b", "true", "p:a", "1 2", "x")
TYPES = (("", "token"), ("", "string"), *((XSD, n) for n in ("integer", "string", "NCName", "QName", "token", "boolean")))
WRAPS = ("group", "interleave", "choice", "choice", "optional", "zeroOrMore", "oneOrMore", "mixed")
WORDS = (*WRAPS, "element", "attribute", "list", "ref", "parentRef", "empty", "text", "value", "data", "notAllowed", "grammar",
         "start", "define", "div", "name", "anyName", "nsName", "except", "param")  # fmt: skip
INSTANCES = 24


class Maker:
    """Makes schemas and documents from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def ns(self) -> str:
        return f' ns="{self.chance.choice(SPACES)}"' if self.maybe(0.15) else ""

    def name(self) -> str:
        return ("p:" if self.maybe(0.08) else "") + self.chance.choice(NAMES)

    def names(self, depth: int = 2) -> str:
        kind = self.chance.choice(["name", "name", "choice", "anyName", "nsName"]) if depth else "name"
        if kind == "name":
            return f"<name{self.ns()}>{self.name()}</name>"
        inner = "".join(self.names(depth - 1) for _ in range(self.chance.randint(1, 2)))
        if kind == "choice":
            return f"<choice>{inner}</choice>"
        return f"<{kind}{self.ns() if kind == 'nsName' else ''}>{f'<except>{inner}</except>' if self.maybe(0.5) else ''}</{kind}>"

    def data(self) -> str:
        library, name = self.chance.choice(TYPES)
        inner = ""
        if library and name in ("string", "token", "NCName") and self.maybe(0.3):
            inner = '<param name="maxLength">2</param>'
        if self.maybe(0.3):
            inner += f"<except>{self.chance.choice([self.value, self.data])()}</except>"
        return f'<data type="{name}" datatypeLibrary="{library}">{inner}</data>'

    def value(self) -> str:
        library, name = self.chance.choice(TYPES)
        return f'<value type="{name}" datatypeLibrary="{library}"{self.ns()}>{self.chance.choice(VALUES)}</value>'

    def patterns(self, depth: int) -> str:
        return "".join(self.pattern(depth) for _ in range(self.chance.randint(1, 3)))

    def element(self, depth: int) -> str:
        inner = self.chance.choice([self.data, self.value])() if self.maybe(0.25) else self.patterns(depth)
        if self.maybe(0.75):
            return f'<element name="{self.name()}"{self.ns()}>{inner}</element>'
        return f"<element{self.ns()}>{self.names()}{inner}</element>"

    def attribute(self) -> str:
        inner = self.chance.choice(["", self.data(), self.value(), f"<list>{self.patterns(0)}</list>"])
        if self.maybe(0.75):
            return f'<attribute name="{self.name()}"{self.ns()}>{inner}</attribute>'
        made = f"<attribute{self.ns()}>{self.names()}{inner}</attribute>"
        return self.chance.choice([made, f"<zeroOrMore>{made}</zeroOrMore>"])

    def pattern(self, depth: int) -> str:
        leaf = ["empty", "empty", "ref", self.chance.choice(["text", "text", "data", "value", "notAllowed"]), "attribute"]
        kind = self.chance.choice(leaf if depth <= 0 else [*leaf, *WRAPS, *["element"] * 5, "list", "grammar"])
        if kind in WRAPS:
            return f"<{kind}{self.ns()}>{self.patterns(depth - 1)}</{kind}>"
        made = {
            "element": lambda: self.element(depth - 1), "attribute": self.attribute, "data": self.data, "value": self.value,
            "list": lambda: f"<list>{self.patterns(0)}</list>", "grammar": lambda: self.grammar(depth - 1),
            "ref": lambda: f'<ref name="{self.chance.choice(DEFINED)}"/>',
        }  # fmt: skip
        return made[kind]() if kind in made else f"<{kind}/>"

    def grammar(self, depth: int) -> str:
        parts = [f"<start>{self.element(depth)}</start>"]
        for name in DEFINED:
            how = self.chance.choice(["choice", "interleave"])
            for _ in range(self.chance.choice([1, 1, 2])):
                parts.append(f'<define name="{name}" combine="{how}">{self.patterns(depth)}</define>')
        self.chance.shuffle(parts)
        return f"<grammar{self.ns()}>{''.join(parts)}</grammar>"

    def schema(self) -> etree._Element:
        text = self.chance.choice([self.element, self.grammar])(self.chance.randint(1, 3))
        head, _, tail = text.partition(">")
        root = etree.fromstring(f'{head} xmlns="{RNG}" xmlns:p="u">{tail}')
        if self.maybe(0.3):
            self.spoil(root)
        return root

    def spoil(self, root: etree._Element) -> None:
        every = list(root.iter())
        one = self.chance.choice(every)
        kind = self.chance.randint(0, 4)
        if kind == 0:
            one.tag = f"{{{RNG}}}{self.chance.choice(WORDS)}"
        elif kind == 1 and one is not root:
            one.getparent().remove(one)
        elif kind == 2:
            self.chance.choice(every).append(copy.deepcopy(one))
        elif kind == 3:
            name = self.chance.choice(["name", "ns", "type", "combine", "foo"])
            one.set(name, self.chance.choice(["a", "", "choice", "b c", "z:q"]))
        else:
            one.text = (one.text or "") + self.chance.choice(["x", " "])

    def document(self, depth: int = 0) -> str:
        name = self.chance.choice(NAMES)
        space = f' xmlns="{self.chance.choice(SPACES)}"' if self.maybe(0.1) else ""
        attributes = "".join(f' {each}="{self.chance.choice(VALUES)}"' for each in NAMES if self.maybe(0.12))
        inner = self.chance.choice(VALUES) if self.maybe(0.3) else ""
        if depth < 3 and self.maybe(0.4):
            inner += "".join(self.document(depth + 1) for _ in range(self.chance.randint(1, 2)))
        prefix = "" if depth else ' xmlns:p="u"'
        return f"<{name}{space}{prefix}{attributes}>{inner}</{name}>"


def jing(schema: Path, documents: list[Path]) -> tuple[bool, set[str]]:
    """Whether the schema is right, and the names of the invalid documents."""
    command = ["jing", "-i", str(schema), *map(str, documents)]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    names = [line.partition(": ")[0].split(":")[0] for line in lines if ": error:" in line or ": fatal:" in line]
    return not any(name.endswith(".rng") for name in names), {Path(name).name for name in names if name.endswith(".xml")}


def ours(schema: Path, documents: list[Path]) -> tuple[bool, set[str]]:
    try:
        loaded = load_schema(schema)
    except SchemaError:
        return False, set()
    return True, {path.name for path in documents if loaded.validate_file(path)}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    maker = Maker(random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1))
    right = valid = differing = 0
    for number in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            schema = folder / "schema.rng"
            schema.write_bytes(etree.tostring(maker.schema(), with_tail=False))
            documents = [folder / f"{index}.xml" for index in range(INSTANCES)]
            for each in documents:
                each.write_text(maker.document(), encoding="utf-8")
            theirs, mine = jing(schema, documents), ours(schema, documents)
            right += theirs[0]
            valid += theirs[0] * (INSTANCES - len(theirs[1]))
            if theirs != mine:
                differing += 1
                print(f"{number}: jing {theirs}, baokan {mine}\n  {schema.read_text(encoding='utf-8')}")
    print(f"{count} schemas, {right} right, {valid} of their documents valid; verdicts differ on {differing}")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
